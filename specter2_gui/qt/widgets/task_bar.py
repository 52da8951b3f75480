"""The long tasks in the status line: what is at work, how far it is, how long it still takes, pause and cancel."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.event_words import rough_duration
from specter2_gui.qt.tasks import TaskFacts
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.elided_button import ElidedButton

Button = TypeVar("Button", bound=QToolButton)

MOST_SHOWN = 2
_BAR_WIDTH = 120


class TaskBar(QWidget):
    """Shows the newest tasks; says what was asked of one by its name."""

    asked = Signal(str)
    """The page of the task that was pressed."""
    pause_asked = Signal(str)
    cancel_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tasks at work"))
        self.more = _button("status_more", "log")
        self.entries = [TaskEntry(number) for number in range(MOST_SHOWN)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.more)
        for entry in self.entries:
            row.addWidget(entry)
            entry.asked.connect(self.asked)
            entry.pause_asked.connect(self.pause_asked)
            entry.cancel_asked.connect(self.cancel_asked)
        self.show_tasks(())

    def show_tasks(self, tasks: Sequence[TaskFacts]) -> None:
        """Show ``tasks``, the oldest first; those that find no room are counted and named when pointed at."""
        shown, others = tasks[-MOST_SHOWN:], tasks[:-MOST_SHOWN]
        for place, entry in enumerate(self.entries):
            entry.show_task(shown[place] if place < len(shown) else None)
        self.more.setVisible(bool(others))
        self.more.setText(counted(len(others), self.tr("and {n} more"), self.tr("and {n} more")))
        self.more.setToolTip("\n".join(task.words for task in others))
        self.setVisible(bool(tasks))


class TaskEntry(QWidget):
    """One task."""

    asked = Signal(str)
    pause_asked = Signal(str)
    cancel_asked = Signal(str)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._task: TaskFacts | None = None
        self.words = _dressed(ElidedButton(), f"status_task_{number}", "log")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(SPACE_S)
        self.bar.setMinimumWidth(_BAR_WIDTH // 3)
        self.bar.setMaximumWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(self.tr("Progress of the task"))
        self.pause = _button(f"status_pause_{number}", "pause", Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.cancel = _button(f"status_cancel_{number}", "close", Qt.ToolButtonStyle.ToolButtonIconOnly)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        for widget in (self.words, self.bar, self.pause, self.cancel):
            row.addWidget(widget)
        self.words.clicked.connect(self._ask)
        self.pause.clicked.connect(self._ask_pause)
        self.cancel.clicked.connect(self._ask_cancel)

    def show_task(self, task: TaskFacts | None) -> None:
        """Show ``task``, or nothing."""
        changed = task is not None and (self._task is None or self._task.icon != task.icon)
        self._task = task
        self.setVisible(task is not None)
        if task is None:
            return
        if changed:
            set_icon(self.words, task.icon, "muted")
        words = task.words
        if task.seconds_left is not None:
            words = self.tr("{0}, {1} left").format(words, rough_duration(task.seconds_left))
        self.words.setText(words)
        _name(self.words, words, f"{words}\n{self.tr('Show it')}")
        self.bar.setRange(0, task.total)
        self.bar.setValue(task.done)
        self.pause.setVisible(task.pausable)
        self.cancel.setVisible(task.cancellable)
        for button, tip in (
            (self.pause, self.tr("Pause: {0}").format(task.words)),
            (self.cancel, self.tr("Cancel: {0}").format(task.words)),
        ):
            _name(button, tip, tip)

    def _ask(self) -> None:
        if self._task is not None:
            self.asked.emit(self._task.page)

    def _ask_pause(self) -> None:
        if self._task is not None:
            self.pause_asked.emit(self._task.name)

    def _ask_cancel(self) -> None:
        if self._task is not None:
            self.cancel_asked.emit(self._task.name)


def _button(
    name: str, sign: str, style: Qt.ToolButtonStyle = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
) -> QToolButton:
    return _dressed(QToolButton(), name, sign, style)


def _dressed(
    button: Button, name: str, sign: str, style: Qt.ToolButtonStyle = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
) -> Button:
    button.setObjectName(name)
    button.setAccessibleName(QCoreApplication.translate("tasks", "No task"))
    button.setToolButtonStyle(style)
    set_kind(button, "status")
    set_icon(button, sign, "muted")
    # By keyboard it comes after the page; it must not take the first focus.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _name(button: QToolButton, words: str, tip: str) -> None:
    button.setAccessibleName(words)
    button.setToolTip(tip)
