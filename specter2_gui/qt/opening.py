"""Opening the workspace at the start, also when its file cannot be read: the window opens, and that file stays untouched."""

import sqlite3
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from specter2_gui.disk.places import HOME_VARIABLE, shown
from specter2_gui.domain.errors import UserError
from specter2_gui.project.workspace import Workspace

_NAME = "workspace.sqlite"
_MOST = 20


def open_workspace(folder: Path) -> tuple[Workspace, str]:
    """The workspace in ``folder``, and nothing to tell; or, when its file cannot be read, one beside it and what to tell.

    The one beside it is found again as long as the first cannot be read, so work in it lasts.

    Raises:
        UserError: another window holds the workspace, or no file at all can be kept in ``folder``.
    """
    try:
        return Workspace.open(folder / _NAME), ""
    except UserError as refusal:
        if _is_held(refusal):
            raise
        return _open_beside(folder, refusal)


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
        _tr("The program keeps triplets and runs there, but it is no folder or may only be read"),
        _tr("Allow writing there, or name another folder in {0}, then start again").format(HOME_VARIABLE),
    )


def _open_beside(folder: Path, refusal: UserError) -> tuple[Workspace, str]:
    for number in range(2, _MOST):
        path = folder / f"workspace-{number}.sqlite"
        try:
            workspace = Workspace.open(path)
        except UserError as other:
            if _is_held(other):
                raise
            continue
        words = _tr("{0} Until then your triplets are kept in “{1}” in the same folder.")
        return workspace, words.format(refusal.sentence, path.name)
    raise refusal


def _is_held(refusal: UserError) -> bool:
    """Whether another window has the file open."""
    code = getattr(refusal.__cause__, "sqlite_errorcode", 0)
    return isinstance(refusal.__cause__, sqlite3.OperationalError) and code & 0xFF == sqlite3.SQLITE_BUSY


def _tr(text: str) -> str:
    return QCoreApplication.translate("opening", text)
