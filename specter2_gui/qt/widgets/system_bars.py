"""Search by words alone, the model before and the model after, as three bars with their nDCG@10."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from specter2_gui.domain.events import Figures
from specter2_gui.qt.design.style import current_scheme, scaled_font
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.measure import NDCG

_BAR = SPACE_M
_ORDER = ("bm25", "base", "tuned")
_COLOURS = {"bm25": "curve_reference", "base": "curve_baseline", "tuned": "curve_accuracy"}
_MOST_WIDE = 460
Bar = tuple[str, str, float]
"""Name of a system, its words, and its value from 0 to 1."""


class SystemBars(QWidget):
    """Bars begin at 0, so that their lengths can be compared; each has its words before it and its value behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("systemBars")
        self.setFont(scaled_font(0.9))
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_MOST_WIDE)

    def show_systems(self, systems: Mapping[str, Figures]) -> None:
        """Draw what ``systems`` holds; takes no room when it holds nothing to compare."""
        words = {
            "bm25": self.tr("words alone (BM25)"),
            "base": self.tr("before"),
            "tuned": self.tr("after"),
        }
        found = [(name, words[name], NDCG.recorded(systems.get(name))) for name in _ORDER]
        self.bars = tuple((name, said, value) for name, said, value in found if value is not None)
        said = ", ".join(f"{words} {NDCG.words(value)}" for _name, words, value in self.bars)
        self.setAccessibleName(self.tr("nDCG@10: {0}").format(said))
        self.setToolTip(
            self.tr("nDCG@10 on the held-out queries: how high the relevant papers stand among the first ten hits")
        )
        self.setVisible(len(self.bars) > 1)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line of text a bar."""
        return QSize(_MOST_WIDE, len(self.bars) * self._line())

    def minimumSizeHint(self) -> QSize:
        """Narrow bars still tell which is longer."""
        return QSize(220, len(self.bars) * self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, bar, value."""
        del event
        scheme = current_scheme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, line = self.fontMetrics(), self._line()
        left = max((metrics.horizontalAdvance(words) for _name, words, _value in self.bars), default=0) + SPACE_M
        right = metrics.horizontalAdvance(NDCG.words(0.888)) + SPACE_S
        room = max(1, self.width() - left - right)
        centre = Qt.AlignmentFlag.AlignVCenter
        for row, (name, words, value) in enumerate(self.bars):
            top = row * line
            painter.setPen(QColor(scheme.text))
            painter.drawText(QRectF(0, top, left, line), centre | Qt.AlignmentFlag.AlignLeft, words)
            long = max(2.0, room * value)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(scheme, _COLOURS[name])))
            painter.drawRoundedRect(QRectF(left, top + (line - _BAR) / 2, long, _BAR), 2, 2)
            painter.setPen(QColor(scheme.text))
            place = QRectF(left + long + SPACE_S, top, right, line)
            painter.drawText(place, centre | Qt.AlignmentFlag.AlignLeft, NDCG.words(value))

    def _line(self) -> int:
        return self.fontMetrics().height() + SPACE_XS
