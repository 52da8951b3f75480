"""The curves of two runs in the same plots: one solid with circles, the other dashed with triangles."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from specter2_gui.disk.atomic import write_text
from specter2_gui.domain.events import Event
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.curve_data import CurveData
from specter2_gui.qt.widgets.curve_menu import CurveMenu, save_widget
from specter2_gui.qt.widgets.headed_plot import HeadedPlot
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG, Measure
from specter2_gui.qt.widgets.measured_plot import stretch
from specter2_gui.qt.widgets.plot import Dash, Plot

_LOOKS: tuple[tuple[str, Dash, str, str], ...] = (
    ("curve_train", "solid", "o", "━●━"),
    ("curve_validation", "dashes", "t", "╍▼╍"),
)
"""Colour, dash, marker and sign in the legend of the first and the second run."""


class CurveComparison(QFrame):
    """Held-out values are thick with markers, training losses thin; every run has its own colour, dash and marker."""

    refused = Signal(str)
    """The sentence to show when the curves could not be written into a file."""

    def __init__(self, least_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curveComparison")
        self.setAccessibleName(self.tr("Curves of two runs"))
        set_kind(self, "card")
        self.data: tuple[CurveData, ...] = ()
        self._names: tuple[str, ...] = ()
        self._losses = HeadedPlot(self.tr("Loss"), least_height)
        self._measured = HeadedPlot(ACCURACY.title, least_height)
        self._note = QLabel()
        self._note.setWordWrap(True)
        set_kind(self._note, "small")
        self._make_curves()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self._losses, 1)
        column.addWidget(self._measured, 1)
        column.addWidget(self._note)
        self._menu = CurveMenu(self, self.save_picture, self.save_table, self.fit)
        self._menu.refused.connect(self.refused)

    @property
    def measure(self) -> Measure:
        """nDCG@10 if both runs were judged; the triplets in the right order, which every run has, otherwise."""
        return NDCG if self.data and all(one.measure is NDCG for one in self.data) else ACCURACY

    def show_runs(self, names: Sequence[str], events: Sequence[Sequence[Event]], note: str = "") -> None:
        """Draw two runs; ``note`` says what has to be known to compare them."""
        self._names = tuple(names)
        self.data = tuple(CurveData() for _run in events)
        for data, found in zip(self.data, events, strict=True):
            data.add(found)
        self._draw()
        self._name()
        self._note.setText(
            " ".join(part for part in (self.tr("Thin: training. With markers: held out."), note) if part)
        )

    def save_picture(self, file: Path) -> None:
        """Write the curves as PNG (or SVG, by the file's ending).

        Raises:
            OSError: the file cannot be written.
        """
        save_widget(self, file)

    def save_table(self, file: Path) -> None:
        """Write the points of both runs as CSV.

        Raises:
            OSError: the file cannot be written.
        """
        tables = zip(self._names, (data.table() for data in self.data), strict=True)
        write_text(file, "\n".join(f"{name}\n{table}" for name, table in tables))

    def fit(self) -> None:
        """Show everything again after zooming."""
        for plot in self._plots():
            plot.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_menu"):
            self._losses.restyle()
            self._measured.restyle()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to keep the curves as picture or table."""
        self._menu.popup(event.globalPos())

    def _plots(self) -> tuple[Plot, Plot]:
        return self._losses.plot, self._measured.plot

    def _make_curves(self) -> None:
        loss, measured = self._plots()
        for number, (colour, dash, marker, _sign) in enumerate(_LOOKS):
            loss.add_curve(f"training {number}", colour, dash=dash)
            loss.add_curve(f"held out {number}", colour, width=2, dash=dash, symbol=marker)
            measured.add_curve(f"metric {number}", colour, width=2, dash=dash, symbol=marker)
            measured.add_curve(f"best {number}", colour, width=0, symbol="star", size=18)
        loss.hide_numbers_below()
        measured.follow(loss)

    def _draw(self) -> None:
        loss, measured = self._plots()
        measure, values = self.measure, list[float]()
        self._measured.heading.setText(measure.title)
        for number, data in enumerate(self.data):
            loss.draw(f"training {number}", data.smooth())
            loss.draw(f"held out {number}", data.held_out_loss())
            points = data.measured(measure)
            measured.draw(f"metric {number}", points)
            measured.draw(f"best {number}", data.best_point(measure))
            values += points[1]
        loss.set_x_range(max((data.span for data in self.data), default=1) or 1)
        if values:
            measured.set_y_range(*stretch(values, measure))

    def _name(self) -> None:
        named = tuple((look[0], look[3], name) for look, name in zip(_LOOKS, self._names, strict=True))
        self._losses.legend.name(named)
        self._measured.legend.name((*named, ("curve_baseline", "★", self.tr("best"))))
        self.setAccessibleDescription(self._description())

    def _description(self) -> str:
        said: list[str] = []
        for name, data in zip(self._names, self.data, strict=True):
            value = self.measure.of(data.best) if data.best else None
            if value is not None:
                said.append(f"{name}: {self.measure.said(value)}")
        return "; ".join(said)
