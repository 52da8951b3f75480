"""A librarian at the window: what she does, in her words, with the mouse."""

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from specter2_gui.disk import places
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.takeover import open_default
from specter2_gui.project.workspace import StoredTriplet
from specter2_gui.qt.compose import build
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.widgets.choice_column import ChoiceColumn
from tests.journeys.eyes import PATIENCE_MS, Eyes
from tests.journeys.hands import Hands
from tests.qt.heartbeat import Heartbeat

Keys = Qt.Key
DELIVERIES = 20
"""How often news of a training has to come in while its curves are watched; they come ten times a second at most."""


class Librarian:
    """She clicks. ``sees`` is what stands in the window, ``made`` what lies behind it."""

    def __init__(self, app: QApplication, qtbot: QtBot, backbone: Path) -> None:
        self._app = app
        self._qtbot = qtbot
        self._backbone = backbone
        self._hands = Hands(qtbot)
        self._before_opening: set[threading.Thread] = set()
        self._made: Composition | None = None

    @property
    def made(self) -> Composition:
        """The window that is open, with everything behind it."""
        assert self._made is not None, "no window is open"
        return self._made

    @property
    def sees(self) -> Eyes:
        """What stands in the window."""
        return Eyes(self._qtbot, self.made)

    @property
    def rows(self) -> tuple[StoredTriplet, ...]:
        """The triplets that are saved."""
        return self.made.workspace.rows()

    def opens_the_window(self) -> None:
        """As the program does it at its start."""
        self._before_opening = set(threading.enumerate())
        self._made = made = build(self._app, open_default(places.home()))
        made.shell.restore()
        made.window.show()
        made.models.refresh()
        made.running.refresh()
        self._qtbot.waitActive(made.window, timeout=PATIENCE_MS)
        self.sees.wait_for_rest()

    def goes_to(self, page: str) -> None:
        """Press the button of a page."""
        rail = self.made.window.rail
        self._hands.click(rail.buttons()[self.made.window.page_names.index(page)])
        assert self.sees.page == page

    def loads(self, file: Path) -> None:
        """Press "Load triplets…" and name a file."""
        panel = self.made.panels.curate
        self._hands.click(self._bar_button("Load triplets…"))
        self._hands.name_file(panel, file)
        self.sees.wait_for(lambda: self.sees.notices, "what became of the file")
        self.sees.wait_for_rest()

    def asks_for_the_bad_rows(self) -> None:
        """Press "Show them" in the notice."""
        self._hands.click(self._show_them())

    def reads_the_reasons(self) -> dict[int, str]:
        """Look at each line of the table: the number of its row in the file, and what is wrong with it."""
        reasons: dict[int, str] = {}
        for line, cells in enumerate(self.sees.table):
            self._goes_to_line(line)
            reasons[int(cells[-1])] = self.sees.reason
        return reasons

    def deletes_all_that_is_shown(self) -> None:
        """Choose the lines from the first to the last and press Delete."""
        view = self.made.panels.curate.table.view
        self._hands.click_line(view, 0)
        self._hands.click_line(view, view.model().rowCount() - 1, Qt.KeyboardModifier.ShiftModifier)
        self._hands.press(Keys.Key_Delete)
        self.sees.wait_for_rest()

    def shows_all_rows(self) -> None:
        """Press "All" above the table."""
        self._hands.click(self._filter_button("all"))

    def makes_a_triplet(self, triplet: Triplet) -> None:
        """Click a query, a paper that answers it and one that does not, then "Add triplet"."""
        maker = self.made.panels.curate.maker
        self._hands.click(self._bar_button("Make a triplet"))
        self.sees.wait_for(maker.query.model.rowCount, "queries to choose from")
        self._picks(maker.query, triplet.query)
        self._picks(maker.positive, triplet.positive_title)
        self._picks(maker.negative, triplet.negative_title)
        assert self.sees.maker_verdict == "This triplet can be added."
        self._hands.click(maker.add_button)
        self.sees.wait_for_rest()

    def undoes(self) -> None:
        """Press "Undo" above the triplets."""
        self._hands.click(self._bar_button("Undo"))
        self.sees.wait_for_rest()

    def redoes(self) -> None:
        """Press "Redo" above the triplets."""
        self._hands.click(self._bar_button("Redo"))
        self.sees.wait_for_rest()

    def enters_settings(self, values: dict[str, str]) -> None:
        """Fold all settings out and type into their fields."""
        panel = self.made.panels.train
        if not panel.form.isVisible():
            self._hands.click(panel.form_fold.head)
        for key, text in {"model.backbone": str(self._backbone), **values}.items():
            self._enters(key, text)
        assert self.made.training.settings is not None, "a setting is not understood"

    def presses_train(self) -> None:
        """Press the large button."""
        self._hands.click(self.made.panels.train.buttons.train)
        assert self.made.trainer.running

    def waits_for_the_first_points(self) -> None:
        """Look on until both curves have begun."""
        self.sees.wait_for(lambda: self.sees.training_curves.on_both, "the first points")
        assert self.made.trainer.running

    def watches_the_curves_grow(self) -> Heartbeat:
        """Look at both curves until news has come in many times; how the window's heart beat meanwhile."""
        made, sees = self.made, self.sees
        self.waits_for_the_first_points()
        heart, at_first = Heartbeat(), sees.training_curves
        made.trainer.events_arrived.connect(heart.deliver)
        sees.wait_for(lambda: heart.deliveries >= DELIVERIES or not made.trainer.running, "a training that goes on")
        heart.stop()
        made.trainer.events_arrived.disconnect(heart.deliver)
        assert made.trainer.running, f"the training ended: {sees.verdict}"
        now = sees.training_curves
        assert now.training_loss > at_first.training_loss
        assert now.held_out_loss > at_first.held_out_loss
        assert now.held_out_accuracy > at_first.held_out_accuracy
        return heart

    def pauses(self) -> None:
        """Press "Pause"."""
        self._press(self.made.panels.train.buttons.pause)
        self.sees.wait_for(lambda: self.sees.verdict, "where the training stands")
        self.sees.wait_for_rest()

    def resumes(self) -> None:
        """Press "Resume" on the card that says where the training stands."""
        self._press(self.made.panels.train.verdict_card.resume_button)
        self.sees.wait_for(lambda: self.made.trainer.running, "the training going on")

    def waits_for_a_better_model(self) -> None:
        """Look on until a check was better than the untouched model."""
        data = self.made.panels.train.curves.data
        self.sees.wait_for(lambda: data.best is not None and data.best.step > 0, "a better model")

    def stops_and_keeps_the_best(self) -> None:
        """Press the button that ends a training early."""
        self._press(self.made.panels.train.buttons.stop)
        self.sees.wait_for(lambda: self.sees.verdict, "what the training has brought")
        self.sees.wait_for_rest()

    def chooses_the_newest_run(self) -> None:
        """Click the first line of the Runs page."""
        self._hands.click_line(self.made.panels.runs.view, 0)
        self.sees.wait_for_rest()

    def uses_it_in_the_search(self) -> None:
        """Press the button beside its name."""
        self._hands.click(self.made.panels.runs.use_button)
        assert self.sees.page == "search"

    def searches_for(self, query: str) -> None:
        """Type a query, press Enter, and wait for both columns."""
        self._hands.click(self.made.panels.search.bar.field)
        self._asks(query)

    def wants_to_close_the_window(self) -> None:
        """Press the cross of the window."""
        assert not self.made.window.close()
        assert self._question().isVisible()

    def answers_stop_keep_the_best_and_close(self) -> None:
        """Press that button of the question."""
        with self._qtbot.waitSignal(self.made.window.closed, timeout=PATIENCE_MS):
            self._hands.click(self._stop_and_close())

    def leaves(self) -> None:
        """The end of the program, if a window is open: everything behind it ends as well."""
        if self._made is None:
            return
        made, self._made = self._made, None
        made.window.may_close = None
        made.window.close()
        made.close()
        for part in (made.window, made.background, made.trainer):
            part.deleteLater()

    def threads_left(self) -> list[str]:
        """Threads that came with the window and are still there."""
        return [thread.name for thread in threading.enumerate() if thread not in self._before_opening]

    def _press(self, button: QPushButton) -> None:
        self._hands.click(button)

    def _asks(self, query: str) -> None:
        self._hands.type(query)
        self._hands.press(Keys.Key_Return)
        self.sees.wait_for(lambda: self.sees.before and self.sees.after, "hits of both models")
        self.sees.wait_for_rest()

    def _goes_to_line(self, line: int) -> None:
        self._hands.click_line(self.made.panels.curate.table.view, line)

    def _picks(self, column: ChoiceColumn, title: str) -> None:
        model = column.model
        self._hands.click_line(
            column.view, [model.choice_at(line).title for line in range(model.rowCount())].index(title)
        )

    def _enters(self, key: str, text: str) -> None:
        self._hands.click(self.made.panels.train.form.editor(key).focus)
        self._hands.type(text)
        self._hands.press(Keys.Key_Tab)

    def _bar_button(self, words: str) -> QToolButton:
        buttons = self.made.panels.curate.bar.findChildren(QToolButton)
        return next(button for button in buttons if button.text() == words)

    def _filter_button(self, name: str) -> QToolButton:
        button = self.made.panels.curate.table.findChild(QToolButton, f"show_{name}")
        assert isinstance(button, QToolButton)
        return button

    def _show_them(self) -> QPushButton:
        button = self.made.window.notices.notices[-1].findChild(QPushButton, "noticeAction")
        assert isinstance(button, QPushButton)
        assert button.text() == "Show them"
        return button

    def _question(self) -> QMessageBox:
        question = self.made.window.findChild(QMessageBox, "closeQuestion")
        assert isinstance(question, QMessageBox), "nothing was asked"
        return question

    def _stop_and_close(self) -> QPushButton:
        button = self._question().findChild(QPushButton, "stopAndClose")
        assert isinstance(button, QPushButton)
        assert button.text() == "Stop, keep the best and close"
        return button
