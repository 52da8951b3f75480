"""The composition root: makes every part of the window once and connects them; nothing else knows all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from specter2_gui.app.finetuning import resume
from specter2_gui.app.project_data import papers_of
from specter2_gui.app.project_training import estimate_in, finetune_in, with_runs_of
from specter2_gui.app.runs import default_folder
from specter2_gui.config.describe import describe
from specter2_gui.config.settings import Settings
from specter2_gui.disk import places
from specter2_gui.domain.papers import Paper
from specter2_gui.project.project import Project
from specter2_gui.project.takeover import DEFAULT_NAME
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.closing import ClosingController
from specter2_gui.qt.controllers.curating import CuratingController
from specter2_gui.qt.controllers.editing import EditingController
from specter2_gui.qt.controllers.expecting import Expecting
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.helping import HelpingController
from specter2_gui.qt.controllers.models import ModelsController
from specter2_gui.qt.controllers.projects import ProjectsController
from specter2_gui.qt.controllers.resuming import ResumingController
from specter2_gui.qt.controllers.running import RunsController
from specter2_gui.qt.controllers.searching import SearchingController
from specter2_gui.qt.controllers.shell import ShellController
from specter2_gui.qt.controllers.training import TrainingController
from specter2_gui.qt.memory import Memory
from specter2_gui.qt.menus import Menus
from specter2_gui.qt.opening import Trouble
from specter2_gui.qt.panels.curate import CuratePanel
from specter2_gui.qt.panels.home import HomePanel
from specter2_gui.qt.panels.runs import RunsPanel
from specter2_gui.qt.panels.search import SearchPanel
from specter2_gui.qt.panels.train import TrainPanel
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.training_jobs import TrainingJobs
from specter2_gui.qt.training_thread import Trainer
from specter2_gui.qt.window import MainWindow

LEFT_OUT = ("data.triplets",)
"""Settings the form does not show: the triplets of the window are those of the Curate page."""


@dataclass
class Panels:
    """The pages."""

    home: HomePanel
    curate: CuratePanel
    train: TrainPanel
    search: SearchPanel
    runs: RunsPanel


@dataclass
class Composition:
    """Everything there is while the window is open."""

    window: MainWindow
    panels: Panels
    project: Project
    gestures: Gestures
    background: Background
    tasks: Tasks
    trainer: Trainer
    memory: Memory
    curating: CuratingController
    training: TrainingController
    searching: SearchingController
    running: RunsController
    resuming: ResumingController
    expecting: Expecting
    models: ModelsController
    shell: ShellController
    projects: ProjectsController
    menus: Menus
    others: Sequence[QObject] = ()

    @property
    def workspace(self) -> Workspace:
        """The triplets of the project."""
        return self.project.workspace

    def drop(self) -> None:
        """After :meth:`close`: give the objects of Qt back, since another window takes the place of this one."""
        for thing in (self.window, self.background, self.trainer, self.tasks):
            thing.deleteLater()

    def close(self) -> None:
        """End what is left, in the order that leaves nothing behind: training, jobs, project, memory."""
        self.tasks.stop_all()
        self.trainer.pause()
        self.trainer.wait()
        self.shell.remember()
        self.searching.close()
        self.models.cancel()
        self.background.close()
        self.project.close()
        self.memory.keep()


def build(app: QApplication, project: Project, trouble: Trouble | None = None) -> Composition:
    """Make the window of ``project`` with everything behind it, which closes it in the end; it is not shown yet.

    ``trouble`` says which other project could not be opened, if one could not.
    """
    memory = Memory()
    background, trainer, tasks = Background(app), Trainer(app), Tasks(app)
    window = MainWindow()
    panels = _make_panels(window)
    say = window.notices.say
    gestures = Gestures(project, background, window)
    curating = CuratingController(panels.curate, project, gestures, background, say, window)
    jobs = TrainingJobs(
        partial(finetune_in, project), resume, partial(estimate_in, project), partial(with_runs_of, project)
    )
    training = TrainingController(
        panels.train, trainer, curating.usable, say, memory, background, jobs, window
    )  # fmt: skip
    models = ModelsController(panels.home.model_card, background, say, window)
    running = RunsController(panels.runs, background, say, _Runs(training, project).folders, window)
    searching = SearchingController(
        panels.search, background, say, project.workspace.papers, _Name(training).model, _Papers(project).read, window
    )
    shell = ShellController(window, background, memory, panels.home, project.folder)
    helping = HelpingController(window)
    editing = EditingController(
        window,
        curating.actions["undo"],
        curating.actions["redo"],
        {"search": panels.search.find_action, "curate": panels.curate.find_action},
    )
    closing = ClosingController(window, trainer, curating, panels.curate, tasks, window)
    projects = ProjectsController(
        panels.home.project_card, project, background, tasks, say, memory, closing.hindrance, window
    )
    menus = Menus(window, curating.actions, editing, helping)
    resuming = ResumingController(panels.train, trainer, training, background, say, shell.show_train, window)
    expecting = Expecting(panels.train, background, training, curating.usable, window)
    composition = Composition(
        window, panels, project, gestures, background, tasks, trainer, memory, curating, training, searching, running,
        resuming, expecting, models, shell, projects, menus,
        (closing, helping, editing),
    )  # fmt: skip
    _connect(composition)
    gestures.refresh()
    projects.begin(trouble)
    return composition


def _make_panels(window: MainWindow) -> Panels:
    fields = describe(Settings)
    in_form = [facts for facts in fields if facts.key not in LEFT_OUT]
    panels = Panels(HomePanel(), CuratePanel(), TrainPanel(in_form), SearchPanel(), RunsPanel(fields))
    for key, words, panel in (
        ("home", window.tr("Home"), panels.home),
        ("curate", window.tr("Curate"), panels.curate),
        ("train", window.tr("Train"), panels.train),
        ("search", window.tr("Search"), panels.search),
        ("runs", window.tr("Runs"), panels.runs),
    ):
        window.add_page(key, words, panel)
    return panels


class _Runs:
    """The folders that runs are in."""

    def __init__(self, training: TrainingController, project: Project) -> None:
        self._training = training
        self._project = project

    def folders(self) -> tuple[Path, ...]:
        """The one in the settings, or the project's; earlier versions kept those of the default project beside it."""
        settings = self._training.settings
        if settings and settings.train.output_dir:
            return (Path(settings.train.output_dir).expanduser(),)
        own = self._project.place.runs
        return (own, default_folder()) if self._project.folder == places.home() / DEFAULT_NAME else (own,)


class _Name:
    """The model that searches without a run use."""

    def __init__(self, training: TrainingController) -> None:
        self._training = training

    def model(self) -> str:
        """Its name as in the settings."""
        settings = self._training.settings
        return settings.model.backbone if settings else "auto"


class _Papers:
    """The papers of the collection, read again only when the project has changed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: tuple[int, tuple[Paper, ...]] = (-1, ())

    def read(self) -> tuple[Paper, ...]:
        """Those that are shown; runs in a worker thread."""
        changes = self._project.changes
        if self._read[0] != changes:
            self._read = (changes, tuple(papers_of(self._project)))
        return self._read[1]


def _connect(made: Composition) -> None:
    window, panels, shell = made.window, made.panels, made.shell
    _connect_files(made)
    made.curating.triplets_changed.connect(made.training.refresh)
    made.curating.triplets_changed.connect(made.expecting.triplets_changed)
    window.page_shown.connect(made.expecting.page_shown)
    shell.model_ready.connect(made.expecting.model_ready)
    made.training.task_changed.connect(made.tasks.show_training)
    made.tasks.changed.connect(window.status.tasks.show_tasks)
    window.status.tasks.cancel_asked.connect(made.tasks.cancel)
    window.status.tasks.pause_asked.connect(made.tasks.pause)
    made.gestures.refused.connect(shell.tell_refusal)
    made.gestures.changed.connect(shell.project_changed)
    made.gestures.changed.connect(made.projects.project_changed)
    made.menus.new_project_asked.connect(made.projects.choose_new)
    made.menus.project_asked.connect(made.projects.choose)
    made.menus.archive_asked.connect(made.projects.choose_archive)
    made.menus.backup_asked.connect(made.projects.back_up)
    made.training.run_ended.connect(made.running.refresh)
    made.running.listed.connect(made.resuming.runs_listed)
    made.running.resume_asked.connect(made.resuming.resume)
    made.training.try_asked.connect(shell.search_with)
    made.running.use_asked.connect(shell.search_with)
    shell.run_chosen.connect(made.searching.use_run)
    made.training.backbone_changed.connect(made.models.use)
    made.models.chosen.connect(made.training.use_backbone)
    made.models.in_use_changed.connect(shell.show_model)
    panels.runs.train_asked.connect(shell.show_train)
    panels.train.curate_asked.connect(shell.show_curate)
    panels.train.train_asked.connect(window.notices.pass_on)
    for curves in (panels.train.curves, panels.runs.curves, panels.runs.both_curves):
        curves.refused.connect(shell.tell_error)
    panels.search.train_asked.connect(shell.show_train)
    panels.search.runs_asked.connect(shell.show_runs)
    panels.search.curate_asked.connect(shell.show_curate)
    made.background.refused.connect(shell.tell_error)
    made.background.faulted.connect(shell.tell_fault)
    made.menus.scheme_asked.connect(shell.use_scheme)
    shell.scheme_changed.connect(made.menus.show_scheme)


def _connect_files(made: Composition) -> None:
    home, shell, curating = made.panels.home, made.shell, made.curating
    home.open_asked.connect(shell.show_curate)
    home.open_asked.connect(curating.choose_file)
    home.sample_asked.connect(shell.show_curate)
    home.sample_asked.connect(curating.load_sample)
    home.make_asked.connect(shell.show_curate)
    home.make_asked.connect(curating.actions["add"].trigger)
    home.recent_asked.connect(shell.show_curate)
    home.recent_asked.connect(curating.load)
    made.menus.sample_asked.connect(shell.show_curate)
    made.menus.sample_asked.connect(curating.load_sample)
    curating.actions["load"].triggered.connect(shell.show_curate)
    curating.actions["add"].triggered.connect(shell.show_curate)
    made.window.file_dropped.connect(shell.show_curate)
    made.window.file_dropped.connect(curating.load)
    curating.file_loaded.connect(shell.file_loaded)
