"""The triplets as a Qt table: what a cell says, shows and tells on hovering; order and choice of rows are its own."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from specter2_gui.project.workspace import StoredTriplet
from specter2_gui.qt.design.style import current_scheme, icon
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.tab_separated import tab_separated
from specter2_gui.qt.widgets.triplet_rows import Column, Show, TableContent, chosen, ordered

ROOT = QModelIndex()
Role = Qt.ItemDataRole
AnyIndex = QModelIndex | QPersistentModelIndex
SIGN_SIDE = 32
LONGEST_TIP = 600
"""Characters of a text that a tool tip shows; the pane below the table shows all of it."""


class TripletModel(QAbstractTableModel):
    """Rows of :class:`TableContent`, filtered and sorted without a proxy: one pass over a list instead of 50,000 calls."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.content = TableContent()
        self._shown: list[int] = []
        self._needle = ""
        self._show = Show.ALL
        self._column: Column | None = None
        self._descending = False
        self._signs: dict[tuple[str, bool], QIcon] = {}
        self._headers = {
            Column.STATE: self.tr("State"),
            Column.QUERY: self.tr("Query"),
            Column.POSITIVE: self.tr("Positive (answers it)"),
            Column.NEGATIVE: self.tr("Negative (does not)"),
            Column.ORIGIN: self.tr("Origin"),
            Column.ROW: self.tr("Source row"),
        }
        self._origins = {
            "loaded": self.tr("loaded"),
            "clicked": self.tr("made here"),
            "edited": self.tr("edited"),
        }

    def set_content(self, content: TableContent) -> None:
        """Show other triplets with the filter and order of before."""
        self._arrange(content=content)

    def set_filter(self, needle: str, show: Show) -> None:
        """Show only rows of the kind ``show`` that hold every word of ``needle``."""
        self._needle, self._show = needle, show
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``; -1 goes back to the order in which the triplets came."""
        self._column = Column(column) if column >= 0 else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def row_at(self, position: int) -> StoredTriplet:
        """The triplet in the table's line ``position``."""
        return self.content.rows[self._shown[position]]

    def position_of(self, triplet_id: int) -> int:
        """The line that shows the triplet of this id, or -1 when it is not shown."""
        for position, index in enumerate(self._shown):
            if self.content.rows[index].id == triplet_id:
                return position
        return -1

    def as_text(self, positions: list[int]) -> str:
        """The lines at ``positions`` with a header line, tab-separated."""
        lines = [[self._headers[column] for column in Column]]
        lines += [[self._text(self.row_at(position), column) for column in Column] for position in positions]
        return tab_separated(lines)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """How many triplets pass the filter."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The name of a column; for a line the place of its triplet, by which problems name other rows."""
        if role != Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._headers[Column(section)]
        return number(self._shown[section] + 1)

    def data(self, index: AnyIndex, role: int = Role.DisplayRole) -> Any:
        """Text, icon, tool tip and spoken text of a cell."""
        row, column = self.row_at(index.row()), Column(index.column())
        if role == Role.DisplayRole:
            return self._text(row, column)
        if role == Role.DecorationRole and column is Column.STATE:
            return self._sign(row)
        if role == Role.ToolTipRole:
            return self._tip(row, column)
        if role in {Role.AccessibleTextRole, Role.AccessibleDescriptionRole}:
            return self._spoken(row, column, role)
        if role == Role.TextAlignmentRole and column is Column.ROW:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _arrange(self, content: TableContent | None = None) -> None:
        self.beginResetModel()
        self.content = self.content if content is None else content
        wanted = chosen(self.content.rows, self.content.words, self._needle, self._show)
        self._shown = ordered(self.content.rows, wanted, self._column, descending=self._descending)
        self.endResetModel()

    def _sign(self, row: StoredTriplet) -> QIcon:
        """The check mark or the warning, drawn once per colour scheme."""
        key = (current_scheme().name, bool(row.problems))
        if key not in self._signs:
            name, role = ("warning", "warning") if row.problems else ("success", "positive")
            sign = icon(name, role)
            sign.addPixmap(icon(name, "on_accent").pixmap(SIGN_SIDE), QIcon.Mode.Selected)
            self._signs[key] = sign
        return self._signs[key]

    def _text(self, row: StoredTriplet, column: Column) -> str:
        match column:
            case Column.STATE:
                return self.tr("problem") if row.problems else self.tr("usable")
            case Column.QUERY:
                return row.triplet.query
            case Column.POSITIVE:
                return row.triplet.positive_title
            case Column.NEGATIVE:
                return row.triplet.negative_title
            case Column.ORIGIN:
                return self._origin(row)
            case Column.ROW:
                return number(row.row) if row.row else ""

    def _origin(self, row: StoredTriplet) -> str:
        word = self._origins[row.origin]
        return f"{word}: {row.source}" if row.source else word

    def _spoken(self, row: StoredTriplet, column: Column, role: int) -> str:
        if role == Role.AccessibleDescriptionRole:
            return " ".join(row.problems)
        return self._text(row, column) or self.tr("empty")

    def _tip(self, row: StoredTriplet, column: Column) -> str:
        """What a cell tells on hovering."""
        if column is Column.STATE:
            text = "\n".join(row.problems) or self.tr("This triplet can be used for training.")
        elif column is Column.POSITIVE:
            text = "\n\n".join(part for part in row.triplet.positive if part)
        elif column is Column.NEGATIVE:
            text = "\n\n".join(part for part in row.triplet.negative if part)
        else:
            text = self._text(row, column)
        return plain_tip(text)


def plain_tip(text: str) -> str:
    """``text`` as a tool tip that wraps and shows markup as the characters it is made of."""
    short = text if len(text) <= LONGEST_TIP else text[:LONGEST_TIP] + "…"
    escaped = short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<qt>{escaped}</qt>" if escaped else ""
