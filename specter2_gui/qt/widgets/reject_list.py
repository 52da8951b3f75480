"""The rejects of an import as a table: its sign, where each one stands in the file, and why it could not be read."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from specter2_gui.project.imports import RejectRow
from specter2_gui.qt.design.style import icon
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.roomy import RoomyCells

_Index = QModelIndex | QPersistentModelIndex
_LINE, _STATE = 0, 1


class _RejectModel(QAbstractTableModel):
    """One row a reject, in the order of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rejects: tuple[RejectRow, ...] = ()
        self.headers = (self.tr("Line"), self.tr("Reason"))

    def set_rejects(self, rejects: Sequence[RejectRow]) -> None:
        """Show ``rejects``; where only what became of them differs, the chosen one stays chosen."""
        same = [row.id for row in rejects] == [row.id for row in self.rejects]
        if same:
            self.rejects = tuple(rejects)
            if rejects:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rejects) - 1, len(self.headers) - 1))
            return
        self.beginResetModel()
        self.rejects = tuple(rejects)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own default
        """How many there are."""
        return 0 if parent.isValid() else len(self.rejects)

    def columnCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own default
        """As many as there are headers."""
        return 0 if parent.isValid() else len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """The words above the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """A cell; its sign says whether the reject was mended."""
        reject = self.rejects[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return number(reject.line) if index.column() == _LINE else self.state(reject)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.state(reject)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _STATE:
            return icon("warning", "warning") if reject.mended is None else icon("success", "positive")
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _LINE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def state(self, reject: RejectRow) -> str:
        """The reason, or that there is none any more."""
        return reject.reason if reject.mended is None else self.tr("Mended: it is a paper now")


class RejectList(QTableView):
    """Says which reject is the current one."""

    current_changed = Signal(object)
    """The :class:`RejectRow`, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rejectList")
        self.setAccessibleName(self.tr("Rejects"))
        self._model = _RejectModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RoomyCells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(_LINE, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentRowChanged.connect(self._tell)

    @property
    def rejects(self) -> tuple[RejectRow, ...]:
        """What is listed."""
        return self._model.rejects

    @property
    def current(self) -> RejectRow | None:
        """The current reject, or None."""
        row = self.currentIndex().row()
        return self.rejects[row] if 0 <= row < len(self.rejects) else None

    def show_place(self, word: str) -> None:
        """``word`` is what the number of a reject counts in the file."""
        self._model.headers = (word, *self._model.headers[1:])
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, _LINE, _LINE)

    def show_rejects(self, rejects: Sequence[RejectRow]) -> None:
        """List ``rejects``; the first one that is not mended becomes the current one where there was none."""
        before = self.current
        self._model.set_rejects(rejects)
        if before is None or all(row.id != before.id for row in rejects):
            self.go_on()
        else:
            self._tell()

    @property
    def has_next(self) -> bool:
        """Whether there is another reject that is not mended."""
        current = self.current
        return any(reject.mended is None for reject in self.rejects if current is None or reject.id != current.id)

    def go_on(self) -> bool:
        """Go to the next reject that is not mended, from the first again behind the last one; False if there is none."""
        start = self.currentIndex().row() + 1
        places = [*range(start, len(self.rejects)), *range(start)]
        place = next((place for place in places if self.rejects[place].mended is None), None)
        if place is None and self.current is None and self.rejects:
            place = 0
        if place is None:
            return False
        if place == self.currentIndex().row():
            return False
        self.selectRow(place)
        return True

    def _tell(self) -> None:
        self.current_changed.emit(self.current)
