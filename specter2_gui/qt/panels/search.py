"""The Search page: one field, and the hits of before and after the fine-tuning side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.qt.design.style import set_icon
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M
from specter2_gui.qt.widgets.dropped import FileTarget
from specter2_gui.qt.widgets.empty_search import EmptySearch
from specter2_gui.qt.widgets.hit_list import HitList
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.search_bar import SearchBar
from specter2_gui.qt.widgets.sign import Sign
from specter2_gui.qt.widgets.stacked import Yielding, show_alone
from specter2_gui.qt.widgets.tab_separated import tab_separated

WIDE = 10_000
"""Asked for by every column, so that those on show share the width evenly."""


class SearchPanel(FileTarget):
    """Shows the hits it is given and says what was asked for; where the hits come from it does not know."""

    opened = Signal()
    """The page came into view."""
    train_asked = Signal()
    """The person wants to get an "After" by training."""
    runs_asked = Signal()
    """The person wants to choose a run that is there."""
    curate_asked = Signal()
    """The person wants to load or make triplets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchPanel")
        self.bar = SearchBar()
        self.before = HitList("before", self.tr("Before"))
        self.after = HitList("after", self.tr("After"))
        self.words = HitList("words", self.tr("By words"))
        self.empty = EmptySearch()
        self.find_action = QAction(self.tr("Find"), self)
        set_icon(self.find_action, "search")
        self.find_action.setShortcut(QKeySequence.StandardKey.Find)
        self.find_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(self.find_action)
        self.missing = self._make_missing()
        self.words.show_model(self.tr("BM25: the words of the query, no model"))
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_after(shown=False)

    @property
    def columns(self) -> tuple[HitList, HitList, HitList]:
        """All columns from left to right, shown or not."""
        return self.before, self.after, self.words

    def show_after(self, *, shown: bool) -> None:
        """With a run: "Before" and "After", "By words" on request. Without one: "Before", "By words", and how to get a run."""
        self.after.setVisible(shown)
        self.missing.setVisible(not shown)
        self.bar.words_toggle.setVisible(shown)
        self._show_words()

    def show_empty(self, *, shown: bool) -> None:
        """Say that there are no papers to search in, in place of the columns."""
        show_alone(self._stack, self.empty if shown else self._results)

    def start(self) -> None:
        """Put the cursor into the query field."""
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.field.selectAll()

    def copy(self) -> None:
        """Put the hits of all shown columns on the clipboard, for a spreadsheet."""
        lines = [
            [self.tr("Column"), self.tr("Rank"), self.tr("Id"), self.tr("Title"), self.tr("Score"), self.tr("Moved")]
        ]
        for column in self.columns:
            if not column.isHidden():
                lines += [
                    [column.heading.text(), str(hit.rank), hit.id, hit.title, f"{hit.score:.6g}", hit.moved]
                    for hit in column.hits
                ]
        QGuiApplication.clipboard().setText(tab_separated(lines))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the page is looked at, and be ready for a query."""
        super().showEvent(event)
        self.opened.emit()
        if not event.spontaneous():
            self.start()

    def _make_missing(self) -> QWidget:
        """One line that says how to get an "After"."""
        words = QLabel(self.tr("There is no “After” yet: it comes from a training."))
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(Sign("info", "accent"))
        row.addWidget(words, 1)
        for text, sign, signal in (
            (self.tr("Train now"), "train", self.train_asked),
            (self.tr("Choose a run"), "runs", self.runs_asked),
        ):
            button = push_button(text, sign, kind="link")
            button.clicked.connect(signal)
            row.addWidget(button)
        return holder

    def _lay_out(self) -> None:
        self._splitter = splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_L)
        for column in self.columns:
            splitter.addWidget(column)
            splitter.setStretchFactor(splitter.indexOf(column), 1)
        self._results = QWidget()
        results = QVBoxLayout(self._results)
        results.setContentsMargins(0, 0, 0, 0)
        results.setSpacing(SPACE_M)
        results.addWidget(self.missing)
        results.addWidget(splitter, 1)
        self._stack.addWidget(self._results)
        self._stack.addWidget(self.empty)
        page = Page(
            self.tr("Search"),
            self.tr("Try queries: what was found before the training, and what is found after it."),
            self.tr(
                "Type a query; the papers closest to it come first. “Before” is the model as it was, “After” the run you chose. "
                "An arrow tells by how many places a paper moved. The bar compares a paper with the first one of its column; "
                "bars of different columns do not mean the same. Click a hit, or press Enter on it, to read its abstract."
            ),
        )
        page.body.addWidget(self.bar)
        page.body.addWidget(Yielding(self._stack), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _connect(self) -> None:
        self.find_action.triggered.connect(self.start)
        self.bar.words_toggle.toggled.connect(self._show_words)
        self.bar.copy_asked.connect(self.copy)
        self.bar.left_downwards.connect(self._go_down)
        self.empty.open_button.clicked.connect(self.bar.collection_asked)
        self.empty.curate_button.clicked.connect(self.curate_asked)
        for column in self.columns:
            column.left_upwards.connect(self.start)

    def _show_words(self) -> None:
        self.words.setVisible(self.after.isHidden() or self.bar.words_toggle.isChecked())
        self._splitter.setSizes([WIDE] * len(self.columns))

    def _go_down(self) -> None:
        for column in self.columns:
            if not column.isHidden() and column.go_to_first():
                return
