"""Opening a project somebody named: to change it, or to read it even while a window has it open."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError

if TYPE_CHECKING:
    from specter2_gui.project.project import Project


@contextmanager
def changing(folder: Path) -> Generator["Project"]:
    """The project in ``folder``, to be changed; an absent or empty folder becomes a new one.

    Raises:
        UserError: as :meth:`Project.open <specter2_gui.project.project.Project.open>`.
    """
    from specter2_gui.project.project import Project

    with Project.open(folder.expanduser().absolute()) as project:
        yield project


def project_in(folder: Path) -> bool:
    """Whether ``folder`` holds the database of a project, in whatever state."""
    from specter2_gui.project.folder import ProjectFolder

    return ProjectFolder(folder.expanduser().absolute()).database.exists()


@contextmanager
def reading(folder: Path) -> Generator["Project"]:
    """The project in ``folder``, to be read; where a window has it open, a copy of what is saved, and its warnings say so.

    Raises:
        UserError: there is none, or it cannot be opened.
    """
    from specter2_gui.project.failures import InUseError
    from specter2_gui.project.project import Project
    from specter2_gui.project.reading import open_to_read

    place = folder.expanduser().absolute()
    _refuse_absent(place)
    try:
        project = Project.open(place)
    except InUseError:
        project = open_to_read(place)
        project.warnings += (_COPY,)
    with project:
        yield project


_COPY = "Another window has the project open, so a copy of what is saved at this moment is read."


def _refuse_absent(place: Path) -> None:
    """Nothing may be read from a folder in which a mistyped name would make a new project."""
    from specter2_gui.project.folder import ProjectFolder

    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        raise UserError(
            f"There is no project in '{shown(ProjectFolder(place).path)}'",
            "The folder does not exist, or it is empty",
            "Check the name, or make a project there with: specter2-gui import PROJECT FILE",
        )
