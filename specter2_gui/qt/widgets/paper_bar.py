"""The line between the search field and the table: how many papers are chosen, and what can be done with them."""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind, space_icon
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.counts import counted

_WITH_WORDS: Final = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON_ALONE: Final = Qt.ToolButtonStyle.ToolButtonIconOnly
_LETTERS: Final = 8
"""Room for the words about the choice."""


class PaperBar(QWidget):
    """Holds the actions for the table's context menu as well; those that need a choice are off without one."""

    copy_asked = Signal()
    edit_asked = Signal()
    delete_asked = Signal()
    change_asked = Signal()
    group_asked = Signal()
    apart_asked = Signal()
    export_asked = Signal(bool)
    """True: only the chosen papers; False: all that are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperBar")
        keys = QKeySequence.StandardKey
        self.edit_action = self._action(_tr("Edit"), "edit", QKeySequence(Qt.Key.Key_F2))
        self.copy_action = self._action(_tr("Copy"), "copy", QKeySequence(keys.Copy))
        self.change_action = self._action(_tr("Change a field…"), "change")
        self.change_action.setIconText(_tr("Change…"))
        self.group_action = self._action(_tr("Group as duplicates"), "duplicates")
        self.apart_action = self._action(_tr("Keep apart"), "differs")
        self.export_action = self._action(_tr("Export the chosen papers…"), "download")
        self.export_shown_action = self._action(_tr("Export all that are shown…"), "table")
        self.delete_action = self._action(_tr("Delete"), "delete", QKeySequence(keys.Delete))
        self.chosen = QLabel()
        self.chosen.setObjectName("chosenPapers")
        self.chosen.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_kind(self.chosen, "muted")
        self.export_button = self._menu(_tr("Export"), "download", (self.export_action, self.export_shown_action))
        self._buttons = [
            self._button(self.change_action),
            self._menu(_tr("Duplicates"), "duplicates", (self.group_action, self.apart_action)),
            self._button(self.delete_action),
        ]
        self._roomy = 0
        """From this width on the buttons have their words; 0 until that was measured."""
        self._worded = True
        self._lay_out()
        self._connect()
        self.show_choice(0, 0)

    @property
    def actions_of_table(self) -> tuple[QAction, ...]:
        """What the context menu of the table offers."""
        return (
            self.edit_action, self.copy_action, self.change_action, self.group_action, self.apart_action,
            self.export_action, self.export_shown_action, self.delete_action,
        )  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the style can say how wide a button is."""
        super().showEvent(event)
        if not self._roomy:
            self._dress(worded=False)
            self.setMinimumWidth(self._needed())
            self._dress(worded=True)
            self._roomy = self._needed()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for the words of the buttons, their icons stand for them."""
        super().resizeEvent(event)
        self._fit()

    def show_choice(self, shown: int, chosen: int) -> None:
        """Offer what can be done with ``chosen`` of the papers that are ``shown``."""
        for action in (self.edit_action, self.copy_action, self.delete_action, self.change_action, self.export_action):
            action.setEnabled(chosen > 0)
        self.apart_action.setEnabled(chosen > 0)
        self.group_action.setEnabled(chosen > 1)
        self.export_shown_action.setEnabled(shown > 0)
        self.export_button.setEnabled(shown > 0)
        for button in self._buttons:
            button.setVisible(chosen > 0)
        words = counted(chosen, self.tr("{n} chosen"), self.tr("{n} chosen")) if chosen else ""
        self.chosen.setText(words)
        self.chosen.setAccessibleName(words)

    def _fit(self) -> None:
        worded = self.width() >= self._roomy
        if worded != self._worded:
            self._dress(worded=worded)

    def _dress(self, *, worded: bool) -> None:
        self._worded = worded
        for button in (*self._buttons, self.export_button):
            button.setToolButtonStyle(_WITH_WORDS if worded else _ICON_ALONE)
            button.setIconSize(QSize(button.iconSize().height(), button.iconSize().height()))
            space_icon(button)

    def _needed(self) -> int:
        """How wide the buttons are with the words about the choice."""
        buttons = (*self._buttons, self.export_button)
        said = _LETTERS * self.fontMetrics().averageCharWidth()
        return said + sum(button.sizeHint().width() + SPACE_S for button in buttons)

    def _action(self, words: str, sign: str, key: QKeySequence | None = None) -> QAction:
        action = QAction(words, self)
        set_icon(action, sign)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if key is not None:
            action.setShortcut(key)
        return action

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        return _dressed(button)

    def _menu(self, words: str, sign: str, actions: tuple[QAction, ...]) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setObjectName(f"{sign}Menu")
        menu = QMenu(button)
        menu.addActions(list(actions))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(button, sign)
        return _dressed(button)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.chosen, 1)
        for button in (*self._buttons, self.export_button):
            row.addWidget(button)

    def _connect(self) -> None:
        self.edit_action.triggered.connect(self.edit_asked)
        self.copy_action.triggered.connect(self.copy_asked)
        self.change_action.triggered.connect(self.change_asked)
        self.group_action.triggered.connect(self.group_asked)
        self.apart_action.triggered.connect(self.apart_asked)
        self.delete_action.triggered.connect(self.delete_asked)
        self.export_action.triggered.connect(partial(self.export_asked.emit, True))  # noqa: FBT003 - a signal's argument
        self.export_shown_action.triggered.connect(partial(self.export_asked.emit, False))  # noqa: FBT003 - as above


def _dressed(button: QToolButton) -> QToolButton:
    button.setToolButtonStyle(_WITH_WORDS)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_kind(button, "bar")
    space_icon(button)
    return button


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaperBar", text)
