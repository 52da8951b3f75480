"""Undo and redo of whole gestures, kept in the file itself: they outlast a restart and a crash."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from specter2_gui.project import history_sql as sql
from specter2_gui.project.database import Database

KEPT_GESTURES = 200
"""How many gestures can be undone; older ones stay done for good."""


def make_history(connection: sqlite3.Connection) -> None:
    """Make the tables of the history; part of a migration."""
    for statement in sql.TABLES:
        connection.execute(statement)


def count_changes(connection: sqlite3.Connection) -> None:
    """Count gestures, undos and redos from now on; part of a migration."""
    connection.execute(sql.COUNTER)
    connection.execute("INSERT INTO changes VALUES (0)")


def record(connection: sqlite3.Connection, table: str) -> None:
    """Record every change of ``table`` from now on; part of a migration.

    The table needs an ``id INTEGER PRIMARY KEY`` and no other unique columns. From then on it can be changed in a
    gesture only, and an id never. A migration adds columns to it with :func:`widen`; one that takes or renames columns
    has to make its shadow and triggers anew and to empty the history.
    """
    for statement in (sql.SHADOW, *sql.TRIGGERS):
        connection.execute(sql.filled(statement, connection, table))


def widen(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
    """Add ``columns`` (name, type and default, in SQL) to a recorded table; part of a migration.

    Rows of now and of before each gesture get the default, so all that could be undone and redone still can be.
    """
    for statement in sql.DROP_TRIGGERS:
        connection.execute(sql.filled(statement, connection, table))
    for column in columns:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
        connection.execute(f"ALTER TABLE {table}_before ADD COLUMN {column.replace(' NOT NULL', '')}")
    for statement in sql.TRIGGERS:
        connection.execute(sql.filled(statement, connection, table))


class History:
    """The gestures of an open file; ``tables`` are those that :func:`record` was called for."""

    def __init__(self, database: Database, tables: Sequence[str]) -> None:
        self._database = database
        self._tables = tuple(tables)
        self._latest = 0

    @contextmanager
    def gesture(self, label: str) -> Generator[sqlite3.Connection]:
        """Everything the block changes is saved and can be undone as one step, or nothing of it is kept.

        A block that changes nothing leaves no step behind. One that does ends what could be redone.

        Raises:
            UserError: the change could not be saved; the file is what it was.
        """
        with self._database.transaction() as connection:
            gesture = 1 + int(connection.execute("SELECT coalesce(max(id), 0) FROM gestures").fetchone()[0])
            connection.execute("INSERT INTO recording VALUES (?)", (gesture,))
            yield connection
            connection.execute("DELETE FROM recording")
            if any(self._has_touched(table, gesture) for table in self._tables):
                self._forget_undone()
                connection.execute(sql.COUNT)
                connection.execute("INSERT INTO gestures (id, label) VALUES (?, ?)", (gesture, label))
                connection.execute(sql.MARK_OLD, {"kept": KEPT_GESTURES})
                self._forget_undone()
        self._latest = gesture

    @property
    def changes(self) -> int:
        """How many gestures, undos and redos this file has seen: where it is the same, so is all that is recorded."""
        return int(self._database.read("SELECT number FROM changes")[0][0])

    @property
    def undo_label(self) -> str | None:
        """The gesture that :meth:`undo` would take back, or None."""
        return next((label for _, label in self._database.read(sql.NEXT_UNDO)), None)

    @property
    def redo_label(self) -> str | None:
        """The gesture that :meth:`redo` would do again, or None."""
        return next((label for _, label in self._database.read(sql.NEXT_REDO)), None)

    def undo(self) -> str | None:
        """Take back the newest gesture and return its label, or None where there is none.

        Raises:
            UserError: the change could not be saved; the file is what it was.
        """
        return self._turn(sql.NEXT_UNDO, undone=True)

    def redo(self) -> str | None:
        """Do again what was undone last and return its label, or None where there is nothing.

        Raises:
            UserError: the change could not be saved; the file is what it was.
        """
        return self._turn(sql.NEXT_REDO, undone=False)

    def touched(self, table: str) -> list[int]:
        """The ids in ``table`` of the rows that the latest gesture, undo or redo of this object made, changed or took.

        Empty before the first one, and after a gesture that changed nothing.
        """
        return self._touched(table, self._latest)

    def _has_touched(self, table: str, gesture: int) -> bool:
        statement = sql.filled(sql.HAS_TOUCHED, self._database.connection, table)
        return bool(self._database.read(statement, {"gesture": gesture})[0][0])

    def _touched(self, table: str, gesture: int) -> list[int]:
        statement = sql.filled(sql.TOUCHED, self._database.connection, table)
        return [int(row) for (row,) in self._database.read(statement, {"gesture": gesture})]

    def _turn(self, which: str, *, undone: bool) -> str | None:
        """Exchange the rows of the gesture that ``which`` finds with those before it (after it, for redo)."""
        for gesture, label in self._database.read(which):
            with self._database.transaction() as connection:
                connection.execute("PRAGMA defer_foreign_keys = ON")  # rows of several tables come back in any order
                connection.execute("INSERT INTO recording VALUES (NULL)")
                self._each_table(*sql.SWAP, gesture=gesture)
                connection.execute("DELETE FROM recording")
                connection.execute("UPDATE gestures SET undone = ? WHERE id = ?", (undone, gesture))
                connection.execute(sql.COUNT)
            self._latest = int(gesture)
            return str(label)
        return None

    def _forget_undone(self) -> None:
        self._each_table(sql.FORGET)
        self._database.connection.execute(sql.FORGET_UNDONE)

    def _each_table(self, *statements: str, **values: int) -> None:
        # Each statement for all tables before the next one: a row that goes takes rows of other tables along, so the
        # images of all tables come first.
        connection = self._database.connection
        for statement in statements:
            for table in self._tables:
                connection.execute(sql.filled(statement, connection, table), values)
