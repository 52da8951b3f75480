"""A button whose words are shortened where there is no room for all of them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

_LEAST_LETTERS = 8


class ElidedButton(QToolButton):
    """As wide as its words at the most; :meth:`text` is always all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words in full."""
        return self._words

    def setText(self, text: str) -> None:
        """Show ``text``, or as much of it as there is room for."""
        self._words = text
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for all words."""
        return self._size_for(self.fontMetrics().horizontalAdvance(self._words))

    def minimumSizeHint(self) -> QSize:
        """Room for the beginning of them."""
        letters = self.fontMetrics().averageCharWidth() * _LEAST_LETTERS
        return self._size_for(letters).boundedTo(self.sizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many of the words as fit now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self._size_for(0).width()
        metrics, shown = self.fontMetrics(), self._words
        if metrics.horizontalAdvance(shown) > room:  # asked first: a fraction of a pixel would shorten words that fit
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
        super().setText(shown)

    def _size_for(self, width: int) -> QSize:
        size = super().sizeHint()
        shown = self.fontMetrics().horizontalAdvance(super().text())
        return QSize(size.width() - shown + width, size.height())
