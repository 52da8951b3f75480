"""The papers of earlier files that a receipt counts: a list of their own, since no filter of the table names them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.import_labels import plain_label
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.roomy import RoomyCells

_Index = QModelIndex | QPersistentModelIndex


class _PaperModel(QAbstractTableModel):
    """Title, authors, year and file of each paper; rows come as the person scrolls."""

    more_asked = Signal(int)
    """How many are there; the next ones are wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headers = (self.tr("Title"), self.tr("Authors"), self.tr("Year"), self.tr("From the file"))
        self.rows: list[PaperRow] = []
        self._total = 0
        self._asked = 0

    def begin(self, rows: Sequence[PaperRow], total: int) -> None:
        """Show the first ``rows`` of ``total``."""
        self.beginResetModel()
        self.rows, self._total, self._asked = list(rows), total, len(rows)
        self.endResetModel()

    def add(self, rows: Sequence[PaperRow]) -> None:
        """The next ones have come."""
        if not rows:
            self._total = len(self.rows)
            return
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
        self.rows += rows
        self._asked = len(self.rows)
        self.endInsertRows()

    def canFetchMore(self, parent: _Index, /) -> bool:  # noqa: ARG002 - Qt's own shape
        """Whether there are more, and they were not asked for yet."""
        return len(self.rows) == self._asked and self._asked < self._total

    def fetchMore(self, parent: _Index, /) -> None:  # noqa: ARG002 - Qt's own shape
        """Ask for the next ones; they come later."""
        self._asked += 1
        self.more_asked.emit(len(self.rows))

    def rowCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own default
        """As many as have come."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own default
        """As many as there are headers."""
        return 0 if parent.isValid() else len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """The words above the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """A cell in words."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.rows[index.row()]
        return (row.title or row.abstract, "; ".join(row.authors), row.year_text, row.source)[index.column()]


class ReceiptPapers(QWidget):
    """A heading, the papers, and the way back to the receipt."""

    back_asked = Signal()
    more_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receiptPapers")
        self.back_button = push_button(self.tr("Back to the receipt"), "back", kind="link", name="backFromPapers")
        self.back_button.clicked.connect(self.back_asked)
        self.heading = plain_label(scale=SECTION_SCALE)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        set_kind(self.hint, "muted")
        self._model = _PaperModel(self)
        self._model.more_asked.connect(self.more_asked)
        self.table = self._make_table()
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        head.addWidget(self.back_button)
        head.addWidget(self.heading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.table, 1)

    @property
    def rows(self) -> tuple[PaperRow, ...]:
        """The papers that have come so far."""
        return tuple(self._model.rows)

    def show_papers(self, heading: str, hint: str, rows: Sequence[PaperRow], total: int) -> None:
        """Show the first ``rows`` of ``total`` papers."""
        self.heading.setText(heading)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.table.setAccessibleName(heading)
        self._model.begin(rows, total)

    def add_papers(self, rows: Sequence[PaperRow]) -> None:
        """Show ``rows`` behind those that are there."""
        self._model.add(rows)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("receiptPapersTable")
        table.setAccessibleName(self.tr("Papers of the receipt"))
        table.setModel(self._model)
        table.setItemDelegate(RoomyCells(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((1, 180), (2, 64), (3, 140)):
            header.resizeSection(column, width)
        return table
