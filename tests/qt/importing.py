"""The Imports tab with a real project behind it, as the tests of importing use it."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.project.imports import ImportRow
from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.importing import ImportingController
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.import_entries import Refusal, lines_of
from specter2_gui.qt.widgets.import_view import ImportView
from tests.qt.conftest import Said

PATIENCE_MS = 60_000


@dataclass
class Desk:
    """What a librarian has before them, and what lies behind it."""

    qtbot: QtBot
    view: ImportView
    controller: ImportingController
    project: Project
    gestures: Gestures
    background: Background
    tasks: Tasks
    said: Said

    def settle(self) -> None:
        """Wait until nothing is at work."""
        self.qtbot.waitUntil(self._at_rest, timeout=PATIENCE_MS)

    def take(self, *paths: Path) -> None:
        """Import ``paths`` and wait for the end."""
        self.controller.import_files(paths)
        self.settle()

    def names(self) -> list[str]:
        """The files in the list, from above."""
        return [lines_of(entry)[0] for entry in self.view.list.entries]

    def choose(self, name: str) -> None:
        """Go to the newest entry called ``name``."""
        place = self.names().index(name)
        self.view.list.setCurrentIndex(self.view.list.model().index(place, 0))
        self.settle()

    def row(self) -> ImportRow:
        """The import that is chosen."""
        current = self.view.list.current
        assert isinstance(current, ImportRow)
        return current

    def refusal(self) -> Refusal:
        """The refused file that is chosen."""
        current = self.view.list.current
        assert isinstance(current, Refusal)
        return current

    def press(self, tile: str) -> None:
        """Press a number of the receipt."""
        assert self.view.receipt.tiles[tile].isEnabled(), f"nothing to open behind {tile}"
        self.qtbot.mouseClick(self.view.receipt.tiles[tile], Qt.MouseButton.LeftButton)
        self.settle()

    def filter_of(self, tile: str) -> PaperFilter:
        """Which papers a number asks the Papers tab for."""
        with self.qtbot.waitSignal(self.view.papers_asked) as asked:
            self.press(tile)
        assert asked.args is not None
        [wanted] = asked.args
        assert isinstance(wanted, PaperFilter)
        return wanted

    def counts(self) -> dict[str, int]:
        """The numbers of the receipt by the names of their tiles, without those that are nought."""
        found = {name: int(tile.number.text().replace(",", "")) for name, tile in self.view.receipt.tiles.items()}
        return {name: count for name, count in found.items() if count}

    def undo(self) -> None:
        """What Undo in the menu does."""
        self.gestures.ask("Undoing", self.project.undo)
        self.settle()

    def act(self) -> None:
        """Press the button of the newest notice."""
        action = self.said.actions[-1]
        assert isinstance(action, tuple)
        action[1]()
        self.settle()

    def _at_rest(self) -> bool:
        return not (self.controller.busy or self.background.busy or self.gestures.busy)


@contextmanager
def open_desk(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, said: Said
) -> Generator[Desk]:
    """The tab on the (invisible) screen, at rest; put away at the end."""
    view = ImportView()
    view.resize(1100, 640)
    view.show()
    controller = ImportingController(view, project, gestures, background, tasks, said, view)
    controller.files_dropped.connect(controller.import_files)  # the window sorts them first
    desk = Desk(qtbot, view, controller, project, gestures, background, tasks, said)
    desk.settle()
    yield desk
    controller.close()
    desk.settle()
    view.close()
    view.deleteLater()


def drop(target: QWidget, paths: Sequence[Path]) -> None:
    """Drop ``paths`` on a widget, as the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(target.rect().center()),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    target.dropEvent(event)
    assert event.isAccepted()
