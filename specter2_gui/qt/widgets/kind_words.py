"""What sort of publication a paper is, in words: files say so in codes of their own, which the collection keeps."""

import re

from PySide6.QtCore import QCoreApplication

_OTHER = "GEN"
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|[-_]+")
"""Where the words of a code such as ``journalArticle`` or ``article-journal`` meet."""


def kind_words(kind: str) -> str:
    """``kind`` in words; one that is none of the known codes says so itself."""
    known = _names().get(kind.casefold())
    if known is not None:
        return known
    if " " in kind or kind.isupper():
        return kind
    return " ".join(_SEAM.split(kind)).lower()


def told_kind(kind: str) -> str:
    """As :func:`kind_words`, and nothing for a kind that says nothing but that it is none of the others."""
    words = kind_words(kind)
    return "" if words == kind_words(_OTHER) else words


def kind_in(words: str) -> str:
    """The code that is kept for ``words`` that a person wrote; where there is none, the words themselves."""
    wanted = " ".join(words.split())
    return next((code for code, name in _codes() if name.casefold() == wanted.casefold()), wanted)


def _names() -> dict[str, str]:
    return {code.casefold(): name for code, name in _codes()}


def _codes() -> list[tuple[str, str]]:
    """Codes and their words; of several codes for the same words the first one is that of reference managers."""
    return [(code, words) for codes, words in _kinds().items() for code in codes.split("|")]


def _kinds() -> dict[str, str]:
    return {
        "JOUR|EJOUR|article|article-journal|journalArticle|journal-article|Journal Article|J": _tr("journal article"),
        "INPR": _tr("article in press"),
        "MGZN|article-magazine|magazineArticle": _tr("magazine article"),
        "NEWS|article-newspaper|newspaperArticle": _tr("newspaper article"),
        "BOOK|EBOOK|monograph|mvbook|B": _tr("book"),
        "EDBOOK|edited-book|collection": _tr("edited book"),
        "CHAP|ECHAP|chapter|bookSection|book-chapter|inbook|incollection": _tr("chapter"),
        "CPAPER|inproceedings|paper-conference|conferencePaper|proceedings-article|C": _tr("conference paper"),
        "CONF|proceedings": _tr("conference proceedings"),
        "THES|dissertation": _tr("thesis"),
        "phdthesis": _tr("doctoral thesis"),
        "mastersthesis": _tr("master's thesis"),
        "RPRT|techreport": _tr("report"),
        "DATA|dataset": _tr("dataset"),
        "ELEC|WEB|webpage|online|electronic|website": _tr("web page"),
        "BLOG|post-weblog|blogPost": _tr("blog post"),
        "UNPB|unpublished": _tr("unpublished work"),
        "MANSCPT|manuscript": _tr("manuscript"),
        "preprint|posted-content": _tr("preprint"),
        "ABST": _tr("abstract"),
        "ENCYC|entry-encyclopedia|encyclopediaArticle": _tr("encyclopaedia article"),
        "DICT|entry-dictionary|dictionaryEntry": _tr("dictionary entry"),
        "GOVDOC": _tr("government document"),
        "PAT|P": _tr("patent"),
        "STAND": _tr("standard"),
        "CASE|legal_case": _tr("legal case"),
        "BILL|legislation": _tr("law"),
        "PAMP|booklet": _tr("pamphlet"),
        "SER|S": _tr("book in a series"),
        "JFULL": _tr("journal"),
        "COMP|software|computerProgram": _tr("software"),
        "VIDEO|MPCT|videoRecording|motion_picture": _tr("film"),
        "SOUND|audioRecording": _tr("sound recording"),
        "MAP": _tr("map"),
        "GEN|misc|Generic|document": _tr("other"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("kinds", text)
