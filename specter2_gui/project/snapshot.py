"""A copy of a database that another program may be writing to: as it was at one moment, or none."""

import shutil
import time
from pathlib import Path
from typing import Final

from specter2_gui.domain.errors import UserError
from specter2_gui.project.failures import said_plainly

_TRIES: Final = 20
_PAUSE_S: Final = 0.1
_HEADER: Final = 100  # bytes; the first page begins with them, and each change rewrites them

Stamp = tuple[object, ...]


def copy_of_moment(source: Path, target: Path, what: str) -> None:
    """Copy ``source`` and the journal beside it, byte for byte, to ``target`` and beside that.

    Whatever moment the two are of, SQLite brings them back to the last saved change. They are of one moment if neither
    changed while both were read. Not for a file that this process has open: reading it would cost the lock on it.

    Raises:
        UserError: it was being written to all the while, or the disk refused; opens with ``what``.
    """
    with said_plainly(what, source):
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE_S)
            before = _stamp(source)
            shutil.copyfile(source, target)
            _copy_journal(_journal(source), _journal(target))
            if _stamp(source) == before:
                return
    raise UserError(what, "It is being changed without a pause", "Wait until that is done, then try again")


def _copy_journal(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)


def _stamp(source: Path) -> Stamp:
    """What tells one moment of a database from another: sizes, times, and the counter in its header."""
    with source.open("rb") as file:
        header = file.read(_HEADER)
    return (header, _facts(source), _facts(_journal(source)))


def _facts(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")
