"""Vectors for new and changed papers, made in the background as soon as there is a model; pausable, and goes on where it was."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from specter2_gui.app.embedding import Embedded, EmbeddingEvent, embed
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import PapersEncoded
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background, stopping
from specter2_gui.qt.controllers.gestures import Snapshot
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.tasks import Task, Tasks
from specter2_gui.qt.training_thread import Trainer
from specter2_gui.qt.widgets.notices import Notifier

SETTLED_MS = 1500
"""How long the project must rest: after an import come more files, and a librarian edits more than one paper."""

_WORTH_SAYING = 100
"""So many papers take a while, and somebody may wait for them."""

_PAUSED = "embedding/paused"


class EmbeddingController(QObject):
    """Begins by itself, unless the person paused it; a training has the device for itself."""

    paused_changed = Signal(bool)

    def __init__(
        self,
        project: Project,
        background: Background,
        tasks: Tasks,
        trainer: Trainer,
        notify: Notifier,
        memory: Memory,
        model: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """``model`` gives the name of the model in use; empty if there is none."""
        super().__init__(parent)
        self._project = project
        self._background = background
        self._tasks = tasks
        self._trainer = trainer
        self._notify = notify
        self._memory = memory
        self._model = model
        self._ready = False
        self._papers = -1
        self._done: tuple[int, str] = (-1, "")
        """The state of the papers and the model that they have vectors for."""
        self._task: Task | None = None
        self._stop = threading.Event()
        self._timer = QTimer(self, interval=SETTLED_MS, singleShot=True)
        self._timer.timeout.connect(self._begin)
        trainer.ended.connect(self._training_ended)

    @property
    def paused(self) -> bool:
        """Whether the person paused it, today or earlier."""
        return self._memory.text(_PAUSED) == "yes"

    def model_ready(self) -> None:
        """What computes is loaded."""
        self._ready = True
        self._look()

    def model_changed(self, _title: str) -> None:
        """Another model may be in use."""
        self._look()

    def project_changed(self, snapshot: Snapshot) -> None:
        """There may be new papers."""
        self._papers = snapshot.papers
        self._look()

    def make_way(self) -> None:
        """A training begins: stop, and go on when it has ended."""
        self._stop.set()

    def _training_ended(self) -> None:
        self._look()

    def pause(self) -> None:
        """The person wants it to rest, until :meth:`resume`; what was made is kept."""
        self._remember(paused=True)
        self._stop.set()
        self._notify(
            self.tr("Preparing the papers is paused. What was done is kept."), action=(self.tr("Go on"), self.resume)
        )

    def choose(self, wanted: bool) -> None:
        """Prepare new papers in the background, or leave it."""
        if wanted:
            self.resume()
        else:
            self.pause()

    def resume(self) -> None:
        """Go on where it was."""
        self._remember(paused=False)
        self._done = (-1, "")
        self._begin()

    def close(self) -> None:
        """End what is under way; before the worker threads are waited for."""
        self._timer.stop()
        self._stop.set()
        self._drop_task()  # closing is no wish of the person to pause it for good

    def _remember(self, *, paused: bool) -> None:
        self._memory.remember(_PAUSED, "yes" if paused else "no")
        self.paused_changed.emit(paused)

    def _look(self) -> None:
        if self._ready and self._model() and self._wanted != self._done and not self.paused:
            self._timer.start()

    @property
    def _wanted(self) -> tuple[int, str]:
        return self._papers, self._model()

    def _begin(self) -> None:
        """Not while it is at work already: it looks again when it has ended."""
        if self._task is not None or self._trainer.running or self.paused or not self._model():
            return
        self._done, self._stop = self._wanted, threading.Event()
        self._task = self._tasks.begin(
            "embedding", self.tr("Preparing papers for search"), "model", page="search", pause=self.pause
        )
        work = stopping(self._stop, partial(_embed, self._project, self._model()))
        self._background.follow(work, each=self._follow, done=self._end, failed=self._fail)

    def _follow(self, event: EmbeddingEvent) -> None:
        if self._task is not None and isinstance(event, PapersEncoded):
            self._task.report("", event.done, event.total)
        elif self._task is not None and isinstance(event, Embedded):
            self._task.report("", event.papers, event.papers)
        if isinstance(event, Embedded) and event.computed >= _WORTH_SAYING:
            self._notify(self.tr("All papers are prepared for search."), "success")

    def _end(self) -> None:
        self._drop_task()
        if self._stop.is_set():
            self._done = (-1, "")
        self._look()

    def _fail(self, error: UserError | None) -> None:
        """Said once; the next change of the papers or of the model is another try."""
        self._drop_task()
        if error is not None:
            self._notify(error.sentence, "warning")

    def _drop_task(self) -> None:
        if self._task is not None:
            self._task.end()
            self._task = None


def _embed(project: Project, model: str) -> Iterator[EmbeddingEvent]:
    """As :func:`embed`; without papers there is nothing to do and nothing to say."""
    if project.papers.count():
        yield from embed(project, model)
