"""The card of a file of which nothing was taken: what happened, why, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S, TITLE_SCALE
from specter2_gui.qt.widgets.import_entries import Refusal, when_words
from specter2_gui.qt.widgets.import_labels import plain_label, short_name
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign


class RefusalCard(QWidget):
    """Shows one refusal; it can be tried again, or put away."""

    again_asked = Signal(int)
    forget_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        self._number = 0
        self.name = plain_label(scale=SECTION_SCALE)
        self.origin = plain_label(kind="muted")
        self.headline = plain_label(self.tr("Nothing of this file was taken"), scale=TITLE_SCALE)
        self.what, self.why, self.how = plain_label(scale=1.0), plain_label(), plain_label()
        self.again_button = push_button(self.tr("Try again"), "reset", kind="primary", name="importAgain")
        self.forget_button = push_button(self.tr("Take it off the list"), "close", name="forgetRefusal")
        self.again_button.clicked.connect(self._again)
        self.forget_button.clicked.connect(self._forget)
        self._lay_out()

    def show_refusal(self, refusal: Refusal) -> None:
        """Show why ``refusal`` was not imported."""
        self._number = refusal.number
        error = refusal.error
        self.name.setText(short_name(refusal.name))
        self.name.setToolTip(refusal.name)
        self.origin.setText(self.tr("Not imported, {0}").format(when_words(refusal.when)))
        self.what.setText(f"{error.what}.")
        self.why.setText(f"{error.why}.")
        self.how.setText(f"{error.how}.")
        self.setAccessibleName(f"{refusal.name}. {self.headline.text()}. {error.sentence}")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        for label in (self.what, self.why, self.how):
            words.addWidget(label)
        frame = QFrame()
        set_mark(frame, "notice", "error")
        inner = QHBoxLayout(frame)
        inner.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        inner.setSpacing(SPACE_M)
        inner.addWidget(Sign("error", "negative"), 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.forget_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_M)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.name)
        titles.addWidget(self.origin)
        column.addLayout(titles)
        column.addWidget(self.headline)
        column.addWidget(frame)
        column.addLayout(buttons)
        column.addStretch(1)

    def _again(self) -> None:
        self.again_asked.emit(self._number)

    def _forget(self) -> None:
        self.forget_asked.emit(self._number)
