"""The runs as a table: name, when, how it ended in words, model, what learned, figures before and after, verdict."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from specter2_gui.app.runs import RunRecord
from specter2_gui.qt.design.style import icon
from specter2_gui.qt.run_words import (
    before_and_after,
    learned_words,
    model_words,
    state_sentence,
    state_words,
    verdict_cell,
    verdict_of,
    verdict_told,
    when,
)
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG

_Index = QModelIndex | QPersistentModelIndex
_SIGNS = {
    "finished": ("success", "positive"),
    "stopped": ("success", "positive"),
    "running": ("play", "accent"),
    "paused": ("pause", "accent"),
    "cancelled": ("cancel", "muted"),
    "interrupted": ("warning", "warning"),
    "failed": ("error", "negative"),
    "unreadable": ("error", "negative"),
}
_VERDICT_SIGNS = {
    "better": ("up", "positive"),
    "no clear difference": ("same", "muted"),
    "worse": ("down", "warning"),
}
STATE, MODEL, LEARNED, NDCG_COLUMN, ACCURACY_COLUMN, VERDICT, TRIPLETS = 2, 3, 4, 5, 6, 7, 8
NUMBERS = (TRIPLETS,)
"""Columns that hold numbers and stand to the right."""


class RunModel(QAbstractTableModel):
    """Newest first; every cell is text, state and verdict have a sign as well."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: tuple[RunRecord, ...] = ()
        self.headers = (
            self.tr("Run"),
            self.tr("When"),
            self.tr("State"),
            self.tr("Model"),
            self.tr("Learned"),
            NDCG.short,
            ACCURACY.short,
            self.tr("Verdict"),
            self.tr("Triplets"),
        )

    def set_runs(self, runs: Sequence[RunRecord]) -> None:
        """Show ``runs``."""
        self.beginResetModel()
        self.runs = tuple(runs)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own default
        """One row a run."""
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own default
        """As many as there are headers."""
        return 0 if parent.isValid() else len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """The words above the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._meaning(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """What a cell says, shows and tells when pointed at."""
        run = self.runs[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cells(run)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._sign(run, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = {STATE: state_sentence, VERDICT: verdict_told}.get(index.column())
            return (told(run) if told else "") or self.cells(run)[index.column()]
        return None

    def cells(self, run: RunRecord) -> tuple[str, ...]:
        """One row in words."""
        return (
            run.name,
            when(run.started),
            state_words(run.status),
            model_words(run.model),
            learned_words(run.train_adapters),
            before_and_after(run, NDCG),
            before_and_after(run, ACCURACY),
            verdict_cell(run),
            number(run.triplets) if run.triplets else "",
        )

    def _sign(self, run: RunRecord, column: int) -> Any:
        if column == STATE:
            return icon(*_SIGNS.get(run.status, ("info", "muted")))
        found = _VERDICT_SIGNS.get(str(verdict_of(run).get("word"))) if column == VERDICT else None
        return icon(*found) if found else None

    def _meaning(self, column: int) -> str | None:
        meanings = {
            NDCG_COLUMN: self.tr(
                "How high the relevant papers stand among the first ten hits: before the training and after"
            ),
            ACCURACY_COLUMN: self.tr(
                "Held-out triplets whose positive is nearer than their negative: before and after"
            ),
            VERDICT: self.tr("What can be said when chance is taken into account"),
        }
        return meanings.get(column)
