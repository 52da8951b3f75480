"""Files that people drop although they hold no records that can be read: what they are, and what to do instead."""

import re
from typing import Final, NamedTuple

from specter2_gui.domain.errors import UserError

_EXPORT: Final = "Export the records there as RIS, BibTeX or CSV and import that file"
_UNPACK: Final = "Unpack it and import the files inside"
_AS_TABLE: Final = "If it is a table, open it there and save it as .xlsx or .csv"


class Binary(NamedTuple):
    """A kind of file that is known by its first bytes, what it is, and how to go on."""

    beginning: bytes
    what: str
    how: str


class Telling(NamedTuple):
    """A kind of file that is known by a pattern in its text or bytes, what it is, and how to go on."""

    sign: re.Pattern[str]
    what: str
    how: str


_BINARY: Final = (
    Binary(
        b"%PDF-", "a PDF", "Get the record from the catalogue or database that offers the paper, as RIS, BibTeX or CSV"
    ),
    Binary(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Word, Excel or Outlook", _AS_TABLE),
    Binary(b"{\\rtf", "a text with formatting (RTF)", "Open it in a word processor and save it as plain text"),
    Binary(b"\x89PNG", "a picture", _EXPORT),
    Binary(b"\xff\xd8\xff", "a picture", _EXPORT),
    Binary(b"GIF8", "a picture", _EXPORT),
    Binary(b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    Binary(b"7z\xbc\xaf\x27\x1c", "a compressed folder (7z)", _UNPACK),
    Binary(b"Rar!", "a compressed folder (RAR)", _UNPACK),
    Binary(b"BZh", "a compressed file (bzip2)", _UNPACK),
    Binary(b"\xfd7zXZ\x00", "a compressed file (xz)", _UNPACK),
    Binary(
        b"SQLite format 3\x00", "the database of a program, such as Zotero or Citavi", f"Open that program. {_EXPORT}"
    ),
    Binary(b"MZ\x90\x00", "a Windows program", _EXPORT),
    Binary(b"\x7fELF", "a program", _EXPORT),
)
ZIP_MARK: Final = b"PK\x03\x04"
"""The first bytes of a zip archive, and of each file in it."""
_IN_ZIP: Final = (
    Telling(
        re.compile(r"\.ctv\d?"),
        "a backup of Citavi that cannot be read",
        "Choose File, Export, RIS in Citavi and import that file",
    ),
    Telling(re.compile(r"word/"), "a Word document", _EXPORT.replace("there", "from the program that made the list")),
    Telling(re.compile(r"ppt/"), "a PowerPoint file", _EXPORT),
    Telling(re.compile(r"mimetypeapplication/vnd\.oasis"), "a LibreOffice document", _AS_TABLE),
    Telling(re.compile(r"mimetypeapplication/epub"), "an e-book", _EXPORT),
    Telling(
        re.compile(r"\.enl|sdb/"),
        "a compressed EndNote library",
        "Choose File, Export in EndNote, as XML or RIS, and import that file",
    ),
    Telling(
        re.compile(r"\A[^\n]*\.xls[xm]\n|PK\x03\x04.{26}xl/", re.IGNORECASE | re.DOTALL),
        "a workbook of Excel that is damaged or was cut off on its way here",
        "Get it once more from where it came, or see whether Excel or LibreOffice can repair it, save it there as .xlsx or .csv, and import that file",
    ),
    Telling(re.compile(""), "a compressed folder (zip)", _UNPACK),
)
_SURE: Final = (
    Telling(
        re.compile(
            r"\A\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+)?html\b",
            re.IGNORECASE | re.DOTALL,
        ),
        "a web page",
        "Use that page's own export as RIS, BibTeX, PubMed or CSV, not the browser's Save",
    ),
    Telling(
        re.compile(r"\A\s*+(?:From [^\n]{1,60} )?nep\.repec\.org", re.IGNORECASE),
        "a mail of RePEc's service for new papers (NEP)",
        "Look the papers up on ideas.repec.org and export them there as RIS or BibTeX",
    ),
)
"""Texts that no format is asked about, because a part of them may look like records."""
_OTHER: Final = (
    Telling(
        re.compile(r"\A\s*+<[?!A-Za-z]"),
        "an XML file of a kind that is not known here",
        "Export the records as RIS or BibTeX instead",
    ),
    Telling(
        re.compile(r"\A\s*+[\[{]"),
        "a JSON file without records",
        "Check that it is the export of a catalogue or of Zotero, or use RIS",
    ),
    Telling(
        re.compile(""),
        "no file of references that can be read here",
        "Check that it is an export, and export it as RIS, BibTeX or CSV",
    ),
)


def refuse_at_sight(name: str, head: bytes, text: str) -> None:
    """Refuse the file ``name`` if its beginning, as bytes and as text, shows that it cannot hold records to read.

    Raises:
        UserError: it is empty, or of such a kind.
    """
    if not text.strip("\x00\ufeff \t\n"):
        raise UserError(
            f"The file “{name}” is empty",
            "There is nothing in it to read",
            "Export it once more, or choose another file",
        )
    for kind in _BINARY:
        if head.startswith(kind.beginning):
            raise _refusal(name, kind)
    for kind in _SURE:
        if kind.sign.search(text):
            raise _refusal(name, kind)


def unknown(name: str, head: bytes, text: str) -> UserError:
    """What to say of a file that no format has recognised."""
    if head.startswith(ZIP_MARK):
        names = f"{name}\n{head.decode('latin-1')}"
        return _refusal(name, next(kind for kind in _IN_ZIP if kind.sign.search(names)))
    return _refusal(name, next(kind for kind in _OTHER if kind.sign.search(text)))


def _refusal(name: str, kind: Binary | Telling) -> UserError:
    return UserError(f"The file “{name}” cannot be imported", f"It is {kind.what}", kind.how)
