"""A librarian who never touches the mouse: keys, Tab and the menus lead everywhere."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.widgets.choice_column import ChoiceColumn
from tests.journeys.eyes import PATIENCE_MS
from tests.journeys.hands import ALT, CTRL, focused
from tests.journeys.librarian import Librarian

Keys = Qt.Key


class KeyboardLibrarian(Librarian):
    """The same gestures, each by keys alone; a control that Tab never comes to fails the test."""

    def goes_to(self, page: str) -> None:
        """Ctrl and the number of the page."""
        number = self.made.window.page_names.index(page) + 1
        self._hands.press(Keys(Keys.Key_0 + number), CTRL)
        assert self.sees.page == page

    def loads(self, file: Path) -> None:
        """Ctrl+O and the name of a file."""
        self._hands.press(Keys.Key_O, CTRL)
        self._hands.name_file(self.made.panels.curate, file)
        self.sees.wait_for(lambda: self.sees.notices, "what became of the file")
        self.sees.wait_for_rest()

    def asks_for_the_bad_rows(self) -> None:
        """Tab to "Show them" in the notice and press Space; the table has the focus then."""
        self._presses(self._show_them())
        assert focused() is self.made.panels.curate.table.view

    def deletes_all_that_is_shown(self) -> None:
        """Ctrl+A and Delete."""
        self._hands.tab_to(self.made.panels.curate.table.view)
        self._hands.press(Keys.Key_A, CTRL)
        self._hands.press(Keys.Key_Delete)
        self.sees.wait_for_rest()

    def shows_all_rows(self) -> None:
        """Tab to "All" above the table and press Space."""
        self._presses(self._filter_button("all"))

    def makes_a_triplet(self, triplet: Triplet) -> None:
        """Ctrl+N, then three times some words and Enter, then Ctrl+Enter."""
        maker = self.made.panels.curate.maker
        self._hands.press(Keys.Key_N, CTRL)
        self.sees.wait_for(maker.query.model.rowCount, "queries to choose from")
        self._picks(maker.query, triplet.query)
        self._picks(maker.positive, triplet.positive_title)
        self._picks(maker.negative, triplet.negative_title)
        assert self.sees.maker_verdict == "This triplet can be added."
        self._hands.press(Keys.Key_Return, CTRL)
        self.sees.wait_for_rest()

    def undoes(self) -> None:
        """Ctrl+Z."""
        self._hands.press(Keys.Key_Z, CTRL)
        self.sees.wait_for_rest()

    def redoes(self) -> None:
        """Ctrl+Y."""
        self._hands.press(Keys.Key_Y, CTRL)
        self.sees.wait_for_rest()

    def enters_settings(self, values: dict[str, str]) -> None:
        """Tab to "All settings", fold them out, and from field to field."""
        self._presses(self.made.panels.train.form_fold.head)
        super().enters_settings(values)

    def presses_train(self) -> None:
        """Tab to the large button and press Space."""
        self._presses(self.made.panels.train.buttons.train)
        assert self.made.trainer.running

    def chooses_the_newest_run(self) -> None:
        """Tab to the table of runs and go to its first line."""
        self._hands.tab_to(self.made.panels.runs.view)
        self._hands.press(Keys.Key_Home, CTRL)
        self.sees.wait_for_rest()

    def uses_it_in_the_search(self) -> None:
        """Tab to the button beside its name and press Space."""
        self._presses(self.made.panels.runs.use_button)
        assert self.sees.page == "search"

    def searches_for(self, query: str) -> None:
        """The cursor is in the query field already."""
        assert focused() is self.made.panels.search.bar.field
        self._asks(query)

    def wants_to_close_the_window(self) -> None:
        """Quit by the menu: Alt+F, the last entry, Enter."""
        self._hands.press(Keys.Key_F, ALT)
        menu = focused()
        assert isinstance(menu, QMenu)
        self._hands.press(Keys.Key_Up)
        entry = menu.activeAction()
        assert entry.text() == "Quit"
        self._hands.press(Keys.Key_Return)
        assert self._question().isVisible()

    def answers_stop_keep_the_best_and_close(self) -> None:
        """Tab to that button of the question and press Space."""
        with self._qtbot.waitSignal(self.made.window.closed, timeout=PATIENCE_MS):
            self._hands.wait_for_focus_in(self._question())
            self._presses(self._stop_and_close())

    def _press(self, button: QPushButton) -> None:
        self._presses(button)

    def _presses(self, button: QWidget) -> None:
        """Tab to a button and press Space."""
        self._hands.tab_to(button)
        self._hands.press(Keys.Key_Space)

    def _goes_to_line(self, line: int) -> None:
        self._hands.press(Keys.Key_Down if line else Keys.Key_Home, Qt.KeyboardModifier.NoModifier if line else CTRL)

    def _picks(self, column: ChoiceColumn, title: str) -> None:
        """The cursor is in the field of the column already."""
        assert focused() is column.field
        self._hands.type(title)
        self._hands.press(Keys.Key_Return)
        assert column.choice is not None
        assert column.choice.title == title

    def _enters(self, key: str, text: str) -> None:
        self._hands.tab_to(self.made.panels.train.form.editor(key).focus)
        self._hands.type(text)
        self._hands.press(Keys.Key_Tab)
