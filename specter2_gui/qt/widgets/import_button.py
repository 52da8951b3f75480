"""A button that holds several labels and is as large as they need."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget


class LaidOutButton(QPushButton):
    """Fill ``column``; a press anywhere on it is a press on the button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)

    def let_through(self, *labels: QWidget) -> None:
        """Presses on ``labels`` are for the button."""
        for label in labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """What the labels need."""
        return self.column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the labels need at the least."""
        return self.column.totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        """Yes: their words wrap."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """The height that the labels need."""
        return self.column.totalHeightForWidth(width)
