"""The card of what was chosen: a query, a paper that answers it, or a paper that does not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind, set_mark
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.choices import Choice
from specter2_gui.qt.widgets.sign import Sign

SIGNS = {"query": ("query", "accent"), "positive": ("positive", "positive"), "negative": ("negative", "negative")}
LINES = 3
"""How many lines of the text are seen at the least."""


class ChosenCard(QFrame):
    """Shows one choice under its sign and words, or what is still to be chosen."""

    cleared = Signal()

    def __init__(self, part: str, words: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part, self._hint = part, hint
        self.setObjectName(f"{part}Card")
        set_kind(self, "card")
        self._sign = Sign(*SIGNS[part])
        self._words = QLabel(words)
        set_kind(self._words, part if part != "query" else "accent")
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(LINES * self.text.fontMetrics().lineSpacing() + SPACE_M)
        self.text.setAccessibleName(words)
        self.text.setPlaceholderText(hint)
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.clear_button = QToolButton()
        self.clear_button.setToolTip(self.tr("Choose another one"))
        self.clear_button.setAccessibleName(self.tr("Take back: {what}").replace("{what}", words))
        set_kind(self.clear_button, "quiet")
        set_icon(self.clear_button, "close")
        kept = self.clear_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.clear_button.setSizePolicy(kept)
        self.clear_button.clicked.connect(self.cleared)
        self._lay_out()
        self.show_choice(None)

    def show_choice(self, choice: Choice | None) -> None:
        """Show ``choice`` with all of its text, or the hint."""
        set_mark(self, "chosen", self._part if choice else "")
        self.clear_button.setVisible(choice is not None)
        parts = (choice.title, choice.detail) if choice else ()
        self.text.setPlainText("\n\n".join(part for part in parts if part))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._sign)
        head.addWidget(self._words, 1)
        head.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        column.setSpacing(SPACE_XS)
        column.addLayout(head)
        column.addWidget(self.text, 1)
