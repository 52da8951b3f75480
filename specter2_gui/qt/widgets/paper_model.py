"""Papers as a Qt table that knows their ids alone: what a line says is asked for, by the page, when it is painted."""

from array import array
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from specter2_gui.qt.widgets.paper_columns import Column, ShownPaper
from specter2_gui.qt.widgets.paper_pages import Pages
from specter2_gui.qt.widgets.paper_words import cell, headers, spoken, tip
from specter2_gui.qt.widgets.triplet_model import plain_tip

ROOT = QModelIndex()
Role = Qt.ItemDataRole
AnyIndex = QModelIndex | QPersistentModelIndex

PAPER_ROLE: Final = int(Role.UserRole)
"""The :class:`ShownPaper` of a line, or None while it is being read."""


class PaperModel(QAbstractTableModel):
    """Up to a million lines; a new list of ids is one reset, whatever its length."""

    papers_wanted = Signal(object)
    """The ids (an array) of papers to read; answered by :meth:`take` or :meth:`give_up`, one request at a time."""
    papers_taken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = Pages()
        self._headers = headers()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._ask)

    @property
    def ids(self) -> "array[int]":
        """The ids of all lines."""
        return self._pages.ids

    def set_ids(self, ids: "array[int]") -> None:
        """Show the papers ``ids`` in this order."""
        self.beginResetModel()
        self._pages.turn_to(ids)
        self.endResetModel()

    def take(self, papers: Sequence[ShownPaper]) -> None:
        """The papers that were asked for last."""
        self._pages.take(papers)
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(Column) - 1))
        self.papers_taken.emit()
        self._ask()

    def give_up(self) -> None:
        """What was asked for last could not be read."""
        self._pages.give_up()

    def paper_at(self, line: int) -> ShownPaper | None:
        """The paper in ``line``, or None while it is being read."""
        found = self._pages.at(line)
        if self._pages.waiting and not self._soon.isActive():
            self._soon.start()
        return found

    def is_read(self, line: int) -> bool:
        """Whether the paper in ``line`` is known as it is now."""
        return self.ids[line] in self._pages.papers

    def header(self, column: Column) -> str:
        """The name of ``column``."""
        return self._headers[column]

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """How many papers there are."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The name of a column."""
        if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[Column(section)]
        return None

    def data(self, index: AnyIndex, role: int = Role.DisplayRole) -> Any:
        """Text, tool tip and spoken text of a cell; nothing while it is being read."""
        if role not in _ROLES:
            return None
        paper = self.paper_at(index.row())
        if paper is None:
            return self.tr("being read") if role == Role.AccessibleTextRole else None
        if role == PAPER_ROLE:
            return paper
        return self._said(paper, Column(index.column()), role)

    def _said(self, paper: ShownPaper, column: Column, role: int) -> str:
        if role == Role.ToolTipRole:
            return plain_tip(tip(paper, column))
        if role == Role.AccessibleTextRole and column is Column.TITLE:
            return spoken(paper)
        return cell(paper.row, column)

    def _ask(self) -> None:
        wanted = self._pages.next_request()
        if wanted is not None:
            self.papers_wanted.emit(wanted)


_ROLES: Final = frozenset({Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole, PAPER_ROLE})
