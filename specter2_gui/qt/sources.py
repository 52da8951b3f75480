"""What controllers ask for while they work: where runs are, which model searches, which papers there are."""

from pathlib import Path

from specter2_gui.app.project_data import papers_of
from specter2_gui.app.runs import default_folder
from specter2_gui.disk import places
from specter2_gui.domain.papers import Paper
from specter2_gui.project.project import Project
from specter2_gui.project.takeover import DEFAULT_NAME
from specter2_gui.qt.controllers.training import TrainingController


class RunFolders:
    """The folders that runs are in."""

    def __init__(self, training: TrainingController, project: Project) -> None:
        self._training = training
        self._project = project

    def folders(self) -> tuple[Path, ...]:
        """The one in the settings, or the project's.

        Earlier versions kept the runs of the default project beside it, and those of a copy for reading are there, too.
        """
        settings = self._training.settings
        if settings and settings.train.output_dir:
            return (Path(settings.train.output_dir).expanduser(),)
        own = self._project.place.runs
        both = self._project.read_only or self._project.folder == places.home() / DEFAULT_NAME
        return (own, default_folder()) if both else (own,)


class ModelName:
    """The model that searches without a run use."""

    def __init__(self, training: TrainingController) -> None:
        self._training = training

    def model(self) -> str:
        """Its name as in the settings."""
        settings = self._training.settings
        return settings.model.backbone if settings else "auto"


class CollectionPapers:
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
