"""The columns of a table, one a row: the name, what it holds, and what stands in its first rows."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from specter2_gui.app.previewing import CHOICES
from specter2_gui.qt.design.tokens import FIELD_HEIGHT, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.number_field import ChoiceField

_NAME, _HOLDS, _FIRST = 0, 1, 2
_SEEN = 5
"""How many of the first rows are shown."""
_MOST = 200
"""How many columns are listed; of a wider table the recognised ones as well."""
_SAMPLE_WIDTH = 190
_NAME_WIDTH = 170
_HOLDS_WIDTH = 236


class MappingTable(QTableWidget):
    """Each column has a choice of all fields; what is chosen is the mapping."""

    mapping_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mappingTable")
        self.setAccessibleName(self.tr("Columns of the table"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)  # Tab goes from choice to choice
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(FIELD_HEIGHT + SPACE_S)
        self._names: tuple[str, ...] = ()
        self._before: tuple[str, ...] = ()
        self.choices: list[ChoiceField] = []
        self.left_out = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave no empty field beside the columns."""
        super().resizeEvent(event)
        self._fill()

    def show_columns(self, names: Sequence[str], rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> None:
        """List the columns ``names`` with their first ``rows``; ``mapping`` is what they seem to hold."""
        places = [place for place, name in enumerate(names) if place < _MOST or name in mapping]
        self._names, self._before = tuple(names[place] for place in places), tuple(mapping)
        self.left_out = len(names) - len(places)
        seen = rows[:_SEEN]
        self.clear()
        self.choices = []
        self.setColumnCount(_FIRST + len(seen))
        self.setRowCount(len(places))
        samples = [self.tr("Row {0}").format(number(place)) for place in range(1, len(seen) + 1)]
        self.setHorizontalHeaderLabels([self.tr("Column of the file"), self.tr("Holds"), *samples])
        for line, place in enumerate(places):
            self._show_column(line, names[place], [row[place] for row in seen])
        self.set_mapping(mapping)
        self._size_columns()

    def set_mapping(self, mapping: Mapping[str, str]) -> None:
        """Choose what ``mapping`` says, and for all other columns that they are not used."""
        for name, choice in zip(self._names, self.choices, strict=True):
            choice.setCurrentIndex(max(0, choice.findData(mapping.get(name, ""))))

    @property
    def mapping(self) -> dict[str, str]:
        """What was chosen; of several columns for one field the first one counts, those that were recognised before others."""
        chosen = {
            name: str(choice.currentData())
            for name, choice in zip(self._names, self.choices, strict=True)
            if choice.currentData()
        }
        order = [name for name in self._before if name in chosen] + [
            name for name in chosen if name not in self._before
        ]
        return {name: chosen[name] for name in order}

    def _show_column(self, place: int, name: str, cells: Sequence[str]) -> None:
        self.setItem(place, _NAME, _item(name))
        for offset, cell in enumerate(cells):
            self.setItem(place, _FIRST + offset, _item(" ".join(cell.split())))
        choice = ChoiceField()
        choice.addItem(self.tr("Not used"), "")
        for field, label in CHOICES:
            choice.addItem(label, field)
        choice.setAccessibleName(self.tr("What the column “{0}” holds").format(name))
        choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        choice.setMaxVisibleItems(len(CHOICES) + 1)
        choice.currentIndexChanged.connect(self.mapping_changed)
        self.choices.append(choice)
        self.setCellWidget(place, _HOLDS, _framed(choice))

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column in range(self.columnCount()):
            header.resizeSection(column, {_NAME: _NAME_WIDTH, _HOLDS: _HOLDS_WIDTH}.get(column, _SAMPLE_WIDTH))
        self._fill()

    def _fill(self) -> None:
        """Give the last column what the others leave of the width; where they leave too little, the table scrolls."""
        last = self.columnCount() - 1
        if last >= _FIRST:
            header = self.horizontalHeader()
            header.resizeSection(last, max(_SAMPLE_WIDTH, self.viewport().width() - header.sectionPosition(last)))


def _framed(choice: ChoiceField) -> QWidget:
    """``choice`` in the middle of its cell, apart from the words beside it."""
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.setContentsMargins(SPACE_XS, 0, SPACE_M, 0)
    row.addWidget(choice)
    return frame


def _item(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    return item
