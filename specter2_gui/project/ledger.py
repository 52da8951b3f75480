"""The open file as its stores share it: one database, one history of gestures, one lock."""

import sqlite3
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from specter2_gui.domain.errors import UserError
from specter2_gui.project.database import Database, open_database
from specter2_gui.project.history import History
from specter2_gui.project.schema import MIGRATIONS, RECORDED
from specter2_gui.project.seals import keep_seals

BULK: Final = 1_000
"""A gesture that changes more rows than this is preceded by a backup, where backups are kept."""


class Ledger:
    """What every store of one file works with; usable from any thread, one call at a time.

    A store changes rows inside :meth:`gesture` only, reads with :meth:`read`, and holds :attr:`lock` while it does
    several things that belong together. One that keeps rows in memory names a function to :meth:`watch`.
    A ``read_only`` one refuses every gesture.
    """

    def __init__(
        self, database: Database, *, before_bulk: Callable[[], object] | None = None, read_only: bool = False
    ) -> None:
        self.database = database
        self.read_only = read_only
        self.lock = threading.RLock()
        self._history = History(database, RECORDED)
        self._before_bulk = before_bulk
        self._watchers: list[Callable[[], object]] = []
        keep_seals(database.connection, RECORDED)

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """Open the file ``path`` by itself, without a project folder around it; a new one is made if it is not there.

        Raises:
            UserError: it is in use, damaged, of a newer version or another program, or may not be written.
        """
        database = open_database(path, MIGRATIONS)
        try:
            return cls(database)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Let others open the file; nothing has to be saved."""
        with self.lock:
            self.database.close()

    def watch(self, changed: Callable[[], object]) -> None:
        """Call ``changed`` after every gesture, undo and redo of any store, on its thread, with the lock held."""
        self._watchers.append(changed)

    @contextmanager
    def gesture(self, label: str, *, rows: int = 0) -> Generator[sqlite3.Connection]:
        """Everything the block changes is saved and can be undone as one step, or nothing of it is kept.

        ``label`` is shown behind "Undo". ``rows`` is how many rows will change, if that may be more than
        :data:`BULK`: a backup is then made first.

        Raises:
            UserError: the change or the backup could not be saved, or this is a copy for reading; the file is what it was.
        """
        with self.lock:
            self._check_writable()
            if rows > BULK and self._before_bulk is not None:
                self._before_bulk()
            with self._history.gesture(label) as connection:
                yield connection
            self._tell()

    def read(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that ``statement`` finds.

        Raises:
            UserError: the disk or the file refused.
        """
        with self.lock:
            return self.database.read(statement, values)

    def touched(self, table: str) -> list[int]:
        """The ids in ``table`` of the rows that the latest gesture, undo or redo made, changed or took."""
        with self.lock:
            return self._history.touched(table)

    @property
    def changes(self) -> int:
        """How many gestures, undos and redos the file has seen; it never falls."""
        with self.lock:
            return self._history.changes

    @property
    def undo_label(self) -> str | None:
        """The gesture that would be undone, or None."""
        with self.lock:
            return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """The gesture that would be done again, or None."""
        with self.lock:
            return self._history.redo_label

    def undo(self) -> str | None:
        """Undo the newest gesture, of whichever store, and return its label, or None where there is none.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        return self._turned(self._history.undo)

    def redo(self) -> str | None:
        """Do the gesture again that was undone last and return its label, or None where there is none.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        return self._turned(self._history.redo)

    def _turned(self, turn: Callable[[], str | None]) -> str | None:
        with self.lock:
            self._check_writable()
            label = turn()
            if label is not None:
                self._tell()
            return label

    def _check_writable(self) -> None:
        if self.read_only:
            why = "This is a copy for reading: what is changed in it would be lost"
            raise UserError("Nothing was changed", why, "Open the project itself when nobody else has it open")

    def _tell(self) -> None:
        for changed in self._watchers:
            changed()
