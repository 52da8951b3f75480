"""From a record as its file has it to one as a collection keeps it: the same words, without what files put around them."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from specter2_gui.domain.languages import language_name
from specter2_gui.domain.markup import plain
from specter2_gui.domain.records import RawRecord, Record, Reject, shortened_raw
from specter2_gui.domain.texts import is_blank, sentence, without_unusable

NOTHING_TO_READ: Final = "It has neither a title nor an abstract"

_UNUSABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BRACKETS: Final = " \t.,:;*-–—…_~'\"“”‘’()[]{}<>"
_NO_ABSTRACT: Final = frozenset(
    {
        "abstract", "abstract available from the publisher", "kein abstract", "kein abstract verfügbar", "keine zusammenfassung",
        "keine zusammenfassung verfügbar", "no abstract", "no summary", "n.a", "n/a", "na", "nan", "nil", "none", "not applicable", "not available", "null",
        "pas de résumé", "resumen no disponible", "résumé non disponible", "sin resumen", "summary", "unavailable", "unknown",
    }
)  # fmt: skip
_NO_ABSTRACT_WORDS: Final = re.compile(
    r"(?:there is |sorry,? )?no (?:abstract|summary)(?: is| was)? (?:available|provided|supplied|present|found|for)\b"
    r"|(?:an |the )?(?:abstract|summary) (?:is |was )?(?:not|un) ?(?:available|provided|supplied|present|found)\b"
    r"|(?:an |the )?(?:abstract|summary) (?:of|for) this \w+ is (?:not|un) ?available\b"
)
_LONGEST_PLACEHOLDER: Final = 120
_NO_TITLE: Final = frozenset(
    {"not available", "no title", "no title available", "title not available", "nan", "null", "n/a"}
)

_CATALOGUE_MARKS: Final = frozenset("/:=;,")
_CATALOGUE_TAIL: Final = re.compile(r"\s+[/:=;,]$")
_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))?(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*+/[^\s\"|]+", re.IGNORECASE)
_NO_DOI: Final = re.compile(r"\s*(?:https?://)?(?:dx\.|www\.)?doi(?:\.org)?[\s:/]*|\s*#N/A\s*", re.IGNORECASE)
"""What stands before a DOI, alone; and the error of a spreadsheet."""
_PAIRS: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
_DIGITS_ALONE: Final = frozenset({"pmid"})


def cleaned(raw: RawRecord) -> Record | Reject:
    """``raw`` as a collection keeps it, or why it cannot be kept: without title and abstract nobody can find or judge it.

    Done again to what came out, it changes nothing, so that a record that is exported can come back as the same one.
    """
    title, abstract = clean_title(raw.title), clean_abstract(raw.abstract)
    if not title and not abstract:
        reason = f"{NOTHING_TO_READ}. {raw.note}" if raw.note else f"{NOTHING_TO_READ}."
        return storable_reject(Reject(raw.line, raw.raw, reason))
    ids = _ids(raw.ids)
    year = clean_line(raw.year).removesuffix(".0")  # spreadsheets make 2019.0 of a year
    return Record(
        title=title,
        abstract=abstract,
        authors=_authors(raw.authors),
        year_text=year,
        year=year_in(year),
        venue=clean_line(raw.venue),
        doi=doi_in(raw.doi) or _doi_among(ids),
        ids=ids,
        keywords=_distinct(map(clean_line, raw.keywords)),
        language=language_name(clean_line(raw.language)),
        kind=clean_line(raw.kind),
        line=raw.line,
    )


def storable_reject(reject: Reject) -> Reject:
    """``reject`` with a text that any file can hold, not longer than what is kept of one, and its reason as a sentence."""
    return Reject(reject.line, without_unusable(shortened_raw(reject.raw)), sentence(without_unusable(reject.reason)))


def clean_line(text: str) -> str:
    """``text`` on one line in composed characters, without markup; empty where nothing can be seen.

    Control characters and halves of characters become spaces.
    """
    if text.isascii() and text.isprintable() and not ("<" in text or "&" in text or "  " in text):
        return text.strip()  # nearly every line; the rest would change nothing in it
    line = _usable(text)
    if "<" in line or "&" in line:
        line = _usable(plain(line))
    if "  " in line or not line.isprintable():  # else there is no other space in it than single ones
        line = " ".join(line.split())
    line = line.strip()
    return line if line.isprintable() or not is_blank(line) else ""


def _usable(text: str) -> str:
    """``text`` in composed characters, with spaces for those that no text may hold."""
    usable = text if text.isprintable() else _UNUSABLE.sub(" ", text)
    return usable if usable.isascii() else unicodedata.normalize("NFC", usable)


def clean_title(text: str) -> str:
    """The title in ``text``: without the marks that cataloguing rules put behind it, empty for a word that stands for none."""
    title = clean_line(text)
    while title[-1:] in _CATALOGUE_MARKS and (shorter := _CATALOGUE_TAIL.sub("", title)) != title:
        title = shorter
    none = len(title) <= _LONGEST_PLACEHOLDER and title.casefold().strip(_BRACKETS) in _NO_TITLE
    return "" if none or title in _CATALOGUE_MARKS else title


def clean_abstract(text: str) -> str:
    """The abstract in ``text``; empty for words that stand for none, such as ``[No abstract available]``."""
    abstract = clean_line(text)
    if len(abstract) > _LONGEST_PLACEHOLDER:
        return abstract
    bare = abstract.casefold().strip(_BRACKETS)
    return "" if not bare or bare in _NO_ABSTRACT or _NO_ABSTRACT_WORDS.match(bare) else abstract


def year_in(text: str) -> int | None:
    """The first year from 1000 to 2199 in ``text``, also at the head of a date such as 20190512; None for ``in press``."""
    for found in _YEAR.finditer(text):
        if _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            return int(found[1])
    return None


def doi_in(text: str) -> str:
    """The DOI in ``text`` in small letters, whether an address, ``doi:`` or words stand around it; empty without one."""
    if "10." not in text:
        return ""
    line = clean_line(text)
    if "%" in line and "/" in line and "://" in line:
        line = clean_line(unquote(line))
    found = _DOI.search(line)
    return _without_punctuation(found[0]).lower() if found else ""


def said_for_doi(text: str) -> str:
    """What ``text``, in which there is no DOI, says in the place of one; empty for words that stand for none."""
    return "" if _NO_DOI.fullmatch(text) else clean_abstract(text)


def _without_punctuation(doi: str) -> str:
    """``doi`` without what a sentence puts behind it: stops, and brackets that were opened before it."""
    while doi and (doi[-1] in ".,;:'" or (doi[-1] in _PAIRS and doi.count(doi[-1]) > doi.count(_PAIRS[doi[-1]]))):
        doi = doi[:-1]
    return doi


def _authors(names: Iterable[str]) -> tuple[str, ...]:
    clean = (clean_line(name).strip(" ,;") for name in names)
    return tuple(name for name in clean if name)


def _ids(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str, str], None] = {}
    for scheme, value in pairs:
        name, text = clean_line(scheme).lower(), clean_line(value)
        digits = "".join(character for character in text if character.isdigit()) if name in _DIGITS_ALONE else ""
        if name and text:
            found.setdefault((name, digits or text))
    return tuple(found)


def _doi_among(ids: Iterable[tuple[str, str]]) -> str:
    """A DOI that stands among the other ids, or in an address of the resolver."""
    for scheme, value in ids:
        if (scheme == "doi" or (scheme == "url" and "doi.org/" in value)) and (doi := doi_in(value)):
            return doi
    return ""


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())
