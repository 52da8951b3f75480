"""Files dropped anywhere on the window: each goes where its content says it belongs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from specter2_gui.app.file_kinds import FileKind, kind_of
from specter2_gui.qt.background import Background
from specter2_gui.qt.widgets.counts import counted

Taker = Callable[[list[Path]], object]
"""Takes the dropped files of one kind, in their order."""


class DroppingController(QObject):
    """``takers`` has one for each kind, in the order in which they are called: judgements need their queries."""

    def __init__(self, background: Background, takers: Mapping[FileKind, Taker], parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._takers = takers

    def take(self, paths: list[Path]) -> None:
        """Look into ``paths`` and hand them on."""
        self._background.run(_sorted, paths, done=self._hand_on, long=True)

    def _hand_on(self, found: dict[FileKind, list[Path]]) -> None:
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


def _sorted(paths: list[Path]) -> dict[FileKind, list[Path]]:
    found: dict[FileKind, list[Path]] = {}
    for path in paths:
        found.setdefault(kind_of(path), []).append(path)
    return found
