"""The line at the lower edge: device, model, what is saved, and the tasks at work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_L
from specter2_gui.qt.widgets.task_bar import TaskBar


class StatusLine(QStatusBar):
    """Shows what it is told; device and model can be pressed, and the tasks in ``tasks``."""

    device_asked = Signal()
    model_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.device = self._button("device", "device", self.device_asked)
        self.model = self._button("model", "model", self.model_asked)
        self.saved = self._button("saved", "save", None)
        self.saved.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tasks = TaskBar()
        for widget in (self.device, self.model, self.saved):
            self.addWidget(widget)
        self.addPermanentWidget(self.tasks)
        self.setContentsMargins(0, 0, SPACE_L, 0)
        self.saved.hide()

    def show_device(self, words: str, advice: str) -> None:
        """Where a training computes; ``advice`` is shown when pointed at and when pressed."""
        self._say(self.device, words, advice)

    def show_model(self, words: str, advice: str) -> None:
        """Which model is in use."""
        self._say(self.model, words, advice)

    def show_saved(self, words: str) -> None:
        """What was saved, and when."""
        self._say(self.saved, words, "")
        self.saved.show()

    def _button(self, name: str, sign: str, asked: object) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"status_{name}")
        button.setAccessibleName(name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_kind(button, "status")
        set_icon(button, sign, "muted")
        # By keyboard it comes after the page; it must not take the first focus.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if asked is not None:
            button.clicked.connect(asked)
        return button

    def _say(self, button: QToolButton, words: str, advice: str) -> None:
        button.setText(words)
        button.setAccessibleName(words or button.objectName().removeprefix("status_"))
        button.setToolTip(advice)
