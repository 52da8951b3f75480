"""Rows of a table turned into records, or into rejects that say what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from specter2_gui.domain.csv_cells import original_cell
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.id_texts import ids_in_text
from specter2_gui.domain.records import Found, RawRecord, Reject, shortened_raw
from specter2_gui.domain.texts import counted, shortened
from specter2_gui.readers.cell_values import authors_in, citation_in, keywords_in, number_in
from specter2_gui.readers.column_names import ID_FIELDS, OWN_COLUMN, normalised
from specter2_gui.readers.columns import Columns, column_names, recognise_columns
from specter2_gui.readers.delimited_rows import Row
from specter2_gui.readers.table_layout import Layout

_NAMES_SHOWN: Final = 8
_KEYS: Final = ("key", "wos", "scopus", "pmid")

Places = Mapping[str, Sequence[int]]
"""A field's name → the places of the columns that hold it, the best first."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is open: how it is laid out, its columns, and in sentences what a person should know of it as a whole."""

    layout: Layout
    columns: Columns
    notes: tuple[str, ...] = ()


def table_of(layout: Layout, notes: Sequence[str] = ()) -> Table:
    """The table with this layout, its columns recognised as well as can be."""
    columns = recognise_columns(layout.header, [row.cells for row in layout.sample])
    about = [] if layout.named else ["No row names the columns"]
    if layout.named and not layout.known:
        names = ", ".join(f"“{shortened(cell, 40)}”" for cell in layout.header[:_NAMES_SHOWN])
        about.append(f"The first row was taken for the names of the columns and not for a record: {names}")
    about += [f"Above the table stands “{shortened(text, 80)}”" for text in layout.above]
    return Table(layout, columns, (*about, *notes))


def find_places(name: str, table: Table, mapping: Mapping[str, str] | None) -> Places:
    """Where each field stands in the table of the file ``name``, as a person decided or else as it was recognised.

    Raises:
        UserError: no column holds titles or abstracts.
    """
    names = column_names(table.layout.header)
    exact = {column: place for place, column in enumerate(names)}
    alike = {normalised(column): place for place, column in reversed(list(enumerate(names)))}
    places: dict[str, list[int]] = {}
    for column, field in (table.columns.mapping if mapping is None else mapping).items():
        place = exact.get(column, alike.get(normalised(column) or column))
        if place is not None and field:
            places.setdefault(field, []).append(place)
    if "title" not in places and "abstract" not in places:
        raise _no_texts(name, names)
    return places


def _no_texts(name: str, names: Sequence[str]) -> UserError:
    shown = ", ".join(f"“{shortened(column, 80)}”" for column in names[:20]) or "none"
    return UserError(
        f"No column of “{name}” is known to hold titles or abstracts",
        f"Its columns are {shown}",
        "Say which column holds what when you import it in the window, or name the columns Title and Abstract in the file",
    )


def find_records(table: Table, rows: Iterable[Row], places: Places) -> Iterator[Found]:
    """What each row below the one that names the columns holds; ``rows`` begin with the first of the table."""
    header = _header_of(table)
    note = " ".join(f"{text}." for text in table.notes)
    for number, row in enumerate(rows):
        if number < table.layout.skipped:
            continue
        found = _record(_as_written(row, header), header, places, named=table.layout.named)
        if note and isinstance(found, RawRecord):
            found = replace(found, note=f"{note} {found.note}".strip())
            note = ""
        yield found


def find_again(table: Table, rows: Iterable[Row], places: Places) -> Iterator[Found]:
    """What ``rows`` hold, which a person has mended, wherever they stand in the table."""
    header = _header_of(table)
    return (_record(_as_written(row, header), header, places, named=table.layout.named) for row in rows)


def _header_of(table: Table) -> list[str]:
    return [cell.strip() for cell in table.layout.header]


def _as_written(row: Row, header: Sequence[str]) -> Row:
    """``row`` without what this program puts before cells of its own tables that look like formulas."""
    if OWN_COLUMN in header:
        row.cells = [original_cell(cell) for cell in row.cells]
    return row


def _record(row: Row, header: Sequence[str], places: Places, *, named: bool) -> Found:
    wrong = row.broken or _repeats(row, header, named) or _wrong_width(row, header)
    if wrong:
        return Reject(row.line, shortened_raw(row.text), f"{wrong}.")
    cells = row.cells
    filled = {field: _filled(cells, found) for field, found in places.items()}
    first = {field: values[0] for field, values in filled.items() if values}
    venue, year = citation_in(first.get("citation", ""))
    return RawRecord(
        line=row.line,
        raw=shortened_raw(row.text),
        title=first.get("title", ""),
        abstract=first.get("abstract", ""),
        authors=authors_in(first.get("authors", "")),
        year=number_in(first.get("year", year)),
        venue=first.get("venue", venue),
        doi=first.get("doi", ""),
        ids=_ids(first),
        keywords=tuple(dict.fromkeys(word for cell in filled.get("keywords", ()) for word in keywords_in(cell))),
        language=first.get("language", ""),
        kind=first.get("kind", ""),
        note=_note(row, header),
    )


def _ids(first: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The ids in a row; where the table has no key of its own, its database's number is the key."""
    ids = {field: number_in(first[field]) for field in ID_FIELDS if field in first}
    key = next((ids[field] for field in _KEYS if field in ids), "")
    found = [*([("key", key)] if key else ()), *((field, number) for field, number in ids.items() if field != "key")]
    return tuple(dict.fromkeys([*ids_in_text(first.get("ids", "")), *found]))


def _filled(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    values = (cells[place].strip() for place in places if place < len(cells))
    return [value for value in values if value]


def _repeats(row: Row, header: Sequence[str], named: bool) -> str:
    same = named and [cell.strip() for cell in row.cells[: len(header)]] == header
    return "This row names the columns once more and holds no record" if same else ""


def _wrong_width(row: Row, header: Sequence[str]) -> str:
    """Why the cells of the row cannot be told apart, if they are too many or far too few."""
    width, named = len(header), _named_width(header)
    too_many = any(cell.strip() for cell in row.cells[width:])
    too_few = len(row.cells) < named and (row.odd or row.lines > 1 or (len(row.cells) == 1 and named > 2))
    if not (too_many or too_few):
        return ""
    cause = (
        "a quotation mark in it stands alone" if row.odd or row.lines > 1 else "a delimiter is missing or one too many"
    )
    return f"The row has {counted(len(row.cells), 'cell', 'cells')} and the table {counted(width, 'column', 'columns')}; perhaps {cause}"


def _named_width(header: Sequence[str]) -> int:
    """How many columns there are up to the last that has a name; all of them where none has."""
    return max((place for place, name in enumerate(header, 1) if name), default=len(header))


def _note(row: Row, header: Sequence[str]) -> str:
    notes: list[str] = []
    if row.odd:
        notes.append("A quotation mark stands alone in this row and was read as part of the text.")
    if len(row.cells) < _named_width(header):
        missing = _named_width(header) - len(row.cells)
        notes.append(f"The last {counted(missing, 'cell is', 'cells are')} missing in this row and taken as empty.")
    return " ".join([*notes, row.doubt] if row.doubt else notes)
