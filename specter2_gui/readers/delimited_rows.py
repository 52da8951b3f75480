"""Lines of delimited text joined into rows and parted into cells, whatever became of their quotation marks.

A cell that begins with a quotation mark is quoted if a lone quotation mark follows that stands before a delimiter or the end of a line; two in a row are a
quotation mark of the text. It may span lines, up to the limits below. In any other case the mark is a letter like others and the cell ends at
the next delimiter or the end of its line, so that a forgotten quotation mark never takes the following rows with it.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, cast

from specter2_gui.readers.source import LINE_LIMIT, Line

ROW_LIMIT: Final = LINE_LIMIT
"""Characters that the lines of one row may have together."""
ROW_LINES: Final = 1_000
"""Lines that one row may have."""
_LONGEST_FAST: Final = 100_000  # below the length at which the standard library's reader refuses a cell
BLANK: Final = ' \t"\xa0\ufeff\0'
"""What shows nothing, apart from the delimiter."""


@dataclass(slots=True)
class Row:
    """A row of a table as it stands in a file.

    ``line`` is where it begins, or the number of the row in a spreadsheet; ``text`` is all of it. ``odd`` says that a quotation mark in it ends nothing or begins
    nothing, ``broken`` why its cells cannot be trusted at all, and ``doubt`` is a sentence about one that can be read but should be looked at.
    """

    line: int
    cells: list[str]
    text: str
    lines: int = 1
    odd: bool = False
    broken: str = ""
    doubt: str = ""


class _Grammar(NamedTuple):
    delimiter: str
    plain: re.Pattern[str]
    cell: re.Pattern[str]
    ending: re.Pattern[str]
    bare: re.Pattern[str]


@lru_cache
def _grammar(delimiter: str) -> _Grammar:
    mark = re.escape(delimiter)
    inside = r'(?:[^"]++|"")*+'
    end = rf'" *+(?=[{mark}]|\Z)'
    plain = rf' *+(?:"{inside}"(?=[{mark}]|\Z)|(?!")[^{mark}]*+)'
    return _Grammar(
        delimiter,
        re.compile(rf"{plain}(?:{mark}{plain})*+"),
        re.compile(rf' *+(?:"(?P<quoted>{inside}){end}|"(?P<open>{inside})\Z|(?P<bare>[^{mark}]*+))'),
        re.compile(rf"(?P<inside>{inside})(?P<end>{end})?"),
        re.compile(rf"[^{mark}]*+"),
    )


@dataclass(slots=True)
class _Ahead:
    """Lines that can be looked at before they are taken."""

    lines: Iterator[Line]
    seen: deque[Line] = field(default_factory=deque[Line])

    def peek(self, place: int) -> Line | None:
        while len(self.seen) <= place:
            line = next(self.lines, None)
            if line is None:
                return None
            self.seen.append(line)
        return self.seen[place]

    def take(self, count: int) -> list[Line]:
        return [self.seen.popleft() for _ in range(count)]


def is_blank_line(text: str, delimiter: str) -> bool:
    """Whether a line shows nothing: it has nothing but spaces, quotation marks and delimiters."""
    return not text.strip(BLANK + delimiter)


def rows(lines: Iterable[Line], delimiter: str) -> Iterator[Row]:
    """Each row that is not blank, in time linear in the text and with at most :data:`ROW_LIMIT` characters in memory."""
    grammar = _grammar(delimiter)
    ahead = _Ahead(iter(lines))
    while (first := ahead.peek(0)) is not None:
        if first.cut:
            yield Row(
                first.number, [], first.text, broken=f"Line {first.number} is longer than {LINE_LIMIT:,} characters"
            )
            ahead.take(1)
            continue
        cells = _cells_of_plain_line(first.text, grammar)
        if cells is None:
            row = _RowWithQuotes(ahead, grammar).read()
        else:
            row = Row(first.number, cells, first.text)
            ahead.take(1)
        if not all(is_blank_line(text, delimiter) for text in row.text.split("\n")):
            yield row


def _cells_of_plain_line(text: str, grammar: _Grammar) -> list[str] | None:
    """The cells of a line that is a row by itself and whose quotation marks all match, by way of the fast reader of the standard library."""
    if '"' not in text:
        return text.split(grammar.delimiter)
    if len(text) > _LONGEST_FAST or not grammar.plain.fullmatch(text):
        return None
    return next(csv.reader((text,), delimiter=grammar.delimiter, skipinitialspace=True))


@dataclass(slots=True)
class _RowWithQuotes:
    """Parts the cells of the row that begins with the first line ahead."""

    ahead: _Ahead
    grammar: _Grammar
    cells: list[str] = field(default_factory=list[str])
    last: int = 0
    position: int = 0
    odd: bool = False

    def read(self) -> Row:
        while not self._ends_with_cell():
            self.position += 1
        taken = self.ahead.take(self.last + 1)
        text = "\n".join(line.text for line in taken)
        return Row(taken[0].number, self.cells, text, len(taken), self.odd)

    def _ends_with_cell(self) -> bool:
        """Take one cell; whether it is the row's last."""
        text = _text(self.ahead, self.last)
        cell = _fit(self.grammar.cell, text, self.position)
        if cell["quoted"] is not None:
            self._take(cell["quoted"], cell.end())
        elif cell["bare"] is not None:
            self._take_bare(text, cell.start("bare"))
        elif ending := _ending(self.ahead, self.last, self.grammar):
            self.last, end, more = ending
            self._take("\n".join([cell["open"], *more]), end)
        else:
            self._take_bare(text, cell.start("open") - 1)
        return self.position == len(_text(self.ahead, self.last))

    def _take(self, quoted: str, end: int) -> None:
        self.cells.append(quoted.replace('""', '"'))
        self.position = end

    def _take_bare(self, text: str, start: int) -> None:
        self.position = _fit(self.grammar.bare, text, start).end()
        self.cells.append(text[start : self.position])
        self.odd = self.odd or text.startswith('"', start)


def _fit(pattern: re.Pattern[str], text: str, position: int) -> re.Match[str]:
    """The match of a pattern that fits an empty text too."""
    return cast("re.Match[str]", pattern.match(text, position))


def _text(ahead: _Ahead, place: int) -> str:
    line = ahead.peek(place)
    return line.text if line else ""


def _ending(ahead: _Ahead, last: int, grammar: _Grammar) -> tuple[int, int, list[str]] | None:
    """Where the quotation that is open at the end of line ``last`` ends, and its text on the lines after it; None if it does not."""
    size = sum(len(_text(ahead, place)) for place in range(last + 1))
    parts: list[str] = []
    for place in range(last + 1, ROW_LINES):
        line = ahead.peek(place)
        if line is None or line.cut or size + len(line.text) > ROW_LIMIT:
            return None
        size += len(line.text)
        match = _fit(grammar.ending, line.text, 0)
        parts.append(match["inside"])
        if match["end"] is not None:
            return place, match.end(), parts
        if match.end() < len(line.text):
            return None
    return None
