"""How far a long task is: a bar, and the same in words."""

from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS


class ProgressLine(QWidget):
    """Takes no room while nothing is at work."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(name)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(SPACE_S)
        self.words = QLabel()
        set_kind(self.words, "muted")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        self.rest()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """``done`` of ``total``; a total of 0 means that nobody knows how long it takes."""
        self.show()
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(words)
        self.bar.setAccessibleDescription(words)

    def rest(self) -> None:
        """Nothing is at work."""
        self.hide()
        self.words.setText("")
