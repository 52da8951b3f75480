"""Projects: new, opened, packed and unpacked; and the way back when one cannot be opened."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError
from specter2_gui.project.archive import open_archive, write_archive
from specter2_gui.project.backups import Backup, backups_of
from specter2_gui.project.failures import DamagedError, InUseError
from specter2_gui.project.project import Project
from specter2_gui.project.reading import open_to_read
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Snapshot
from specter2_gui.qt.controllers.rescuing import newest_backup, rescue, restore_backup
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.opening import Trouble
from specter2_gui.qt.tasks import Task, Tasks
from specter2_gui.qt.widgets.backup_choice import BackupChoice
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.notices import Action, Notifier
from specter2_gui.qt.widgets.project_card import ProjectCard, ProjectFacts

T = TypeVar("T")


class ProjectsController(QObject):
    """Opens another project in this window's place, never while something of this one is at work."""

    opened = Signal(object)
    """Another :class:`Project`, open already: it takes the place of this one."""
    restore_asked = Signal(Path, Path)
    """The folder of this project, and the backup it shall go back to as soon as it is closed."""

    def __init__(
        self,
        card: ProjectCard,
        project: Project,
        background: Background,
        tasks: Tasks,
        notify: Notifier,
        memory: Memory,
        hindrance: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """``hindrance`` says in a sentence what has to end first; empty if nothing has to."""
        super().__init__(parent)
        self._card = card
        self._project = project
        self._background = background
        self._tasks = tasks
        self._notify = notify
        self._memory = memory
        self._hindrance = hindrance
        self._files = FileChoice(card)
        self._zip = Path()
        self._task: Task | None = None
        card.open_asked.connect(self.choose)
        card.new_asked.connect(self.choose_new)
        card.zip_asked.connect(self.choose_zip)
        card.recent_asked.connect(self.open)
        card.show_project(project.name, shown(project.folder), read_only=project.read_only)

    def begin(self, trouble: Trouble | None) -> None:
        """The window opens: list the projects of before, and tell what came up while this one was opened."""
        if not self._project.read_only:
            self._memory.add_project(self._project.folder)
        self._card.show_recent([folder for folder in self._memory.projects() if folder != self._project.folder])
        for warning in self._project.warnings:
            self._notify(warning, "warning")
        if trouble is not None:
            self._tell(trouble.folder, trouble.error)

    def project_changed(self, _snapshot: Snapshot) -> None:
        """Count anew what is in the project."""
        self._background.run(_facts, self._project, done=self._card.show_facts, slot="project facts")

    def choose(self) -> None:
        """Ask for the folder of a project."""
        self._files.ask_folder(self.tr("Open a project"), self.open)

    def choose_new(self) -> None:
        """Ask where a new project is to be."""
        self._files.ask_new_folder(self.tr("New project: name its folder"), self.tr("My project"), self.open)

    def choose_zip(self) -> None:
        """Ask for a project in a zip file, and then where to unpack it."""
        self._files.ask_open(self.tr("Open a project from a zip file"), self.tr("Projects (*.zip)"), self.take_archive)

    def choose_archive(self) -> None:
        """Ask where to write the whole project as one zip file."""
        kinds = self.tr("Projects (*.zip)")
        self._files.ask_save(self.tr("Save the project as one zip file"), kinds, f"{self._project.name}.zip", self.pack)

    def open(self, folder: Path) -> None:
        """Open the project in ``folder``; an absent or empty folder becomes a new one."""
        if folder == self._project.folder:
            self._notify(self.tr("This project is open already."))
        elif self._may_go():
            words = self.tr("Opening {0}").format(folder.name)
            self._do(words, partial(Project.open, folder), self._opened, partial(self._tell, folder))

    def pack(self, target: Path) -> None:
        """Write the project into the zip file ``target``."""
        words = self.tr("Saving {0}").format(target.name)
        self._do(words, partial(write_archive, self._project, target), self._packed, self._refuse)

    def unpack(self, source: Path, folder: Path) -> None:
        """Make the zip file ``source`` the project in ``folder``, and open it."""
        if self._may_go():
            words = self.tr("Unpacking {0}").format(source.name)
            self._do(words, partial(open_archive, source, folder), self.open, self._refuse)

    def back_up(self) -> None:
        """Make a checked backup now."""
        self._do(self.tr("Making a backup"), self._project.back_up, self._backed_up, self._refuse)

    def choose_backup(self) -> None:
        """Show the backups there are."""
        self._background.run(backups_of, self._project.folder, done=self._offer_backups)

    def _offer_backups(self, backups: list[Backup]) -> None:
        if not backups:
            self._notify(self.tr("There is no backup yet. One is made before the first change of each day."))
            return
        choice = BackupChoice(self._card.window(), backups)
        choice.chosen.connect(self._go_back)
        choice.open()

    def _go_back(self, backup: Path) -> None:
        if self._may_go():
            self.restore_asked.emit(self._project.folder, backup)

    def _may_go(self) -> bool:
        sentence = self._hindrance()
        if sentence:
            self._notify(sentence, "warning")
        return not sentence

    def take_archive(self, source: Path) -> None:
        """Ask where to unpack the project in the zip file ``source``."""
        self._zip = source
        self._files.ask_new_folder(self.tr("Where shall the project be unpacked?"), source.stem, self._unpack_chosen)

    def _unpack_chosen(self, folder: Path) -> None:
        self.unpack(self._zip, folder)

    def _do(
        self,
        words: str,
        work: Callable[[], T],
        done: Callable[[T], object],
        refused: Callable[[UserError], object],
    ) -> None:
        """One after the other, each shown in the status line: two at once would stand in each other's way."""
        if self._task is not None:
            self._notify(self.tr("This has to wait: {0}.").format(self._task.facts.words), "warning")
            return
        self._task = self._tasks.begin("project", words, "folder", page="home")
        self._background.run(work, done=partial(self._end, done), failed=partial(self._fail, refused), long=True)

    def _end(self, done: Callable[[T], object], answer: T) -> None:
        self._end_task()
        done(answer)

    def _fail(self, refused: Callable[[UserError], object], error: UserError | None) -> None:
        self._end_task()
        if error is not None:
            refused(error)

    def _end_task(self) -> None:
        if self._task is not None:
            self._task.end()
            self._task = None

    def _opened(self, project: Project) -> None:
        """Something may have begun while it was being opened: then this one stays."""
        if self._may_go():
            self.opened.emit(project)
        else:
            project.close()

    def _packed(self, target: Path) -> None:
        self._notify(self.tr("The project was saved as {0}.").format(target.name), "success")

    def _backed_up(self, _backup: object) -> None:
        self._notify(self.tr("A backup of the project was made and checked."), "success")

    def _refuse(self, error: UserError) -> None:
        self._notify(error.sentence, "error")

    def _tell(self, folder: Path, error: UserError) -> None:
        """Say why the project in ``folder`` could not be opened, with the way on as a button."""
        self._notify(error.sentence, "error", action=self._way_on(folder, error))

    def _way_on(self, folder: Path, error: UserError) -> Action | None:
        if folder == self._project.folder:
            return None
        if isinstance(error, InUseError):
            return self.tr("Open a copy for reading"), partial(self._open_copy, folder)
        if isinstance(error, DamagedError):
            if newest_backup(folder) is not None:
                return self.tr("Go back to the newest backup"), partial(self._restore, folder)
            return self._rescue_action(folder)
        return None

    def _rescue_action(self, folder: Path) -> Action:
        return self.tr("Rescue what can be read"), partial(self._salvage, folder)

    def _open_copy(self, folder: Path) -> None:
        if self._may_go():
            words = self.tr("Copying {0}").format(folder.name)
            self._do(words, partial(open_to_read, folder), self._opened, self._refuse)

    def _restore(self, folder: Path) -> None:
        self._rescue(folder, restore_backup)

    def _salvage(self, folder: Path) -> None:
        self._rescue(folder, rescue)

    def _rescue(self, folder: Path, work: Callable[[Path], str]) -> None:
        words = self.tr("Rescuing {0}").format(folder.name)
        self._do(words, partial(work, folder), partial(self._rescued, folder), partial(self._not_rescued, folder))

    def _not_rescued(self, folder: Path, error: UserError) -> None:
        self._notify(error.sentence, "error", action=self._rescue_action(folder))

    def _rescued(self, folder: Path, words: str) -> None:
        self._notify(words, "success", action=(self.tr("Open it"), partial(self.open, folder)))


def _facts(project: Project) -> ProjectFacts:
    queries = project.queries.list()
    judged = sum(query.judged for query in queries)
    return ProjectFacts(project.papers.count(), len(queries), judged, len(project.workspace.rows()))
