"""Files dropped anywhere on the window: each goes where its content says it belongs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from specter2_gui.app.file_kinds import FileKind, kind_of
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.widgets.counts import counted

Taker = Callable[[list[Path]], object]
"""Takes the dropped files of one kind, in their order."""


class DroppingController(QObject):
    """``takers`` has one for each kind, in the order in which they are called: judgements need their queries."""

    began = Signal(object)
    """Files were dropped: what is imported beside the imports with these ids belongs together."""

    def __init__(
        self, background: Background, project: Project, takers: Mapping[FileKind, Taker], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._project = project
        self._takers = takers

    def take(self, paths: list[Path]) -> None:
        """Look into ``paths`` and hand them on."""
        self._background.run(_sorted, self._project, paths, done=self._hand_on, long=True)

    def _hand_on(self, dropped: "_Dropped") -> None:
        found = dropped.files
        self.began.emit(dropped.before)
        for kind, take in self._takers.items():
            if kind in found:
                take(found[kind])


def waiting_words(judgements: Sequence[Path]) -> str:
    """What is said of files of judgements that are read after the papers they may be about."""
    several = _tr("{n} files of judgements are read as soon as the papers are imported.")
    return counted(len(judgements), _tr("The judgements are read as soon as the papers are imported."), several)


def forgotten_words(judgements: Sequence[Path]) -> str:
    """What is said of them when the import was cancelled."""
    several = _tr("{n} files of judgements were not read, since their papers were not imported.")
    return counted(len(judgements), _tr("The judgements were not read, since their papers were not imported."), several)


def taken_words() -> str:
    """What is said when they are read while another page is shown."""
    return _tr("The papers are imported, and now the judgements are read.")


def show_words() -> str:
    """On the button that leads to what became of them."""
    return _tr("Show what became of them")


def _tr(text: str) -> str:
    return QCoreApplication.translate("DroppingController", text)


@dataclass(frozen=True, slots=True)
class _Dropped:
    """Files by what they are for, and the imports that are there before any of them is read."""

    files: dict[FileKind, list[Path]]
    before: frozenset[int]


def _sorted(project: Project, paths: list[Path]) -> _Dropped:
    found: dict[FileKind, list[Path]] = {}
    for path in paths:
        found.setdefault(kind_of(path), []).append(path)
    return _Dropped(found, frozenset(row.id for row in project.imports.list()))
