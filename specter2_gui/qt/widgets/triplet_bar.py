"""The line above the triplets: load, save, undo, and the switch between the table and "Make a triplet"."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QProgressBar, QToolButton, QWidget

from specter2_gui.qt.design.style import set_kind, space_icon
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S
from specter2_gui.qt.widgets.segments import segments

Actions = tuple[QAction, ...]
BUSY_WIDTH = 96


class TripletBar(QWidget):
    """Buttons for the actions it is given, and a place that tells what is being done."""

    def __init__(self, load: Actions, gestures: Actions, views: Actions) -> None:
        super().__init__()
        self.busy_words = QLabel()
        self.busy_words.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self.busy_words, "muted")
        self.busy_bar = QProgressBar(textVisible=False, maximum=0)
        self.busy_bar.setAccessibleName(self.tr("Work in progress"))
        self.busy_bar.setFixedWidth(BUSY_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._load_button(load))
        for action in gestures:
            row.addWidget(_button(action))
        row.addSpacing(SPACE_M)
        row.addWidget(self.busy_bar)
        row.addWidget(self.busy_words, 1)
        row.addStretch(1)
        row.addLayout(segments([_button(action) for action in views]))
        self.show_busy("")

    def show_busy(self, words: str) -> None:
        """Tell what is being done; an empty text ends it."""
        self.busy_words.setText(words)
        self.busy_bar.setVisible(bool(words))
        self.busy_bar.setAccessibleDescription(words)

    def _load_button(self, actions: Actions) -> QToolButton:
        """The first action as a button, all of them in its menu."""
        button = _button(actions[0])
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.addActions(list(actions))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return button


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(action.text())
    set_kind(button, "bar")
    space_icon(button)
    return button
