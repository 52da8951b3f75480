"""Results and settings of two runs side by side; settings that differ have a sign and are bold, and can be shown alone."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.config.describe import FieldFacts
from specter2_gui.qt.design.style import scaled_font, set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.settings_table import value_words
from specter2_gui.qt.widgets.tab_separated import tab_separated

Row = tuple[str, str, str]
"""What it is, and its words in the first and in the second run."""
_DIFFERS = "≠ "


class SettingsComparison(QWidget):
    """Give it two nested settings and what the runs brought."""

    def __init__(self, fields: Sequence[FieldFacts], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._rows: tuple[Row, ...] = ()
        self._results = 0
        self._headers: tuple[str, str, str] = ("", "", "")
        self.only = QCheckBox(self.tr("Only what differs"))
        self.only.setAccessibleName(self.only.text())
        self.only.setChecked(True)
        self.only.toggled.connect(self._hide_rows)
        self.none = QLabel(self.tr("Both were made with the same settings."))
        set_kind(self.none, "muted")
        self.table = self._make_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.only)
        column.addWidget(self.none)
        column.addWidget(self.table, 1)

    def show_runs(self, names: Sequence[str], settings: Sequence[Mapping[str, Any]], results: Sequence[Row]) -> None:
        """Fill the table: the ``results`` first, then each setting that one of the runs names."""
        self._headers = (self.tr("Setting"), names[0], names[1])
        self._results = len(results)
        self._rows = (*results, *self._setting_rows(settings))
        self.table.setHorizontalHeaderLabels(list(self._headers))
        self.table.setRowCount(0)  # forgets which rows were hidden
        self.table.setRowCount(len(self._rows))
        for place, row in enumerate(self._rows):
            self._fill(place, row)
        self.table.resizeColumnToContents(0)
        self._hide_rows()

    def copy(self) -> None:
        """Put the rows on show on the clipboard, for a spreadsheet."""
        shown = [row for place, row in enumerate(self._rows) if not self.table.isRowHidden(place)]
        QGuiApplication.clipboard().setText(tab_separated([self._headers, *shown]))

    def _setting_rows(self, settings: Sequence[Mapping[str, Any]]) -> list[Row]:
        rows: list[Row] = []
        for facts in self._fields:
            first, second = (_value(one, facts) for one in settings)
            if first is not None or second is not None:
                rows.append((facts.label, _shown(facts, first), _shown(facts, second)))
        return rows

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("settingsComparison")
        table.setAccessibleName(self.tr("Settings of two runs"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        action = QAction(self.tr("Copy table"), table)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        set_icon(action, "copy")
        action.triggered.connect(self.copy)
        table.addAction(action)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return table

    def _fill(self, place: int, row: Row) -> None:
        differs = self._differs(place)
        for column, words in enumerate(row):
            cell = QTableWidgetItem((_DIFFERS if differs else "") + words if column == 0 else words)
            cell.setFont(scaled_font(1.0, bold=differs))
            if differs:
                cell.setToolTip(self.tr("The two runs differ in this"))
            self.table.setItem(place, column, cell)

    def _differs(self, place: int) -> bool:
        """Results differ nearly always; only where settings do is worth a sign."""
        return place >= self._results and self._rows[place][1] != self._rows[place][2]

    def _hide_rows(self) -> None:
        alike = [place for place in range(self._results, len(self._rows)) if not self._differs(place)]
        for place in alike:
            self.table.setRowHidden(place, self.only.isChecked())
        self.none.setVisible(self.only.isChecked() and len(alike) == len(self._rows) - self._results)


def _value(settings: Mapping[str, Any], facts: FieldFacts) -> object:
    section = settings.get(facts.section)
    return cast("dict[str, Any]", section).get(facts.key.partition(".")[2]) if isinstance(section, dict) else None


def _shown(facts: FieldFacts, value: object) -> str:
    """An older run does not name a setting that came later."""
    return "–" if value is None else value_words(facts, value)
