"""The Curate page: its tab "Queries", and its tab "Triplets" with the table, the pane for one triplet, and "Make a triplet"."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.design.style import set_icon
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S
from specter2_gui.qt.widgets.choices import Choices
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.query_view import QueryView
from specter2_gui.qt.widgets.stacked import Tabs, Yielding, show_alone
from specter2_gui.qt.widgets.triplet_bar import TripletBar
from specter2_gui.qt.widgets.triplet_detail import TripletDetail
from specter2_gui.qt.widgets.triplet_maker import TripletMaker
from specter2_gui.qt.widgets.triplet_picture import EmptyTriplets
from specter2_gui.qt.widgets.triplet_rows import Show, TableContent
from specter2_gui.qt.widgets.triplet_table import TripletTable


class CuratePanel(QWidget):
    """Shows the triplets it is given and says what the person asked for; it keeps nothing and decides nothing."""

    load_asked = Signal(bool)
    """True: add the triplets of a file to those that are there; False: put them in their place."""
    sample_asked = Signal()
    papers_file_asked = Signal()
    save_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    delete_asked = Signal(list)
    triplet_edited = Signal(int, Triplet)
    draft_changed = Signal(int, Triplet)
    triplet_made = Signal(Triplet)
    choice_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curatePanel")
        self.queries = QueryView()
        self._make_actions()
        self.bar = TripletBar(
            (self.load_action, self.load_more_action),
            (self.save_action, self.undo_action, self.redo_action),
            (self.table_action, self.make_action),
        )
        self.empty = EmptyTriplets()
        self.table = TripletTable()
        self.detail = TripletDetail()
        self.maker = TripletMaker()
        self._stack = QStackedWidget()
        self._splitter = self._make_splitter()
        self._lay_out()
        self._connect()
        self.show_content(TableContent())
        self.set_undo(None, None)

    @property
    def has_draft(self) -> bool:
        """Whether a changed triplet waits to be saved or discarded."""
        return self.detail.has_draft

    def save(self) -> None:
        """Ask to keep what was changed, if anything was."""
        self.detail.save()

    def discard(self) -> None:
        """Throw away what was changed."""
        self.detail.discard()

    def show_content(self, content: TableContent) -> None:
        """Show these triplets in place of the ones before."""
        if self.detail.shown_id is not None and self.detail.shown_id not in {row.id for row in content.rows}:
            self.detail.show_triplet(None)
        self.table.set_content(content)
        self.save_action.setEnabled(content.usable > 0)
        self._show_view()

    def show_saved(self) -> None:
        """The change in the pane was saved: show what the table now holds of it."""
        self.detail.show_triplet(None)
        self.detail.show_triplet(self.table.current)

    def set_choices(self, queries: Choices, papers: Choices, source: str) -> None:
        """Offer ``queries`` and ``papers`` to make triplets from."""
        self.maker.set_choices(queries, papers, source)

    def start(self) -> None:
        """Put the focus where work goes on."""
        if self.tabs.currentWidget() is not self.triplets_tab:
            return
        if self.make_action.isChecked():
            self.maker.start()
        elif self.table.model.content.rows:
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.empty.load_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Name what undo and redo would do, or None where there is nothing."""
        for action, word, label in (
            (self.undo_action, self.tr("Undo"), undo),
            (self.redo_action, self.tr("Redo"), redo),
        ):
            action.setEnabled(label is not None)
            action.setText(f"{word}: {label}" if label else word)
            action.setIconText(word)
            action.setToolTip(action.text())

    def show_triplets(self) -> None:
        """Show the tab of the triplets."""
        self.tabs.setCurrentWidget(self.triplets_tab)

    def show_queries(self) -> None:
        """Show the tab of the queries."""
        self.tabs.setCurrentWidget(self.queries)

    def show_problems_only(self) -> None:
        """Show the table with nothing but the triplets that have a problem."""
        self.table_action.trigger()
        self.table.show_only(Show.PROBLEM)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where work goes on."""
        super().showEvent(event)
        if not event.spontaneous():
            self.start()

    def _make_actions(self) -> None:
        keys = QKeySequence.StandardKey
        self.load_action = self._action(self.tr("Load triplets…"), "open", keys.Open)
        self.load_action.setToolTip(
            self.tr(
                "Read triplets from a file (JSON). They take the place of those in the table; Undo brings those back."
            )
        )
        self.load_more_action = self._action(self.tr("Add triplets from a file…"), "add", None)
        self.load_more_action.setToolTip(self.tr("Read triplets from a file (JSON) and keep those in the table."))
        self.save_action = self._action(self.tr("Save as…"), "save", keys.SaveAs)
        self.save_action.setToolTip(self.tr("Write the usable triplets into a file (JSON)"))
        self.undo_action = self._action(self.tr("Undo"), "undo", keys.Undo)
        self.redo_action = self._action(self.tr("Redo"), "redo", keys.Redo)
        self.find_action = self._action(self.tr("Find"), "search", keys.Find)
        self.table_action = self._action(self.tr("Table"), "table", None)
        self.make_action = self._action(self.tr("Make a triplet"), "add", keys.New)
        for action in (self.table_action, self.make_action):
            action.setCheckable(True)
        self.table_action.setChecked(True)

    def _action(self, words: str, sign: str, key: QKeySequence.StandardKey | None) -> QAction:
        action = QAction(words, self)
        action.setIconText(words)
        set_icon(action, sign)
        if key is not None:
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def _make_splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_M)
        splitter.addWidget(self.table)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        return splitter

    def _lay_out(self) -> None:
        for view in (self.empty, self._splitter, self.maker):
            self._stack.addWidget(view)
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, SPACE_M, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.tabs = Tabs()
        self.tabs.setObjectName("curateTabs")
        self.tabs.setAccessibleName(self.tr("Queries and triplets"))
        self.triplets_tab = tab
        self.tabs.addTab(self.queries, self.tr("Queries"))
        self.tabs.addTab(tab, self.tr("Triplets"))
        self.tabs.setCurrentWidget(tab)
        page = Page(
            self.tr("Curate"),
            self.tr("Gather the examples the search will learn from."),
            self.tr(
                "Load a file of triplets, or make them by choosing a query, a paper that answers it and one that does not. "
                "Triplets with a problem stay in the table, marked with the reason, until you mend or delete them; "
                "training uses the others. Everything is saved at once and can be undone."
            ),
        )
        page.body.addWidget(Yielding(self.tabs))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _connect(self) -> None:
        self.load_action.triggered.connect(self._ask_load)
        self.load_more_action.triggered.connect(self._ask_load_more)
        self.save_action.triggered.connect(self.save_asked)
        self.undo_action.triggered.connect(self.undo_asked)
        self.redo_action.triggered.connect(self.redo_asked)
        self.find_action.triggered.connect(self._find)
        self.table_action.triggered.connect(self._show_table)
        self.make_action.triggered.connect(self._show_maker)
        self.empty.load_button.clicked.connect(self._ask_load)
        self.empty.sample_button.clicked.connect(self.sample_asked)
        self.empty.make_button.clicked.connect(self.make_action.trigger)
        self.table.current_changed.connect(self._show_current)
        self.table.edit_asked.connect(self.detail.edit)
        self.table.delete_asked.connect(self.delete_asked)
        self.detail.save_asked.connect(self.triplet_edited)
        self.detail.draft_changed.connect(self.draft_changed)
        self.detail.discarded.connect(self._after_discarding)
        self.maker.add_asked.connect(self.triplet_made)
        self.maker.choice_changed.connect(self.choice_changed)
        self.maker.papers_file_asked.connect(self.papers_file_asked)
        self.maker.closed.connect(self.table_action.trigger)

    def _ask_load(self) -> None:
        self.load_asked.emit(False)  # noqa: FBT003 - a Qt signal takes its arguments by position

    def _ask_load_more(self) -> None:
        self.load_asked.emit(True)  # noqa: FBT003 - a Qt signal takes its arguments by position

    def _find(self) -> None:
        if self.tabs.currentWidget() is self.queries:
            self.queries.find_action.trigger()
            return
        self.table_action.trigger()
        self.table.start_finding()

    def _show_table(self) -> None:
        self._switch(making=False)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_maker(self) -> None:
        self._switch(making=True)
        self.maker.start()

    def _switch(self, *, making: bool) -> None:
        self.make_action.setChecked(making)
        self.table_action.setChecked(not making)
        self._show_view()

    def _show_view(self) -> None:
        if self.make_action.isChecked():
            show_alone(self._stack, self.maker)
        else:
            show_alone(self._stack, self._splitter if self.table.model.content.rows else self.empty)

    def _show_current(self) -> None:
        """Follow the table, unless a change in the pane waits: it is neither lost nor shown for another triplet."""
        current = self.table.current
        if not self.detail.has_draft:
            self.detail.show_triplet(current)
        elif current is not None and current.id != self.detail.shown_id:
            self.detail.show_waiting()

    def _after_discarding(self) -> None:
        self.detail.show_triplet(self.table.current)
