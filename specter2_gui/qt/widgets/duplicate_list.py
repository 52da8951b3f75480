"""The list of pairs or groups beside the records: one title a line, marked where something has to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from specter2_gui.qt.design.style import icon
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.triplet_model import plain_tip

ROOT = QModelIndex()
Role = Qt.ItemDataRole
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair or a group by its ``id``; ``detail`` is more about it, ``warns`` that something has to be looked at."""

    id: int
    title: str
    detail: str = ""
    warns: bool = False


class DuplicateModel(QAbstractListModel):
    """The entries of one list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def position_of(self, entry_id: int) -> int:
        """The line of the entry with this id, or -1."""
        return next((place for place, entry in enumerate(self.entries) if entry.id == entry_id), -1)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """How many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: AnyIndex, role: int = Role.DisplayRole) -> Any:
        """Title, tool tip, spoken text and the warning sign of an entry."""
        entry = self.entries[index.row()]
        if role == Role.DisplayRole:
            return entry.title
        if role == Role.ToolTipRole:
            return plain_tip("\n".join(part for part in (entry.title, entry.detail) if part))
        if role == Role.AccessibleTextRole:
            return ". ".join(part for part in (entry.title, entry.detail) if part)
        if role == Role.DecorationRole and entry.warns:
            return icon("warning", "warning")
        return None


class DuplicateList(QTableView):
    """Says which entry the person went to."""

    entry_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._entries = DuplicateModel(self)
        self._silent = False
        self.setModel(self._entries)
        self.setObjectName("duplicateList")
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().lineSpacing() + SPACE_S)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._tell)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._entries.entries

    def show_entries(self, entries: Sequence[Entry], current: int) -> None:
        """List ``entries`` and stand on the one with the id ``current``, without telling so."""
        self._silent = True
        self._entries.set_entries(entries)
        self._silent = False
        self.go_to(current)

    def go_to(self, entry_id: int) -> None:
        """Stand on the entry with this id, without telling so."""
        self._silent = True
        position = self._entries.position_of(entry_id)
        if position >= 0:
            self.setCurrentIndex(self._entries.index(position))
        else:
            self.clearSelection()
        self._silent = False

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid() and not self._silent:
            self.entry_chosen.emit(self.entries[current.row()].id)
