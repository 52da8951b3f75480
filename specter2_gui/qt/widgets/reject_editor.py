"""The text of a record, to be mended: in letters of one width, with the numbers that its lines have in the file."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from specter2_gui.qt.design.style import current_scheme, set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import number


class RejectEditor(QPlainTextEdit):
    """A plain text field; Tab goes on to the next control."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rejectEditor")
        self.setAccessibleName(self.tr("Text of the record"))
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._first = 1
        self._gutter = _Gutter(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self._make_room()

    def show_text(self, text: str, first_line: int) -> None:
        """Show ``text``, which begins in line ``first_line`` of its file."""
        self._first = first_line
        self.setPlainText(text)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The gutter is as high as the text."""
        super().resizeEvent(event)
        room = self.contentsRect()
        self._gutter.setGeometry(QRect(room.left(), room.top(), self.gutter_width(), room.height()))

    def gutter_width(self) -> int:
        """What the longest number needs."""
        last = number(self._first + self.blockCount() - 1)
        return self.fontMetrics().horizontalAdvance(last) + 2 * SPACE_S

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines that are seen; called by the gutter."""
        painter = QPainter(self._gutter)
        painter.setFont(self.font())
        painter.setPen(current_scheme().muted)
        block, right = self.firstVisibleBlock(), self._gutter.width() - SPACE_S
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            words = number(self._first + block.blockNumber())
            place = QRect(0, round(top), right, self.fontMetrics().height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, words)
            block, top = block.next(), top + self.blockBoundingRect(block).height()
        painter.end()

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter_width() + SPACE_XS, 0, 0, 0)
        self._gutter.resize(self.gutter_width(), self._gutter.height())
        self._gutter.update()

    def _follow(self, rect: QRect, scrolled: int) -> None:
        if scrolled:
            self._gutter.scroll(0, scrolled)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())


class _Gutter(QWidget):
    """Lies beside the text."""

    def __init__(self, editor: RejectEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "gutter")

    def sizeHint(self) -> QSize:
        """As wide as the longest number."""
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The numbers."""
        super().paintEvent(event)
        self._editor.paint_gutter(event)
