"""Imports as they run: progress in the view and in the status line, cancelling, more files while others are read."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.importing_course import Course, Ended, Outcome, Step
from specter2_gui.qt.controllers.importing_jobs import Job
from specter2_gui.qt.controllers.importing_words import headline, progress_words
from specter2_gui.qt.tasks import Task, Tasks
from specter2_gui.qt.widgets.import_progress import ImportProgressCard


class Importer(QObject):
    """One course at a time; what is asked for meanwhile comes after it."""

    begun = Signal()
    imported = Signal(object)
    """The :class:`Outcome` of a job, as soon as it is there."""
    ended = Signal(object)
    """The :class:`Ended` course."""
    refused = Signal(object)
    """The :class:`UserError` that ended a course."""
    rested = Signal()
    """Nothing is left to import."""

    def __init__(
        self,
        card: ImportProgressCard,
        project: Project,
        background: Background,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._card = card
        self._project = project
        self._background = background
        self._tasks = tasks
        self._course = Course(project)
        self._later: list[Job] = []
        self._told: tuple[Outcome, ...] = ()
        self._task: Task | None = None
        card.cancel_asked.connect(self.cancel)

    @property
    def busy(self) -> bool:
        """Whether files are being imported."""
        return self._task is not None

    def start(self, jobs: Sequence[Job]) -> None:
        """Do ``jobs``, after those that are at work."""
        if not self.busy:
            self._run(jobs)
        elif self._course.stopped.is_set():
            self._later.extend(jobs)
        else:
            self._course.add(jobs)

    def cancel(self) -> None:
        """Take nothing of the file at work, and none of those that wait."""
        self._course.stop()
        for job in self._later:
            job.forget()
        self._later.clear()

    def _run(self, jobs: Sequence[Job]) -> None:
        self._course = Course(self._project)
        self._course.add(jobs)
        self._told = ()
        self.begun.emit()
        words = self.tr("Importing…")
        self._task = self._tasks.begin("import", words, "import", cancel=self.cancel)
        self._card.show_progress(words, "", 0, 0)
        self._background.follow(
            self._course.steps, each=self._each, done=self._finish, failed=self._fail, slot="import"
        )

    def _each(self, step: Step) -> None:
        words, done, total = progress_words(step)
        if words and not self._course.stopped.is_set():
            self._card.show_progress(headline(step), words, done, total)
            if self._task is not None:
                self._task.report(f"{headline(step)}: {words}", done, total)
        new = step.outcomes[len(self._told) :]
        self._told = step.outcomes
        for outcome in new:
            self.imported.emit(outcome)

    def _fail(self, error: UserError | None) -> None:
        if error is not None:
            self.refused.emit(error)
        self._finish()

    def _finish(self) -> None:
        if self._task is not None:
            self._task.end()
            self._task = None
        self._card.rest()
        course, later = self._course, [*self._course.waiting, *self._later]
        self._later.clear()
        self.ended.emit(Ended(self._told, course.stopped.is_set(), course.cut))
        if later:
            self.start(later)
        else:
            self.rested.emit()
