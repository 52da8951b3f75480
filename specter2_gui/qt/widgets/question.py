"""A question that does not stop the window: it opens, and the answer comes as a signal."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

Answer = tuple[str, str, QMessageBox.ButtonRole]
"""Name of a button, its words, and its role; the last button of a question is the one Esc presses, and Enter as well."""


class Question(QMessageBox):
    """Deletes itself when it is answered; ``answered`` tells the name of the button."""

    answered = Signal(str)

    def __init__(
        self, parent: QWidget, name: str, title: str, more: str, answers: Sequence[Answer], enter: str = ""
    ) -> None:
        """``enter`` names the button Enter presses, where that is another one than the last."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(title)
        self.setText(title)
        self.setInformativeText(more)
        self._last: QAbstractButton | None = None
        for button_name, words, role in answers:
            button = self.addButton(words, role)
            button.setObjectName(button_name)
            if not enter or button_name == enter:
                self.setDefaultButton(button)
            self.setEscapeButton(button)
            self._last = button
        self.finished.connect(self._tell)

    def _tell(self) -> None:
        pressed = self.clickedButton() or self._last
        self.deleteLater()
        self.answered.emit(pressed.objectName() if pressed else "")
