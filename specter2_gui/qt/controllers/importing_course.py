"""An import of many files as one long task: each with its own decision, stoppable between any two records."""

import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from specter2_gui.app.importing import (
    FileImported,
    FileRefused,
    ImportEvent,
    ImportOptions,
    ImportProgress,
    import_files,
)
from specter2_gui.app.zotero_import import ItemsFetched, Library, import_library
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project

Told = ItemsFetched | ImportEvent


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to import; ``mapping`` is what a person decided about its columns."""

    path: Path
    mapping: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """What it is called while it is imported."""
        return self.path.name

    def events(self, project: Project) -> Iterable[Told]:
        """Import it."""
        mappings = {} if self.mapping is None else {self.path.name: self.mapping}
        return import_files(project, [self.path], options=ImportOptions(mappings))


@dataclass(frozen=True, slots=True)
class ZoteroJob:
    """A library of the Zotero on this computer to import."""

    library: Library
    port: int

    @property
    def name(self) -> str:
        """What it is called while it is imported."""
        return f"Zotero, {self.library.name}"

    def events(self, project: Project) -> Iterable[Told]:
        """Fetch it and import it."""
        return import_library(project, self.library, port=self.port)


Job = FileJob | ZoteroJob


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
        self.waiting.clear()
        self.stopped.set()

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
