"""The Runs page: every training there was, its settings, its curves, two of them compared, and searching with one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.app.runs import RunRecord
from specter2_gui.config.describe import FieldFacts
from specter2_gui.domain.events import Event
from specter2_gui.qt.design.style import scaled_font, set_icon, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.run_words import bm25_of, results, same_test, state_sentence, summary
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.curve_comparison import CurveComparison
from specter2_gui.qt.widgets.curves import Curves
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.runs_table import RunsTable
from specter2_gui.qt.widgets.settings_comparison import SettingsComparison
from specter2_gui.qt.widgets.settings_table import SettingsTable
from specter2_gui.qt.widgets.stacked import show_alone

_EMPTY_WIDTH = 520
_LEAST_PLOT = 100
"""Height in device-independent pixels: the table of runs needs room above the curves."""


class RunsPanel(Page):
    """Shows runs; says which one to search with, to resume, to open, to look at, and which two to compare."""

    use_asked = Signal(Path)
    resume_asked = Signal(Path)
    folder_asked = Signal(Path)
    chosen = Signal(Path)
    two_chosen = Signal(Path, Path)
    train_asked = Signal()

    def __init__(self, fields: Sequence[FieldFacts], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Runs"),
            self.tr("Every training, what it was made with and what it brought."),
            self.tr(
                "“nDCG@10” and “Right order” tell the held-out queries before the training and after it. Double-click a run to search "
                "with it. Choose two runs, with Ctrl or Shift held, to lay their curves over each other and to see in which settings "
                "they differ. The folder of a run holds the adapters, the settings and everything that happened."
            ),
            parent,
        )
        self.view = RunsTable()
        self.model = self.view.runs_model
        self.curves = Curves(_LEAST_PLOT)
        self.settings = SettingsTable(fields)
        self.both_curves = CurveComparison(_LEAST_PLOT)
        self.both_settings = SettingsComparison(fields)
        self.headline = QLabel()
        self.headline.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.about = self._words("muted")
        self.problem = self._words("warning")
        self.use_button = self._button(self.tr("Use in Search"), "search", self._ask_use, "primary")
        self.folder_button = self._button(self.tr("Open folder"), "folder", self._ask_folder)
        self.resume_button = self._button(self.tr("Resume"), "play", self._ask_resume)
        self.empty = self._make_empty()
        self._make_actions()
        self._lay_out()
        self.view.choice_changed.connect(self._choose)
        self.view.doubleClicked.connect(self._ask_use)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunRecord]) -> None:
        """List ``runs``; what was chosen stays chosen."""
        self.empty.setVisible(not runs)
        self.split.setVisible(bool(runs))
        self._hint.setVisible(len(runs) > 1)
        self.view.blockSignals(True)  # noqa: FBT003 - Qt takes its arguments by position
        self.view.show_runs(runs)
        self.view.blockSignals(False)  # noqa: FBT003 - Qt takes its arguments by position
        self._choose()

    def choose(self, *folders: Path) -> None:
        """Choose the run in ``folders``, or the two of them."""
        self.view.choose_rows([row for row, run in enumerate(self.model.runs) if run.folder in folders])

    def current(self) -> RunRecord | None:
        """The chosen run, if it is one."""
        chosen = self.view.chosen()
        return chosen[0] if len(chosen) == 1 else None

    def show_events(self, events: Sequence[Event]) -> None:
        """Draw the curves of the chosen run."""
        run = self.current()
        self.curves.clear()
        self.curves.show_events(events)
        if run is not None and self.curves.data.bm25 is None:
            self.curves.data.bm25 = bm25_of(run)

    def show_two(self, first: Sequence[Event], second: Sequence[Event]) -> None:
        """Draw the curves of the two chosen runs over each other."""
        chosen = self.view.chosen()[:2]
        if len(chosen) < 2:
            return
        alike = same_test(*chosen)
        note = self.tr("They did not hold out the same queries, so their figures cannot be compared one to one.")
        self.both_curves.show_runs([run.name for run in chosen], (first, second), "" if alike else note)

    def show_problem(self, words: str) -> None:
        """Say what is wrong with the chosen run."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def copy(self) -> None:
        """Put the table on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(self.view.as_text())

    def _words(self, kind: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_kind(label, kind)
        return label

    def _make_actions(self) -> None:
        for words, slot in (
            (self.tr("Use in Search"), self._ask_use),
            (self.tr("Resume"), self._ask_resume),
            (self.tr("Open folder"), self._ask_folder),
        ):
            other = QAction(words, self.view)
            other.triggered.connect(slot)
            self.view.addAction(other)
        action = QAction(self.tr("Copy table"), self.view)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        set_icon(action, "copy")
        action.triggered.connect(self.copy)
        self.view.addAction(action)

    def _make_empty(self) -> QWidget:
        heading = QLabel(self.tr("No training yet"))
        heading.setFont(scaled_font(SECTION_SCALE, bold=True))
        sentence = QLabel(
            self.tr("Every training is kept here, with its settings, its curves and the model it brought.")
        )
        sentence.setWordWrap(True)
        button = push_button(self.tr("Go to Train"), "train", kind="primary", name="goToTrain")
        button.clicked.connect(self.train_asked)
        block = QWidget()
        block.setMaximumWidth(_EMPTY_WIDTH)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(heading)
        column.addWidget(sentence)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        centred(holder, block)
        return holder

    def _button(self, words: str, sign: str, slot: object, kind: str = "") -> QPushButton:
        button = push_button(words, sign, kind=kind, name=f"runs_{sign}")
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        self._hint = QLabel(self.tr("Hold Ctrl and choose a second run to compare"))
        set_kind(self._hint, "muted")
        self.tabs = self._tabs(self.curves, self.settings)
        self.tabs.setCornerWidget(self._hint)
        self.both_tabs = self._tabs(self.both_curves, self.both_settings)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tabs)
        self.stack.addWidget(self.both_tabs)
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        head.addWidget(self.headline, 1)
        for button in (self.resume_button, self.folder_button, self.use_button):
            head.addWidget(button)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.problem)
        column.addWidget(self.stack, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setObjectName("runsSplit")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(SPACE_L)
        self.split.addWidget(self.view)
        self.split.addWidget(lower)
        self.split.setSizes([200, 440])
        self.body.addWidget(self.split, 1)
        self.body.addWidget(self.empty, 1)

    def _tabs(self, curves: QWidget, settings: QWidget) -> QTabWidget:
        tabs = QTabWidget()
        tabs.addTab(curves, self.tr("Curves"))
        tabs.addTab(settings, self.tr("Settings"))
        return tabs

    def _choose(self) -> None:
        chosen = self.view.chosen()
        run = chosen[0] if len(chosen) == 1 else None
        self.use_button.setEnabled(run is not None and run.usable)
        self.folder_button.setEnabled(run is not None)
        self.resume_button.setVisible(run is not None and run.resumable)
        if run is not None:
            self._show_one(run)
        elif len(chosen) > 1:
            self._show_both(chosen[0], chosen[1])

    def _show_one(self, run: RunRecord) -> None:
        show_alone(self.stack, self.tabs)
        self.headline.setText(run.name)
        became, calm = state_sentence(run), run.status in ("paused", "cancelled")
        self.about.setText(f"{summary(run)}. {became}" if calm else summary(run))
        self.about.setVisible(bool(self.about.text()))
        self.show_problem("" if calm else became)
        self.settings.show_settings(run.settings)
        self.chosen.emit(run.folder)

    def _show_both(self, first: RunRecord, second: RunRecord) -> None:
        show_alone(self.stack, self.both_tabs)
        self.both_tabs.setCurrentIndex(self.tabs.currentIndex())
        self.headline.setText(self.tr("{0} beside {1}").format(first.name, second.name))
        self.about.hide()
        self.problem.hide()
        self.both_settings.show_runs(
            (first.name, second.name), (first.settings, second.settings), results(first, second)
        )
        self.two_chosen.emit(first.folder, second.folder)

    def _ask_use(self) -> None:
        run = self.current()
        if run is not None and run.usable:
            self.use_asked.emit(run.folder)

    def _ask_resume(self) -> None:
        run = self.current()
        if run is not None and run.resumable:
            self.resume_asked.emit(run.folder)

    def _ask_folder(self) -> None:
        run = self.current()
        if run is not None:
            self.folder_asked.emit(run.folder)
