"""The table of triplets with what narrows it down: search as you type, usable or not, and a line that counts."""

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.project.workspace import StoredTriplet
from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.segments import segments
from specter2_gui.qt.widgets.triplet_model import TripletModel
from specter2_gui.qt.widgets.triplet_rows import Column, Show, TableContent

TYPING_PAUSE_MS = 120
"""How long the typing must rest before the table is filtered."""
MOST_RESELECTED = 500
"""Beyond this many chosen lines only the current one is found again after a change."""


class TripletTable(QWidget):
    """Shows triplets; says which one is current and what the person wants done with the chosen ones."""

    current_changed = Signal(object)
    """The :class:`StoredTriplet` of the current line, or None."""
    edit_asked = Signal()
    delete_asked = Signal(list)
    """Ids of the chosen triplets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TripletModel(self)
        self.find_field = self._make_find_field()
        self.counts = QLabel()
        self.counts.setObjectName("tripletCounts")
        set_kind(self.counts, "muted")
        self._shows = self._make_shows()
        self.view = self._make_view()
        self._kept: tuple[int, set[int], int] = (-1, set(), 0)
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._filter)
        self.copy_action = self._make_action(self.tr("Copy"), "copy", QKeySequence.StandardKey.Copy, self.copy)
        self.edit_action = self._make_action(self.tr("Edit"), "edit", None, self.edit_asked)
        self.delete_action = self._make_action(
            self.tr("Delete"), "delete", QKeySequence.StandardKey.Delete, self._ask_delete
        )
        self._lay_out()
        self._connect()

    def set_content(self, content: TableContent) -> None:
        """Show ``content``; what was chosen stays chosen where it is still there."""
        self.model.set_content(content)
        self._say_counts()

    def show_only(self, show: Show) -> None:
        """Narrow the table to ``show`` and forget what was searched for."""
        self.find_field.clear()
        self._shows[show].setChecked(True)
        self._filter()

    @property
    def current(self) -> StoredTriplet | None:
        """The triplet of the current line."""
        index = self.view.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def chosen_ids(self) -> list[int]:
        """Ids of the chosen triplets from top to bottom."""
        return [self.model.row_at(position).id for position in self._chosen_positions()]

    def go_to(self, triplet_id: int) -> None:
        """Make the line of ``triplet_id`` the current one, if it is shown."""
        position = self.model.position_of(triplet_id)
        if position >= 0:
            self._choose({position}, position)

    def start_finding(self) -> None:
        """Put the cursor into the search field."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def copy(self) -> None:
        """Put the chosen lines on the clipboard, for a spreadsheet."""
        positions = self._chosen_positions()
        if positions:
            QGuiApplication.clipboard().setText(self.model.as_text(positions))

    def _make_find_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("tripletFind")
        field.setPlaceholderText(self.tr("Find in the triplets (Ctrl+F)"))
        field.setAccessibleName(self.tr("Find in the triplets"))
        field.setClearButtonEnabled(True)
        return field

    def _make_shows(self) -> dict[Show, QToolButton]:
        words = {
            Show.ALL: (self.tr("All"), self.tr("Show all triplets")),
            Show.USABLE: (self.tr("Usable"), self.tr("Show the triplets that can be used for training")),
            Show.PROBLEM: (self.tr("With a problem"), self.tr("Show the triplets that cannot be used as they are")),
        }
        group = QButtonGroup(self)
        buttons: dict[Show, QToolButton] = {}
        for show, (word, tip) in words.items():
            button = QToolButton()
            button.setText(word)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setObjectName(f"show_{show}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            group.addButton(button)
            buttons[show] = button
        buttons[Show.ALL].setChecked(True)
        group.buttonClicked.connect(self._filter)
        return buttons

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setObjectName("tripletView")
        view.setAccessibleName(self.tr("Triplets"))
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + SPACE_S + SPACE_XS)
        self._prepare_header(view)
        return view

    def _prepare_header(self, view: QTableView) -> None:
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        letter = view.fontMetrics().averageCharWidth()
        for column, letters in ((Column.STATE, 14), (Column.ORIGIN, 22), (Column.ROW, 15)):
            header.resizeSection(column, letters * letter)
        for column in (Column.QUERY, Column.POSITIVE, Column.NEGATIVE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)

    def _make_action(self, words: str, sign: str, key: QKeySequence.StandardKey | None, act: object) -> QAction:
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
        bar.addLayout(segments(list(self._shows.values())))
        bar.addWidget(self.counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(bar)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.find_field.textChanged.connect(self._rest)
        self.find_field.returnPressed.connect(self.view.setFocus)
        self.view.activated.connect(self._ask_edit)
        self.view.selectionModel().currentRowChanged.connect(self._tell_current)
        self.model.modelAboutToBeReset.connect(self._keep)
        self.model.modelReset.connect(self._restore)

    def _rest(self) -> None:
        self._pause.start()

    def _filter(self) -> None:
        self._pause.stop()
        show = next(show for show, button in self._shows.items() if button.isChecked())
        self.model.set_filter(self.find_field.text(), show)
        self._say_counts()

    def _say_counts(self) -> None:
        content = self.model.content
        parts = [
            counted(len(content.rows), self.tr("{n} triplet"), self.tr("{n} triplets")),
            counted(content.queries, self.tr("{n} query"), self.tr("{n} queries")),
            counted(content.problems, self.tr("{n} with a problem"), self.tr("{n} with a problem")),
        ]
        if self.model.rowCount() != len(content.rows):
            parts.append(counted(self.model.rowCount(), self.tr("{n} shown"), self.tr("{n} shown")))
        self.counts.setText(", ".join(parts))

    def _chosen_positions(self) -> list[int]:
        positions: set[int] = set()
        for part in self.view.selectionModel().selection().toList():
            positions.update(range(part.top(), part.bottom() + 1))
        return sorted(positions)

    def _ask_edit(self) -> None:
        self.edit_asked.emit()

    def _ask_delete(self) -> None:
        ids = self.chosen_ids()
        if ids:
            self.delete_asked.emit(ids)

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current)

    def _keep(self) -> None:
        """Remember what is chosen by id: a reset of the model forgets it."""
        current = self.current
        chosen = self._chosen_positions()
        ids = {self.model.row_at(position).id for position in chosen[:MOST_RESELECTED]}
        top = chosen[0] if chosen else max(self.view.currentIndex().row(), 0)
        self._kept = (current.id if current else -1, ids, top)

    def _restore(self) -> None:
        current_id, ids, top = self._kept
        count = self.model.rowCount()
        positions: set[int] = {position for position in range(count) if ids and self.model.row_at(position).id in ids}
        current = self.model.position_of(current_id)
        if current < 0:
            current = min(top, count - 1)
            positions = positions or {current}
        self._choose(positions, current)

    def _choose(self, positions: set[int], current: int) -> None:
        """Choose the lines at ``positions`` and make ``current`` the current one (-1: nothing is left to choose)."""
        if current < 0:
            self.current_changed.emit(None)
            return
        flags = QItemSelectionModel.SelectionFlag
        selection = self.view.selectionModel()
        index = self.model.index(current, Column.QUERY)
        selection.setCurrentIndex(index, flags.NoUpdate)
        selection.clearSelection()
        for position in positions | {current}:
            selection.select(self.model.index(position, 0), flags.Select | flags.Rows)
        self.view.scrollTo(index)
        self._tell_current()
