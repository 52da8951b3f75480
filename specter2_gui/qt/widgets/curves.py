"""The live curves of a run: losses above, triplet accuracy with baseline and best model below; values under the mouse."""

import math
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.disk.atomic import write_text
from specter2_gui.domain.events import Event
from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.curve_data import CurveData
from specter2_gui.qt.widgets.curve_legend import CurveLegend
from specter2_gui.qt.widgets.curve_menu import CurveMenu, save_widget
from specter2_gui.qt.widgets.plot import Plot

_REDRAW_MS = 100
_START_SMOOTHING = 90


class Curves(QFrame):
    """Give it events at any rate; it draws at most ten times a second, only when something changed and can be seen."""

    refused = Signal(str)
    """The sentence to show when the curves could not be written into a file."""

    def __init__(self, least_height: int = 160, parent: QWidget | None = None) -> None:
        """Neither plot becomes lower than ``least_height``; a page without that room scrolls."""
        super().__init__(parent)
        self._least_height = least_height
        self.setObjectName("curves")
        self.setAccessibleName(self.tr("Curves of the training"))
        set_kind(self, "card")
        self.data = CurveData(_START_SMOOTHING / 100)
        self.redraws = 0
        self._stale = False
        self._steps = 0
        self._empty = self._make_label("curvesEmpty", "muted")
        self._values = self._make_label("curveValues", "small")
        self._legends = self._make_legends()
        self._slider = self._make_slider()
        self._make_plots()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAW_MS)
        self._timer.timeout.connect(self.redraw)
        self._menu = CurveMenu(self, self.save_picture, self.save_table, self.fit)
        self._menu.refused.connect(self.refused)
        self.clear()

    def clear(self, steps: int = 0) -> None:
        """Begin anew; ``steps`` is how many there will be, if that is known."""
        self.data = CurveData(self._slider.value() / 100)
        self._steps = steps
        self.redraw()

    def expect(self, steps: int) -> None:
        """The run will take so many steps."""
        self._steps = steps
        self._mark_stale()

    def show_events(self, events: Sequence[Event]) -> None:
        """Take in what happened since the last time."""
        if self.data.add(events):
            self._mark_stale()

    def redraw(self) -> None:
        """Draw now; the timer calls this."""
        self._stale = False
        self.redraws += 1
        data = self.data
        self._loss.draw("raw", data.raw())
        self._loss.draw("smooth", data.smooth())
        self._loss.draw("held out", data.held_out_loss())
        self._accuracy.draw("accuracy", data.accuracy())
        self._draw_best()
        self._draw_lines()
        self._set_ranges()
        self._say_state()

    def save_picture(self, file: Path, size: QSize | None = None) -> None:
        """Write the curves as PNG (or SVG, by the file's ending), in ``size`` or as large as they are on the screen.

        Raises:
            OSError: the file cannot be written.
        """
        self.redraw()
        before = self.size()
        self.resize(size or before)
        try:
            save_widget(self, file)
        finally:
            self.resize(before)

    def save_table(self, file: Path) -> None:
        """Write the points as CSV.

        Raises:
            OSError: the file cannot be written.
        """
        write_text(file, self.data.table())

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_timer"):
            self._loss.restyle()
            self._accuracy.restyle()
            for legend in self._legends:
                legend.write()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to keep the curves as picture or table."""
        self._menu.popup(event.globalPos())

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _make_label(self, name: str, kind: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setWordWrap(True)
        set_kind(label, kind)
        return label

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName("smoothing")
        slider.setRange(0, 99)
        slider.setValue(_START_SMOOTHING)
        slider.setMaximumWidth(140)
        slider.setAccessibleName(self.tr("Smoothing of the training loss"))
        slider.setToolTip(self.tr("How much the line of the training loss is smoothed; the points stay as they are"))
        slider.valueChanged.connect(self._smooth_anew)
        return slider

    def _make_plots(self) -> None:
        self._loss = Plot(self._least_height, self)
        self._loss.add_curve("raw", "curve_train", faint=True)
        self._loss.add_curve("smooth", "curve_train", width=2)
        self._loss.add_curve("held out", "curve_validation", width=2, dashed=True, symbol="o")
        self._loss.hide_numbers_below()
        self._accuracy = Plot(self._least_height, self)
        self._accuracy.add_curve("accuracy", "curve_accuracy", width=2, symbol="o")
        self._accuracy.add_curve("best", "curve_best", width=0, symbol="star", size=18)
        self._accuracy.follow(self._loss)
        for plot in (self._loss, self._accuracy):
            plot.pointed.connect(self._show_values)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        self._head, head = _line()
        head.addWidget(_heading(self.tr("Loss")))
        head.addWidget(self._legends[0], 1)
        smoothing = QLabel(self.tr("Smoothing"))
        set_kind(smoothing, "muted")
        smoothing.setBuddy(self._slider)
        head.addWidget(smoothing)
        head.addWidget(self._slider)
        column.addWidget(self._head)
        column.addWidget(self._loss, 3)
        self._second, second = _line()
        second.addWidget(_heading(self.tr("Triplets in right order (%)")))
        second.addWidget(self._legends[1], 1)
        column.addWidget(self._second)
        column.addWidget(self._accuracy, 2)
        column.addWidget(self._values)
        column.addWidget(self._empty, 1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _make_legends(self) -> tuple[CurveLegend, CurveLegend]:
        held_out = self.tr("held out")
        return (
            CurveLegend((("curve_train", "━━", self.tr("training")), ("curve_validation", "╍●╍", held_out))),
            CurveLegend(
                (
                    ("curve_accuracy", "━●━", held_out),
                    ("curve_baseline", "┈┈", self.tr("before")),
                    ("curve_best", "★", self.tr("best")),
                )
            ),
        )

    def _draw_best(self) -> None:
        best = self.data.best
        points: tuple[list[float], list[float]] = ([], [])
        if best is not None:
            points = ([float(best.step)], [100 * best.triplet_accuracy])
        self._accuracy.draw("best", points)

    def _draw_lines(self) -> None:
        baseline = self.data.baseline
        level = None if baseline is None else 100 * baseline.triplet_accuracy
        words = "" if level is None else self.tr("before: {0} %").format(self.locale().toString(level, "f", 1))
        self._accuracy.set_line("baseline", "curve_baseline", words, y=level)
        nan = self.data.first_nan
        self._loss.set_line("nan", "negative", self.tr("from here the loss is not a number"), x=nan)

    def _set_ranges(self) -> None:
        if self._steps:
            self._loss.set_x_range(self._steps)
        values = self.data.accuracy()[1]
        if values:
            low, high = min(values), max(values)
            middle, half = (low + high) / 2, max(5.0, (high - low) * 0.65)
            self._accuracy.set_y_range(max(0.0, middle - half), min(100.0, middle + half))

    def _say_state(self) -> None:
        best, count = self.data.best, len(self.data.steps)
        nothing = not count and best is None
        self._empty.setVisible(nothing)
        for part in (self._head, self._second, self._loss, self._accuracy):
            part.setVisible(not nothing)
        self._values.setVisible(not nothing)
        self._empty.setText(self.tr("The curves appear here as soon as the training takes its first steps."))
        if nothing:
            self.setAccessibleDescription(self._empty.text())
            return
        words = self.tr("{0} steps so far").format(self.locale().toString(count))
        if best is not None:
            share = self.locale().toString(100 * best.triplet_accuracy, "f", 1)
            words += self.tr("; best at step {0}: {1} % in the right order").format(
                self.locale().toString(best.step), share
            )
        self.setAccessibleDescription(words)
        self._values.setText(words + ".")

    def _smooth_anew(self, value: int) -> None:
        self.data.smooth_by(value / 100)
        self._mark_stale()

    def _show_values(self, x: float) -> None:
        position = None if math.isnan(x) else self.data.nearest_step(x)
        if position is None:
            self._say_state()
            return
        step, loss = self.data.steps[position], self.data.losses[position]
        words = self.tr("Step {0}: training loss {1}").format(step, self.locale().toString(loss, "g", 4))
        check = self.data.nearest_evaluation(x)
        if check is not None:
            words += self.tr("  |  checked at step {0}: held-out loss {1}, {2} % in the right order").format(
                check.step,
                self.locale().toString(check.loss, "g", 4),
                self.locale().toString(100 * check.triplet_accuracy, "f", 1),
            )
        self._values.setText(words)

    def fit(self) -> None:
        """Show everything again after zooming."""
        self._loss.fit()
        self._accuracy.fit()


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setFont(scaled_font(SECTION_SCALE, bold=True))
    return label


def _line() -> tuple[QWidget, QHBoxLayout]:
    """A line of widgets that can be hidden as a whole."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    return holder, row
