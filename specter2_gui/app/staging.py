"""The records of one file, read and cleaned but not yet in the collection: kept on the disk, so that memory stays small."""

import os
import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Literal, Self

from specter2_gui.domain.identity import own_key, title_key
from specter2_gui.domain.records import Record, Reject
from specter2_gui.project.paper_rows import PREPARED, PreparedPaper, prepared, record_in

Fate = Literal["new", "there", "update", "kept"]
"""What becomes of a record: a new paper; one that is in the collection as it is; one that replaces an older state of
its paper; one whose paper was changed by hand, which stays."""

Column = Literal["digest", "own_key", "doi", "text_key", "title_key"]
"""By what records are recognised."""

_PREFIX, _SUFFIX = "import-", ".staged"
_AT_ONCE: Final = 1000
_COLUMNS: Final = ", ".join(PREPARED)
_SCHEMA: Final = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE found (
    n INTEGER PRIMARY KEY, fate TEXT NOT NULL DEFAULT 'new', paper INTEGER, title_key BLOB, {_COLUMNS}
);
CREATE TABLE rejects (n INTEGER PRIMARY KEY, line INTEGER, raw TEXT, reason TEXT);
"""
_TAKE: Final = f"INSERT INTO found (n, title_key, {_COLUMNS}) VALUES (?, ?{', ?' * len(PREPARED)})"  # noqa: S608 - names of ours
_ARRIVALS: Final = """
CREATE TABLE arrivals (place INTEGER PRIMARY KEY, n INTEGER, doi TEXT, text_key BLOB);
INSERT INTO arrivals SELECT row_number() OVER (ORDER BY n) - 1, n, doi, text_key FROM found WHERE fate = 'new';
"""
_START_OVER: Final = """
DROP TABLE IF EXISTS arrivals;
UPDATE found SET fate = 'new', paper = NULL WHERE fate <> 'new';
BEGIN;
"""


class Stage:
    """The records and rejects of one file in their order, numbered from 0, each with what becomes of it.

    Used by one thread; the file goes when it is closed. One that a crash left behind goes with the next stage in its
    folder, which one program uses at a time.

    Raises:
        sqlite3.Error, OSError: the disk is full or refuses; from every method.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(OSError):
                left.unlink()
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
        os.close(handle)
        self.path = Path(name)
        self.records = 0
        self.rejects = 0
        self.title_only = 0
        self._waiting: list[tuple[Any, ...]] = []
        self._database = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self._database.executescript(_SCHEMA + "BEGIN;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        with suppress(OSError):
            self.path.unlink()

    def add(self, found: Record | Reject) -> None:
        """Take the next record or reject of the file."""
        if isinstance(found, Reject):
            row = (found.line, found.raw, found.reason)
            self._database.execute("INSERT INTO rejects (line, raw, reason) VALUES (?, ?, ?)", row)
            self.rejects += 1
            return
        by_title = (
            b"" if own_key(found) else title_key(found)
        )  # records that their file names are not looked for by titles
        self._waiting.append((self.records, by_title, *prepared(found)))
        self.records += 1
        self.title_only += found.title_only
        if len(self._waiting) == _AT_ONCE:
            self._flush()

    def done(self) -> None:
        """All of the file has been taken: make it quick to ask."""
        self._flush()
        self._database.execute("CREATE INDEX by_fate ON found (fate, n)")

    def unknown(self) -> Iterator[list[tuple[int, bytes]]]:
        """Batches of number and digest of the new records, in their order; fates may be settled in between."""
        return self._new("digest", "digest")

    def undecided(self, column: Column) -> Iterator[list[tuple[int, Any, Record]]]:
        """Batches of number, value of ``column`` and record, for new records that have such a value, in their order.

        Fates may be settled in between.
        """
        for batch in self._new(column, f"{column}, {_COLUMNS}"):
            yield [(row[0], row[1], record_in(row[2:])) for row in batch]

    def settle(self, number: int, fate: Fate, paper: int) -> None:
        """Say what becomes of the record ``number``, which is one of ``paper`` in the collection."""
        self._database.execute("UPDATE found SET fate = ?, paper = ? WHERE n = ?", (fate, paper, number))

    def count(self, fate: Fate) -> int:
        """How many records have ``fate``."""
        return int(self._database.execute("SELECT count(*) FROM found WHERE fate = ?", (fate,)).fetchone()[0])

    def papers(self, fate: Fate) -> list[int]:
        """The papers of the records that have ``fate``, in the order of the records; new ones have none."""
        found = self._database.execute("SELECT paper FROM found WHERE fate = ? ORDER BY n", (fate,))
        return [int(paper) for (paper,) in found]

    def new_papers(self) -> Iterator[PreparedPaper]:
        """The records that become papers, in their order."""
        return (row[1:] for row in self._with_fate("new"))

    def updates(self) -> Iterator[tuple[int, Record]]:
        """The papers that are replaced, each with its new record."""
        return ((row[0], record_in(row[1:])) for row in self._with_fate("update"))

    def all_rejects(self) -> Iterator[Reject]:
        """The rejects in the order of the file."""
        with _let_go(self._database.execute("SELECT line, raw, reason FROM rejects ORDER BY n")) as rows:
            yield from (Reject(*row) for row in rows)

    def start_over(self) -> None:
        """Make every record a new one again."""
        self._database.executescript(_START_OVER)

    def number_arrivals(self) -> None:
        """All fates are settled: give each new record its place among the new ones, from 0."""
        self._database.executescript(_ARRIVALS)

    def arrivals(self, column: Literal["doi", "text_key"]) -> Iterator[dict[Any, list[int]]]:
        """Batches of the values of ``column`` among the new records, each with the places of those that have it."""
        batch: dict[Any, list[int]] = {}
        rows = self._database.execute(f"SELECT {column}, place FROM arrivals WHERE length({column}) ORDER BY 1, 2")  # noqa: S608 - a name of ours
        with _let_go(rows):
            for value, place in rows:
                if value not in batch and len(batch) == _AT_ONCE:
                    yield batch
                    batch = {}
                batch.setdefault(value, []).append(place)
        if batch:
            yield batch

    def new_record(self, place: int) -> Record:
        """The new record at ``place``."""
        found = f"SELECT {_COLUMNS} FROM found WHERE n = (SELECT n FROM arrivals WHERE place = ?)"  # noqa: S608 - names of ours
        return record_in(self._database.execute(found, (place,)).fetchone())

    def _new(self, column: Column, wanted: str) -> Iterator[list[tuple[Any, ...]]]:
        """Batches of number and ``wanted`` of the new records that have something in ``column``."""
        last = -1
        while True:
            rows = self._database.execute(
                f"SELECT n, {wanted} FROM found WHERE fate = 'new' AND length({column}) AND n > ? ORDER BY n LIMIT ?",  # noqa: S608 - names of ours
                (last, _AT_ONCE),
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield rows

    def _with_fate(self, fate: Fate) -> Iterator[tuple[Any, ...]]:
        """The paper and the columns of the records with ``fate``, in their order."""
        rows = self._database.execute(f"SELECT paper, {_COLUMNS} FROM found WHERE fate = ? ORDER BY n", (fate,))  # noqa: S608 - names of ours
        with _let_go(rows):
            for row in rows:  # noqa: UP028 - "yield from" would close them before they can be let go of
                yield row

    def _flush(self) -> None:
        self._database.executemany(_TAKE, self._waiting)
        self._waiting.clear()


@contextmanager
def _let_go(rows: sqlite3.Cursor) -> Generator[sqlite3.Cursor]:
    """Close ``rows`` after the block; after an interruption the stage they are from may be closed before that."""
    try:
        yield rows
    finally:
        with suppress(sqlite3.ProgrammingError):
            rows.close()
