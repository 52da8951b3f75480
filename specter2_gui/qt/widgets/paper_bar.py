"""The line between the search field and the table: how many papers are shown, and what can be done with the chosen ones."""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.counts import counted, number

_DONE_WITH_ONE: Final = 1


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
        self.change_action = self._action(_tr("Change a field…"), "settings")
        self.group_action = self._action(_tr("Group as duplicates"), "duplicates")
        self.apart_action = self._action(_tr("Keep apart"), "differs")
        self.export_action = self._action(_tr("Export the chosen papers…"), "download")
        self.export_shown_action = self._action(_tr("Export all that are shown…"), "table")
        self.delete_action = self._action(_tr("Delete"), "delete", QKeySequence(keys.Delete))
        self.counts = QLabel()
        self.counts.setObjectName("paperCounts")
        self.counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_kind(self.counts, "muted")
        self._buttons = [self._button(action) for action in self._with_buttons]
        self._lay_out()
        self._connect()
        self.show_choice(0)

    @property
    def actions_of_table(self) -> tuple[QAction, ...]:
        """What the context menu of the table offers."""
        return (
            self.edit_action, self.copy_action, self.change_action, self.group_action, self.apart_action,
            self.export_action, self.export_shown_action, self.delete_action,
        )  # fmt: skip

    def show_counts(self, shown: int, total: int, chosen: int) -> None:
        """Say how many papers there are, how many of them are shown, and how many are chosen."""
        papers = counted(total, self.tr("{n} paper"), self.tr("{n} papers"))
        words = papers if shown >= total else self.tr("{shown} of {papers}").replace("{shown}", number(shown))
        words = words.replace("{papers}", papers)
        if chosen > _DONE_WITH_ONE:
            words += ", " + counted(chosen, self.tr("{n} chosen"), self.tr("{n} chosen"))
        self.counts.setText(words)
        self.counts.setAccessibleName(words)
        self.export_shown_action.setEnabled(shown > 0)

    def show_choice(self, chosen: int) -> None:
        """Offer what can be done with so many papers."""
        for action in (self.copy_action, self.delete_action, self.change_action, self.export_action, self.apart_action):
            action.setEnabled(chosen > 0)
        self.edit_action.setEnabled(chosen > 0)
        self.group_action.setEnabled(chosen > 1)
        for button in self._buttons:
            button.setVisible(chosen > 0)

    @property
    def _with_buttons(self) -> tuple[QAction, ...]:
        return (self.change_action, self.group_action, self.apart_action, self.delete_action)

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
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_kind(button, "bar")
        return button

    def _export_button(self) -> QToolButton:
        button = self._button(self.export_shown_action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setText(self.tr("Export"))
        button.setObjectName("exportButton")
        menu = QMenu(button)
        menu.addActions([self.export_action, self.export_shown_action])
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.counts, 1)
        for button in self._buttons:
            row.addWidget(button)
        self.export_button = self._export_button()
        row.addWidget(self.export_button)
        self.setMinimumHeight(self.export_button.sizeHint().height())

    def _connect(self) -> None:
        self.edit_action.triggered.connect(self.edit_asked)
        self.copy_action.triggered.connect(self.copy_asked)
        self.change_action.triggered.connect(self.change_asked)
        self.group_action.triggered.connect(self.group_asked)
        self.apart_action.triggered.connect(self.apart_asked)
        self.delete_action.triggered.connect(self.delete_asked)
        self.export_action.triggered.connect(partial(self.export_asked.emit, True))  # noqa: FBT003 - a signal's argument
        self.export_shown_action.triggered.connect(partial(self.export_asked.emit, False))  # noqa: FBT003 - as above


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaperBar", text)
