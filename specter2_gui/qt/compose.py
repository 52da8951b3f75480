"""The composition root: makes every part of the window once; nothing else knows how they are made."""

from functools import partial

from PySide6.QtWidgets import QApplication

from specter2_gui.app.finetuning import resume
from specter2_gui.app.project_training import estimate_in, finetune_in, with_runs_of
from specter2_gui.config.describe import describe
from specter2_gui.config.settings import Settings
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.composition import PAPERS_STATE, Composition, Panels
from specter2_gui.qt.connections import connect
from specter2_gui.qt.controllers.asking import QueriesController
from specter2_gui.qt.controllers.browsing import BrowsingController
from specter2_gui.qt.controllers.closing import ClosingController, Draft
from specter2_gui.qt.controllers.curating import CuratingController
from specter2_gui.qt.controllers.editing import EditingController
from specter2_gui.qt.controllers.embedding import EmbeddingController
from specter2_gui.qt.controllers.expecting import Expecting
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.helping import HelpingController
from specter2_gui.qt.controllers.importing import ImportingController
from specter2_gui.qt.controllers.matching import DuplicatesController
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
from specter2_gui.qt.panels.collection import CollectionPanel
from specter2_gui.qt.panels.curate import CuratePanel
from specter2_gui.qt.panels.home import HomePanel
from specter2_gui.qt.panels.runs import RunsPanel
from specter2_gui.qt.panels.search import SearchPanel
from specter2_gui.qt.panels.train import TrainPanel
from specter2_gui.qt.sources import CollectionPapers, ModelName, RunFolders
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.training_jobs import TrainingJobs
from specter2_gui.qt.training_thread import Trainer
from specter2_gui.qt.window import MainWindow

LEFT_OUT = ("data.triplets",)
"""Settings the form does not show: the triplets of the window are those of the Curate page."""


def build(app: QApplication, project: Project, trouble: Trouble | None = None) -> Composition:
    """Make the window of ``project`` with everything behind it, which closes it in the end; it is not shown yet.

    ``trouble`` says which other project could not be opened, if one could not.
    """
    memory = Memory()
    background, trainer, tasks = Background(app), Trainer(app), Tasks(app)
    window = MainWindow()
    window.setWindowTitle(project.name)
    panels = _make_panels(window)
    say = window.notices.say
    gestures = Gestures(project, background, window)
    collection = panels.collection
    collection.papers.restore(memory.record(PAPERS_STATE))
    browsing = BrowsingController(collection.papers, project, gestures, background, tasks, say, window)
    importing = ImportingController(collection.imports, project, gestures, background, tasks, say, window)
    duplicates = DuplicatesController(collection.duplicates, project, gestures, background, tasks, say, window)
    queries = QueriesController(panels.curate.queries, project, gestures, background, say, window)
    curating = CuratingController(panels.curate, project, gestures, background, say, window)
    jobs = TrainingJobs(
        partial(finetune_in, project), resume, partial(estimate_in, project), partial(with_runs_of, project)
    )
    training = TrainingController(
        panels.train, trainer, curating.usable, say, memory, background, jobs, window
    )  # fmt: skip
    models = ModelsController(panels.home.model_card, background, say, window)
    embedding = EmbeddingController(project, background, tasks, trainer, say, memory, models.name_in_use, window)
    running = RunsController(panels.runs, background, say, RunFolders(training, project).folders, window)
    searching = SearchingController(
        panels.search,
        background,
        say,
        project.workspace.papers,
        ModelName(training).model,
        CollectionPapers(project).read,
        window,
    )
    shell = ShellController(window, background, memory, panels.home, project.folder)
    helping = HelpingController(window)
    editing = EditingController(
        window,
        curating.actions["undo"],
        curating.actions["redo"],
        {
            "search": panels.search.find_action,
            "collection": collection.find_action,
            "curate": panels.curate.find_action,
        },
    )
    closing = ClosingController(window, trainer, gestures, _drafts(window, panels), tasks, window)
    projects = ProjectsController(
        panels.home.project_card, project, background, tasks, say, memory, closing.hindrance, window
    )
    menus = Menus(window, curating.actions, importing.actions | queries.actions, editing, helping)
    resuming = ResumingController(panels.train, trainer, training, background, say, shell.show_train, window)
    expecting = Expecting(panels.train, background, training, curating.usable, window)
    composition = Composition(
        window, panels, project, gestures, background, tasks, trainer, memory, browsing, importing, duplicates, queries,
        curating, training, searching, running,
        resuming, expecting, models, embedding, shell, projects, menus,
        (closing, helping, editing),
    )  # fmt: skip
    connect(composition)
    gestures.refresh()
    projects.begin(trouble)
    return composition


def _drafts(window: MainWindow, panels: Panels) -> tuple[Draft, ...]:
    """Where something may wait to be saved."""
    return (
        Draft("curate", window.tr("A triplet was changed and is not saved yet."), panels.curate),
        Draft("collection", window.tr("A paper was changed and is not saved yet."), panels.collection.papers),
        Draft("collection", window.tr("A record was mended and is not read yet."), panels.collection.imports.rejects),
    )


def _make_panels(window: MainWindow) -> Panels:
    fields = describe(Settings)
    in_form = [facts for facts in fields if facts.key not in LEFT_OUT]
    panels = Panels(
        HomePanel(), CollectionPanel(), CuratePanel(), TrainPanel(in_form), SearchPanel(), RunsPanel(fields)
    )
    for key, words, panel in (
        ("home", window.tr("Home"), panels.home),
        ("collection", window.tr("Collection"), panels.collection),
        ("curate", window.tr("Curate"), panels.curate),
        ("train", window.tr("Train"), panels.train),
        ("search", window.tr("Search"), panels.search),
        ("runs", window.tr("Runs"), panels.runs),
    ):
        window.add_page(key, words, panel)
    return panels
