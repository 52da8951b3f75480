"""A plot with its heading and the legend beside it, which names exactly what is drawn."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_S
from specter2_gui.qt.widgets.curve_legend import CurveLegend
from specter2_gui.qt.widgets.plot import Plot


class HeadedPlot(QWidget):
    """``plot`` is what is drawn in; further widgets may stand at the end of ``head``."""

    def __init__(self, title: str, least_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(title)
        self.heading.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.legend = CurveLegend()
        self.plot = Plot(least_height, self)
        self.head = QHBoxLayout()
        self.head.addWidget(self.heading)
        self.head.addWidget(self.legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(self.head)
        column.addWidget(self.plot, 1)

    def restyle(self) -> None:
        """Take over the colours of the present scheme."""
        self.plot.restyle()
        self.legend.write()
