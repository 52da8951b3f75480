"""The search for probable duplicates over the whole collection: a long task with progress, that can be cancelled."""

import threading

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.probable import ProbableFound, ProbableProgress, find_probable
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background, stopping
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.tasks import Task, Tasks
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.duplicate_view import DuplicateView
from specter2_gui.qt.widgets.notices import Notifier

NAME = "duplicates"


class DuplicateSearch(QObject):
    """One search at a time; what it found waits for decisions, and can be undone as a whole."""

    outdated = Signal(str)
    """A notice with these words holds no longer."""

    def __init__(
        self,
        view: DuplicateView,
        project: Project,
        gestures: Gestures,
        background: Background,
        tasks: Tasks,
        say: Notifier,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._project = project
        self._gestures = gestures
        self._background = background
        self._tasks = tasks
        self._say = say
        self._stop = threading.Event()
        self._task: Task | None = None
        self._found: ProbableFound | None = None
        self._waiting = ""
        """What was said of the pairs that wait."""
        view.look_asked.connect(self.start)

    def start(self) -> None:
        """Look through the collection; nothing if that is under way."""
        if self._task is not None:
            return
        self._stop = threading.Event()
        self._found = None
        words = self.tr("Looking for probable duplicates…")
        self._task = self._tasks.begin(NAME, words, "search", cancel=self.cancel)
        self._view.show_looking(looking=True)
        work = stopping(self._stop, find_probable)
        self._background.follow(work, self._project, each=self._report, done=self._end, failed=self._fail, slot=NAME)

    def cancel(self) -> None:
        """End the search; nothing is changed then."""
        self._stop.set()

    def grow_old(self) -> None:
        """Other pairs wait by now than were told."""
        if self._waiting:
            self.outdated.emit(self._waiting)
            self._waiting = ""

    def _report(self, told: ProbableProgress | ProbableFound) -> None:
        if isinstance(told, ProbableFound):
            self._found = told
        elif self._task is not None:
            words = self.tr("Reading the papers…") if told.step == "reading" else self._comparing(told.pairs)
            self._task.report(words, told.done, told.total)

    def _comparing(self, pairs: int) -> str:
        found = self.tr("Looking for probable duplicates, {n} pair so far…")
        return counted(pairs, found, self.tr("Looking for probable duplicates, {n} pairs so far…"))

    def _end(self) -> None:
        self._put_away()
        if self._found is None:
            self._say(self.tr("The search for probable duplicates was cancelled; nothing was changed."))
            return
        words = self._result(self._found)
        self._waiting = words if self._found.new else ""
        self._say(words, "success")
        if self._found.pairs:
            self._view.start_when_listed()
        self._gestures.refresh()

    def _result(self, found: ProbableFound) -> str:
        if found.new:
            one = self.tr("{n} pair of papers waits for your decision.")
            return counted(found.new, one, self.tr("{n} pairs of papers wait for your decision."))
        if found.pairs:
            return self.tr("No new pairs were found: all that look alike are decided or wait already.")
        return self.tr("No probable duplicates were found.")

    def _fail(self, error: UserError | None) -> None:
        self._put_away()
        if error is not None:
            self._say(error.sentence, "error")

    def _put_away(self) -> None:
        if self._task is not None:
            self._task.end()
        self._task = None
        self._view.show_looking(looking=False)
