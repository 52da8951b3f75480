"""The plot of what chooses the best model, with the untouched model and a search by words alone as lines across it."""

from specter2_gui.qt.widgets.curve_data import CurveData
from specter2_gui.qt.widgets.curve_legend import Entry
from specter2_gui.qt.widgets.headed_plot import HeadedPlot
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG, Measure

_ROOM = 0.3
"""Share of the values' stretch left free above and below, where the words on the lines stand."""


class MeasuredPlot(HeadedPlot):
    """Shows nDCG@10 as soon as the run is judged, and the triplets in the right order otherwise."""

    def __init__(self, least_height: int) -> None:
        super().__init__(ACCURACY.title, least_height)
        self.plot.add_curve("metric", "curve_accuracy", width=2, symbol="o")
        self.plot.add_curve("best", "curve_best", width=0, symbol="star", size=18)

    def show_data(self, data: CurveData) -> None:
        """Draw what ``data`` holds."""
        measure = data.measure
        before = measure.of(data.baseline) if data.baseline else None
        bm25 = data.bm25 if measure is NDCG else None
        points = data.measured()
        self.heading.setText(measure.title)
        self.plot.draw("metric", points)
        self.plot.draw("best", data.best_point())
        self._draw_lines(measure, points[1][-1] if points[1] else None, before, bm25)
        shown = [*points[1], *(value for value in (before, bm25) if value is not None)]
        if shown:
            self.plot.set_y_range(*stretch(shown, measure))
        self.legend.name(self._entries(best=bool(data.best), before=before is not None, bm25=bm25 is not None))

    def _draw_lines(self, measure: Measure, last: float | None, before: float | None, bm25: float | None) -> None:
        """Words stand where the curve is not: it begins at the line of the untouched model and leaves it to the right."""
        words = "" if before is None else self.tr("before: {0}").format(measure.words(before))
        rises = before is not None and last is not None and last >= before
        self.plot.set_line("baseline", "curve_baseline", words, y=before, below=rises)
        words = "" if bm25 is None else self.tr("words alone (BM25): {0}").format(measure.words(bm25))
        lower = before is not None and bm25 is not None and bm25 <= before
        self.plot.set_line("bm25", "curve_reference", words, y=bm25, dash="dash and dot", below=lower, left=True)

    def _entries(self, *, best: bool, before: bool, bm25: bool) -> tuple[Entry, ...]:
        entries = (
            (True, ("curve_accuracy", "━●━", self.tr("held out"))),
            (best, ("curve_best", "★", self.tr("best"))),
            (before, ("curve_baseline", "┈┈", self.tr("before"))),
            (bm25, ("curve_reference", "╍·╍", self.tr("BM25"))),
        )
        return tuple(entry for shown, entry in entries if shown)


def stretch(values: list[float], measure: Measure) -> tuple[float, float]:
    """Which part of the axis to show for ``values``: not less than the measure wants, with room for words."""
    low, high = min(values), max(values)
    half = max(measure.least_span, (high - low) * (1 + 2 * _ROOM)) / 2
    middle = (low + high) / 2
    return max(0.0, middle - half), min(measure.scale, middle + half)
