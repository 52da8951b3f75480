"""The facet of years: decades with bars, and two fields for any other span."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.facet_list import FacetList
from specter2_gui.qt.widgets.facet_model import FacetChoice

Years = tuple[int, int]
FIRST, LAST = 1, 9999


class YearFacet(QWidget):
    """A decade is chosen by its check mark, another span by typing its first and last year."""

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = FacetList("years", self.tr("Years"), "at most one", bars=True)
        self.begin = self._make_field("yearsBegin", self.tr("First year"), self.tr("from"))
        self.end = self._make_field("yearsEnd", self.tr("Last year"), self.tr("to"))
        self.years: Years | None = None
        self.list.put_below(self._span())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.list.chosen_changed.connect(self._take_decade)
        for field in (self.begin, self.end):
            field.editingFinished.connect(self._take_span)

    def set_years(self, found: Sequence[tuple[int | None, str, int]]) -> None:
        """Offer the decades of the years ``found``."""
        self.list.set_choices(decades(found))

    def set_chosen(self, years: Years | None) -> None:
        """Show ``years`` as chosen without telling it."""
        self.years = years
        self.list.set_chosen(frozenset() if years is None else frozenset({years}))
        first, last = years or (FIRST, LAST)
        self.begin.setText("" if first == FIRST else str(first))
        self.end.setText("" if last == LAST else str(last))

    def _make_field(self, name: str, words: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setPlaceholderText(hint)
        field.setValidator(QIntValidator(FIRST, LAST, field))
        return field

    def _span(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.begin, 1)
        row.addWidget(QLabel("–"))
        row.addWidget(self.end, 1)
        return holder

    def _take_decade(self) -> None:
        self._choose(cast("Years | None", next(iter(self.list.chosen), None)))

    def _take_span(self) -> None:
        begin, end = self.begin.text(), self.end.text()
        first, last = sorted((int(begin or FIRST), int(end or LAST)))
        self._choose((first, last) if begin or end else None)

    def _choose(self, years: Years | None) -> None:
        if years != self.years:
            self.set_chosen(years)
            self.chosen_changed.emit()


def decades(found: Sequence[tuple[int | None, str, int]]) -> list[FacetChoice]:
    """The decades of the years ``found``, the newest first, with the sums of their papers."""
    sums: dict[int, int] = {}
    for year, _label, count in found:
        if year is not None:
            sums[year // 10 * 10] = sums.get(year // 10 * 10, 0) + count
    return [
        FacetChoice((start, start + 9), f"{start} – {start + 9}", count)
        for start, count in sorted(sums.items(), reverse=True)
    ]
