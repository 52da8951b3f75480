"""What is being imported: how far the file is, what was found in it so far, and the way to stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.progress_line import ProgressLine
from specter2_gui.qt.widgets.push_button import push_button


class ImportProgressCard(QFrame):
    """Takes no room while nothing is imported."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importProgress")
        set_kind(self, "card")
        self.headline = QLabel()
        self.headline.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.headline.setWordWrap(True)
        self.line = ProgressLine(self.tr("Progress of the import"))
        self.cancel_button = push_button(
            self.tr("Cancel"),
            "stop",
            name="cancelImport",
            tip=self.tr("Nothing of the file that is being read is taken; files that were finished stay"),
        )
        self.cancel_button.clicked.connect(self._cancel)
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addWidget(self.headline)
        words.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        row.setSpacing(SPACE_L)
        row.addLayout(words, 1)
        row.addWidget(self.cancel_button)
        self.hide()

    def show_progress(self, headline: str, words: str, done: int, total: int) -> None:
        """``done`` of ``total`` thousandths, or a total of 0 where nobody knows; ``words`` tell the same."""
        if self.isHidden():
            self.cancel_button.setEnabled(True)
        self.headline.setText(headline)
        self.line.show_progress(done, total, words)
        self.show()

    def rest(self) -> None:
        """Nothing is imported any more."""
        self.line.rest()
        self.hide()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.line.words.setText(self.tr("Stopping…"))
        self.cancel_asked.emit()
