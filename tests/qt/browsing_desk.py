"""The Papers tab on an invisible screen, with a real project behind it, and papers to put into it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.domain.records import Record
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.browsing import BrowsingController
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.paper_browser import PaperBrowser
from specter2_gui.qt.widgets.paper_columns import Column
from tests.qt.conftest import Said

SIX = (
    Record("How bees dance", "The waggle dance of honey bees.", ("Frisch, K.",), "1967", 1967, "Apis", "10.1000/dance", line=1),
    Record("Bees in cities", "Roofs feed honey bees.", ("Adams, A.",), "2015", 2015, "Urban Life", language="English", line=9),
    Record("Der Tanz der Bienen", "", ("Frisch, K.",), "1923", 1923, "Apis", language="German", line=17),
    Record("A flower & its <guests>", "Who visits?", ("Brown, B.", "Ng, C."), "2019", 2019, "Urban Life", line=25),
    Record("Rivers of the north", "Water and ice.", (), "", None, "", line=33),
    Record("Rivers of the South", "Water and sand.", (), "", None, "", line=41),
)  # fmt: skip


def put_in(
    project: Project, records: Sequence[Record], name: str = "bees.ris", groups: Sequence[Sequence[int]] = ()
) -> list[int]:
    """Import ``records``; a member of ``groups`` is -(n + 1) for the n-th of them. The ids of the new papers."""
    facts = ImportFacts(name, "0" * 64, "ris", "utf-8", "made up", len(records), len(records))
    return project.papers.of_imports([project.imports.add(facts, records, groups=groups)])


class Desk:
    """What a person does with the tab; every step ends when the window has come to rest."""

    def __init__(
        self, qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
    ) -> None:
        self.qtbot, self.project, self.gestures, self.background = qtbot, project, gestures, background
        self.notify, self.tasks = notify, tasks
        self.browser = PaperBrowser()
        self.browser.resize(1190, 640)
        qtbot.addWidget(self.browser)
        self.controller = BrowsingController(self.browser, project, gestures, background, tasks, notify, self.browser)
        self.browser.show()
        self.settle()

    def settle(self) -> None:
        """Wait until every change is on the disk and every line in view is read."""
        self.qtbot.waitUntil(self._at_rest, timeout=20_000)

    def type(self, text: str) -> None:
        """Type ``text`` in the place of what stands in the search field."""
        field = self.browser.search.field
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClick(field, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(field, text)
        self.browser.search.tell()
        self.settle()

    def choose(self, *lines: int) -> None:
        """Choose these lines, the last of them as the current one."""
        self.browser.view.choose([(line, line + 1) for line in lines], lines[-1])
        self.settle()

    def edit(self, **texts: str) -> None:
        """Change fields of the current paper, without saving."""
        self.browser.bar.edit_action.trigger()
        for field, text in texts.items():
            editor = self.browser.detail.editing.findChild(QWidget, f"edit_{field}")
            assert editor is not None
            editor.setFocus()
            self.qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.qtbot.keyClick(editor, Qt.Key.Key_Delete)
            self.qtbot.keyClicks(editor, text)

    def save(self) -> None:
        """Save what is changed."""
        self.browser.detail.save_button.click()
        self.settle()

    def act(self) -> None:
        """Press the button of the newest notice."""
        action = self.notify.actions[-1]
        assert isinstance(action, tuple)
        action[1]()
        self.settle()

    def change_elsewhere(self, work: partial[object]) -> None:
        """Another page changes the project."""
        self.gestures.ask("Changing…", work)
        self.settle()

    @property
    def titles(self) -> list[str]:
        """The titles in the table, from top to bottom."""
        return self.column(Column.TITLE)

    def column(self, column: Column) -> list[str]:
        """What the table says in ``column``."""
        model = self.browser.view.papers
        return [model.index(line, column).data() for line in range(model.rowCount())]

    @property
    def chosen(self) -> list[str]:
        """The titles of the chosen lines."""
        titles = self.titles
        return [title for begin, end in self.browser.view.chosen_stretches() for title in titles[begin:end]]

    @property
    def chips(self) -> list[str]:
        """What the chips say."""
        return [chip.text() for chip in self.browser.chips.buttons]

    @property
    def counts(self) -> str:
        """The line of counts."""
        return self.browser.search.counts.text()

    def _at_rest(self) -> bool:
        view = self.browser.view
        if self.background.busy or self.gestures.busy or self.controller.counting:
            return False
        if not view.isVisible() or not view.papers.ids:
            return True
        last = view.rowAt(view.viewport().height() - 1)
        lines = range(max(view.rowAt(0), 0), (last if last >= 0 else len(view.papers.ids) - 1) + 1)
        return all(view.papers.is_read(line) for line in lines)
