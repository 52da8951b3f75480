"""The long tasks at work, each with its progress, the time it still takes, and the ways to end it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

Act = Callable[[], object]
"""A bound method."""

_TRAINING = "training"
_LEAST_S = 3.0
"""A task that has run for less says nothing yet about the time it takes."""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task as it is shown: ``done`` of ``total`` (0: nobody knows), ``seconds_left`` or None, and what may be asked of it.

    ``page`` is the page on which it can be seen, ``icon`` the word for its sign.
    """

    name: str
    words: str
    icon: str
    page: str
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    pausable: bool = False
    cancellable: bool = False


class Tasks(QObject):
    """Holds what is at work, in the order in which it began; only for the GUI thread."""

    changed = Signal(tuple)
    """The :class:`TaskFacts` of all tasks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: dict[str, Task] = {}

    def begin(
        self,
        name: str,
        words: str,
        icon: str,
        *,
        page: str = "collection",
        cancel: Act | None = None,
        pause: Act | None = None,
    ) -> "Task":
        """Show a task; one of the same ``name`` that is still there gives way to it."""
        facts = TaskFacts(name, words, icon, page, pausable=pause is not None, cancellable=cancel is not None)
        task = self._tasks[name] = Task(self, facts, cancel, pause)
        self.tell()
        return task

    @property
    def facts(self) -> tuple[TaskFacts, ...]:
        """All tasks as they are shown, the oldest first."""
        return tuple(task.facts for task in self._tasks.values())

    def show_training(self, words: str, done: int, total: int) -> None:
        """A training tells how far it is; empty ``words`` when none is at work. It has buttons of its own on its page."""
        task = self._tasks.get(_TRAINING)
        if words and task is None:
            task = self.begin(_TRAINING, words, "train", page="train")
        if task is not None and words:
            task.report(words, done, total)
        elif task is not None:
            task.end()

    def cancel(self, name: str) -> None:
        """Ask the task to end; nothing if it has ended already."""
        if name in self._tasks:
            self._tasks[name].cancel()

    def pause(self, name: str) -> None:
        """Ask the task to pause; nothing if it has ended already."""
        if name in self._tasks:
            self._tasks[name].pause()

    def stop_all(self) -> None:
        """The window closes: pause what can be paused, cancel the rest."""
        for task in tuple(self._tasks.values()):
            if task.facts.pausable:
                task.pause()
            else:
                task.cancel()

    def tell(self) -> None:
        """Something about a task is new."""
        self.changed.emit(self.facts)

    def remove(self, task: "Task") -> None:
        """The task has ended."""
        if self._tasks.get(task.facts.name) is task:
            del self._tasks[task.facts.name]
            self.tell()


class Task:
    """One task at work; the controller that began it reports and ends it."""

    def __init__(self, tasks: Tasks, facts: TaskFacts, cancel: Act | None, pause: Act | None) -> None:
        self.facts = facts
        self._tasks = tasks
        self._cancel = cancel
        self._pause = pause
        self._first: tuple[float, int] | None = None

    def report(self, words: str, done: int = 0, total: int = 0) -> None:
        """How far it is; empty ``words`` leave those that are there."""
        left = self._seconds_left(done, total)
        self.facts = replace(self.facts, words=words or self.facts.words, done=done, total=total, seconds_left=left)
        self._tasks.tell()

    def end(self) -> None:
        """It is over; may be called again."""
        self._tasks.remove(self)

    def cancel(self) -> None:
        """Ask it to end."""
        if self._cancel is not None:
            self._cancel()

    def pause(self) -> None:
        """Ask it to pause."""
        if self._pause is not None:
            self._pause()

    def _seconds_left(self, done: int, total: int) -> float | None:
        """What the pace since the first report suggests; None where that says nothing."""
        now = time.monotonic()
        if self._first is None or done < self._first[1]:
            self._first = (now, done)
        since, first = self._first
        if total <= done or done == first or now - since < _LEAST_S:
            return None
        return (now - since) / (done - first) * (total - done)
