"""The way back to a damaged project: its newest backup, or what can still be read of it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from specter2_gui.domain.errors import UserError
from specter2_gui.project.backups import Backup, backups_of
from specter2_gui.project.lock import when
from specter2_gui.project.restore import restore
from specter2_gui.project.salvage import Salvaged, salvage
from specter2_gui.qt.widgets.counts import counted


def newest_backup(folder: Path) -> Backup | None:
    """The newest backup of the project in ``folder``, or None."""
    return next(iter(backups_of(folder)), None)


def restore_backup(folder: Path) -> str:
    """Put the newest backup in the place of the damaged file; says what was done.

    Raises:
        UserError: there is none, or it cannot be put there; nothing is changed.
    """
    backup = newest_backup(folder)
    if backup is None:
        raise UserError(
            _tr("There is no backup of the project any more"),
            _tr("Its folder of backups is empty"),
            _tr("Rescue what can be read of the damaged file"),
        )
    restore(folder, backup.path)
    return _kept(_tr("The project is as it was {0}.").format(when(backup.made)))


def rescue(folder: Path) -> str:
    """Put what can be read of the damaged file in its place; says how much that is.

    Raises:
        UserError: nothing can be read; nothing is changed.
    """
    found = salvage(folder)
    restore(folder, found.path)
    return _kept(_counts(found))


def _counts(found: Salvaged) -> str:
    kept = counted(sum(found.kept.values()), _tr("{n} entry could be read"), _tr("{n} entries could be read"))
    lost = counted(sum(found.lost.values()), _tr("{n} is lost"), _tr("{n} are lost"))
    altered = sum(found.altered.values())
    changed = counted(altered, _tr("{n} may be wrong"), _tr("{n} may be wrong")) if altered else ""
    return ", ".join(filter(None, (kept, lost, changed))) + "."


def _kept(words: str) -> str:
    return _tr("{0} The damaged file is kept in the folder “replaced” of the project.").format(words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("rescuing", text)
