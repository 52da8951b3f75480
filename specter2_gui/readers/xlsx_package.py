"""The parts of an Excel workbook: a zip archive whose XML files are read in pieces and never unpacked onto the disk."""

import codecs
import lzma
import posixpath
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, LargeZipFile, ZipFile

from defusedxml.ElementTree import fromstring

from specter2_gui.domain.errors import UserError
from specter2_gui.readers.source import CHUNK, Source

SMALL_PART: Final = 20_000_000
"""Bytes up to which an XML file of a workbook is read whole, and is not suspicious however well it was packed."""
_HIGHEST_RATIO: Final = 200
_LARGEST: Final = 8_000_000_000
_DAMAGE: Final = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,
    ParseError,
    ValueError,
)
"""What zip and XML libraries raise for damaged, locked, hostile or strangely packed files."""
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?(?:worksheet|sst)\s[^<>]*>")
_PREFIXES: Final = re.compile(r"""\bxmlns:[\w.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_DATE_CODE: Final = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook: its name and the part that holds its cells."""

    name: str
    part: str


class Package:
    """The workbook in ``source``, to be used in a ``with``.

    Raises:
        UserError: it is damaged, locked with a password, or its parts are far larger than an honest workbook's; here or while it is read.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._file = source.open()
        try:
            self._archive = ZipFile(self._file)
            self._parts = {info.filename.lower(): info for info in self._archive.infolist()}
            self._check_sizes()
        except _DAMAGE as error:
            self._file.close()
            raise damaged(self.name) from error
        except UserError:
            self._file.close()
            raise

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()
        self._file.close()

    def text(self, part: str) -> Iterator[str]:
        """The text of an XML part in pieces; nothing if there is no such part."""
        info = self._parts.get(part.lower())
        if info is None:
            return
        try:
            with self._archive.open(info) as file:
                first = file.read(CHUNK)
                decoder = codecs.getincrementaldecoder(_encoding(first))("replace")
                yield decoder.decode(first)
                while piece := file.read(CHUNK):
                    yield decoder.decode(piece)
        except _DAMAGE as error:
            raise damaged(self.name) from error

    def prefixes(self, part: str) -> str:
        """The declarations of the name prefixes at the beginning of a sheet or of the shared texts."""
        root = _ROOT.search(next(self.text(part), ""))
        return " ".join(_PREFIXES.findall(root[0])) if root else ""

    def tree(self, part: str) -> Element | None:
        """A small XML part, or None if there is no such part."""
        info = self._parts.get(part.lower())
        if info is None:
            return None
        if info.file_size > SMALL_PART:
            raise suspicious(self.name)
        try:
            return fromstring(self._archive.read(info))
        except _DAMAGE as error:
            raise damaged(self.name) from error

    def sheets(self) -> list[Sheet]:
        """The sheets in the order in which they are shown; hidden ones come last."""
        book = self._book()
        targets = self._targets(book)
        tree = self.tree(book)
        found = [element for element in tree.iter() if local(element.tag) == "sheet"] if tree is not None else []
        found.sort(key=lambda sheet: sheet.get("state", "visible") != "visible")
        named = [(sheet.get("name", ""), _relation(sheet)) for sheet in found]
        return [
            Sheet(name, targets[relation])
            for name, relation in named
            if targets.get(relation, "").lower() in self._parts
        ]

    def shared_texts(self) -> str:
        """The part that holds the texts which cells refer to by number."""
        book = self._book()
        return next(
            (part for part in self._targets(book).values() if "sharedstrings" in part.lower()),
            posixpath.join("xl", "sharedStrings.xml"),
        )

    def date_styles(self) -> frozenset[int]:
        """The numbers of the cell styles that show a number as a date."""
        tree = self.tree(posixpath.join("xl", "styles.xml"))
        if tree is None:
            return frozenset()
        codes = {
            _number(code.get("numFmtId")): code.get("formatCode", "")
            for code in tree.iter()
            if local(code.tag) == "numFmt"
        }
        dates = _DATE_FORMATS | {
            number for number, code in codes.items() if re.search("[ymdhs]", _DATE_CODE.sub("", code), re.IGNORECASE)
        }
        styles = [style for element in tree if local(element.tag) == "cellXfs" for style in element]
        return frozenset(place for place, style in enumerate(styles) if _number(style.get("numFmtId")) in dates)

    def counts_from_1904(self) -> bool:
        """Whether its dates are counted from 1904, as on old Macintosh computers."""
        tree = self.tree(self._book())
        return tree is not None and any(
            element.get("date1904") in ("1", "true") for element in tree.iter() if local(element.tag) == "workbookPr"
        )

    def _book(self) -> str:
        """The part that lists the sheets."""
        tree = self.tree("_rels/.rels")
        relations = [] if tree is None else [one for one in tree if one.get("Type", "").endswith("/officeDocument")]
        return relations[0].get("Target", "").lstrip("/") if relations else posixpath.join("xl", "workbook.xml")

    def _targets(self, part: str) -> dict[str, str]:
        """Which part each relation of ``part`` leads to."""
        folder, file = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        relations = [] if tree is None else [(one.get("Id", ""), one.get("Target", "")) for one in tree]
        return {name: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for name, target in relations}

    def _check_sizes(self) -> None:
        for info in self._parts.values():
            swollen = info.file_size > SMALL_PART and info.file_size > _HIGHEST_RATIO * info.compress_size
            if info.filename.endswith(".xml") and (swollen or info.file_size > _LARGEST):
                raise suspicious(self.name)


def local(tag: str) -> str:
    """The name of an XML element without its namespace."""
    return tag.rpartition("}")[2]


def _relation(sheet: Element) -> str:
    return next((value for name, value in sheet.attrib.items() if local(name) == "id"), "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1


def _encoding(head: bytes) -> str:
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def damaged(name: str) -> UserError:
    """Words for a workbook that cannot be read."""
    return UserError(
        f"The workbook “{name}” cannot be read",
        "It is damaged or locked with a password",
        "Open it in Excel or LibreOffice, which can repair it or ask for the password, save it again as .xlsx or .csv, and import that file",
    )


def suspicious(name: str) -> UserError:
    """Words for a workbook that would swell up beyond all measure."""
    return UserError(
        f"The workbook “{name}” was not opened",
        "It would grow to hundreds of times its size when unpacked, as files do that are made to bring a computer to its knees",
        "If you trust it, open it in Excel or LibreOffice, save it as .csv, and import that file",
    )
