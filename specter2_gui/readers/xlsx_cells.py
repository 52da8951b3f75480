"""What the cells of a worksheet say: shared and own texts, numbers, dates."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError, fromstring

from specter2_gui.readers.delimited_rows import Row
from specter2_gui.readers.xlsx_package import local

COLUMN_LIMIT: Final = 16_384
"""Columns that a sheet of Excel can have."""

_IN_MEMORY: Final = 4_000_000
_ESCAPED: Final = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
"""How a control character is written in a cell, and the underscore where a text happens to look like that."""
_PLACE: Final = re.compile(r"([A-Za-z]{1,3})\d{1,9}")
_WHOLE: Final = re.compile(r"-?\d{1,30}")
_NUMBER: Final = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?")
_LAST_DAY: Final = 2_958_466
_DAMAGED: Final = "This row of the sheet is damaged"
_LOST: Final = b"\xff"
"""What stands in the temporary file for a damaged text; no text becomes these bytes."""


class _BrokenCellError(Exception):
    """A cell that says nothing; the message is a sentence for people, without its full stop."""


class SharedTexts:
    """The texts to which cells refer by number; they are read as far as asked for and lie in a temporary file if they are many."""

    def __init__(self, elements: Iterator[str], prefixes: str) -> None:
        self._elements = elements
        self._prefixes = prefixes
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by close()
        self._ends = array("Q", [0])

    def close(self) -> None:
        """Throw the temporary file away."""
        self._file.close()

    def text(self, number: int) -> str:
        """The text with this number, from 0; raises if there is none or it is damaged."""
        while len(self._ends) <= number + 1 and (element := next(self._elements, None)) is not None:
            self._file.seek(self._ends[-1])
            self._file.write(_kept(element, self._prefixes))
            self._ends.append(self._file.tell())
        if not 0 <= number < len(self._ends) - 1:
            raise _BrokenCellError("A cell refers to a text that is not in the workbook")
        self._file.seek(self._ends[number])
        kept = self._file.read(self._ends[number + 1] - self._ends[number])
        if kept == _LOST:
            raise _BrokenCellError("A cell refers to a text that is damaged")
        return kept.decode("utf-8", "surrogatepass")


def _kept(element: str, prefixes: str) -> bytes:
    try:
        return _text_in(_parsed(element, prefixes)).encode("utf-8", "surrogatepass")
    except (ParseError, ValueError):
        return _LOST


@dataclass(slots=True)
class Cells:
    """Reads the rows of one sheet; ``prefixes`` are the declarations of the name prefixes in it."""

    shared: SharedTexts
    date_styles: frozenset[int]
    from_1904: bool
    prefixes: str
    number: int = field(default=0, init=False)

    def row(self, fragment: str) -> Row:
        """The row in the XML of its element."""
        self.number += 1
        try:
            element = _parsed(fragment, self.prefixes)
            self.number = max(self.number, _whole(element.get("r")))
            cells = self._cells(element)
        except (ParseError, ValueError):
            return Row(self.number, [], fragment, broken=_DAMAGED)
        except _BrokenCellError as error:
            return Row(self.number, [], fragment, broken=str(error))
        return Row(self.number, cells, "\t".join(cells))

    def _cells(self, row: Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if local(cell.tag) != "c":
                continue
            place = _column(cell.get("r"), len(cells))
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = self._value(cell)
        return cells

    def _value(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return next((_text_in(child) for child in cell if local(child.tag) == "is"), "")
        value = next((child.text or "" for child in cell if local(child.tag) == "v"), "").strip(" \n")
        if kind == "s":
            return self.shared.text(_whole(value) if value else -1)
        if kind == "n":
            return self._number_or_date(value, _whole(cell.get("s")))
        return {"b": {"1": "TRUE", "0": "FALSE"}.get(value, value), "e": ""}.get(kind, _unescaped(value))

    def _number_or_date(self, value: str, style: int) -> str:
        if not _NUMBER.fullmatch(value):
            return value
        number = float(value)
        if style in self.date_styles and 0 <= number < _LAST_DAY:
            return _date(number, self.from_1904)
        if _WHOLE.fullmatch(value) or not number.is_integer() or abs(number) >= 1e15:
            return value
        return str(int(number))


def _parsed(fragment: str, prefixes: str) -> Element:
    """The element in ``fragment``; a document type, which could hold entities, has no place inside the element put around it."""
    return fromstring(f"<sheet {prefixes}>{fragment}</sheet>")[0]  # noqa: S314 - no entity can be declared there


def _column(reference: str | None, following: int) -> int:
    """The place of a cell's column, from 0; where the cell does not name it, it follows the one before."""
    if reference is None:
        place = following
    else:
        found = _PLACE.fullmatch(reference)
        letters = found[1].upper() if found else ""
        place = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
    if not 0 <= place < COLUMN_LIMIT:
        raise _BrokenCellError("A cell stands in a column that no sheet has")
    return place


def _text_in(element: Element) -> str:
    """The text of a cell or shared text: all its runs, but not the pronunciation that Japanese texts carry."""
    parts: list[str] = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [run.text or "" for run in child if local(run.tag) == "t"]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _date(number: float, from_1904: bool) -> str:
    first = datetime(1904, 1, 1, tzinfo=UTC) if from_1904 else datetime(1899, 12, 30, tzinfo=UTC)
    try:
        moment = first + timedelta(days=number)
    except OverflowError:
        return str(number)
    return moment.date().isoformat() if number == int(number) else moment.strftime("%Y-%m-%d %H:%M")
