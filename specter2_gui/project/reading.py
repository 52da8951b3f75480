"""A copy of a project for reading: for a project that somebody else has open, or that may not be written."""

import shutil
import tempfile
from pathlib import Path

from specter2_gui.domain.errors import UserError
from specter2_gui.project.database import Database, keep_no_copy, open_database
from specter2_gui.project.failures import said_plainly
from specter2_gui.project.folder import ProjectFolder, check_folder
from specter2_gui.project.integrity import check_whole
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.lock import in_use, read_note
from specter2_gui.project.project import Project
from specter2_gui.project.schema import MIGRATIONS
from specter2_gui.project.snapshot import copy_of_moment


def open_to_read(folder: Path) -> Project:
    """Copy the database of the project in ``folder``, as it is at this moment, and open the copy; gestures are refused.

    The copy lies in a folder of its own that goes when it is closed. What is saved in the project afterwards does not show in it.

    Raises:
        DamagedError: the file is damaged.
        UserError: there is no project, this very program has it open, or it cannot be read.
    """
    origin, apart = ProjectFolder(folder.absolute()), Path(tempfile.mkdtemp(prefix="specter2_gui_"))
    place = ProjectFolder(origin.path, apart)
    try:
        _copy(origin, place.database)
        ledger = Ledger(_opened(place), read_only=True)
        return Project(place, ledger, release=lambda: _throw_away(ledger, apart))
    except BaseException:
        shutil.rmtree(apart, ignore_errors=True)
        raise


def _copy(origin: ProjectFolder, target: Path) -> None:
    holder = read_note(origin.note)
    if holder is not None and holder.is_this_program:
        raise in_use(origin.unopened, origin.note)
    with said_plainly(origin.unopened, origin.database):
        check_folder(origin)
        if not origin.database.exists():
            raise UserError(origin.unopened, "There is no project in this folder", "Choose the folder of a project")
        copy_of_moment(origin.database, target, origin.unopened)


def _opened(place: ProjectFolder) -> Database:
    return open_database(
        place.database,
        MIGRATIONS,
        what=place.unopened,
        examine=lambda connection: check_whole(connection, place.unopened),
        keep_copy=keep_no_copy,
    )


def _throw_away(ledger: Ledger, apart: Path) -> None:
    ledger.close()
    shutil.rmtree(apart, ignore_errors=True)
