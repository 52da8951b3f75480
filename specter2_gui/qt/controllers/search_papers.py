"""Which papers the Search page searches in: those of the triplets, or of a collection that was opened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.searching import read_collection
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.qt.background import Background
from specter2_gui.qt.panels.search import SearchPanel
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.search_bar import COLLECTION, TRIPLETS

SLOT = "search papers"
Papers = tuple[Paper, ...]


class SearchPapers(QObject):
    """Reads papers off the GUI thread and tells when they are others than before."""

    changed = Signal()
    """There are other papers in ``papers`` now."""
    reading = Signal(str)
    """The name of the file that is being read."""
    refused = Signal(object)
    """The :class:`UserError` (or None after a fault) of a file that could not be read; ``papers`` is what it was."""

    def __init__(
        self,
        panel: SearchPanel,
        background: Background,
        triplet_papers: Callable[[], list[Paper]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.papers: Papers | None = None
        self._panel = panel
        self._background = background
        self._triplet_papers = triplet_papers
        self._files = FileChoice(panel)
        self._source = TRIPLETS
        self._collection: Papers = ()
        panel.opened.connect(self.refresh)
        panel.file_dropped.connect(self.open_collection)
        panel.bar.source_chosen.connect(self._choose_source)
        panel.bar.collection_asked.connect(self.choose_file)

    def refresh(self) -> None:
        """Look whether the papers of the triplets have changed, if it is these that are searched in."""
        if self._source == TRIPLETS:
            self._background.run(self._read_triplet_papers, done=self._take, failed=self._refuse, slot=SLOT)

    def choose_file(self) -> None:
        """Ask for a collection to search in."""
        kinds = self.tr("Papers, one a line (*.jsonl *.ndjson *.json);;All files (*)")
        self._files.ask_open(self.tr("Open a collection"), kinds, self.open_collection)

    def open_collection(self, path: Path) -> None:
        """Search in the papers of the file ``path``."""
        self.reading.emit(path.name)
        self._background.run(_read_collection, path, done=self._take_collection, failed=self._refuse, slot=SLOT)

    def stop(self) -> None:
        """Do not wait for the file that is being read."""
        self._background.forget(SLOT)

    def _read_triplet_papers(self) -> Papers:
        return tuple(self._triplet_papers())

    def _take(self, papers: Papers) -> None:
        if papers != self.papers:
            self.papers = papers
            words = counted(len(papers), self.tr("{n} paper"), self.tr("{n} papers"))
            self._panel.bar.count.setText(words if papers else "")
            self._panel.show_empty(shown=not papers)
            self.changed.emit()

    def _take_collection(self, read: tuple[str, Papers]) -> None:
        name, self._collection = read
        self._source = COLLECTION
        self._panel.bar.set_sources(name)
        self.papers = None
        self._take(self._collection)

    def _choose_source(self, source: str) -> None:
        if source == self._source:
            return
        self._source = source
        self.papers = None
        if source == COLLECTION:
            self._take(self._collection)
        else:
            self.refresh()

    def _refuse(self, error: UserError | None) -> None:
        self.refused.emit(error)


def _read_collection(path: Path) -> tuple[str, Papers]:
    return path.name, tuple(read_collection(path))
