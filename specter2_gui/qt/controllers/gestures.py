"""Changes of the workspace, one after the other off the GUI thread; after each one the table is told what there is."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from specter2_gui.domain.errors import UserError
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt.background import Background
from specter2_gui.qt.widgets.triplet_rows import TableContent, content_of


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The workspace after a change: its rows, and what undo and redo would do."""

    content: TableContent
    undo: str | None
    redo: str | None


Work = Callable[[], Any]
Then = Callable[[Any], object]


class Gestures(QObject):
    """Keeps the order in which the person asked: the next change waits until the one before has ended."""

    changed = Signal(object)
    """The :class:`Snapshot` after a change, told before what the change itself answers."""
    refused = Signal(object)
    """The :class:`UserError` of a change that could not be made; the workspace is what it was."""
    busy_changed = Signal(str)
    """What is being done, in words; empty when nothing is."""

    def __init__(self, workspace: Workspace, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._waiting: deque[tuple[str, Work, Then | None]] = deque()
        self._then: Then | None = None
        self._busy = False
        self.content = TableContent()

    def ask(self, words: str, work: Work, then: Then | None = None) -> None:
        """Do ``work`` in a worker thread when its turn comes, then show the rows, then tell ``then`` its answer."""
        self._waiting.append((words, work, then))
        if not self._busy:
            self._next()

    @property
    def busy(self) -> bool:
        """Whether a change is under way."""
        return self._busy

    def _next(self) -> None:
        self._busy = bool(self._waiting)
        if not self._busy:
            self.busy_changed.emit("")
            return
        words, work, self._then = self._waiting.popleft()
        self.busy_changed.emit(words)
        self._background.run(self._work, work, done=self._done, failed=self._failed)

    def _work(self, work: Work) -> tuple[Snapshot, Any]:
        """Runs in a worker thread."""
        answer = work()
        content = content_of(self._workspace.rows(), self.content)
        return Snapshot(content, self._workspace.undo_label, self._workspace.redo_label), answer

    def _done(self, result: tuple[Snapshot, Any]) -> None:
        snapshot, answer = result
        self.content = snapshot.content
        then, self._then = self._then, None
        self.changed.emit(snapshot)
        if then is not None:
            then(answer)
        self._next()

    def _failed(self, error: UserError | None) -> None:
        self._then = None
        if error is not None:
            self.refused.emit(error)
        self._next()
