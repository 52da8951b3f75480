"""Opening the database of a project folder: checked, backed up, signed with who holds it, or refused in words."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from specter2_gui.domain.errors import UserError
from specter2_gui.project.backups import back_up_before_bulk, backups_of, daily_is_due, make_backup
from specter2_gui.project.database import Database, open_database
from specter2_gui.project.failures import DamagedError, InUseError, said_plainly
from specter2_gui.project.folder import ProjectFolder, check_folder
from specter2_gui.project.integrity import check_whole
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.location import location_warning
from specter2_gui.project.lock import Holder, in_use, read_note, when, write_note
from specter2_gui.project.schema import MIGRATIONS


@contextmanager
def told_of_project(place: ProjectFolder) -> Generator[None]:
    """Let every refusal to open name the project, who holds it, and what can be done about damage."""
    try:
        yield
    except InUseError as error:
        raise in_use(place.unopened, place.note) from error.__cause__
    except DamagedError as error:
        raise DamagedError(place.unopened, error.why, way_back(place)) from error


def open_ledger(place: ProjectFolder) -> tuple[Ledger, tuple[str, ...]]:
    """Open the database of ``place`` for this process alone; gives it with what the person should be told.

    Raises:
        InUseError, DamagedError, UserError: as :meth:`Project.open` says; the file is what it was.
    """
    left: list[Holder | None] = []

    def examine(connection: sqlite3.Connection) -> None:
        if place.note.exists():  # with the lock in our hands nobody can hold it: it was left behind
            left.append(read_note(place.note))
            check_whole(connection, place.unopened)

    with said_plainly(place.unopened, place.database):
        check_folder(place)
        database = open_database(
            place.database,
            MIGRATIONS,
            what=place.unopened,
            examine=examine,
            keep_copy=lambda connection, _: make_backup(place, connection, "version"),
        )
        try:
            warnings = [location_warning(place.path), _left_elsewhere(left), _daily_backup(place, database)]
            ledger = Ledger(database, before_bulk=lambda: back_up_before_bulk(place, database.connection))
            write_note(place.note)
        except BaseException:
            database.close()
            raise
    return ledger, tuple(filter(None, warnings))


def close_ledger(place: ProjectFolder, ledger: Ledger) -> None:
    """Close what :func:`open_ledger` gave; the note goes while the lock still keeps others from signing it."""
    place.note.unlink(missing_ok=True)
    ledger.close()


def way_back(place: ProjectFolder) -> str:
    """What can be done about the damaged or lost database of ``place``."""
    newest = next(iter(backups_of(place.path)), None)
    ways = [f"go back to the backup of {when(newest.made)}"] if newest else []
    if place.database.is_file() and place.database.stat().st_size:
        ways.append("rescue what can be read into a new file; the damaged file was not changed")
    return ", or ".join(ways) or "Put the file back from a copy of your own, or begin a new project in an empty folder"


def _daily_backup(place: ProjectFolder, database: Database) -> str:
    """Make the backup of the day if it is due; gives what to say if the disk refused it."""
    try:
        if daily_is_due(place, database.connection):
            make_backup(place, database.connection, "daily")
    except DamagedError:  # the copy is checked as thoroughly as nothing else: the file itself is damaged
        raise
    except UserError as error:
        return error.sentence
    return ""


def _left_elsewhere(left: list[Holder | None]) -> str:
    holder = left[0] if left else None
    if holder is None or holder.is_this_computer:
        return ""
    return (
        f"The project was not closed {holder.in_words}. If it is still open there, close it there first: "
        "what is changed in two places at once cannot be put together."
    )
