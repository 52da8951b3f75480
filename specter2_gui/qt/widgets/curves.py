"""The live curves of a run: losses above, nDCG@10 or triplet accuracy with baseline and best model below."""

import math
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from specter2_gui.disk.atomic import write_text
from specter2_gui.domain.events import Event
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.curve_data import CurveData
from specter2_gui.qt.widgets.curve_menu import CurveMenu, save_widget
from specter2_gui.qt.widgets.curve_words import state_words, values_words
from specter2_gui.qt.widgets.headed_plot import HeadedPlot
from specter2_gui.qt.widgets.measured_plot import MeasuredPlot

_REDRAW_MS = 100
_START_SMOOTHING = 90


class Curves(QFrame):
    """Give it events at any rate; it draws at most ten times a second, only when something changed and can be seen."""

    refused = Signal(str)
    """The sentence to show when the curves could not be written into a file."""

    def __init__(self, least_height: int = 160, parent: QWidget | None = None) -> None:
        """Neither plot becomes lower than ``least_height``; a page without that room scrolls."""
        super().__init__(parent)
        self.setObjectName("curves")
        self.setAccessibleName(self.tr("Curves of the training"))
        set_kind(self, "card")
        self.data = CurveData(_START_SMOOTHING / 100)
        self.redraws = 0
        self._stale = False
        self._empty = self._make_label("curvesEmpty", "muted")
        self._values = self._make_label("curveValues", "small")
        self._slider = self._make_slider()
        self._losses = self._make_losses(least_height)
        self._measured = MeasuredPlot(least_height)
        self._loss, self._metric = self._losses.plot, self._measured.plot
        self._metric.follow(self._loss)
        for plot in (self._loss, self._metric):
            plot.pointed.connect(self._show_values)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAW_MS)
        self._timer.timeout.connect(self.redraw)
        self._menu = CurveMenu(self, self.save_picture, self.save_table, self.fit)
        self._menu.refused.connect(self.refused)
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.data = CurveData(self._slider.value() / 100)
        self.redraw()

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
        words = self.tr("from here the loss is not a number")
        self._loss.set_line("nan", "negative", words, x=data.first_nan)
        self._measured.show_data(data)
        if data.span:
            self._loss.set_x_range(data.span)
        self._say_state()

    def save_picture(self, file: Path, size: QSize | None = None) -> None:
        """Write the curves as PNG (or SVG, by the file's ending), in ``size`` or as large as they are on the screen.

        Raises:
            OSError: the file cannot be written.
        """
        self.redraw()
        before = self.size()
        self._smoothing.hide()  # nobody can move a slider in a picture
        self.resize(size or before)
        try:
            save_widget(self, file)
        finally:
            self.resize(before)
            self._smoothing.show()

    def save_table(self, file: Path) -> None:
        """Write the points as CSV.

        Raises:
            OSError: the file cannot be written.
        """
        write_text(file, self.data.table())

    def fit(self) -> None:
        """Show everything again after zooming."""
        self._loss.fit()
        self._metric.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_timer"):
            self._losses.restyle()
            self._measured.restyle()

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

    def _make_losses(self, least_height: int) -> HeadedPlot:
        losses = HeadedPlot(self.tr("Loss"), least_height)
        losses.plot.add_curve("raw", "curve_train", faint=True)
        losses.plot.add_curve("smooth", "curve_train", width=2)
        losses.plot.add_curve("held out", "curve_validation", width=2, dash="dashes", symbol="o")
        losses.plot.hide_numbers_below()
        losses.legend.name(
            (("curve_train", "━━", self.tr("training")), ("curve_validation", "╍●╍", self.tr("held out")))
        )
        losses.head.addWidget(self._make_smoothing())
        return losses

    def _make_smoothing(self) -> QWidget:
        words = QLabel(self.tr("Smoothing"))
        set_kind(words, "muted")
        words.setBuddy(self._slider)
        self._smoothing = QWidget()
        row = QHBoxLayout(self._smoothing)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words)
        row.addWidget(self._slider)
        return self._smoothing

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self._losses, 3)
        column.addWidget(self._measured, 2)
        column.addWidget(self._values)
        column.addWidget(self._empty, 1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _say_state(self) -> None:
        words = state_words(self.data)
        self._empty.setVisible(not words)
        for part in (self._losses, self._measured, self._values):
            part.setVisible(bool(words))
        self._empty.setText(self.tr("The curves appear here as soon as the training takes its first steps."))
        self.setAccessibleDescription(words or self._empty.text())
        self._values.setText(words)

    def _smooth_anew(self, value: int) -> None:
        self.data.smooth_by(value / 100)
        self._mark_stale()

    def _show_values(self, x: float) -> None:
        words = "" if math.isnan(x) else values_words(self.data, x)
        self._values.setText(words or state_words(self.data))
