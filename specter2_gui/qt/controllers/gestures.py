"""Changes of the project, one after the other off the GUI thread; after each one the pages are told what there is."""

import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.widgets.triplet_rows import TableContent, content_of


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The project after a change: its triplets, what undo and redo would do, and how many changes it has seen.

    Where ``changes`` is the same as before, so is everything in the project; ``papers`` counts the changes that may
    have touched papers.
    """

    content: TableContent
    undo: str | None
    redo: str | None
    changes: int = 0
    papers: int = 0


Work = Callable[[], Any]
Then = Callable[[Any], object]


class Gestures(QObject):
    """Keeps the order in which the person asked: the next change waits until the one before has ended."""

    changed = Signal(object)
    """The :class:`Snapshot` after a change, told before what the change itself answers."""
    refused = Signal(object)
    """The :class:`UserError` of a change that could not be made; the project is what it was."""
    busy_changed = Signal(str)
    """What is being done, in words; empty when nothing is."""

    def __init__(self, project: Project, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._waiting: deque[tuple[str, Work, Then | None]] = deque()
        self._then: Then | None = None
        self._busy = False
        self.content = TableContent()
        self._generation = -1
        self._changes = self._papers = -1
        self._own = _OwnChanges(project)
        self.made: tuple[int, ...] = ()
        """Where the project's counter stood after each change of the gesture whose answer is being told; empty: it made none."""

    def ask(self, words: str, work: Work, then: Then | None = None) -> None:
        """Do ``work`` in a worker thread when its turn comes, then tell what there is now, then tell ``then`` its answer."""
        self._waiting.append((words, work, then))
        if not self._busy:
            self._next()

    def refresh(self) -> None:
        """Read the project, and tell what is in it as after a change."""
        self.ask(self.tr("Opening…"), _nothing)

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

    def _work(self, work: Work) -> tuple[Snapshot, tuple[int, ...], Any]:
        """Runs in a worker thread."""
        with self._own.of_this_thread() as made:
            answer = work()
        workspace, content = self._project.workspace, self.content
        if workspace.generation != self._generation:
            self._generation = workspace.generation
            content = content_of(workspace.rows(), content)
        self._count_changes()
        project = self._project
        return (
            Snapshot(content, project.undo_label, project.redo_label, self._changes, self._papers),
            tuple(made),
            answer,
        )

    def _count_changes(self) -> None:
        """One gesture more can be asked what it touched; after several, or at first, papers may be among it."""
        changes = self._project.changes
        if changes != self._changes and (changes != self._changes + 1 or self._project.touched("papers")):
            self._papers += 1
        self._changes = changes

    def _done(self, result: tuple[Snapshot, tuple[int, ...], Any]) -> None:
        snapshot, self.made, answer = result
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


class _OwnChanges:
    """Which changes a gesture makes: an import may make others at the same time, and some gestures change nothing."""

    def __init__(self, project: Project) -> None:
        self._ledger = project.ledger
        self._seen = -1
        self._made: list[int] = []
        self._thread: int | None = None
        self._ledger.watch(self._note)

    @contextmanager
    def of_this_thread(self) -> Generator[list[int]]:
        """The list that grows by what the counter says after each change of this thread within the block."""
        with self._ledger.lock:
            self._made, self._thread, self._seen = [], threading.get_ident(), self._ledger.changes
        try:
            yield self._made
        finally:
            self._thread = None

    def _note(self) -> None:
        """Told with the lock held, also of a gesture that changed nothing."""
        before, self._seen = self._seen, self._ledger.changes
        if self._seen != before and self._thread == threading.get_ident():
            self._made.append(self._seen)


def _nothing() -> None:
    """The change that changes nothing."""
