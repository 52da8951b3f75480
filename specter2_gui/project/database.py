"""One SQLite file with one owner: opened, checked, brought up to date, changed in whole transactions only."""

import sqlite3
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from specter2_gui.domain.errors import UserError
from specter2_gui.project.copying import copy_database
from specter2_gui.project.failures import damaged, moved, said_plainly
from specter2_gui.project.seals import teach_seals

APPLICATION_ID = 0x53503247
"""Marks the file as ours (the letters SP2G in bytes 68 to 71)."""

Migration = Callable[[sqlite3.Connection], None]
"""One step from a version of the file to the next; runs inside a transaction."""

_LOCK_SECONDS = 0.5  # long enough for a virus scanner or a window that is closing

# The journal is the classic one, never WAL: that breaks on network drives and in cloud folders, and a left-over
# -wal file is replayed into a restored backup. FULL keeps a commit through a power cut, as far as the disk is honest.
# The cache has 64 MiB, or a gesture over many rows writes the pages of its indexes again and again.
_PRAGMAS = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA recursive_triggers = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA cache_size = -65536;
"""


class Database:
    """An open file; ``path`` names it and ``connection`` speaks to it.

    Not safe for two threads at once: the owner serialises its calls.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """Everything inside is saved when the block ends, or nothing of it when the block fails.

        Raises:
            UserError: the disk or the file refused; nothing of the block is kept.
        """
        what = f"The change could not be saved in {self.path.name}"
        if not self.path.exists():
            raise moved(what, self.path)
        with said_plainly(what, self.path):
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back by itself after some disk errors; a second time would be an error.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def read(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that ``statement`` finds."""
        with said_plainly(f"The file {self.path.name} could not be read", self.path):
            return self.connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Give the file free for others; the connection cannot be used after this."""
        self.connection.close()


def copy_beside(connection: sqlite3.Connection, version: int) -> None:
    """Put a copy of the open file beside it, as ``name.version-n.sqlite``."""
    path = Path(str(connection.execute("PRAGMA database_list").fetchone()[2]))
    copy_database(connection, path.with_name(f"{path.stem}.version-{version}{path.suffix}"))


def keep_no_copy(connection: sqlite3.Connection, version: int) -> None:
    """Keep none: the file is a copy itself."""


def open_database(
    path: Path,
    migrations: Sequence[Migration],
    *,
    what: str = "",
    examine: Callable[[sqlite3.Connection], object] | None = None,
    keep_copy: Callable[[sqlite3.Connection, int], object] = copy_beside,
) -> Database:
    """Open the file at ``path`` for this process alone, making it and its folder if they are not there.

    ``migrations[n]`` leads from version n to n + 1; each runs in a transaction of its own, and before each, unless the
    file was empty, ``keep_copy`` is called with the open file and its version. ``examine`` is called before anything
    is changed, with the file locked; what it raises goes on. A refusal opens with ``what``.

    Raises:
        InUseError: another window or program holds the file.
        DamagedError: it is damaged, or holds something else than this program writes.
        UserError: it belongs to another program or a newer version, or may not be written. In each case the file is
            what it was.
    """
    what = what or f"The workspace {path.name} could not be opened"
    with said_plainly(what, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.executescript(_PRAGMAS)
            teach_seals(connection)
            version = _claim(connection, what, migrations)
            if examine is not None:
                examine(connection)
            connection.execute("PRAGMA journal_mode = DELETE")
            for number, migration in enumerate(migrations[version:], start=version):
                if version:
                    keep_copy(connection, number)
                _migrate(connection, number, migration)
        except BaseException:
            connection.close()
            raise
    return Database(connection, path)


def check_kind(connection: sqlite3.Connection, what: str, newest: int) -> int:
    """The version of the file that ``connection`` reads; 0 if it is empty.

    Raises:
        UserError: it belongs to another program, or to a version after ``newest``; it opens with ``what``.
    """
    version = _number(connection, "PRAGMA user_version")
    kind = _number(connection, "PRAGMA application_id")
    if kind == 0 and version == 0 and _number(connection, "SELECT count(*) FROM sqlite_schema") == 0:
        return 0
    if kind != APPLICATION_ID:
        raise UserError(what, "It is a database of another program", "Choose another file; this one was not changed")
    if version > newest:
        why = f"It was made by a newer version of this program (file version {version}, this one reads up to {newest})"
        raise UserError(what, why, "Install the newer version, or choose another file; this one was not changed")
    return version


def check_parts(connection: sqlite3.Connection, what: str, made_by: Sequence[Migration]) -> None:
    """Refuse a file whose tables, indexes and triggers are not exactly those of ``made_by``.

    A damaged name shows here, and so does a trigger that somebody else has put into a file to be passed on.

    Raises:
        DamagedError: they differ.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as plain:
        teach_seals(plain)
        for migration in made_by:
            migration(plain)
        if _parts(connection) != _parts(plain):
            raise damaged(what, "The file holds other parts than those that this program makes")


def _claim(connection: sqlite3.Connection, what: str, migrations: Sequence[Migration]) -> int:
    """Lock the file for as long as it is open, check it, and return its version (0: empty).

    Nothing stays written: the one change, a trial whether file and journal can be, is taken back at once.
    """
    connection.execute("BEGIN EXCLUSIVE")  # with locking_mode EXCLUSIVE the lock outlives the transaction
    try:
        version = check_kind(connection, what, len(migrations))
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise damaged(what)
        check_parts(connection, what, migrations[:version])
        connection.execute(f"PRAGMA user_version = {version}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return version


def _migrate(connection: sqlite3.Connection, number: int, migration: Migration) -> None:
    connection.execute("BEGIN EXCLUSIVE")
    try:
        migration(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _parts(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name"
    ).fetchall()


def _number(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])
