"""What a training has brought, in a sentence, with the one button that follows from it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from specter2_gui.qt.design.style import scaled_font, set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_XS
from specter2_gui.qt.verdict_words import Verdict
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign

_ROLES = {"success": "positive", "warning": "warning", "error": "negative", "info": "accent"}


class VerdictCard(QFrame):
    """Shown when a training has ended."""

    try_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdictCard")
        self._sign = Sign()
        self.headline = QLabel()
        self.headline.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.sentence = QLabel()
        for label in (self.headline, self.sentence):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = push_button(self.tr("Try it in Search"), kind="primary", name="tryInSearch")
        self.button.clicked.connect(self.try_asked)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.headline, 0, 1)
        grid.addWidget(self.sentence, 1, 1)
        grid.addWidget(self.button, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_verdict(self, verdict: Verdict) -> None:
        """Say it; the button is there only if there is a model to try."""
        self._sign.show_icon(verdict.kind, _ROLES[verdict.kind])
        set_mark(self, "notice", verdict.kind)
        self.headline.setText(verdict.headline)
        self.sentence.setText(verdict.sentence)
        self.setAccessibleName(f"{verdict.headline} {verdict.sentence}")
        self.button.setVisible(verdict.usable)
        self.show()
