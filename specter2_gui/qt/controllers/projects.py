"""Projects: new, opened, packed and unpacked; and the way back when one cannot be opened."""

from collections.abc import Callable, Iterator
from pathlib import Path

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

_SLOT = "project"


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
        self._refused = Path()
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
            self._refused = trouble.folder
            self._tell(trouble.error)

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
            self._refused = folder
            self._background.run(Project.open, folder, done=self.opened.emit, failed=self._not_opened, slot=_SLOT)

    def pack(self, target: Path) -> None:
        """Write the project into the zip file ``target``."""
        self._follow(self.tr("Saving {0}").format(target.name), _pack, self._project, target)

    def unpack(self, source: Path, folder: Path) -> None:
        """Make the zip file ``source`` the project in ``folder``, and open it."""
        if self._may_go():
            self._follow(self.tr("Unpacking {0}").format(source.name), _unpack, source, folder)

    def back_up(self) -> None:
        """Make a checked backup now."""
        self._background.run(self._project.back_up, done=self._backed_up)

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

    def _follow(self, words: str, work: Callable[..., Iterator[Path]], *args: Path | Project) -> None:
        self._task = self._tasks.begin("archive", words, "save", page="home")
        self._background.follow(
            work, *args, each=self._took, done=self._end_task, failed=self._task_failed, slot="archive"
        )

    def _took(self, path: Path) -> None:
        """The one value that packing and unpacking yield, when all is done."""
        if path.is_dir():
            self.open(path)
        else:
            self._notify(self.tr("The project was saved as {0}.").format(path.name), "success")

    def _end_task(self) -> None:
        if self._task is not None:
            self._task.end()
            self._task = None

    def _task_failed(self, error: UserError | None) -> None:
        self._end_task()
        if error is not None:
            self._notify(error.sentence, "error")

    def _backed_up(self, _backup: object) -> None:
        self._notify(self.tr("A backup of the project was made and checked."), "success")

    def _not_opened(self, error: UserError | None) -> None:
        if error is not None:
            self._tell(error)

    def _tell(self, error: UserError) -> None:
        """Say why a project could not be opened, with the way on as a button."""
        self._notify(error.sentence, "error", action=self._way_on(error))

    def _way_on(self, error: UserError) -> Action | None:
        if isinstance(error, InUseError) and self._refused != self._project.folder:
            return self.tr("Open a copy for reading"), self._open_copy
        if isinstance(error, DamagedError):
            if newest_backup(self._refused) is not None:
                return self.tr("Go back to the newest backup"), self._restore
            return self.tr("Rescue what can be read"), self._salvage
        return None

    def _open_copy(self) -> None:
        if self._may_go():
            self._background.run(
                open_to_read, self._refused, done=self.opened.emit, failed=self._not_opened, slot=_SLOT
            )

    def _restore(self) -> None:
        self._background.run(restore_backup, self._refused, done=self._rescued, failed=self._not_rescued)

    def _salvage(self) -> None:
        self._background.run(rescue, self._refused, done=self._rescued, failed=self._not_rescued)

    def _not_rescued(self, error: UserError | None) -> None:
        if error is not None:
            self._notify(error.sentence, "error", action=(self.tr("Rescue what can be read"), self._salvage))

    def _rescued(self, words: str) -> None:
        self._notify(words, "success", action=(self.tr("Open it"), self._open_rescued))

    def _open_rescued(self) -> None:
        self.open(self._refused)


def _facts(project: Project) -> ProjectFacts:
    queries = project.queries.list()
    judged = sum(query.judged for query in queries)
    return ProjectFacts(project.papers.count(), len(queries), judged, len(project.workspace.rows()))


def _pack(project: Project, target: Path) -> Iterator[Path]:
    yield write_archive(project, target)


def _unpack(source: Path, folder: Path) -> Iterator[Path]:
    yield open_archive(source, folder)
