"""How the title of a paper is painted: with the typed words marked and its badges at the right, quickly."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from specter2_gui.qt.design.style import current_scheme, icon
from specter2_gui.qt.design.tokens import RADIUS, SMALL_SCALE, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.paper_columns import ShownPaper
from specter2_gui.qt.widgets.paper_marks import Marks, apart
from specter2_gui.qt.widgets.paper_model import PAPER_ROLE
from specter2_gui.qt.widgets.paper_words import Badge, badges, title_of

_States = QStyle.StateFlag
LEAST_TITLE: Final = 0.45
"""The share of the cell that badges leave to the title at the least."""


class TitleCells(QStyledItemDelegate):
    """Paints a bar in the place of a title that is still being read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signs: dict[tuple[str, str, str, float], QPixmap] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        """The ground as the style draws it, then title and badges."""
        self.initStyleOption(option, index)
        paper = index.data(PAPER_ROLE)
        option.text = ""
        widget: QWidget = option.widget
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        room = option.rect.adjusted(SPACE_XS, 0, -SPACE_XS, 0)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(paper, ShownPaper):
            self._paint_paper(painter, option, room, paper)
        else:
            _paint_bar(painter, room, index.row())
        painter.restore()

    def _paint_paper(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, paper: ShownPaper) -> None:
        least = int(room.width() * LEAST_TITLE)
        for badge in reversed(badges(paper)):
            room = self._paint_badge(painter, option, room, badge, least)
        colour = option.palette.color(
            QPalette.ColorRole.HighlightedText if _selected(option) else QPalette.ColorRole.Text
        )
        title, marks = apart(paper.title)
        if not title:
            title, colour = title_of(paper.row), option.palette.color(QPalette.ColorRole.PlaceholderText)
        _paint_text(painter, room, option.font, (title, marks), colour)

    def _paint_badge(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, badge: Badge, least: int
    ) -> QRect:
        """Paint ``badge`` at the right end of ``room`` and give what is left; nothing where the title would suffer."""
        sign, words = badge
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * SMALL_SCALE)
        metrics = QFontMetrics(font)
        side = metrics.height() - 2
        width = side + metrics.horizontalAdvance(words) + SPACE_XS + 2 * SPACE_S
        if room.width() - width < least:
            return room
        scheme = current_scheme()
        role = "on_selection" if _selected(option) else "muted"
        box = QRect(room.right() - width + 1, room.center().y() - metrics.height() // 2, width, metrics.height() + 1)
        painter.setFont(font)
        painter.setPen(QColor(getattr(scheme, role)) if _selected(option) else QColor(scheme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush if _selected(option) else QBrush(QColor(scheme.surface)))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.drawPixmap(box.x() + SPACE_S - 2, box.y() + 1, self._sign(sign, role, side, painter))
        painter.setPen(QColor(getattr(scheme, role)))
        painter.drawText(box.adjusted(SPACE_S + side + 1, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        return room.adjusted(0, 0, -width - SPACE_S, 0)

    def _sign(self, name: str, role: str, side: int, painter: QPainter) -> QPixmap:
        """The icon of a badge, drawn once per colour: drawing it from its font costs more than the whole line."""
        ratio = painter.device().devicePixelRatio()
        key = (current_scheme().name, name, role, ratio * side)
        if key not in self._signs:
            self._signs[key] = icon(name, role).pixmap(QSize(side, side), ratio)
        return self._signs[key]


def _selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & _States.State_Selected)


def _paint_bar(painter: QPainter, room: QRect, line: int) -> None:
    """What stands for a title that is being read; of several lengths, so that it looks like text and not like a fault."""
    width = room.width() * (50 + line * 37 % 40) // 100
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current_scheme().border))
    painter.drawRoundedRect(QRect(room.x(), room.center().y() - SPACE_XS, width, SPACE_S), SPACE_XS, SPACE_XS)


def _paint_text(painter: QPainter, room: QRect, font: QFont, text: tuple[str, Marks], colour: QColor) -> None:
    line, marks = text
    metrics = QFontMetrics(font)
    if not marks:
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
        )
        return
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    wider = QFontMetrics(bold)
    extra = sum(_advance(wider, line, mark) - _advance(metrics, line, mark) for mark in marks)
    short = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width() - extra)
    kept = len(short) if short == line else len(short) - 1
    layout = QTextLayout(short, font)
    layout.setFormats([_mark_format(start, min(length, kept - start)) for start, length in marks if start < kept])
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    painter.setPen(colour)
    layout.draw(painter, QPointF(room.x(), room.y() + (room.height() - layout.boundingRect().height()) / 2))


def _advance(metrics: QFontMetrics, line: str, mark: tuple[int, int]) -> int:
    start, length = mark
    return metrics.horizontalAdvance(line[start : start + length])


def _mark_format(start: int, length: int) -> QTextLayout.FormatRange:
    scheme = current_scheme()
    form = QTextCharFormat()
    form.setBackground(QColor(scheme.warning_soft))
    form.setForeground(QColor(scheme.text))
    form.setFontWeight(QFont.Weight.DemiBold)
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, length, form
    return found
