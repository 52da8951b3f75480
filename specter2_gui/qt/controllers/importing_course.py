"""An import of many files as one long task: each with its own decision, stoppable between any two records."""

import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import cast

from specter2_gui.app.importing import FileImported, FileRefused, ImportProgress
from specter2_gui.app.zotero_import import ItemsFetched
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.controllers.importing_jobs import Job, Told


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended."""

    job: Job
    event: FileImported | FileRefused


@dataclass(frozen=True, slots=True)
class Step:
    """How far a course is: of ``jobs`` the one ``number`` (from 1) is at work; all ``outcomes`` so far, in their order.

    Steps may be skipped on their way to the window, so each one holds all that has to be known.
    """

    number: int
    jobs: int
    job: Job
    progress: ImportProgress | ItemsFetched | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """All outcomes of a course; ``cut`` is the name of what was given up where it was ``cancelled`` amid a job."""

    outcomes: tuple[Outcome, ...]
    cancelled: bool
    cut: str


@dataclass
class Course:
    """Jobs one after the other; more can be added from another thread while :meth:`steps` runs.

    A job that was added too late for the last step is still :attr:`waiting` at the end.
    """

    project: Project
    waiting: deque[Job] = field(default_factory=deque[Job])
    stopped: threading.Event = field(default_factory=threading.Event)
    number: int = 0
    cut: str = ""

    def add(self, jobs: Iterable[Job]) -> None:
        """Do ``jobs`` after those that wait already."""
        self.waiting.extend(jobs)

    def stop(self) -> None:
        """Take nothing of the file at work, and forget those that wait."""
        self.stopped.set()
        while (job := self._next()) is not None:
            job.forget()

    def steps(self) -> Iterator[Step]:
        """Do all jobs; a file that is refused does not keep the others from being imported."""
        outcomes: tuple[Outcome, ...] = ()
        while (job := self._next()) is not None:
            self.number += 1
            for told in self._told(job):
                progress = told if isinstance(told, ImportProgress | ItemsFetched) else None
                if isinstance(told, FileImported | FileRefused):
                    outcomes = (*outcomes, Outcome(job, told))
                yield Step(self.number, self.number + len(self.waiting), job, progress, outcomes)

    def _next(self) -> Job | None:
        try:
            return self.waiting.popleft()
        except IndexError:
            return None

    def _told(self, job: Job) -> Iterator[Told]:
        try:
            # Closed, it leaves nothing of a file that was being read.
            with closing(cast("Generator[Told]", job.events(self.project))) as events:
                for told in events:
                    if self.stopped.is_set() and not isinstance(told, FileImported):
                        self.cut = job.name
                        return
                    yield told
        except UserError as error:
            if self.stopped.is_set():
                self.cut = job.name
            else:
                yield FileRefused(job.name, error)


def catching_up(project: Project, stopped: threading.Event) -> Iterator[int]:
    """Make new papers searchable, and tell how many are left; what is not done when it is stopped is done another time."""
    with closing(cast("Generator[int]", project.papers.catch_up())) as steps:
        for left in steps:
            yield left
            if stopped.is_set():
                return
