"""Everything there is while a window is open, and the order in which it ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from specter2_gui.project.project import Project
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.asking import QueriesController
from specter2_gui.qt.controllers.browsing import BrowsingController
from specter2_gui.qt.controllers.curating import CuratingController
from specter2_gui.qt.controllers.embedding import EmbeddingController
from specter2_gui.qt.controllers.expecting import Expecting
from specter2_gui.qt.controllers.gestures import Gestures
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
from specter2_gui.qt.panels.collection import CollectionPanel
from specter2_gui.qt.panels.curate import CuratePanel
from specter2_gui.qt.panels.home import HomePanel
from specter2_gui.qt.panels.runs import RunsPanel
from specter2_gui.qt.panels.search import SearchPanel
from specter2_gui.qt.panels.train import TrainPanel
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.training_thread import Trainer
from specter2_gui.qt.window import MainWindow

PAPERS_STATE = "collection/papers"
"""Under which the window remembers the columns of the table of papers."""


@dataclass
class Panels:
    """The pages."""

    home: HomePanel
    collection: CollectionPanel
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
    browsing: BrowsingController
    importing: ImportingController
    duplicates: DuplicatesController
    queries: QueriesController
    curating: CuratingController
    training: TrainingController
    searching: SearchingController
    running: RunsController
    resuming: ResumingController
    expecting: Expecting
    models: ModelsController
    embedding: EmbeddingController
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
        self.embedding.close()
        self.importing.close()
        self.queries.close()
        self.tasks.stop_all()
        self.trainer.pause()
        self.trainer.wait()
        self.shell.remember()
        self.memory.remember(PAPERS_STATE, self.panels.collection.papers.state())
        self.searching.close()
        self.models.cancel()
        self.background.close()
        self.project.close()
        self.memory.keep()
