"""The three steps of the work as pictures: triplets, training, search."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from specter2_gui.qt.design.style import current_scheme, scaled_font
from specter2_gui.qt.design.tokens import RADIUS, SECTION_SCALE, SPACE_L, SPACE_M

_PICTURE = 110.0
_LEAST, _LARGEST = 0.4, 1.6
"""To how many times its usual size a picture may shrink and grow."""


class StepsPicture(QWidget):
    """Draws itself; the same is said in words to those who cannot see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepsPicture")
        self._titles = (self.tr("1  Triplets"), self.tr("2  Train"), self.tr("3  Search"))
        self._lines = (
            self.tr("a query, a paper that answers it\nand one that does not"),
            self.tr("the model learns your judgements\nin minutes"),
            self.tr("old and new search,\nside by side"),
        )
        self.setAccessibleName(self.tr("The three steps"))
        self.setAccessibleDescription("; ".join(f"{a}: {b}" for a, b in zip(self._titles, self._lines, strict=True)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(self._height_at(_LARGEST))

    def sizeHint(self) -> QSize:
        """Three pictures and their words; they grow where there is room."""
        return QSize(780, self._height_at(_LEAST))

    def minimumSizeHint(self) -> QSize:
        """Room for the pictures and three lines of words."""
        return QSize(480, self._height_at(_LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Three cards with an arrow between each."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = 44.0
        width = (self.width() - 2 * gap) / 3
        scale = min((self.height() - self._height_at(0.0)) / _PICTURE, width / (1.6 * _PICTURE))
        for number, draw in enumerate((_draw_triplet, _draw_curve, _draw_search)):
            left = number * (width + gap)
            self._card(painter, QRectF(left + 0.5, 0.5, width - 1, self.height() - 1.0))
            painter.save()
            painter.translate(left + width / 2, SPACE_L)
            painter.scale(scale, scale)
            draw(painter, QRectF(-_PICTURE * 0.7, 0, _PICTURE * 1.4, _PICTURE))
            painter.restore()
            top = SPACE_L + scale * _PICTURE
            self._words(painter, number, QRectF(left + SPACE_M, top, width - 2 * SPACE_M, self.height() - top))
            if number < 2:
                _draw_arrow(painter, QPointF(left + width + 10, self.height() / 2), gap - 20)
        painter.end()

    def _height_at(self, scale: float) -> int:
        """Room for pictures of this scale with a title and three lines of words below."""
        return int(scale * _PICTURE) + 2 * SPACE_L + SPACE_M + 5 * self.fontMetrics().height()

    def _card(self, painter: QPainter, area: QRectF) -> None:
        scheme = current_scheme()
        painter.setPen(QPen(QColor(scheme.border), 1))
        painter.setBrush(QColor(scheme.raised))
        painter.drawRoundedRect(area, RADIUS, RADIUS)

    def _words(self, painter: QPainter, number: int, area: QRectF) -> None:
        scheme = current_scheme()
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setPen(QColor(scheme.text))
        painter.setFont(scaled_font(SECTION_SCALE, bold=True))
        title = painter.boundingRect(area.adjusted(0, SPACE_M, 0, 0), int(flags), self._titles[number])
        painter.drawText(area.adjusted(0, SPACE_M, 0, 0), int(flags), self._titles[number])
        painter.setPen(QColor(scheme.muted))
        painter.setFont(self.font())
        painter.drawText(area.adjusted(0, SPACE_M + title.height() + 4, 0, 0), int(flags), self._lines[number])


def _draw_triplet(painter: QPainter, area: QRectF) -> None:
    scheme = current_scheme()
    middle = area.center().x()
    query = QRectF(middle - 34, area.top() + 4, 68, 30)
    good = QRectF(area.left() + 6, area.bottom() - 56, 56, 52)
    bad = QRectF(area.right() - 62, area.bottom() - 56, 56, 52)
    for box, colour in ((good, scheme.positive), (bad, scheme.negative)):
        painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.DashLine if box is bad else Qt.PenStyle.SolidLine))
        painter.drawLine(QPointF(middle, query.bottom()), QPointF(box.center().x(), box.top()))
    _draw_paper(painter, good, scheme.positive)
    _draw_paper(painter, bad, scheme.negative)
    _draw_mark(painter, good.bottomRight(), scheme.positive, good=True)
    _draw_mark(painter, bad.bottomRight(), scheme.negative, good=False)
    painter.setPen(QPen(QColor(scheme.accent), 1.5))
    painter.setBrush(QColor(scheme.accent_soft))
    painter.drawRoundedRect(query, 15, 15)
    painter.setPen(QColor(scheme.accent))
    painter.setFont(scaled_font(SECTION_SCALE, bold=True))
    painter.drawText(query, Qt.AlignmentFlag.AlignCenter, "?")


def _draw_paper(painter: QPainter, box: QRectF, colour: str) -> None:
    scheme = current_scheme()
    painter.setPen(QPen(QColor(colour), 1.5))
    painter.setBrush(QColor(scheme.surface))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QPen(QColor(scheme.muted), 2))
    for line in range(3):
        y = box.top() + 12 + 10 * line
        painter.drawLine(QPointF(box.left() + 9, y), QPointF(box.right() - (9 if line else 22), y))


def _draw_mark(painter: QPainter, corner: QPointF, colour: str, *, good: bool) -> None:
    scheme = current_scheme()
    painter.setPen(QPen(QColor(scheme.raised), 2))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(corner, 10, 10)
    pen = QPen(QColor(scheme.raised), 2.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    x, y = corner.x(), corner.y()
    if good:
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3)])
    else:
        painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
        painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))


def _draw_curve(painter: QPainter, area: QRectF) -> None:
    scheme = current_scheme()
    box = area.adjusted(14, 8, -10, -8)
    painter.setPen(QPen(QColor(scheme.muted), 1.5))
    painter.drawPolyline([box.topLeft(), box.bottomLeft(), box.bottomRight()])
    for colour, start, end in ((scheme.curve_train, 0.08, 0.82), (scheme.curve_validation, 0.14, 0.66)):
        path = QPainterPath(QPointF(box.left() + 4, box.top() + start * box.height()))
        path.cubicTo(
            QPointF(box.left() + 0.25 * box.width(), box.top() + end * box.height()),
            QPointF(box.left() + 0.5 * box.width(), box.top() + end * box.height()),
            QPointF(box.right() - 4, box.top() + (end + 0.06) * box.height()),
        )
        dashed = colour == scheme.curve_validation
        painter.setPen(QPen(QColor(colour), 2.5, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def _draw_search(painter: QPainter, area: QRectF) -> None:
    scheme = current_scheme()
    lengths = (0.9, 0.6, 0.8, 0.5)
    for column, order in enumerate(((0, 1, 2, 3), (2, 0, 3, 1))):
        left = area.left() + 6 + column * area.width() * 0.53
        for row, length in enumerate(lengths):
            found = order[row] == 2
            colour = scheme.positive if found else scheme.border
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            bar = QRectF(left, area.top() + 14 + row * 24, area.width() * 0.4 * length, 10)
            painter.drawRoundedRect(bar, 5, 5)
    painter.setPen(QPen(QColor(scheme.positive), 1.5, Qt.PenStyle.DotLine))
    start = QPointF(area.left() + 8 + area.width() * 0.34, area.top() + 14 + 2 * 24 + 5)
    painter.drawLine(start, QPointF(area.left() + area.width() * 0.53 + 2, area.top() + 19))


def _draw_arrow(painter: QPainter, start: QPointF, length: float) -> None:
    scheme = current_scheme()
    pen = QPen(QColor(scheme.muted), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    tip = QPointF(start.x() + length, start.y())
    painter.drawLine(start, tip)
    painter.drawPolyline([QPointF(tip.x() - 6, tip.y() - 6), tip, QPointF(tip.x() - 6, tip.y() + 6)])
