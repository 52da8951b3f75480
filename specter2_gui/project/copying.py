"""A copy of an open database: made by SQLite, whole or not at all."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from specter2_gui.disk.atomic import sync_folder
from specter2_gui.project.seals import teach_seals


def copy_database(
    connection: sqlite3.Connection, target: Path, check: Callable[[sqlite3.Connection], object] | None = None
) -> None:
    """Put a copy of the open file at ``target``; ``check`` is called with the copy before it gets this name.

    Through SQLite: on Linux and macOS a process that opens and closes the file once more loses its locks on it.

    Raises:
        OSError, sqlite3.Error: the disk refused; what was at ``target`` is still there.
    """
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            connection.backup(copy)
            if check is not None:
                teach_seals(copy)
                check(copy)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
