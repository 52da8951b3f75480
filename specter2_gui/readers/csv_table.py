"""Tables whose cells are parted by commas, semicolons or bars, as nearly every database exports them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import Found
from specter2_gui.readers.column_names import known_fields
from specter2_gui.readers.delimited_rows import Row, rows
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.loose_quotes import mended
from specter2_gui.readers.row_count import count_rows
from specter2_gui.readers.source import CHUNK, Line, Source
from specter2_gui.readers.table_layout import Delimited, Layout, find_delimiter
from specter2_gui.readers.table_rows import Table, find_again, find_places, find_records, table_of

_TABLE_NAMES: Final = (".csv", ".tsv", ".tab")
_LEAST_TELLING: Final = 4  # columns, below which a line with as many delimiters says nothing
_FEW: Final = 0.2
_LONG_NAME: Final = 60
_OTHER_KINDS: Final = ("{", "[{", "<", "@", "%", "TY  -", "--")


def open_delimited(source: Source) -> tuple[Delimited, Table]:
    """The table in a delimited text.

    Raises:
        UserError: it holds each record's fields one below the other.
    """
    delimited = find_delimiter(source.lines)
    if _stands_upright(delimited.layout):
        raise UserError(
            f"The file “{source.name}” cannot be imported as it is",
            "It holds the fields of a record one below the other, not each record in a row",
            "Export it again with one record in each row (in Embase: “Records as rows”), or as RIS",
        )
    return delimited, table_of(delimited.layout)


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Each row as a record or a reject."""
    delimited, table = open_delimited(source)
    return find_records(table, _parted(source, delimited), find_places(source.name, table, options.mapping))


def again(text: Source, original: Source, options: ReadOptions) -> Iterator[Found]:
    """The rows in ``text`` as rows of the table in ``original``."""
    delimited, table = open_delimited(original)
    return find_again(table, _parted(text, delimited), find_places(original.name, table, options.mapping))


def _parted(source: Source, delimited: Delimited) -> Iterator[Row]:
    width = len(delimited.layout.header)
    for row in rows(source.lines(), delimited.delimiter):
        yield _doubted(mended(row, width, delimited.delimiter), width, delimited.delimiter)


def _doubted(row: Row, width: int, delimiter: str) -> Row:
    """``row``, with words if it may be several rows between two forgotten quotation marks."""
    if (
        row.lines > 1
        and width >= _LEAST_TELLING
        and any(line.count(delimiter) == width - 1 for line in row.text.split("\n")[1:])
    ):
        row.doubt = "A cell of this row holds a line that looks like a row of its own: a quotation mark may be missing."
    return row


def start_marks(source: Source) -> int:
    """How many rows stand below the one that names the columns."""
    delimited = find_delimiter(source.lines)
    return count_rows(source.lines(), delimited.delimiter) - delimited.layout.skipped


def recognise(head: bytes, text: str, name: str) -> int:
    """How sure it is that this is a table parted by anything but tabs."""
    return 0 if _delimited(text, len(head) < CHUNK).delimiter == "\t" else likelihood(head, text, name)


def likelihood(head: bytes, text: str, name: str) -> int:
    """How sure it is that this is a delimited text: most where columns' names are known, little where only the rows are even."""
    if text.lstrip("\ufeff \t\n").startswith(_OTHER_KINDS) or "\0" in text:
        return 0
    layout = _delimited(text, len(head) < CHUNK).layout
    named = name.lower().endswith(_TABLE_NAMES)
    if not named and _is_prose(layout):
        return 0
    if layout.known > 2 or _stands_upright(layout):
        return 90 + named
    if layout.known and (len(layout.header) > 1 or named):
        return 70 + named
    if layout.even > 0.9 and len(layout.header) > 1 and len(layout.sample) > 1:
        return 30 if named else 20
    return 20 * (named and bool(layout.sample))


@lru_cache(maxsize=1)
def _delimited(text: str, whole: bool) -> Delimited:
    """The table in the beginning of a file; its last line, which may be cut off, is left out unless it is the ``whole`` file."""
    texts = text.split("\n")
    lines = [
        Line(number, line, cut=False)
        for number, line in enumerate(texts if whole or len(texts) == 1 else texts[:-1], 1)
    ]
    return find_delimiter(lambda: iter(lines))


def _is_prose(layout: Layout) -> bool:
    """Whether the row that names columns looks like a sentence with commas, and hardly a row below it is as wide."""
    return layout.even < _FEW and any(len(cell) > _LONG_NAME for cell in layout.header)


def _stands_upright(layout: Layout) -> bool:
    """Whether the first column, not the first row, names the fields."""
    first = [row.cells[0] for row in layout.sample if len(row.cells) > 1]
    return layout.known < 2 and len(_fields(first)) > 2


def _fields(cells: Sequence[str]) -> set[str]:
    return {meaning.field for meaning in known_fields(list(dict.fromkeys(cells))).values()}


FORMAT = Format("csv", "Table (CSV)", recognise, read, start_marks, again=again)
