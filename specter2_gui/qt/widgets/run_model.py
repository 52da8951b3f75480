"""The runs as a table: name, when, how it ended in words, model, what learned, triplets, accuracy before and after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDateTime, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from specter2_gui.app.runs import RunRecord
from specter2_gui.qt.design.style import icon
from specter2_gui.qt.verdict_words import percent
from specter2_gui.qt.widgets.counts import number

_Index = QModelIndex | QPersistentModelIndex
_SIGNS = {
    "finished": ("success", "positive"),
    "stopped": ("success", "positive"),
    "running": ("play", "accent"),
    "cancelled": ("cancel", "muted"),
    "interrupted": ("warning", "warning"),
    "failed": ("error", "negative"),
    "unreadable": ("error", "negative"),
}
NUMBERS = (5, 6, 7)
"""Columns that hold numbers and stand to the right."""


class RunModel(QAbstractTableModel):
    """Newest first; every cell is text, the state has a sign as well."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: tuple[RunRecord, ...] = ()
        self.headers = (
            self.tr("Run"),
            self.tr("When"),
            self.tr("State"),
            self.tr("Model"),
            self.tr("Learned"),
            self.tr("Triplets"),
            self.tr("Before"),
            self.tr("After"),
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
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """What a cell says, shows and tells when pointed at."""
        run = self.runs[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cells(run)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 2:
            return icon(*_SIGNS.get(run.status, ("info", "muted")))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return run.problem or run.stopped or self.cells(run)[index.column()]
        return None

    def cells(self, run: RunRecord) -> tuple[str, ...]:
        """One row in words."""
        before = run.baseline.get("triplet_accuracy") if run.baseline else None
        after = run.best.get("value") if run.best else None
        return (
            run.name,
            when(run.started),
            self.state_words(run.status),
            run.model,
            self._learned(run.train_adapters),
            number(run.triplets) if run.triplets else "",
            "" if before is None else percent(before),
            "" if after is None else percent(float(after)),
        )

    def state_words(self, status: str) -> str:
        """How a run ended, for people."""
        words = {
            "finished": self.tr("finished"),
            "stopped": self.tr("stopped early, best kept"),
            "running": self.tr("running"),
            "cancelled": self.tr("cancelled, nothing kept"),
            "interrupted": self.tr("interrupted"),
            "failed": self.tr("failed"),
            "unreadable": self.tr("cannot be read"),
        }
        return words.get(status, status)

    def _learned(self, adapters: str) -> str:
        words = {"query": self.tr("queries only"), "query_and_paper": self.tr("queries and papers")}
        return words.get(adapters, adapters)


def when(started: str) -> str:
    """A moment in the system's short writing and the computer's own time."""
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return ""
    shown = QDateTime.fromSecsSinceEpoch(round(moment.timestamp()))
    return QLocale().toString(shown, QLocale.FormatType.ShortFormat)
