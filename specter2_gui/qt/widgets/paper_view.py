"""The table of papers: lines chosen in stretches, so that a million are chosen as quickly as one, and found again by id."""

from array import array
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.paper_columns import Column
from specter2_gui.qt.widgets.paper_delegate import TitleCells
from specter2_gui.qt.widgets.paper_header import PaperHeader
from specter2_gui.qt.widgets.paper_lines import Lines, Stretch, joined, length_of, stretches_of
from specter2_gui.qt.widgets.paper_model import PaperModel

MOST_RESELECTED: Final = 500
"""Beyond this many chosen lines only the current one is found again after a change, or all if all were chosen."""

_Flags = QItemSelectionModel.SelectionFlag


class PaperView(QTableView):
    """Says which line is current and when others are chosen."""

    current_changed = Signal()
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.papers = PaperModel(self)
        self.header = PaperHeader(self)
        self.setObjectName("paperView")
        self.setAccessibleName(self.tr("Papers"))
        self.setHorizontalHeader(self.header)
        self.setModel(self.papers)
        # With the choice of the table the head asks each line, up to a million of them, whether its column is chosen.
        self.header.setSelectionModel(QItemSelectionModel(self.papers, self.header))
        self.setItemDelegateForColumn(Column.TITLE, TitleCells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + SPACE_S + SPACE_XS)
        self._quiet = False
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(self._tell_chosen)

    @property
    def current_line(self) -> int:
        """The current line, or -1."""
        return self.currentIndex().row()

    @property
    def current_id(self) -> int:
        """The id of the paper in the current line, or -1."""
        return self.papers.ids[self.current_line] if self.current_line >= 0 else -1

    def chosen_stretches(self) -> list[Stretch]:
        """The chosen lines from top to bottom."""
        ranges = self.selectionModel().selection().toList()
        return joined((each.top(), each.bottom() + 1) for each in ranges if each.isValid())

    @property
    def chosen_count(self) -> int:
        """How many papers are chosen."""
        return length_of(self.chosen_stretches())

    def chosen_ids(self) -> "array[int]":
        """Their ids from top to bottom."""
        found = array("q")
        for begin, end in self.chosen_stretches():
            found += self.papers.ids[begin:end]
        return found

    def worth_keeping(self) -> list[int]:
        """The ids of the papers that :meth:`show_lines` looks for among the new ones."""
        top = self._top_line()
        ids = [self.papers.ids[top]] if top >= 0 else []
        stretches = self.chosen_stretches()
        if length_of(stretches) <= MOST_RESELECTED:
            ids += self.chosen_ids().tolist()
        return [*ids, self.current_id] if self.current_line >= 0 else ids

    def show_lines(self, lines: Lines) -> None:
        """Show other lines. What is chosen stays chosen where it still is; typing leads back to the first line."""
        before = _Before(self)
        self._quiet = True
        self.papers.set_ids(lines.ids)
        if lines.ids:
            before.bring_back(lines)
        self._quiet = False
        self.current_changed.emit()
        self.chosen_changed.emit()

    def choose(self, stretches: Iterable[Stretch], current: int) -> None:
        """Choose these lines and no others, whatever keys are held at this moment; ``current`` is where the arrows start."""
        model = self.selectionModel()
        wanted = QItemSelection()
        for begin, end in stretches:
            wanted.select(self.papers.index(begin, 0), self.papers.index(end - 1, len(Column) - 1))
        model.setCurrentIndex(self.papers.index(current, Column.TITLE), _Flags.NoUpdate)
        model.select(wanted, _Flags.ClearAndSelect | _Flags.Rows)

    def go_to(self, line: int) -> None:
        """Choose ``line`` alone and bring it into view."""
        self.choose([(line, line + 1)], line)
        self.scrollTo(self.papers.index(line, Column.TITLE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold other columns."""
        super().resizeEvent(event)
        self.header.fit(self.viewport().width())

    def _top_line(self) -> int:
        return self.rowAt(0) if self.papers.ids else -1

    def _tell_current(self) -> None:
        if not self._quiet:
            self.current_changed.emit()

    def _tell_chosen(self) -> None:
        if not self._quiet:
            self.chosen_changed.emit()


class _Before:
    """What was chosen and in view before other lines came, by id."""

    def __init__(self, view: PaperView) -> None:
        self._view = view
        stretches = view.chosen_stretches()
        count = length_of(stretches)
        self._line = view.current_line
        self._current = view.current_id
        self._all = count > 1 and count == len(view.papers.ids)
        self._chosen = view.chosen_ids().tolist() if count <= MOST_RESELECTED else []
        top = view.rowAt(0) if view.papers.ids else -1
        self._top_line = max(top, 0)
        self._top = view.papers.ids[top] if top >= 0 else -1

    def bring_back(self, lines: Lines) -> None:
        """Choose and scroll as :meth:`PaperView.show_lines` says."""
        view, count = self._view, len(lines.ids)
        current = -1 if lines.why == "text" else lines.place_of(self._current)
        found = current >= 0
        if not found:
            current = min(max(self._line, 0), count - 1) if lines.why == "content" else 0
        if self._all and lines.why != "text":
            view.choose([(0, count)], current)
        else:
            kept = [] if lines.why == "text" else [lines.place_of(number) for number in self._chosen]
            view.choose(stretches_of(line for line in kept if line >= 0) or [(current, current + 1)], current)
        self._scroll(lines, current, found=found)

    def _scroll(self, lines: Lines, current: int, *, found: bool) -> None:
        view = self._view
        if lines.why == "content":
            top = lines.place_of(self._top)
            line = top if top >= 0 else min(self._top_line, len(lines.ids) - 1)
            view.scrollTo(view.papers.index(line, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        elif lines.why == "order" and found:
            view.scrollTo(view.papers.index(current, Column.TITLE))
        else:
            view.scrollToTop()
