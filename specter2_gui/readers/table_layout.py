"""How a table is laid out: which row names the columns, what stands above it, and which character parts the cells."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from specter2_gui.readers.column_content import titles
from specter2_gui.readers.column_names import known_fields
from specter2_gui.readers.columns import SAMPLE_ROWS
from specter2_gui.readers.delimited_rows import Row, rows
from specter2_gui.readers.source import LINE_LIMIT, Line

DELIMITERS: Final = (",", ";", "\t", "|")
ONE_COLUMN: Final = "\x1f"
"""The delimiter of a table with one column: a character that stands in no text."""

_HEADER_WITHIN: Final = 30
_LONGEST_NAME: Final = 150
_TOLD: Final = re.compile(r'"?sep=(?P<mark>[^"])"?', re.IGNORECASE)
_DATA: Final = re.compile(r"10\.\d{4,9}/|https?://|\d+(?:[.,]\d+)?$")
_EVEN: Final = 0.6
_WORDS_OF_TITLE: Final = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """``header`` are the columns' names as the table gives them, or as many empty ones where it gives none.

    ``skipped`` counts the rows, blank ones left out, from the first to the one that names the columns; ``above`` is the text of those before it. ``sample`` are some of the rows
    below; ``known`` counts the fields whose names were recognised and ``even`` is the share of rows in ``sample`` that are as wide as the header.
    """

    header: tuple[str, ...]
    skipped: int
    above: tuple[str, ...]
    sample: tuple[Row, ...]
    known: int
    even: float

    @property
    def named(self) -> bool:
        """Whether a row names the columns."""
        return self.skipped > 0


def first_rows(table: Iterable[Row]) -> list[Row]:
    """Enough rows of a table to see how it is laid out, and no more characters than fit into memory easily."""
    taken: list[Row] = []
    size = 0
    for row in islice(table, _HEADER_WITHIN + SAMPLE_ROWS):
        taken.append(row)
        size += len(row.text)
        if size > LINE_LIMIT:
            break
    return taken


def find_layout(first: Sequence[Row]) -> Layout:
    """The layout of the table that begins with these rows."""
    place = _header_place(first)
    header = tuple(first[place].cells) if place is not None else ("",) * _usual_width(first)
    below = tuple(first[0 if place is None else place + 1 :])
    above = tuple(row.text for row in first[: place or 0])
    even = sum(len(row.cells) == len(header) for row in below) / len(below) if below else 1.0
    fields = {meaning.field for meaning in known_fields(header).values()}
    return Layout(header, 0 if place is None else place + 1, above, below[:SAMPLE_ROWS], len(fields), even)


def _usual_width(first: Sequence[Row]) -> int:
    widths = Counter(len(row.cells) for row in first if not row.broken)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _header_place(first: Sequence[Row]) -> int | None:
    """The row that names the columns: one with known names or, where there is none, the first as wide as most that looks like names."""
    known = [len({meaning.field for meaning in known_fields(row.cells).values()}) for row in first[:_HEADER_WITHIN]]
    best = max(known, default=0)
    if best > 1 or (best and len(first[known.index(best)].cells) <= 2):
        return _topmost(first, known, best)
    width = _usual_width(first)
    place = next((place for place, row in enumerate(first) if len(row.cells) == width), None)
    if place is None or not _looks_like_names(first[place].cells) or _is_like_those_below(first, place):
        return None
    return place


def _topmost(first: Sequence[Row], known: Sequence[int], best: int) -> int:
    """The row with most known names, unless rows above it are as wide: then a table begins further up, and the first row with known names is its header."""
    place = known.index(best)
    inside = any(len(row.cells) >= len(first[place].cells) for row in first[:place])
    return next(above for above, count in enumerate(known) if count > 1 or above == place) if inside else place


def _looks_like_names(cells: Sequence[str]) -> bool:
    names = [cell.strip() for cell in cells if cell.strip()]
    unusual = any(len(name) > _LONGEST_NAME or _DATA.match(name) for name in names)
    return len(set(names)) == len(names) > len(cells) / 2 and not unusual


def _is_like_those_below(first: Sequence[Row], place: int) -> bool:
    """Whether the row has a title where the rows below it have theirs: then it names no columns."""
    below = first[place + 1 :]
    width = len(first[place].cells)
    columns = {column: [row.cells[column] for row in below if column < len(row.cells)] for column in range(width)}
    if any(_names_numbers(first[place].cells[column], cells) for column, cells in columns.items()):
        return False
    column = titles(columns)
    return column is not None and len(first[place].cells[column].split()) >= _WORDS_OF_TITLE


def _names_numbers(name: str, below: Sequence[str]) -> bool:
    """Whether the column has numbers below a word, such as years below “When”: then the word is its name."""
    filled = [cell for cell in below if cell.strip()]
    numbers = sum(cell.strip().isdecimal() for cell in filled)
    return len(filled) > 1 and numbers == len(filled) and any(letter.isalpha() for letter in name)


@dataclass(frozen=True, slots=True)
class Delimited:
    """A delimited text: the character that parts its cells, and its layout."""

    delimiter: str
    layout: Layout


def find_delimiter(lines: Callable[[], Iterator[Line]]) -> Delimited:
    """What parts the cells of the text whose lines each call of ``lines`` gives from the beginning.

    The first line may tell it (``sep=;``); else it is the delimiter under which most column names are known and most rows are as wide as the header.
    """
    told = next((_TOLD.fullmatch(line.text.strip("\ufeff ")) for line in lines()), None)
    candidates = [_under(told["mark"], lines)] if told else [_under(delimiter, lines) for delimiter in DELIMITERS]
    tables = [table for table in candidates if len(table.layout.header) > 1 and (told or _is_plausible(table.layout))]
    return max(tables, key=lambda table: _merit(table.layout), default=None) or _under(ONE_COLUMN, lines)


def _under(delimiter: str, lines: Callable[[], Iterator[Line]]) -> Delimited:
    return Delimited(delimiter, find_layout(first_rows(rows(lines(), delimiter))))


def _is_plausible(layout: Layout) -> bool:
    return (
        layout.known > 1 or (layout.known == 1 and layout.even > 0) or (layout.even >= _EVEN and len(layout.sample) > 0)
    )


def _merit(layout: Layout) -> tuple[float, float, int]:
    return 10 * layout.known + 5 * layout.even, layout.even, len(layout.header)
