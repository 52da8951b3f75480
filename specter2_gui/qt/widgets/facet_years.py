"""The facet of years: decades with bars, the papers without a year, and two fields for any other span."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from specter2_gui.project.paper_filters import NO_YEAR
from specter2_gui.qt.design.style import set_kind, set_mark
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.facet_list import FacetList
from specter2_gui.qt.widgets.facet_model import FacetChoice

Years = tuple[int, int]
FIRST, LAST = 1, 9999
"""Where a span begins and ends that is open on this side."""
_DIGITS = 4
_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""Why a field may lose the focus for a while."""


class YearFacet(QWidget):
    """A decade is chosen by its check mark, another span by typing its first and last year."""

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = FacetList("years", self.tr("Years"), "at most one", bars=True)
        self.begin = self._make_field("yearsBegin", self.tr("First year"), self.tr("from"))
        self.end = self._make_field("yearsEnd", self.tr("Last year"), self.tr("to"))
        self.years: Years | None = None
        self._shown = ("", "")
        self.problem = self._make_problem()
        self.list.put_below(self._span())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.list.chosen_changed.connect(self._take_decade)
        for field in (self.begin, self.end):
            field.returnPressed.connect(self._take_span)
            field.installEventFilter(self)
            field.textEdited.connect(self._forgive)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The years are taken when the person has left both fields; on the way from one to the other nothing is."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _COMES_BACK:
            other = self.end if watched is self.begin else self.begin
            if not other.hasFocus():
                self._take_span()
        return super().eventFilter(watched, event)

    def set_years(self, found: Sequence[tuple[int | None, str, int]]) -> None:
        """Offer the decades of the years ``found``, and the papers without a year if there are any."""
        unnamed = [FacetChoice(NO_YEAR, self.tr("not given"), count) for year, _label, count in found if year is None]
        self.list.set_choices([*decades(found), *unnamed])

    def set_chosen(self, years: Years | None) -> None:
        """Show ``years`` as chosen without telling it; what is being typed stays where they are chosen already."""
        other, self.years = years != self.years, years
        self.list.set_chosen(frozenset() if years is None else frozenset({years}))
        if other:
            first, last = (FIRST, LAST) if years in (None, NO_YEAR) else years
            self._shown = ("" if first == FIRST else str(first), "" if last == LAST else str(last))
            self.begin.setText(self._shown[0])
            self.end.setText(self._shown[1])
            self._forgive()

    def _make_field(self, name: str, words: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setPlaceholderText(hint)
        return field

    def _make_problem(self) -> QLabel:
        problem = QLabel()
        problem.setObjectName("yearsProblem")
        problem.setWordWrap(True)
        problem.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(problem, "negative")
        problem.hide()
        return problem

    def _span(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(row)
        column.addWidget(self.problem)
        row.addWidget(self.begin, 1)
        row.addWidget(QLabel("–"))
        row.addWidget(self.end, 1)
        return holder

    def _take_decade(self) -> None:
        self._choose(cast("Years | None", next(iter(self.list.chosen), None)))

    def _take_span(self) -> None:
        """Take both fields together, as they stand."""
        texts = self.begin.text().strip(), self.end.text().strip()
        if texts == self._shown:
            self._forgive()
            return
        wrong = next((field for field in (self.begin, self.end) if not _is_year(field.text())), None)
        if wrong is not None:
            self._show_problem(wrong, self.tr("A year has four digits, such as 2015."))
            return
        first, last = int(texts[0] or FIRST), int(texts[1] or LAST)
        if first > last:
            self._show_problem(self.end, self.tr("The last year is before the first one."))
        else:
            self._choose((first, last) if any(texts) else None)

    def _show_problem(self, field: QLineEdit, words: str) -> None:
        self._forgive()
        self.problem.setText(words)
        self.problem.show()
        field.setAccessibleDescription(words)
        set_mark(field, "invalid", "true")

    def _forgive(self) -> None:
        """Nothing is wrong, or it is being mended."""
        self.problem.hide()
        for field in (self.begin, self.end):
            field.setAccessibleDescription("")
            set_mark(field, "invalid", "false")

    def _choose(self, years: Years | None) -> None:
        if years != self.years:
            self.set_chosen(years)
            self.chosen_changed.emit()


def _is_year(text: str) -> bool:
    """Whether ``text`` is a year, or nothing, which leaves the span open."""
    bare = text.strip()
    return not bare or (len(bare) == _DIGITS and bare.isascii() and bare.isdigit() and int(bare) > 0)


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
