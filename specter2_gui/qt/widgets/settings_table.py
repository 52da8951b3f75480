"""The settings of a run as a table: name, value, default; what differs is bold and can be shown alone."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.config.describe import FieldFacts
from specter2_gui.qt.design.style import scaled_font
from specter2_gui.qt.design.tokens import SPACE_S


class SettingsTable(QWidget):
    """Give it the nested settings of a run's record."""

    def __init__(self, fields: Sequence[FieldFacts], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._differing: list[bool] = []
        self.only = QCheckBox(self.tr("Only what differs from the defaults"))
        self.only.setAccessibleName(self.only.text())
        self.only.toggled.connect(self._hide_rows)
        self.table = QTableWidget(0, 3)
        self.table.setObjectName("settingsTable")
        self.table.setAccessibleName(self.tr("Settings of the run"))
        self.table.setHorizontalHeaderLabels([self.tr("Setting"), self.tr("Value"), self.tr("Default")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.only)
        column.addWidget(self.table, 1)

    def show_settings(self, settings: Mapping[str, Any]) -> None:
        """Fill the table; a setting the run does not name was at its default of then, and is left out."""
        self.table.setRowCount(0)
        self._differing = []
        for facts in self._fields:
            section = settings.get(facts.section)
            values = cast("dict[str, Any]", section) if isinstance(section, dict) else {}
            name = facts.key.partition(".")[2]
            if name in values:
                self._add(facts, values[name])
        self.table.resizeColumnToContents(0)
        self.table.resizeColumnToContents(2)
        self._hide_rows()

    def _add(self, facts: FieldFacts, value: object) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        differs = value != facts.default
        self._differing.append(differs)
        for column, words in enumerate((facts.label, value_words(facts, value), value_words(facts, facts.default))):
            cell = QTableWidgetItem(words)
            cell.setFont(scaled_font(1.0, bold=differs and column < 2))
            cell.setToolTip(facts.help)
            self.table.setItem(row, column, cell)

    def _hide_rows(self) -> None:
        for row, differs in enumerate(self._differing):
            self.table.setRowHidden(row, self.only.isChecked() and not differs)


def value_words(facts: FieldFacts, value: object) -> str:
    """``value`` of a setting as the form says it."""
    if facts.special and value == facts.minimum:
        return facts.special
    words = facts.names.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))
    return f"{words} {facts.unit}" if facts.unit and words else words
