"""One plot in the colours of the scheme; the only file that calls pyqtgraph."""

from typing import Any, Literal, cast

import pyqtgraph
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import current_scheme, scaled_font
from specter2_gui.qt.design.tokens import SMALL_SCALE
from specter2_gui.qt.widgets.thinned import Points

Dash = Literal["solid", "dashes", "dots", "dash and dot"]
_STYLES = {
    "solid": Qt.PenStyle.SolidLine,
    "dashes": Qt.PenStyle.DashLine,
    "dots": Qt.PenStyle.DotLine,
    "dash and dot": Qt.PenStyle.DashDotLine,
}
# The library has no types; everything that comes out of it is Any from here on.
_pg = cast("Any", pyqtgraph)
_ROOM = 0.035
_OFF = 0.12
"""How far words keep off the line they name, in parts of their height."""
_BEHIND = -10
"""Lines across a plot and their words never cover a curve."""
_SMOOTH_UP_TO = 1500
"""Antialiasing many points costs more than a second a frame; short curves get it."""


class Plot(QWidget):
    """Axes with named curves; the mouse tells where it is, nothing else reacts to it but zoom."""

    pointed = Signal(float)
    """The mouse is over this x; NaN when it has left."""

    def __init__(self, least_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_height = least_height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._view = _pg.PlotWidget(self, enableMenu=False)
        self._view.setFrameShape(self._view.Shape.NoFrame)
        # The page's own context menu is asked for instead of the library's.
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.hideButtons()
        self._view.setMinimumHeight(least_height)
        self._curves: dict[str, Any] = {}
        self._colours: dict[str, str] = {}
        self._lines: dict[str, Any] = {}
        self._item = self._view.getPlotItem()
        self._item.showGrid(x=False, y=True, alpha=0.15)
        self._view.scene().sigMouseMoved.connect(self._moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self.restyle()

    def sizeHint(self) -> QSize:
        """No more than the least height: a plot takes what room there is, and asks for none beyond that."""
        return QSize(2 * self._least_height, self._least_height)

    def add_curve(
        self,
        name: str,
        colour: str,
        *,
        width: int = 1,
        dash: Dash = "solid",
        symbol: str = "",
        size: int = 7,
        faint: bool = False,
    ) -> None:
        """Make the curve ``name`` in the scheme's colour ``colour``; fill it with :meth:`draw`."""
        curve = self._item.plot([], [], connect="finite", symbol=symbol or None, symbolSize=size)
        self._curves[name] = curve
        self._colours[name] = colour
        curve.setProperty("look", (width, dash, faint))
        self._colour(name)

    def draw(self, name: str, points: Points) -> None:
        """Show ``points`` in the curve ``name``."""
        antialias = len(points[0]) <= _SMOOTH_UP_TO
        self._curves[name].setData(points[0], points[1], antialias=antialias)

    def set_line(
        self,
        name: str,
        colour: str,
        words: str,
        *,
        x: float | None = None,
        y: float | None = None,
        dash: Dash = "dots",
        below: bool = False,
        left: bool = False,
    ) -> None:
        """A line across the plot at ``x`` or ``y``; both None removes it.

        The words stand above a level line at its right end, unless ``below`` or ``left`` say otherwise.
        """
        old = self._lines.pop(name, None)
        if old is not None:
            self._item.removeItem(old[0])
        if x is None and y is None:
            return
        shade = getattr(current_scheme(), colour)
        off = -_OFF if below else 1 + _OFF
        level = (0.01, 0, off) if left else (0.99, 1, off)
        place = level if x is None else (0.9, 0, 1)
        line = _pg.InfiniteLine(
            pos=y if x is None else x,
            angle=0 if x is None else 90,
            pen=_pg.mkPen(shade, width=1 if x is not None else 1.5, style=_STYLES[dash]),
            label=words,
            labelOpts={
                "position": place[0],
                "color": shade,
                "anchors": [place[1:]] * 2,
                "fill": current_scheme().raised,  # another line behind the words would strike them through
            },
        )
        line.setZValue(_BEHIND - (dash == "dash and dot"))
        self._item.addItem(line, ignoreBounds=x is not None)
        self._lines[name] = (line, colour, words, {"x": x, "y": y, "dash": dash, "below": below, "left": left})

    def set_y_range(self, low: float, high: float) -> None:
        """Show this stretch of y."""
        self._view.setYRange(low, high, padding=0.04)

    def set_x_range(self, high: float) -> None:
        """Show x from 0 to ``high``, with room for a whole marker at either end; zooming stays within."""
        room = _ROOM * high
        self._item.setLimits(xMin=-room)
        self._view.setXRange(-room, high + room, padding=0)

    def hide_numbers_below(self) -> None:
        """For a plot above another one that shows the same stretch of x with its numbers."""
        self._item.getAxis("bottom").setStyle(showValues=False)

    def follow(self, other: "Plot") -> None:
        """Show the same stretch of x as ``other``."""
        self._item.setXLink(other._item)  # noqa: SLF001 - plots of one kind

    def fit(self) -> None:
        """Show all there is, and go on doing so."""
        self._item.enableAutoRange()

    def restyle(self) -> None:
        """Take over the colours of the present scheme."""
        scheme = current_scheme()
        self._view.setBackground(scheme.raised)
        font = scaled_font(SMALL_SCALE)
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(QPen(QColor(scheme.border)))
            axis.setTextPen(QPen(QColor(scheme.muted)))
            axis.setTickFont(font)
        self._item.getAxis("left").setWidth(52)
        for name in self._curves:
            self._colour(name)
        for name, (_line, colour, words, place) in tuple(self._lines.items()):
            self.set_line(name, colour, words, **place)

    def _colour(self, name: str) -> None:
        curve = self._curves[name]
        width, dash, faint = curve.property("look")
        colour = QColor(getattr(current_scheme(), self._colours[name]))
        solid = QColor(colour)
        if faint:
            colour.setAlpha(90)
        curve.setPen(_pg.mkPen(colour, width=width, style=_STYLES[dash]) if width else None)
        curve.setSymbolBrush(solid)
        curve.setSymbolPen(None)

    def _moved(self, position: QPointF) -> None:
        inside = bool(self._item.sceneBoundingRect().contains(position))
        x = float(self._item.vb.mapSceneToView(position).x()) if inside else float("nan")
        self.pointed.emit(x)
