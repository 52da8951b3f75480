"""Bringing what can still be read out of a damaged database into a new file; the damaged one is only copied."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, Final

from specter2_gui.project.database import Database, open_database
from specter2_gui.project.failures import said_plainly
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.integrity import check_whole
from specter2_gui.project.lock import check_free
from specter2_gui.project.schema import MIGRATIONS, RECORDED
from specter2_gui.project.seals import keep_seals, seal_of
from specter2_gui.project.snapshot import copy_of_moment

Row = tuple[Any, ...]

_NAME: Final = "salvaged.sqlite"

_SEALS: Final = "SELECT id, seal FROM ${table}_seal"
_ROWS_AFTER: Final = "SELECT $names FROM $table WHERE id > ? ORDER BY id"
_ROW: Final = "SELECT $names FROM $table WHERE id = ?"
_LAST_IDS: Final = ("SELECT max(id) FROM $table", "SELECT seq FROM sqlite_sequence WHERE name = '$table'")
_PUT: Final = "INSERT OR IGNORE INTO $table ($names) VALUES ($values)"
_DELETE: Final = "DELETE FROM $table WHERE id = ?"
_FORGET_REFERENCE: Final = "UPDATE $table SET $column = NULL WHERE id = ?"
_REFERENCE: Final = "SELECT $column FROM $table WHERE id = ?"
_EMPTY: Final = {"TEXT": "", "INTEGER": 0, "REAL": 0.0, "BLOB": b""}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A new database with what could be read; each number counts rows of a table, tables without any are left out.

    ``altered`` rows are among the ``kept`` ones: they could be read, but are not what was once written. The history is
    not salvaged: in the new file nothing can be undone.
    """

    path: Path
    kept: dict[str, int]
    lost: dict[str, int]
    altered: dict[str, int]


@dataclass(slots=True)
class _Table:
    """What was found of one table: its rows by id, the ids that could not be read, and the seals of all."""

    columns: list[str]
    rows: dict[int, Row]
    unread: set[int]
    seals: dict[int, int]

    @property
    def lost(self) -> int:
        return len((self.unread | self.seals.keys()) - self.rows.keys())


def salvage(folder: Path) -> Salvaged:
    """Read what can be read of the database of the project in ``folder``, row by row, into ``salvaged.sqlite`` there.

    :func:`restore` puts that file in the place of the damaged one.

    Raises:
        InUseError: a window has the project open.
        DamagedError: not even the list of tables can be read.
        UserError: the disk refused.
    """
    place = ProjectFolder(folder.absolute())
    what = f"The project “{place.name}” could not be rescued"
    target = place.path / _NAME
    with said_plainly(what, place.database):
        check_free(place.database, what, place.note)
        found = _read_copy(place.database, place.path / f".{_NAME}.damaged", what)
        target.unlink(missing_ok=True)
        with closing(open_database(target, MIGRATIONS, what=what)) as fresh:
            altered = _write(fresh, found)
            check_whole(fresh.connection, what)
    kept = {table: len(part.rows) for table, part in found.items() if part.rows}
    lost = {table: part.lost for table, part in found.items() if part.lost}
    return Salvaged(target, kept, lost, altered)


def _read_copy(database: Path, copy: Path, what: str) -> dict[str, _Table]:
    """What can be read of ``database``, by way of a copy: reading finishes or takes back what was half done."""
    try:
        copy_of_moment(database, copy, what)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            return _read(connection)
    finally:
        for path in (copy, copy.with_name(f"{copy.name}-journal")):
            path.unlink(missing_ok=True)


def _read(connection: sqlite3.Connection) -> dict[str, _Table]:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.text_factory = _readable
    there = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return {table: _read_table(connection, table) for table in RECORDED if table in there}


def _readable(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _read_table(connection: sqlite3.Connection, table: str) -> _Table:
    """Read on from the start until something cannot be read, then id by id until something can."""
    part = _Table(list(_columns(connection, table)), {}, set(), _seals(connection, table))
    last, highest = 0, _highest_id(connection, table, part.seals)
    while last < highest:
        try:
            for row in _rows_after(connection, part, table, last):
                last = int(row[0])
                part.rows[last] = row
        except sqlite3.DatabaseError:
            last += 1
            _read_one(connection, part, table, last)
        else:
            break
    return part


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of ``table`` with their types."""
    return {str(name): str(kind) for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})")}


def _seals(connection: sqlite3.Connection, table: str) -> dict[int, int]:
    found: dict[int, int] = {}
    with suppress(sqlite3.DatabaseError):  # what was read before the error counts
        for row, seal in connection.execute(Template(_SEALS).substitute(table=table)):
            found[int(row)] = int(seal)
    return found


def _rows_after(connection: sqlite3.Connection, part: _Table, table: str, last: int) -> Iterator[Row]:
    statement = Template(_ROWS_AFTER).substitute(table=table, names=", ".join(part.columns))
    return connection.execute(statement, (last,))


def _read_one(connection: sqlite3.Connection, part: _Table, table: str, row: int) -> None:
    statement = Template(_ROW).substitute(table=table, names=", ".join(part.columns))
    try:
        found = connection.execute(statement, (row,)).fetchone()
    except sqlite3.DatabaseError:
        part.unread.add(row)
        return
    if found is not None:
        part.rows[row] = found


def _highest_id(connection: sqlite3.Connection, table: str, seals: dict[int, int]) -> int:
    """The largest id that the table can have, from whichever part of the file still tells."""
    highest = max(seals, default=0)
    for statement in _LAST_IDS:
        with suppress(sqlite3.DatabaseError):
            found = connection.execute(Template(statement).substitute(table=table)).fetchone()
            highest = max(highest, int(found[0] or 0) if found else 0)
    return highest


def _write(fresh: Database, found: dict[str, _Table]) -> dict[str, int]:
    """Write what was found and give, by table, how many rows are not what was once written."""
    connection = fresh.connection
    keep_seals(connection, RECORDED)
    connection.execute("PRAGMA foreign_keys = OFF")
    with fresh.transaction():
        connection.execute("INSERT INTO recording VALUES (NULL)")  # as undo does: rows come, and no gesture is kept
        for table, part in found.items():
            connection.executemany(_put(table, part.columns), part.rows.values())
        altered = {table: _altered(connection, table, part) for table, part in found.items()}
        _mend_references(connection)
        connection.execute("DELETE FROM recording")
    return {table: number for table, number in altered.items() if number}


def _put(table: str, columns: list[str]) -> str:
    values = ", ".join("?" * len(columns))
    return Template(_PUT).substitute(table=table, names=", ".join(columns), values=values)


def _altered(connection: sqlite3.Connection, table: str, part: _Table) -> int:
    """How many of the rows that were written are not as they were sealed, in the columns that the damaged file had."""
    sealed = part.seals.keys() & _seals(connection, table).keys()
    return sum(part.seals[row] != _seal(part.rows[row]) for row in sealed)


def _seal(row: Row) -> int:
    return seal_of(*(value.encode() if isinstance(value, str) else value for value in row))


def _mend_references(connection: sqlite3.Connection) -> None:
    """Treat a row that refers to a lost one as the table says of a deleted one, or give it an empty one to refer to."""
    for table, row, parent, number in connection.execute("PRAGMA foreign_key_check").fetchall():
        keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        column, on_delete = next((str(key[3]), str(key[6])) for key in keys if key[0] == number)
        match on_delete:
            case "CASCADE":
                connection.execute(Template(_DELETE).substitute(table=table), (row,))
            case "SET NULL":
                connection.execute(Template(_FORGET_REFERENCE).substitute(table=table, column=column), (row,))
            case _:
                wanted = connection.execute(Template(_REFERENCE).substitute(table=table, column=column), (row,))
                _stand_in(connection, str(parent), int(wanted.fetchone()[0]))


def _stand_in(connection: sqlite3.Connection, table: str, row: int) -> None:
    """Make the row ``row`` of ``table``, with empty texts and zeros."""
    empty = {name: _EMPTY[kind] for name, kind in _columns(connection, table).items()} | {"id": row}
    connection.execute(_put(table, list(empty)), list(empty.values()))
