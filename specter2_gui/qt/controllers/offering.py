"""What "Make a triplet" offers to choose from: queries and papers of the project and its triplets, and papers of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from specter2_gui.app.project_data import papers_of
from specter2_gui.app.searching import read_collection
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Snapshot
from specter2_gui.qt.panels.curate import CuratePanel
from specter2_gui.qt.widgets.choices import Choice, Choices, choices_of, paper_choices
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.notices import Notifier

SLOT = "choices"
MOST_OFFERED = 100_000
"""A list of more papers is no longer searched while somebody types."""


class Offering(QObject):
    """Makes the lists off the GUI thread, and only while somebody looks at them."""

    def __init__(
        self, panel: CuratePanel, project: Project, background: Background, notify: Notifier, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._project = project
        self._background = background
        self._notify = notify
        self._files = FileChoice(panel)
        self._collection: tuple[Paper, ...] = ()
        self._name = ""
        self._changes = self._papers_seen = -1
        self._papers: Sequence[Paper] | None = None
        """Those of the collection, read again only when papers have changed."""
        self._offered = -1
        panel.papers_file_asked.connect(self.choose_file)
        panel.make_action.toggled.connect(self._offer)

    def refresh(self, snapshot: Snapshot) -> None:
        """Offer what is in the project now, if there were changes since the last time."""
        self._changes = snapshot.changes
        if snapshot.papers != self._papers_seen:
            self._papers_seen, self._papers = snapshot.papers, None
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
        if self._panel.make_action.isChecked() and self._offered != self._changes:
            self._offered = self._changes
            self._background.run(
                _gather, self._project, self._papers, self._collection, self._papers_seen, done=self._show, slot=SLOT
            )

    def _show(self, offered: "Offered") -> None:
        if offered.seen == self._papers_seen:
            self._papers = offered.collection
        sources = [self.tr("of your collection")] if offered.collection else []
        if len(offered.collection) > MOST_OFFERED:
            sources = [self.tr("the first {0} of your collection").format(number(MOST_OFFERED))]
        sources.append(self.tr("of the triplets"))
        if self._name:
            sources.append(self.tr("of “{name}”").replace("{name}", self._name))
        self._panel.set_choices(offered.queries, offered.papers, self.tr("Papers: {0}").format(", ".join(sources)))


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen, and all papers of the collection, of which the first :data:`MOST_OFFERED` are among it.

    ``seen`` is the state of the collection that was asked for.
    """

    queries: Choices
    papers: Choices
    collection: Sequence[Paper]
    seen: int


def _read(path: Path) -> tuple[str, tuple[Paper, ...]]:
    return path.name, tuple(read_collection(path))


def _gather(project: Project, known: Sequence[Paper] | None, opened: tuple[Paper, ...], seen: int) -> Offered:
    """Runs in a worker thread."""
    texts = [*(row.text for row in project.queries.list()), *project.workspace.queries()]
    collection = papers_of(project) if known is None else known
    papers = paper_choices([*collection[:MOST_OFFERED], *project.workspace.papers(), *opened])
    return Offered(choices_of([Choice(text) for text in texts]), papers, collection, seen)
