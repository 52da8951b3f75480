"""Which project the window opens with, also when that one cannot be read: another one is used, and nothing is touched."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from specter2_gui.disk.places import HOME_VARIABLE, shown
from specter2_gui.domain.errors import UserError
from specter2_gui.project.failures import InUseError
from specter2_gui.project.project import Project
from specter2_gui.project.takeover import DEFAULT_NAME, open_default

_MOST = 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """The project in ``folder`` could not be opened, for the reason ``error``; another one is open in its place."""

    folder: Path
    error: UserError


def open_first(home: Path, last: Path | None = None) -> tuple[Project, Trouble | None]:
    """The project in ``last``; where that is none or cannot be opened, the default one in ``home``, and what to tell.

    Where the default one is damaged, one beside it is opened; it is found again as long as the first cannot be read,
    so work in it lasts.

    Raises:
        UserError: another window has the default project open, or no project can be kept in ``home``.
    """
    trouble: Trouble | None = None
    if last is not None and last != home / DEFAULT_NAME and last.is_dir():
        try:
            return Project.open(last), None
        except UserError as refusal:
            trouble = Trouble(last, refusal)
    try:
        return open_default(home), trouble
    except InUseError:
        raise
    except UserError as refusal:
        return _open_beside(home, refusal), Trouble(home / DEFAULT_NAME, refusal)


def check_writable(folder: Path) -> None:
    """Make ``folder`` if it is not there.

    Raises:
        UserError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise unwritable(folder) from None


def unwritable(folder: Path) -> UserError:
    """The program cannot keep anything in its own folder."""
    return UserError(
        _tr("The folder “{0}” cannot be used").format(shown(folder)),
        _tr("The program keeps projects and runs there, but it is no folder or may only be read"),
        _tr("Allow writing there, or name another folder in {0}, then start again").format(HOME_VARIABLE),
    )


def _open_beside(home: Path, refusal: UserError) -> Project:
    for number in range(2, _MOST):
        try:
            return Project.open(home / f"{DEFAULT_NAME} {number}")
        except InUseError:
            raise
        except UserError:
            continue
    raise refusal


def _tr(text: str) -> str:
    return QCoreApplication.translate("opening", text)
