"""What "Make a triplet" offers to choose from: the queries and papers of the triplets, and those of an opened collection."""

from pathlib import Path

from PySide6.QtCore import QObject

from specter2_gui.app.searching import read_collection
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt.background import Background
from specter2_gui.qt.panels.curate import CuratePanel
from specter2_gui.qt.widgets.choices import Choice, Choices, choices_of, paper_choices
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.notices import Notifier

SLOT = "choices"


class Offering(QObject):
    """Makes the lists off the GUI thread, and only while somebody looks at them."""

    def __init__(
        self, panel: CuratePanel, workspace: Workspace, background: Background, notify: Notifier, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._workspace = workspace
        self._background = background
        self._notify = notify
        self._files = FileChoice(panel)
        self._collection: tuple[Paper, ...] = ()
        self._name = ""
        self._generation = -1
        self._offered = -1
        panel.papers_file_asked.connect(self.choose_file)
        panel.make_action.toggled.connect(self._offer)

    def refresh(self, generation: int) -> None:
        """The workspace is now at ``generation``: offer what is in it, if it is another one than before."""
        self._generation = generation
        self._offer()

    def choose_file(self) -> None:
        """Ask for a collection whose papers are offered as well."""
        kinds = self.tr("Papers, one a line (*.jsonl *.ndjson *.json);;All files (*)")
        self._files.ask_open(self.tr("Papers from a file"), kinds, self.open_collection)

    def open_collection(self, path: Path) -> None:
        """Offer the papers of the collection in ``path`` as well."""
        self._panel.bar.show_busy(self.tr("Reading {name}…").replace("{name}", path.name))
        self._background.run(_read, path, done=self._take, failed=self._refuse, slot="papers of a file")

    def _take(self, read: tuple[str, tuple[Paper, ...]]) -> None:
        self._name, self._collection = read
        self._panel.bar.show_busy("")
        words = counted(
            len(self._collection),
            self.tr("{n} paper of “{name}” can be chosen now."),
            self.tr("{n} papers of “{name}” can be chosen now."),
        )
        self._notify(words.replace("{name}", self._name), "success")
        self._offered = -1
        self._offer()

    def _refuse(self, error: UserError | None) -> None:
        self._panel.bar.show_busy("")
        if error is not None:
            self._notify(error.sentence, "error")

    def _offer(self) -> None:
        if self._panel.make_action.isChecked() and self._offered != self._generation:
            self._offered = self._generation
            self._background.run(_gather, self._workspace, self._collection, done=self._show, slot=SLOT)

    def _show(self, gathered: tuple[Choices, Choices]) -> None:
        queries, papers = gathered
        source = self.tr("Papers: of the triplets")
        if self._name:
            source = self.tr("Papers: of the triplets and of “{name}”").replace("{name}", self._name)
        self._panel.set_choices(queries, papers, source)


def _read(path: Path) -> tuple[str, tuple[Paper, ...]]:
    return path.name, tuple(read_collection(path))


def _gather(workspace: Workspace, collection: tuple[Paper, ...]) -> tuple[Choices, Choices]:
    queries = choices_of([Choice(query) for query in workspace.queries()])
    return queries, paper_choices([*workspace.papers(), *collection])
