"""Putting a backup, or a salvaged file, in the place of a project's database; what was there before is kept."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from specter2_gui.disk.atomic import sync_folder
from specter2_gui.domain.errors import UserError
from specter2_gui.project.backups import backups_of
from specter2_gui.project.copying import copy_database
from specter2_gui.project.database import check_kind, check_parts
from specter2_gui.project.failures import said_plainly
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.integrity import check_whole
from specter2_gui.project.lock import check_free
from specter2_gui.project.schema import MIGRATIONS

_MORE_THAN_EVER: Final = 1_000_000  # changes between the newest backup and a damaged file that cannot tell any more


def restore(folder: Path, chosen: Path) -> Path:
    """Make ``chosen`` the database of the project in ``folder``, which no window may have open.

    ``chosen`` is read and checked whole first, and stays where it is. Gives the folder in which the database that was
    there before is kept, as it was, with the journal that belongs to it.

    Raises:
        InUseError: a window has the project open.
        DamagedError: ``chosen`` is damaged itself.
        UserError: it is none of this program or of a newer version, or the disk refused. In each case the project is
            what it was.
    """
    place = ProjectFolder(folder.absolute())
    what = f"The project “{place.name}” could not be put back"
    with said_plainly(what, place.database):
        check_free(place.database, what, place.note)
        part = place.path / ".restored.sqlite.part"
        _copy_checked(chosen, part, what, _latest_change(place))
        kept = _set_aside(place)
        part.replace(place.database)
        sync_folder(place.path)
    return kept


def _copy_checked(chosen: Path, part: Path, what: str, changes: int) -> None:
    if not chosen.is_file():
        raise UserError(what, f"The backup {chosen.name} is no longer there", "Choose another backup")
    with closing(sqlite3.connect(f"{chosen.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        version = check_kind(connection, what, len(MIGRATIONS))
        check_parts(connection, what, MIGRATIONS[:version])
        copy_database(connection, part, lambda copy: _check_and_count(copy, what, changes))


def _check_and_count(copy: sqlite3.Connection, what: str, changes: int) -> None:
    """Check the copy, and let its number of changes go on from the largest one that this project ever had.

    What is derived from the papers, such as the full-text index, is known by that number: it must not come twice.
    """
    check_whole(copy, what)
    if copy.execute("SELECT 1 FROM sqlite_schema WHERE name = 'changes'").fetchone() is not None:
        copy.execute("UPDATE changes SET number = max(number, ?) + 1", (changes,))


def _latest_change(place: ProjectFolder) -> int:
    """The largest number of changes that is known of this project."""
    known = max((backup.changes for backup in backups_of(place.path)), default=0)
    if not place.database.is_file():
        return known
    with closing(sqlite3.connect(f"{place.database.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return max(known, int(connection.execute("SELECT number FROM changes").fetchone()[0]))
        except (
            sqlite3.DatabaseError,
            UnicodeDecodeError,
            TypeError,
        ):  # damaged, of the first version, or another program's
            return known + _MORE_THAN_EVER


def _set_aside(place: ProjectFolder) -> Path:
    """Move the database away, its journal first: left behind, it would be played back into the restored file."""
    kept = place.replaced / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    kept.mkdir(parents=True)
    for path in (place.journal, place.note, place.database):
        if path.exists():
            path.rename(kept / path.name)
    sync_folder(kept)
    sync_folder(place.path)
    return kept
