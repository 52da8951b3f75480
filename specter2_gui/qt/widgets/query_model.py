"""The queries as a Qt table whose texts and notes can be changed in place."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from specter2_gui.domain.split import query_key
from specter2_gui.project.queries import QueryRow
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.query_rows import QueryColumn, QueryContent, chosen, ordered
from specter2_gui.qt.widgets.tab_separated import tab_separated
from specter2_gui.qt.widgets.triplet_model import plain_tip

ROOT = QModelIndex()
Role = Qt.ItemDataRole
AnyIndex = QModelIndex | QPersistentModelIndex
_EDITABLE = (QueryColumn.QUERY, QueryColumn.NOTE)


class QueryModel(QAbstractTableModel):
    """Rows of :class:`QueryContent`, filtered and sorted; a change is told and shown until the queries are read anew."""

    edited = Signal(int, str, str)
    """Id, text and note of a query that was changed."""
    refused = Signal(int)
    """A query was to be changed into another one, which has this id; it stays as it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.content = QueryContent()
        self._shown: list[int] = []
        self._changed: dict[int, QueryRow] = {}
        self._needle = ""
        self._column: QueryColumn | None = None
        self._descending = False
        self._headers = {
            QueryColumn.QUERY: self.tr("Query"),
            QueryColumn.NOTE: self.tr("What would count as an answer?"),
            QueryColumn.JUDGED: self.tr("Judged"),
            QueryColumn.RELEVANT: self.tr("Relevant"),
        }

    @property
    def has_changes(self) -> bool:
        """Whether a change is shown that was told and not read back yet."""
        return bool(self._changed)

    def set_content(self, content: QueryContent) -> None:
        """Show other queries with the filter and order of before."""
        self._changed.clear()
        self._arrange(content)

    def set_needle(self, needle: str) -> None:
        """Show only queries that hold every word of ``needle``."""
        self._needle = needle
        self._arrange(self.content)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``; -1 goes back to the order in which the queries were added."""
        self._column = QueryColumn(column) if column >= 0 else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._arrange(self.content)

    def row_at(self, position: int) -> QueryRow:
        """The query in the table's line ``position``."""
        row = self.content.rows[self._shown[position]]
        return self._changed.get(row.id, row)

    def position_of(self, query_id: int) -> int:
        """The line of the query with this id, or -1 when it is not shown."""
        rows = self.content.rows
        return next((place for place, index in enumerate(self._shown) if rows[index].id == query_id), -1)

    def query(self, query_id: int) -> QueryRow | None:
        """The query with this id, shown or not; None if there is none."""
        return next((self._changed.get(row.id, row) for row in self.content.rows if row.id == query_id), None)

    def as_text(self, positions: list[int]) -> str:
        """The lines at ``positions`` with a header line, tab-separated."""
        lines = [[self._headers[column] for column in QueryColumn]]
        lines += [[_text(self.row_at(position), column) for column in QueryColumn] for position in positions]
        return tab_separated(lines)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """How many queries pass the filter."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(QueryColumn)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Text and note can be changed."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in _EDITABLE else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The name of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole and QueryColumn(section) not in _EDITABLE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self._headers[QueryColumn(section)] if role == Role.DisplayRole else None

    def data(self, index: AnyIndex, role: int = Role.DisplayRole) -> Any:
        """Text, tool tip, spoken text and alignment of a cell."""
        row, column = self.row_at(index.row()), QueryColumn(index.column())
        if role == Role.DisplayRole:
            return _shown(row, column)
        if role == Role.EditRole:
            return row.note if column is QueryColumn.NOTE else row.text
        if role == Role.ToolTipRole:
            return plain_tip(_text(row, column))
        if role == Role.AccessibleTextRole:
            return f"{self._headers[column]}: {_text(row, column) or self.tr('empty')}"
        if role == Role.TextAlignmentRole and column not in _EDITABLE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Role.EditRole) -> bool:
        """Tell a change of text or note, and show it; the same again is none."""
        row, column, text = self.row_at(index.row()), QueryColumn(index.column()), str(value).strip()
        before = row.note if column is QueryColumn.NOTE else row.text
        if role != Role.EditRole or column not in _EDITABLE or text == before:
            return False
        if column is QueryColumn.QUERY and (other := self._other(row, text)) is not None:
            self.refused.emit(other.id)
            return False
        new = replace(row, note=text) if column is QueryColumn.NOTE else replace(row, text=text)
        self._changed[row.id] = new
        self.edited.emit(new.id, new.text, new.note)
        return True

    def _other(self, row: QueryRow, text: str) -> QueryRow | None:
        """Another query than ``row`` that is told apart from none with this ``text``, or None."""
        key = query_key(text)
        rows = (self._changed.get(each.id, each) for each in self.content.rows if each.id != row.id)
        return next((each for each in rows if query_key(each.text) == key), None)

    def _arrange(self, content: QueryContent) -> None:
        self.beginResetModel()
        self.content = content
        places = chosen(content, self._needle)
        self._shown = ordered(content.rows, places, self._column, descending=self._descending)
        self.endResetModel()


def _text(row: QueryRow, column: QueryColumn) -> str:
    match column:
        case QueryColumn.QUERY:
            return row.text
        case QueryColumn.NOTE:
            return row.note
        case QueryColumn.JUDGED:
            return number(row.judged)
        case QueryColumn.RELEVANT:
            return number(row.relevant)


def _shown(row: QueryRow, column: QueryColumn) -> str:
    return " ".join(_text(row, column).split())
