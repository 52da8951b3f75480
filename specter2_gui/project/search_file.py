"""The file cache/search.sqlite: the words of all papers, and the little that tables are sorted and counted by."""

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np

from specter2_gui.project.entries import Entries, Ids, read_chunk
from specter2_gui.project.names import Names
from specter2_gui.project.typed_words import TOKENIZER

_VERSION: Final = 1

# The full-text index keeps no texts (content=''), since they lie in the project; it cannot forget words without them.
# So a text is never taken out: an entry that no longer names its "doc" is enough, and undo and redo are quick. "place" is
# that in the project's table "unindexed" up to which everything is in here.
_TABLES: Final = """
CREATE TABLE info (mark TEXT NOT NULL, place INTEGER NOT NULL) STRICT;
INSERT INTO info VALUES ('', 0);
CREATE TABLE docs (doc INTEGER PRIMARY KEY, paper INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE INDEX docs_paper ON docs (paper, digest);
CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE chunks (number INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
"""
_WORDS: Final = f"""
CREATE VIRTUAL TABLE words USING fts5(title, abstract, others, content='', prefix='1 2 3', tokenize='{TOKENIZER}');
"""
_PRAGMAS: Final = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -65536;
PRAGMA trusted_schema = OFF;
"""
# One long text of numbers: a half million single rows would take Python three times as long.
_MATCHING: Final = "SELECT group_concat(rowid) FROM words WHERE words MATCH ?"
# A word in the title counts as much as four in the abstract.
_RANKED: Final = "SELECT rowid FROM words WHERE words MATCH ? AND rank MATCH 'bm25(4.0, 1.0, 1.0)' ORDER BY rank"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a paper that are searched."""

    paper: int
    title: str
    abstract: str
    others: str

    @property
    def digest(self) -> bytes:
        """16 bytes that stand for the texts."""
        whole = blake2b(digest_size=16)
        for text in (self.title, self.abstract, self.others):
            data = text.encode("utf-8")
            whole.update(len(data).to_bytes(8) + data)
        return whole.digest()


class SearchFile:
    """The open file; one call at a time. What is no such file is thrown away, and a new one begun.

    ``mark`` names the state of the project that this file goes on from ("" for a new file); all changes up to ``place`` of
    the project's list of changed papers are in here. The errors of its calls are those of SQLite and of the system.
    """

    mark: str
    place: int
    entries: Entries
    names: Names

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _opened(path)
            self._load()
        except (sqlite3.DatabaseError, ValueError) as error:
            if not _is_damage(error):
                raise
            self._replace()

    def close(self) -> None:
        """Let others open the file."""
        self._connection.close()

    def begin_anew(self, mark: str, place: int) -> None:
        """Throw all away and go on from ``place`` of the project's list that ``mark`` names."""
        self._replace()
        self._connection.execute("UPDATE info SET mark = ?, place = ?", (mark, place))
        self.mark, self.place = mark, place

    def dead(self) -> int:
        """How many texts are in the index that no paper has any longer."""
        return int(self._rows("SELECT count(*) FROM docs")[0][0]) - len(self.entries.field("id"))

    @contextmanager
    def batch(self) -> Generator[None]:
        """What the block writes is there when it ends, or nothing of it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._load()
            raise

    def docs(self, papers: Iterable[Words]) -> list[int]:
        """The numbers of the texts of ``papers``, put into the index where they are new to it; inside a batch."""
        numbers: list[int] = []
        new: list[tuple[int, str, str, str]] = []
        for words in papers:
            key = (words.paper, words.digest)
            known = self._connection.execute("SELECT doc FROM docs WHERE paper = ? AND digest = ?", key).fetchone()
            if known is None:
                known = self._connection.execute(
                    "INSERT INTO docs (paper, digest) VALUES (?, ?) RETURNING doc", key
                ).fetchone()
                new.append((known[0], words.title, words.abstract, words.others))
            numbers.append(int(known[0]))
        self._connection.executemany("INSERT INTO words (rowid, title, abstract, others) VALUES (?, ?, ?, ?)", new)
        return numbers

    def put(self, touched: Iterable[int], rows: Sequence[tuple[Any, ...]], place: int) -> None:
        """Exchange the entries ``touched`` for ``rows``; all changes up to ``place`` are now here; inside a batch."""
        chunks = self.entries.put(touched, rows)
        gone = [(number,) for number, data in chunks.items() if not data]
        self._connection.executemany("DELETE FROM chunks WHERE number = ?", gone)
        kept = [(number, data) for number, data in chunks.items() if data]
        self._connection.executemany("INSERT OR REPLACE INTO chunks VALUES (?, ?)", kept)
        self._connection.executemany("INSERT INTO names VALUES (?, ?)", self.names.since(self._written_names))
        self._connection.execute("UPDATE info SET place = ?", (place,))
        self.place, self._written_names = place, len(self.names)

    def matching(self, match: str) -> Ids:
        """The numbers of all texts that ``match`` (in the language of FTS5) finds, ascending."""
        [(found,)] = self._connection.execute(_MATCHING, [match])
        return np.fromstring(found or "", np.int64, sep=",")

    def ranked(self, match: str) -> Ids:
        """As :meth:`matching`, the best first by BM25 (https://sqlite.org/fts5.html#the_bm25_function)."""
        found = self._connection.execute(_RANKED, [match])
        return np.fromiter(chain.from_iterable(found), np.int64)

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement).fetchall()

    def _load(self) -> None:
        [(self.mark, self.place)] = self._rows("SELECT mark, place FROM info")
        chunks = self._rows("SELECT number, entries FROM chunks")
        self.entries = Entries({number: read_chunk(data) for number, data in chunks})
        self.names = Names(name for (name,) in self._rows("SELECT name FROM names ORDER BY number"))
        self._written_names = len(self.names)

    def _replace(self) -> None:
        """Put a new, empty file in the place of this one."""
        if hasattr(self, "_connection"):
            self._connection.close()
        for suffix in ("", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._connection = _opened(self._path)
        self._load()


def _is_damage(error: Exception) -> bool:
    """Whether ``error`` says that the file is no longer what was written, or never was one of these."""
    code = int(getattr(error, "sqlite_errorcode", -1)) & 0xFF
    return isinstance(error, ValueError) or code in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,
    )


def _opened(path: Path) -> sqlite3.Connection:
    """The file, with its tables if it is new.

    Raises:
        ValueError: it is of another version, or another program's.
    """
    connection = sqlite3.connect(path, timeout=0.5, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript(_PRAGMAS)
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
            connection.executescript(f"BEGIN; {_TABLES} {_WORDS} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise ValueError("the file of another version")
    except BaseException:
        connection.close()
        raise
    return connection
