"""After an import: new papers made searchable in the background, piece by piece."""

import threading

from PySide6.QtCore import QObject, Signal

from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.importing_course import catching_up
from specter2_gui.qt.tasks import Task, Tasks
from specter2_gui.qt.widgets.counts import counted


class Indexing(QObject):
    """Shows in the status line only where it takes more than one piece."""

    refused = Signal(object)
    """The :class:`UserError` that ended it; it goes on another time."""

    def __init__(self, project: Project, background: Background, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._tasks = tasks
        self._stopped = threading.Event()
        self._task: Task | None = None
        self._most = 0
        self._closed = False

    def start(self) -> None:
        """Make searchable what is not yet; a run before this one ends with its piece."""
        if self._closed:
            return
        self._stopped.set()
        self._stopped = threading.Event()
        self._most = 0
        self._background.follow(
            catching_up,
            self._project,
            self._stopped,
            each=self._each,
            done=self._finish,
            failed=self._fail,
            slot="catch up",
        )

    def stop(self) -> None:
        """Leave the rest for another time."""
        self._stopped.set()

    def close(self) -> None:
        """The window closes; nothing begins any more."""
        self._closed = True
        self.stop()

    def _each(self, left: int) -> None:
        words = counted(left, self.tr("Making {n} paper searchable…"), self.tr("Making {n} papers searchable…"))
        self._most = max(self._most, left)
        if self._task is None and left:
            self._task = self._tasks.begin("index", words, "search", cancel=self.stop)
        if self._task is not None:
            self._task.report(words, self._most - left, self._most)

    def _fail(self, error: UserError | None) -> None:
        self._finish()
        if error is not None:
            self.refused.emit(error)

    def _finish(self) -> None:
        if self._task is not None:
            self._task.end()
            self._task = None
