"""The queries in a file: JSON Lines, a table, a workbook, or plain text with one query a line; what holds no queries is refused."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specter2_gui.app.file_kinds import kind_of
from specter2_gui.app.files import read_file
from specter2_gui.app.mistaken_files import holds_references, refuse_others
from specter2_gui.app.query_names import PARTS, QUERY_COLUMNS, names_papers
from specter2_gui.domain.csv_cells import original_cell
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.file_text import decode
from specter2_gui.domain.json_rows import JsonRows
from specter2_gui.domain.json_values import Broken, JsonNumber, JsonObject
from specter2_gui.domain.texts import is_blank, shortened
from specter2_gui.readers.column_names import normalised
from specter2_gui.readers.source import Source
from specter2_gui.readers.xlsx_table import Workbook

_TABLE_NAMES: Final = (".csv", ".tsv", ".tab")
_SIGNS: Final = "\t;|"
"""Signs that hardly stand in each line of a list of queries, unlike commas."""
_LOOKED_AT: Final = 50
_COLUMNS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class FoundQuery:
    """One query of a file: its place there (line or row, from 1), or ``problem``, why it is none."""

    place: int
    text: str = ""
    key: str = ""
    note: str = ""
    problem: str = ""


def read_query_file(path: Path) -> list[FoundQuery]:
    """The queries in the file ``path`` in its order, good and bad; its form is told by its content.

    Raises:
        UserError: it is absent, too large, no text, or empty; it holds references or judgements; or it is a
            table in which no column is known to hold queries.
    """
    data = read_file(path, "queries")
    if _known_kind(path) == "xlsx":
        return _of_workbook(path)
    text = decode(data, path.name)
    if text.lstrip().startswith(("{", "[")):
        return list(_of_json(text, path.name))
    table = _table(text.lstrip(), path.name)
    return list(_of_lines(text) if table is None else table)


def _known_kind(path: Path) -> str:
    """The format by which references are read that the file is in, if any.

    Raises:
        UserError: it is known for certain to hold something else than queries, though each of its lines could be one.
    """
    found = refuse_others(path, "queries")
    if kind_of(path) == "judgements":
        raise UserError(
            f"“{path.name}” holds judgements, not queries", "Nothing was taken from it",
            "Import it as a file of judgements, or choose the file with the queries",
        )  # fmt: skip
    return found


def _of_json(text: str, name: str) -> Iterator[FoundQuery]:
    first = True
    for row, value in enumerate(JsonRows(text), start=1):
        if isinstance(value, JsonObject):
            if first and names_papers(value.values):
                raise holds_references(name, "queries")
            first = False
            yield _found(row, {normalised(key): _text(each) for key, each in value.values.items()})
        elif isinstance(value, Broken):
            yield FoundQuery(row, problem=f"It is no JSON: {value.why}.")
        else:
            yield _found(row, {"text": value if isinstance(value, str) else ""})


def _table(text: str, name: str) -> Iterator[FoundQuery] | None:
    """The rows of a table whose first line names a column of queries; None for what is no table.

    Raises:
        UserError: it is a table without such a column.
    """
    first = text.splitlines()[0]
    delimiter = max("\t;,", key=first.count)
    columns = next(csv.reader([first], delimiter=delimiter), list[str]())
    if not _names_queries(columns, name):
        _refuse_unnamed(text, name)
        return None
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(rows)
    return _of_rows(columns, enumerate(rows, start=2))


def _of_workbook(path: Path) -> list[FoundQuery]:
    """The rows of a workbook: of the column that is named as one of queries, or of the only one there is."""
    with Workbook(Source(path)) as book:
        rows = [(row.line, row.cells) for row in book.rows()]
    columns = rows[0][1]
    if _names_queries(columns, path.name):
        return list(_of_rows(columns, rows[1:]))
    if max(len(cells) for _, cells in rows) > 1:
        raise _unnamed(path.name, columns)
    return [FoundQuery(line, cells[0].strip()) for line, cells in rows if not is_blank(cells[0])]


def _names_queries(columns: Sequence[str], name: str) -> bool:
    if names_papers(columns):
        raise holds_references(name, "queries")
    return not QUERY_COLUMNS.isdisjoint(map(normalised, columns))


def _of_rows(columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[FoundQuery]:
    header = [normalised(column) for column in columns]
    return (
        _found(place, dict(zip(header, map(original_cell, cells), strict=False))) for place, cells in rows if any(cells)
    )


def _refuse_unnamed(text: str, name: str) -> None:
    """A table must not become a list of queries, each with the cells beside it."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if not is_blank(line)]
    signs = _SIGNS + ("," if name.lower().endswith(_TABLE_NAMES) else "")
    for sign in signs:
        rows = list(csv.reader(lines, delimiter=sign))
        if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            raise _unnamed(name, rows[0])


def _unnamed(name: str, columns: Sequence[str]) -> UserError:
    shown = ", ".join(f"“{shortened(column)}”" for column in columns[:_COLUMNS_SHOWN])
    return UserError(
        f"No column of “{name}” is known to hold queries", f"It is a table, and its first row is {shown}",
        "Name the column with the queries “query” in the first row, or write a text with one query a line",
    )  # fmt: skip


def _of_lines(text: str) -> Iterator[FoundQuery]:
    lines = io.StringIO(text, newline=None)
    return (FoundQuery(number, line.strip()) for number, line in enumerate(lines, start=1) if not is_blank(line))


def _found(place: int, fields: Mapping[str, str]) -> FoundQuery:
    def first(names: Iterable[str]) -> str:
        return next((fields[name].strip() for name in names if fields.get(name, "").strip()), "")

    query = first(PARTS["text"])
    if is_blank(query):
        return FoundQuery(place, problem="There is no text of a query in it.")
    return FoundQuery(place, query, first(PARTS["key"]), first(PARTS["note"]))


def _text(value: object) -> str:
    return value.text if isinstance(value, JsonNumber) else value if isinstance(value, str) else ""
