"""The default project, and what it takes over from the workspace that earlier versions kept in the program's own folder."""

from pathlib import Path
from typing import Final

from specter2_gui.disk.atomic import replace_folder
from specter2_gui.domain.errors import UserError
from specter2_gui.project.database import keep_no_copy, open_database
from specter2_gui.project.failures import InUseError, said_plainly
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.lock import check_free
from specter2_gui.project.project import Project
from specter2_gui.project.schema import MIGRATIONS
from specter2_gui.project.snapshot import copy_of_moment

DEFAULT_NAME: Final = "My collection"

# Where the first of them could not be read, the program went on in the next one.
_OLD_NAMES: Final = ("workspace.sqlite", *(f"workspace-{number}.sqlite" for number in range(2, 20)))


def open_default(home: Path) -> Project:
    """Open the project that the program uses until another one is chosen; it lies in ``home``.

    The first time it takes over the triplets, and what can be undone, of the workspace of earlier versions in
    ``home``, which stays as it is; if it cannot be read, the project's ``warnings`` say why.

    Raises:
        UserError: as :meth:`Project.open`; or another window, of an earlier version, has the old workspace open.
    """
    folder = home / DEFAULT_NAME
    told = () if folder.exists() else take_over(home, folder)
    project = Project.open(folder)
    project.warnings += told
    return project


def take_over(home: Path, folder: Path) -> tuple[str, ...]:
    """Make ``folder`` a project with a copy of the old workspace in ``home``; gives what to say of those unreadable.

    Raises:
        InUseError: another window has the old workspace open.
        UserError: the disk refused; ``folder`` is not there then.
    """
    told: list[str] = []
    for path in (home / name for name in _OLD_NAMES if (home / name).is_file()):
        try:
            _copy_as_project(path, folder)
        except InUseError:
            raise
        except UserError as error:
            told.append(error.sentence)
        else:
            break
    return tuple(told)


def _copy_as_project(path: Path, folder: Path) -> None:
    what = f"The triplets of an earlier version in {path.name} could not be taken over"

    def fill(new: Path) -> None:
        database = ProjectFolder(new).database
        copy_of_moment(path, database, what)
        open_database(database, MIGRATIONS, what=what, keep_copy=keep_no_copy).close()

    with said_plainly(what, path):
        check_free(path, what)
        replace_folder(folder, fill)
