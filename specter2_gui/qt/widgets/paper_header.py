"""The head of the table of papers: which columns there are, how wide, and by which one it is ordered."""

from functools import partial
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from specter2_gui.project.paper_filters import AS_ADDED, Order
from specter2_gui.qt.widgets.paper_columns import LETTERS, ORDERS, Column
from specter2_gui.qt.widgets.paper_words import headers

_GIVE_WAY: Final = (Column.DOI, Column.LANGUAGE, Column.SOURCE, Column.VENUE, Column.AUTHORS)
"""Columns that are left out in a narrow table, the first one first, while nobody has chosen the columns."""
_LEAST_TITLE: Final = 52
"""Letters of the titles for which other columns give way."""
_SHORTEST_TITLE: Final = 26
"""Letters of the titles for which the table scrolls sideways, when no other column can give way any more."""


class PaperHeader(QHeaderView):
    """Fits the columns into the table until a person changes one; a context menu shows and hides them."""

    order_changed = Signal(Order)

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setObjectName("paperHeader")
        self.setAccessibleName(self.tr("Columns"))
        self._view = view
        self._chosen_by_hand = False
        self._fitting = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setMinimumSectionSize(3 * self.fontMetrics().averageCharWidth())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        self.sortIndicatorChanged.connect(self._tell_order)
        self.sectionResized.connect(self._keep)
        self.sectionMoved.connect(self._keep)

    @property
    def order(self) -> Order:
        """By what the papers are ordered."""
        column = self.sortIndicatorSection()
        if column < 0:
            return AS_ADDED
        return Order(ORDERS[Column(column)], self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)

    def fit(self, width: int) -> None:
        """Give the titles what the other columns leave of ``width``, unless a person has chosen the columns."""
        if self._chosen_by_hand or not self.count():
            return
        self._fitting = True
        letter = self.fontMetrics().averageCharWidth()
        widths = {column: letters * letter for column, letters in LETTERS.items()}
        shown = list(Column)
        for column in _GIVE_WAY:
            if sum(widths[each] for each in shown if each) + _LEAST_TITLE * letter > width:
                shown.remove(column)
        for column in Column:
            self.setSectionHidden(column, column not in shown)
            self.resizeSection(column, widths[column])
        self.resizeSection(
            Column.TITLE, max(_SHORTEST_TITLE * letter, width - sum(widths[each] for each in shown if each))
        )
        self._fitting = False

    def columns(self) -> str:
        """The columns as text, for :meth:`bring_back`; empty while nobody has chosen any."""
        return bytes(self.saveState().toBase64().data()).decode("ascii") if self._chosen_by_hand else ""

    def bring_back(self, columns: str) -> None:
        """The columns as they were; a text that is none changes nothing. The order is not brought back."""
        self._fitting = True
        self._chosen_by_hand = bool(columns) and self.restoreState(
            QByteArray.fromBase64(columns.encode("ascii", "replace"))
        )
        self._fitting = False
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def menu(self) -> QMenu:
        """The columns with check marks, and the way back."""
        menu = QMenu(self)
        menu.setObjectName("columnsMenu")
        for column, name in headers().items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(column))
            action.setEnabled(column is not Column.TITLE)
            action.toggled.connect(partial(self._show, column))
        menu.addSeparator()
        menu.addAction(self.tr("Fit the columns into the window")).triggered.connect(self.reset_columns)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def offer_menu(self) -> None:
        """Open the menu of the columns, for those who do not use a mouse."""
        self._offer(self.rect().bottomLeft())

    def reset_columns(self) -> None:
        """The columns as at first."""
        self._chosen_by_hand = False
        for column in Column:
            self.moveSection(self.visualIndex(column), column)
        self._chosen_by_hand = False
        self.fit(self._view.viewport().width())

    def _offer(self, place: QPoint) -> None:
        self.menu().popup(self.mapToGlobal(place))

    def _show(self, column: Column, shown: bool) -> None:
        self.setSectionHidden(column, not shown)
        if shown and self.sectionSize(column) < self.minimumSectionSize():
            self.resizeSection(column, LETTERS[column] * self.fontMetrics().averageCharWidth())
        self._chosen_by_hand = True

    def _keep(self) -> None:
        if not self._fitting:
            self._chosen_by_hand = True

    def _tell_order(self) -> None:
        self.order_changed.emit(self.order)
