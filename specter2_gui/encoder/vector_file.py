"""One file of vectors by the hash of their texts: a small SQLite database that several programs may use at once."""

import sqlite3
import zlib
from collections.abc import Sequence
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_LOCK_S = 10.0
_AT_ONCE = 500
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS vectors (text_sha256 BLOB PRIMARY KEY, vector BLOB NOT NULL, sum INTEGER NOT NULL)"
)
_FLOAT = np.dtype("<f4")


class VectorFile:
    """An open file of vectors of ``dim`` numbers. Between two calls it holds no lock; its journal is the classic one.

    A row whose vector is not what was written (length, check sum, finite numbers) counts as absent and is replaced.
    """

    def __init__(self, path: Path, dim: int) -> None:
        """Open or make ``path``.

        Raises:
            OSError: its folder cannot be made.
            sqlite3.Error: it cannot be opened or is no such file.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._dim = dim
        self._database = sqlite3.connect(path, timeout=_LOCK_S, isolation_level=None, check_same_thread=False)
        try:
            self._database.execute("PRAGMA page_size = 16384")  # a page of the usual size holds one vector only
            self._database.execute("PRAGMA journal_mode = DELETE")
            self._database.execute(_SCHEMA)
            with suppress(OSError):  # reading leaves no mark of its own, and what is used must not count as old
                path.touch()
        except BaseException:
            self._database.close()
            raise

    def read(self, digests: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors that are there, by the digest of their text.

        Raises:
            sqlite3.Error: the file is damaged, or locked for long.
        """
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(digests), _AT_ONCE):
            part = digests[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._database.execute(
                f"SELECT text_sha256, vector, sum FROM vectors WHERE text_sha256 IN ({marks})",  # noqa: S608 - marks only
                part,
            )
            for digest, data, total in rows:
                vector = self._checked(digest, data, total)
                if vector is not None:
                    found[digest] = vector
        return found

    def write(self, digests: Sequence[bytes], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Keep the rows of ``vectors`` under ``digests``, all or none; one that is there already stays.

        Returns:
            What now lies in the file, of the same shape.

        Raises:
            sqlite3.Error: the file is damaged, locked for long, read-only, or the disk is full.
        """
        database = self._database
        database.execute("BEGIN IMMEDIATE")
        try:
            there = self.read(digests)
            new = [(each, row.tobytes()) for each, row in zip(digests, vectors.astype(_FLOAT), strict=True)]
            database.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(each, data, _sum(each, data)) for each, data in new if each not in there],
            )
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
        return np.stack([there.setdefault(each, row) for each, row in zip(digests, vectors, strict=True)])

    def close(self) -> None:
        """Let go of the file; may be called again."""
        self._database.close()

    @staticmethod
    def is_damage(error: Exception) -> bool:
        """Whether ``error`` means that the content of the file is broken, not that it is out of reach."""
        return isinstance(error, sqlite3.DatabaseError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
            sqlite3.SQLITE_ERROR,  # the table is not the one of this program
        )

    def _checked(self, digest: bytes, data: object, total: object) -> NDArray[np.float32] | None:
        if not isinstance(data, bytes) or len(data) != self._dim * _FLOAT.itemsize or _sum(digest, data) != total:
            return None
        vector = np.frombuffer(data, _FLOAT).astype(np.float32, copy=False)
        return vector if bool(np.isfinite(vector).all()) else None


def digest_of(text: str) -> bytes:
    """What a text is kept under: its SHA-256, 32 bytes.

    Raises:
        UnicodeEncodeError: it holds half a character, which no model reads.
    """
    return sha256(text.encode("utf-8")).digest()


def remove(path: Path) -> bool:
    """Remove the file ``path`` and what a crash left beside it; False where another program holds it.

    Its journal goes first: one that stayed would be played back into the next file of that name.
    """
    if _is_held(path):
        return False
    try:
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _is_held(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False


def _sum(digest: bytes, data: bytes) -> int:
    return zlib.crc32(data, zlib.crc32(digest))
