"""A thin bar that tells how a hit compares with the first one of its column."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from specter2_gui.qt.design.style import current_scheme
from specter2_gui.qt.design.tokens import SPACE_XS

SHORTEST = 0.02
"""Even the last hit shows a dot, so that the bar is seen to be one."""
WIDTH = 72


class ScoreBar(QWidget):
    """``value`` from 0 (last of the ranking) to 1 (first); it is a comparison within one column, never a percentage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = 0.0
        self.setFixedSize(QSize(WIDTH, SPACE_XS + 2))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("How close this paper comes to the query, compared with the first hit of this column"))

    def show_value(self, value: float) -> None:
        """Draw the bar for ``value``."""
        self.value = min(1.0, max(SHORTEST, value))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track and the part of it that is filled."""
        scheme = current_scheme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = float(self.height())
        for colour, share in ((scheme.sunken, 1.0), (scheme.accent, self.value)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, 0, max(height, self.width() * share), height), height / 2, height / 2)
        painter.end()
