"""What SQLite and the system say when a file cannot be read or written, in the words of the person it happens to."""

import errno
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from specter2_gui.domain.errors import UserError

_NOT_UTF8 = "Could not decode to UTF-8"  # what the binding says of a text; every text that it wrote is UTF-8
_KEPT = "everything saved before is still there"


class InUseError(UserError):
    """Another window or program holds the file."""


class DamagedError(UserError):
    """What lies in the file cannot be what this program wrote; it was left as it is."""


_SQLITE: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "Another window of this program is using it",
        "Go on in that window, or close it and try again",
    ),
    sqlite3.SQLITE_FULL: ("The disk is full", f"Free some space and try again; {_KEPT}"),
    sqlite3.SQLITE_IOERR: (
        "The disk did not take or give the data: it may be full, at a limit, or no longer connected",
        f"Free some space or connect the disk again, then try again; {_KEPT}",
    ),
    sqlite3.SQLITE_READONLY: (
        "The file or its folder may only be read, not written",
        "Allow writing to {folder}, or choose another folder",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The file, or the journal beside it, cannot be opened or made",
        "Check that {folder} is a folder you may write to, or choose another one",
    ),
    sqlite3.SQLITE_NOTADB: (
        "It is no file of this program, or its beginning is damaged",
        "Choose another file; this one was not changed",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The file is damaged",
        "It was left as it is; move it to another folder, then put an earlier copy in its place or start anew",
    ),
    sqlite3.SQLITE_TOOBIG: ("One of its texts is too long to be kept", "Shorten the text and try again"),
}
_MOVED = (
    "The file was moved or deleted while it was open",
    "Put it back into {folder}, then close this window and open it again",
)
_SYSTEM: dict[int, int] = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.ENOTDIR: sqlite3.SQLITE_CANTOPEN,
    errno.EEXIST: sqlite3.SQLITE_CANTOPEN,
    errno.ENOENT: sqlite3.SQLITE_CANTOPEN,
    errno.EISDIR: sqlite3.SQLITE_CANTOPEN,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.EFBIG: sqlite3.SQLITE_IOERR,
}


@contextmanager
def said_plainly(what: str, path: Path) -> Generator[None]:
    """Turn an error of the disk or of the file ``path`` into a UserError that opens with ``what``.

    Anything else, such as a wrong statement, is a fault of the program and goes on as it is.

    Raises:
        InUseError: another window or program holds the file.
        DamagedError: the file is damaged, or no database at all.
        UserError: anything else about disk or file.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        words = _words(error)
        if words is None:
            raise
        why, how = words
        raise _kind(error)(what, why, how.format(folder=path.parent)) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged name in its own message
        raise damaged(what) from error


def damaged(what: str, why: str = "") -> DamagedError:
    """The error for a file that opens but whose parts do not fit together."""
    general, how = _SQLITE[sqlite3.SQLITE_CORRUPT]
    return DamagedError(what, why or general, how)


def moved(what: str, path: Path) -> UserError:
    """The error for a file that is no longer where it was opened."""
    why, how = _MOVED
    return UserError(what, why, how.format(folder=path.parent))


def _words(error: sqlite3.Error | OSError) -> tuple[str, str] | None:
    """Why and how for ``error``, or None where it is not the doing of disk or file."""
    if isinstance(error, OSError):
        return _SQLITE.get(_SYSTEM.get(error.errno or 0, -1))
    if _code(error) == sqlite3.SQLITE_READONLY_DBMOVED:
        return _MOVED
    return _SQLITE.get(_primary(error))


def _kind(error: sqlite3.Error | OSError) -> type[UserError]:
    """The class of the refusal, by which a caller chooses what to offer."""
    if _primary(error) == sqlite3.SQLITE_BUSY:
        return InUseError
    if _primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedError
    return UserError


def _primary(error: Exception) -> int:
    if str(error).startswith(_NOT_UTF8):
        return sqlite3.SQLITE_CORRUPT
    return _code(error) & 0xFF if _code(error) >= 0 else -1


def _code(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", -1))  # absent from errors the binding raises by itself
