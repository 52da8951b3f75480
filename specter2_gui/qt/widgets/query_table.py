"""The table of queries with what narrows it down, and what can be done with the chosen ones."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.project.queries import QueryRow
from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.query_cells import QueryCells
from specter2_gui.qt.widgets.query_model import QueryModel
from specter2_gui.qt.widgets.query_rows import QueryColumn, QueryContent

TYPING_PAUSE_MS = 120


class QueryTable(QWidget):
    """Shows queries; says which one the person is on and what is wanted of them."""

    current_changed = Signal(object)
    """The :class:`QueryRow` of the current line, or None."""
    edited = Signal(int, str, str)
    delete_asked = Signal(list)
    text_pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = QueryModel(self)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("queryFind")
        self.find_field.setPlaceholderText(self.tr("Find in the queries (Ctrl+F)"))
        self.find_field.setAccessibleName(self.tr("Find in the queries"))
        self.find_field.setClearButtonEnabled(True)
        self.counts = QLabel()
        self.counts.setObjectName("queryCounts")
        set_kind(self.counts, "muted")
        self.view = self._make_view()
        self._busy = ""
        self._waiting: QueryContent | None = None
        self._kept: tuple[int, int] = (-1, 0)
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        keys = QKeySequence.StandardKey
        self.edit_action = self._make_action(self.tr("Edit (Enter)"), "edit", None, self.edit)
        self.note_action = self._make_action(self.tr("Write a note (N)"), "curate", "N", self.edit_note)
        self.copy_action = self._make_action(self.tr("Copy"), "copy", keys.Copy, self.copy)
        self.paste_action = self._make_action(self.tr("Paste queries"), "add", keys.Paste, self._paste)
        self.delete_action = self._make_action(self.tr("Delete"), "delete", keys.Delete, self._ask_delete)
        self._lay_out()
        self._connect()
        self._say_counts()

    @property
    def current(self) -> QueryRow | None:
        """The query of the current line."""
        index = self.view.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def set_content(self, content: QueryContent) -> None:
        """Show ``content``; while a cell is being changed this waits until that has ended."""
        if self.view.state() == QAbstractItemView.State.EditingState:
            self._waiting = content
            return
        self._waiting = None
        self.model.set_content(content)
        self._say_counts()

    def chosen(self) -> list[QueryRow]:
        """The chosen queries from top to bottom."""
        return [self.model.row_at(position) for position in self._positions()]

    def go_to(self, query_id: int) -> None:
        """Make the query with this id the current one, looking for nothing if it is not shown."""
        if self.model.position_of(query_id) < 0:
            self.find_field.clear()
            self._filter()
        position = self.model.position_of(query_id)
        if position >= 0:
            self._stand_on(position)

    def edit(self) -> None:
        """Change the text of the current query; its note if the person stands on that."""
        index = self.view.currentIndex()
        if index.isValid():
            column = index.column() if index.column() == QueryColumn.NOTE else QueryColumn.QUERY
            self.view.edit(self.model.index(index.row(), column))

    def edit_note(self) -> None:
        """Change the note of the current query."""
        index = self.view.currentIndex()
        if index.isValid():
            self.view.edit(self.model.index(index.row(), QueryColumn.NOTE))

    def copy(self) -> None:
        """Put the chosen lines on the clipboard, for a spreadsheet."""
        positions = self._positions()
        if positions:
            QGuiApplication.clipboard().setText(self.model.as_text(positions))

    def show_busy(self, words: str) -> None:
        """Say what is being done in the place of the counts; empty ``words`` end it."""
        self._busy = words
        self._say_counts()

    def start_finding(self) -> None:
        """Put the cursor into the search field."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setObjectName("queryView")
        view.setAccessibleName(self.tr("Queries"))
        view.setModel(self.model)
        cells = QueryCells(view)
        cells.closeEditor.connect(self._after_editing)
        view.setItemDelegate(cells)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + SPACE_S + SPACE_XS)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (QueryColumn.QUERY, QueryColumn.NOTE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column in (QueryColumn.JUDGED, QueryColumn.RELEVANT):
            header.resizeSection(column, 14 * view.fontMetrics().averageCharWidth())
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        return view

    def _make_action(
        self, words: str, sign: str, key: QKeySequence.StandardKey | str | None, act: Callable[[], object]
    ) -> QAction:
        action = QAction(words, self)
        set_icon(action, sign)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if key is not None:
            action.setShortcut(key)
        action.triggered.connect(act)
        self.view.addAction(action)
        return action

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_S)
        bar.addWidget(self.find_field, 1)
        bar.addWidget(self.counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(bar)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.find_field.textChanged.connect(self._rest)
        self.find_field.returnPressed.connect(self.view.setFocus)
        self._pause.timeout.connect(self._filter)
        self.model.edited.connect(self.edited)
        self.model.modelAboutToBeReset.connect(self._keep)
        self.model.modelReset.connect(self._restore)
        self.view.selectionModel().currentRowChanged.connect(self._tell_current)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.edit)

    def _rest(self) -> None:
        self._pause.start()

    def _filter(self) -> None:
        self._pause.stop()
        self.model.set_needle(self.find_field.text())
        self._say_counts()

    def _say_counts(self) -> None:
        content = self.model.content
        parts = [
            counted(len(content.rows), self.tr("{n} query"), self.tr("{n} queries")),
            counted(content.judgements, self.tr("{n} judgement"), self.tr("{n} judgements")),
        ]
        if self.model.rowCount() != len(content.rows):
            parts.append(counted(self.model.rowCount(), self.tr("{n} shown"), self.tr("{n} shown")))
        self.counts.setText(self._busy or ", ".join(parts))

    def _positions(self) -> list[int]:
        positions: set[int] = set()
        for part in self.view.selectionModel().selection().toList():
            positions.update(range(part.top(), part.bottom() + 1))
        return sorted(positions)

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.text_pasted.emit(text)

    def _ask_delete(self) -> None:
        ids = [row.id for row in self.chosen()]
        if ids:
            self.delete_asked.emit(ids)

    def _after_editing(self, _editor: QWidget, _hint: QAbstractItemDelegate.EndEditHint) -> None:
        """What came while a cell was being changed is shown once the view has put the editor away."""
        QTimer.singleShot(0, self, self._show_waiting)

    def _show_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not self.model.has_changes:  # after a change the queries are read anew
            self.set_content(waiting)

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current)

    def _keep(self) -> None:
        """Remember the current query by id: a reset of the model forgets it."""
        current = self.current
        self._kept = (current.id if current else -1, max(self.view.currentIndex().row(), 0))

    def _restore(self) -> None:
        query_id, place = self._kept
        position = self.model.position_of(query_id)
        if position < 0:
            position = min(place, self.model.rowCount() - 1)
        if position < 0:
            self.current_changed.emit(None)
        else:
            self._stand_on(position)

    def _stand_on(self, position: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.model.index(position, QueryColumn.QUERY)
        self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.view.scrollTo(index)
