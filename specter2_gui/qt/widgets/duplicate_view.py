"""The tab "Duplicates": pairs to decide, groups, and pairs that were kept apart, each as a list with a pane beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.duplicate_empty import EmptyDuplicates
from specter2_gui.qt.widgets.duplicate_list import DuplicateList, Entry
from specter2_gui.qt.widgets.duplicate_pane import DuplicatePane, Shown, Side
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.segments import segments
from specter2_gui.qt.widgets.stacked import show_alone

LIST_WIDTH, PANE_WIDTH = 250, 640
PROGRESS_WIDTH = 120


class DuplicateView(QWidget):
    """Shows the lists it is given; what was decided is said by its ``pane``."""

    side_chosen = Signal(Side)
    entry_chosen = Signal(int)
    look_asked = Signal()
    seen = Signal()
    """The tab was opened: what it shows may be old."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("duplicateView")
        self.side = Side.OPEN
        self._starts = False
        """Whether the focus goes to the list as soon as it is shown."""
        self.list = DuplicateList()
        self.pane = DuplicatePane()
        self.empty = EmptyDuplicates()
        self.look_button = push_button(self.tr("Look for probable duplicates"), "search")
        self.look_button.setToolTip(self.tr("Compare the titles of all papers; every pair found is yours to decide"))
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedSize(PROGRESS_WIDTH, SPACE_S)
        self.progress.setAccessibleName(self.tr("Pairs decided"))
        self.progress_words = QLabel()
        set_kind(self.progress_words, "muted")
        self._sides = self._make_sides()
        self._stack = QStackedWidget()
        self._splitter = self._make_splitter()
        self.pane.take_keys_from(self)
        self._undo_key = QShortcut(QKeySequence(Qt.Key.Key_Backspace), self)
        self._undo_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._lay_out()
        self._connect()
        self.show_counts({}, decided=0)
        self.show_entries((), 0, decided=0, papers=False)

    def show_counts(self, counts: dict[Side, int], decided: int) -> None:
        """Say how long each list is, and how many pairs were ``decided`` of all that were found."""
        for side, button in self._sides.items():
            button.setText(f"{self._words(side)}  {number(counts.get(side, 0))}")
            button.setAccessibleName(button.text())
        total = decided + counts.get(Side.OPEN, 0)
        words = self.tr("{done} of {n} decided").replace("{done}", number(decided)).replace("{n}", number(total))
        self.progress_words.setText(words)
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(decided)
        self.progress.setAccessibleDescription(words)
        for widget in (self.progress, self.progress_words):
            widget.setVisible(total > 0)

    def show_entries(self, entries: Sequence[Entry], current: int, *, decided: int, papers: bool) -> None:
        """List ``entries`` of the side that is chosen; where there are none, say what to do."""
        self.list.show_entries(entries, current)
        self.list.setAccessibleName(self._words(self.side))
        self.empty.explain(self.side, decided=decided, papers=papers)
        self.look_button.setEnabled(papers)
        self.look_button.setVisible(bool(entries) or not papers or self.side is not Side.OPEN)
        show_alone(self._stack, self._splitter if entries else self.empty)
        if entries and self._starts:
            self._start()

    def show_pair_or_group(self, shown: Shown | None) -> None:
        """Show ``shown`` beside the list; None while it is being read."""
        focused = QApplication.focusWidget()
        is_inside = focused is not None and self.pane.comparison.isAncestorOf(focused)
        self.pane.show_pair_or_group(shown)
        if is_inside:  # what had the focus is gone
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if shown is not None:
            self.list.go_to(shown.id)

    def show_looking(self, *, looking: bool) -> None:
        """While the search for duplicates goes on nobody can start another one; its button gives the focus to the lists."""
        if looking and QApplication.focusWidget() in (self.look_button, self.empty.look_button):
            self._sides[self.side].setFocus(Qt.FocusReason.OtherFocusReason)
        for button in (self.look_button, self.empty.look_button):
            button.setDisabled(looking)
            button.setText(self.tr("Looking…") if looking else self.tr("Look for probable duplicates"))

    def start_when_listed(self) -> None:
        """Put the focus on the list when it has something to decide, since its keys are what goes on."""
        self._starts = True

    def go_to(self, side: Side) -> None:
        """Show the list ``side`` as if its button had been pressed."""
        self._sides[side].click()

    def showEvent(self, event: QShowEvent) -> None:
        """Say that somebody looks."""
        super().showEvent(event)
        if not event.spontaneous():
            self.seen.emit()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start(self) -> None:
        self._starts = False
        focused = QApplication.focusWidget()
        if self.isVisible() and not (focused is not None and self._splitter.isAncestorOf(focused)):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self, side: Side) -> str:
        return {
            Side.OPEN: self.tr("To decide"),
            Side.GROUPED: self.tr("Grouped"),
            Side.APART: self.tr("Kept apart"),
        }[side]

    def _make_sides(self) -> dict[Side, QToolButton]:
        tips = {
            Side.OPEN: self.tr("Pairs that may be the same paper"),
            Side.GROUPED: self.tr("Records of one paper: one is shown, the others are hidden behind it"),
            Side.APART: self.tr("Pairs that look alike and are two papers"),
        }
        group = QButtonGroup(self)
        buttons: dict[Side, QToolButton] = {}
        for side, tip in tips.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            button.setObjectName(f"side_{side}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            group.addButton(button)
            buttons[side] = button
        buttons[Side.OPEN].setChecked(True)
        group.buttonClicked.connect(self._choose_side)
        return buttons

    def _make_splitter(self) -> QSplitter:
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_M)
        splitter.addWidget(self.list)
        splitter.addWidget(self.pane)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_WIDTH, PANE_WIDTH])
        return splitter

    def _lay_out(self) -> None:
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self.empty)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_S)
        bar.addLayout(segments(list(self._sides.values())))
        bar.addStretch(1)
        bar.addWidget(self.progress)
        bar.addWidget(self.progress_words)
        bar.addSpacing(SPACE_S)
        bar.addWidget(self.look_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_M, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.look_button.clicked.connect(self.look_asked)
        self.empty.look_asked.connect(self.look_asked)
        self.list.entry_chosen.connect(self.entry_chosen)
        self._undo_key.activated.connect(self.pane.undo_asked)

    def _choose_side(self) -> None:
        self._starts = False
        self.side = next(side for side, button in self._sides.items() if button.isChecked())
        self.side_chosen.emit(self.side)
