"""The first rows of a table as a mapping screen shows them, with what was made of its columns."""

from dataclasses import dataclass
from typing import Final

from specter2_gui.readers.columns import Columns, column_names
from specter2_gui.readers.csv_table import open_delimited
from specter2_gui.readers.formats import Format
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.source import Source
from specter2_gui.readers.table_rows import Table
from specter2_gui.readers.xlsx_table import Workbook

TABLES: Final = frozenset({"csv", "tsv", "xlsx"})
"""The names of the formats that have columns."""


@dataclass(frozen=True, slots=True)
class Preview:
    """``header`` names each column once; ``rows`` have as many cells as it; ``notes`` are sentences about the table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: Columns
    notes: tuple[str, ...]


def preview(source: Source, rows: int = 20, kind: Format | None = None) -> Preview | None:
    """The beginning of the table in ``source``, or None if it is no table and so has no columns to map.

    Raises:
        UserError: the file is of no kind that can be read.
    """
    name = (kind or recognise(source)).name
    if name not in TABLES:
        return None
    table = _open(source, name)
    header = column_names(table.layout.header)
    shown = tuple(_fitted(row.cells, len(header)) for row in table.layout.sample[:rows])
    return Preview(header, shown, table.columns, tuple(f"{note}." for note in table.notes))


def _open(source: Source, name: str) -> Table:
    if name != "xlsx":
        return open_delimited(source)[1]
    with Workbook(source) as book:
        return book.table()


def _fitted(cells: list[str], width: int) -> tuple[str, ...]:
    return tuple([*cells, *[""] * width][:width])
