"""The Runs page: every training there was, its settings, its curves, and searching with its result."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.app.runs import RunRecord
from specter2_gui.config.describe import FieldFacts
from specter2_gui.domain.events import Event, RunStarted
from specter2_gui.qt.design.style import scaled_font, set_icon, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.curves import Curves
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.roomy import RoomyCells
from specter2_gui.qt.widgets.run_model import RunModel
from specter2_gui.qt.widgets.settings_table import SettingsTable
from specter2_gui.qt.widgets.tab_separated import tab_separated

_EMPTY_WIDTH = 520
_LEAST_PLOT = 100
"""Height in device-independent pixels: the table of runs needs room above the curves."""


class RunsPanel(Page):
    """Shows runs; says which one to search with, to open, to look at."""

    use_asked = Signal(Path)
    folder_asked = Signal(Path)
    chosen = Signal(Path)
    train_asked = Signal()

    def __init__(self, fields: Sequence[FieldFacts], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Runs"),
            self.tr("Every training, what it was made with and what it brought."),
            self.tr(
                "“Before” and “After” are the share of held-out triplets in the right order. Double-click a run to search with it. "
                "Its folder holds the adapters, the settings and everything that happened."
            ),
            parent,
        )
        self.model = RunModel(self)
        self.view = self._make_view()
        self.curves = Curves(_LEAST_PLOT)
        self.settings = SettingsTable(fields)
        self.headline = QLabel()
        self.headline.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        set_kind(self.problem, "warning")
        self.use_button = self._button(self.tr("Use in Search"), "search", self._ask_use, "primary")
        self.folder_button = self._button(self.tr("Open folder"), "folder", self._ask_folder)
        self.empty = self._make_empty()
        self._make_copy_action()
        self._lay_out()
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunRecord]) -> None:
        """List ``runs``; the one that was chosen stays chosen."""
        chosen = self.current()
        self.model.set_runs(runs)
        self.empty.setVisible(not runs)
        self.split.setVisible(bool(runs))
        names = [run.folder for run in runs]
        row = names.index(chosen.folder) if chosen is not None and chosen.folder in names else 0
        self.view.selectRow(row)
        self._choose()

    def choose(self, folder: Path) -> None:
        """Choose the run in ``folder``."""
        for row, run in enumerate(self.model.runs):
            if run.folder == folder:
                self.view.selectRow(row)

    def current(self) -> RunRecord | None:
        """The chosen run."""
        rows = self.view.selectionModel().selectedRows()
        return self.model.runs[rows[0].row()] if rows and rows[0].row() < len(self.model.runs) else None

    def show_events(self, events: Sequence[Event]) -> None:
        """Draw the curves of the chosen run."""
        steps = next((event.steps for event in events if isinstance(event, RunStarted)), 0)
        self.curves.clear(steps)
        self.curves.show_events(events)

    def copy(self) -> None:
        """Put the table on the clipboard, for a spreadsheet."""
        lines = [list(self.model.headers), *(list(self.model.cells(run)) for run in self.model.runs)]
        QGuiApplication.clipboard().setText(tab_separated(lines))

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setObjectName("runsTable")
        view.setAccessibleName(self.tr("Runs"))
        view.setModel(self.model)
        view.setItemDelegate(RoomyCells(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.doubleClicked.connect(self._ask_use)
        view.selectionModel().selectionChanged.connect(self._choose)
        return view

    def _make_copy_action(self) -> None:
        action = QAction(self.tr("Copy table"), self.view)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        set_icon(action, "copy")
        action.triggered.connect(self.copy)
        for words, slot in ((self.tr("Use in Search"), self._ask_use), (self.tr("Open folder"), self._ask_folder)):
            other = QAction(words, self.view)
            other.triggered.connect(slot)
            self.view.addAction(other)
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
        tabs = QTabWidget()
        tabs.addTab(self.curves, self.tr("Curves"))
        tabs.addTab(self.settings, self.tr("Settings"))
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        head.addWidget(self.headline)
        head.addWidget(self.problem, 1)
        head.addWidget(self.folder_button)
        head.addWidget(self.use_button)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(tabs, 1)
        self.tabs = tabs
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setObjectName("runsSplit")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(SPACE_L)
        self.split.addWidget(self.view)
        self.split.addWidget(lower)
        self.split.setSizes([220, 420])
        self.body.addWidget(self.split, 1)
        self.body.addWidget(self.empty, 1)

    def _choose(self) -> None:
        run = self.current()
        self.use_button.setEnabled(run is not None and run.usable)
        self.folder_button.setEnabled(run is not None)
        if run is None:
            return
        self.headline.setText(run.name)
        self.problem.setText(run.problem or (run.stopped or "" if run.status == "failed" else ""))
        self.settings.show_settings(run.settings)
        self.chosen.emit(run.folder)

    def _ask_use(self) -> None:
        run = self.current()
        if run is not None and run.usable:
            self.use_asked.emit(run.folder)

    def _ask_folder(self) -> None:
        run = self.current()
        if run is not None:
            self.folder_asked.emit(run.folder)
