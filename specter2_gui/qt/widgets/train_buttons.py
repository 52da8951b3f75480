"""The large button that trains; while a training runs, the three that pause it, end it or throw it away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_S, SPACE_XL
from specter2_gui.qt.widgets.push_button import push_button


class TrainButtons(QWidget):
    """Says which one was pressed."""

    train_asked = Signal()
    pause_asked = Signal()
    stop_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.train = self._button(self.tr("Train"), "train", "primary", self.train_asked)
        self.train.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.pause = self._button(self.tr("Pause"), "pause", "", self.pause_asked)
        self.pause.setToolTip(
            self.tr("Frees the graphics card and keeps everything; the training goes on from there when you resume it")
        )
        self.stop = self._button(self.tr("Stop and keep the best"), "stop", "primary", self.stop_asked)
        self.stop.setToolTip(self.tr("Ends the training after this step; its best model so far is the result"))
        self.cancel = self._button(self.tr("Cancel and discard"), "cancel", "", self.cancel_asked)
        self.cancel.setToolTip(self.tr("Ends the training after this step; nothing of it is kept"))
        upper = QHBoxLayout()
        upper.setSpacing(SPACE_S)
        upper.addWidget(self.pause, 1)
        upper.addWidget(self.stop, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.train)
        column.addLayout(upper)
        column.addWidget(self.cancel)

    def show_running(self, *, running: bool) -> None:
        """Offer what can be done now."""
        self.train.setVisible(not running)
        for button in self._ending():
            button.setVisible(running)
            button.setEnabled(running)

    def show_ending(self) -> None:
        """A wish was heard; a second one would change nothing."""
        for button in self._ending():
            button.setEnabled(False)

    @property
    def waiting(self) -> bool:
        """Whether a training that runs can still be told to pause or to end."""
        return self.stop.isEnabled()

    def _ending(self) -> tuple[QPushButton, ...]:
        return (self.pause, self.stop, self.cancel)

    def _button(self, words: str, sign: str, kind: str, asked: object) -> QPushButton:
        button = push_button(words, sign, kind=kind, name=f"{sign}Button")
        button.setMinimumHeight(2 * SPACE_XL - SPACE_S)
        button.clicked.connect(asked)
        return button
