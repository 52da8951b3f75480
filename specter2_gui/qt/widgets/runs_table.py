"""The table of runs: one or two rows are chosen, and in a narrow window the least telling columns give way."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from specter2_gui.app.runs import RunRecord
from specter2_gui.qt.widgets.roomy import RoomyCells
from specter2_gui.qt.widgets.run_model import LEARNED, MODEL, TRIPLETS, RunModel
from specter2_gui.qt.widgets.tab_separated import tab_separated

_GIVE_WAY = (TRIPLETS, LEARNED)
"""Columns that are left out, the first one first, before another one would be cut; the line below the table has them."""


class RunsTable(QTableView):
    """Says when other rows are chosen."""

    choice_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs_model = RunModel(self)
        self.setObjectName("runsTable")
        self.setAccessibleName(self.tr("Runs"))
        self.setModel(self.runs_model)
        self.setItemDelegate(RoomyCells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(MODEL, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.selectionModel().selectionChanged.connect(self.choice_changed)

    def show_runs(self, runs: Sequence[RunRecord]) -> None:
        """List ``runs``; those that were chosen stay chosen, and without any the first one is."""
        chosen = {run.folder for run in self.chosen()}
        self.runs_model.set_runs(runs)
        rows = [row for row, run in enumerate(runs) if run.folder in chosen]
        self.choose_rows(rows or [0][: len(runs)])
        self._make_room()

    def choose_rows(self, rows: Sequence[int]) -> None:
        """Choose these rows and no others, whatever keys are held at this moment."""
        model, flags = self.selectionModel(), QItemSelectionModel.SelectionFlag
        wanted = QItemSelection()
        for row in rows:
            index = self.runs_model.index(row, 0)
            wanted.select(index, index)
        model.select(wanted, flags.ClearAndSelect | flags.Rows)
        if rows:
            model.setCurrentIndex(self.runs_model.index(rows[0], 0), flags.NoUpdate)

    def chosen(self) -> tuple[RunRecord, ...]:
        """The chosen runs, from above to below."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.runs_model.runs[row] for row in rows if row < len(self.runs_model.runs))

    def as_text(self) -> str:
        """The whole table, for a spreadsheet."""
        model = self.runs_model
        return tab_separated([list(model.headers), *(list(model.cells(run)) for run in model.runs)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold other columns."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        widths = [
            max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))
            for column in range(self.runs_model.columnCount())
        ]
        needed = sum(widths)
        for column in _GIVE_WAY:
            too_wide = needed > self.viewport().width()
            self.setColumnHidden(column, too_wide)
            needed -= widths[column] if too_wide else 0
