"""Whether a triplet can be used, said with a sign and in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.sign import Sign


class Verdict(QWidget):
    """One or more sentences with a check mark, a warning, or nothing in front of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Sign()
        self.words = QLabel()
        self.words.setObjectName("verdict")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)

    def say(self, problems: tuple[str, ...], good: str, after: str = "") -> None:
        """Say ``problems``, or ``good`` when there are none, and then ``after``."""
        words = self.tr("Problem:") + " " + " ".join(problems) if problems else good
        self.sign.show_icon("warning" if problems else "success", "warning" if problems else "positive")
        self.sign.show()
        set_kind(self.words, "warning" if problems else "plain")
        self._write(f"{words} {after}".strip())

    def say_nothing(self, hint: str) -> None:
        """Show ``hint`` without a judgement."""
        self.sign.hide()
        set_kind(self.words, "muted")
        self._write(hint)

    def say_waiting(self, hint: str) -> None:
        """Show ``hint`` as something to be settled first."""
        self.sign.show_icon("info", "accent")
        self.sign.show()
        set_kind(self.words, "plain")
        self._write(hint)

    def say_error(self, words: str) -> None:
        """Show ``words`` as something that went wrong."""
        self.sign.show_icon("error", "negative")
        self.sign.show()
        set_kind(self.words, "plain")
        self._write(words)

    def _write(self, text: str) -> None:
        self.words.setText(text)
        self.words.setAccessibleName(text)
