"""Which papers the Search page searches in: the collection, those of the triplets, or those of a file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.searching import read_collection
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Paper
from specter2_gui.qt.background import Background
from specter2_gui.qt.panels.search import SearchPanel
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.search_bar import COLLECTION, FILE, TRIPLETS

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
        triplet_papers: Callable[[], Sequence[Paper]],
        collection_papers: Callable[[], Sequence[Paper]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.papers: Papers | None = None
        self._panel = panel
        self._background = background
        self._readers = {TRIPLETS: triplet_papers, COLLECTION: collection_papers}
        self._files = FileChoice(panel)
        self._source = ""
        self._name = ""
        self._file: Papers = ()
        self._has_collection = self._reading_file = False
        panel.opened.connect(self.refresh)
        panel.file_dropped.connect(self.open_collection)
        panel.bar.source_chosen.connect(self._choose_source)
        panel.bar.collection_asked.connect(self.choose_file)

    def refresh(self) -> None:
        """Look whether the papers have changed, unless they are those of a file, or a file is being read."""
        if self._source != FILE and not self._reading_file:
            self._background.run(
                self._read, self._source, self.papers, done=self._take_read, failed=self._refuse, slot=SLOT
            )

    def choose_file(self) -> None:
        """Ask for a collection to search in."""
        kinds = self.tr("Papers, one a line (*.jsonl *.ndjson *.json);;All files (*)")
        self._files.ask_open(self.tr("Open a collection"), kinds, self.open_collection)

    def open_collection(self, path: Path) -> None:
        """Search in the papers of the file ``path``."""
        self._reading_file = True
        self.reading.emit(path.name)
        self._background.run(_read_collection, path, done=self._take_file, failed=self._refuse, slot=SLOT)

    def stop(self) -> None:
        """Do not wait for the file that is being read."""
        self._reading_file = False
        self._background.forget(SLOT)

    def _read(self, source: str, known: Papers | None) -> tuple[str, bool, Papers]:
        """Runs in a worker: what is searched in, whether there is a collection, and the papers; ``known`` if they are these.

        Who has chosen nothing searches in the collection, or while that is empty in the papers of the triplets.
        """
        collection = tuple(self._readers[COLLECTION]())
        chosen = COLLECTION if source == COLLECTION or (not source and collection) else TRIPLETS
        papers = collection if chosen == COLLECTION else tuple(self._readers[TRIPLETS]())
        return chosen, bool(collection), known if known is not None and papers == known else papers

    def _take_read(self, read: tuple[str, bool, Papers]) -> None:
        source, has_collection, papers = read
        self._panel.bar.set_sources(self._name, chosen=source, collection=has_collection or source == COLLECTION)
        self._has_collection = has_collection
        fewer = self.tr("Papers that are hidden as duplicates of another one are not searched.")
        self._panel.bar.count.setToolTip(fewer if source == COLLECTION else "")
        self._take(papers)

    def _take(self, papers: Papers) -> None:
        if papers is not self.papers:
            self.papers = papers
            words = counted(len(papers), self.tr("{n} paper"), self.tr("{n} papers"))
            self._panel.bar.count.setText(words if papers else "")
            self._panel.show_empty(shown=not papers)
            self.changed.emit()

    def _take_file(self, read: tuple[str, Papers]) -> None:
        self._reading_file = False
        self._name, self._file = read
        self._source = FILE
        self._panel.bar.count.setToolTip("")
        self._panel.bar.set_sources(self._name, chosen=FILE, collection=self._has_collection)
        self.papers = None
        self._take(self._file)

    def _choose_source(self, source: str) -> None:
        if source == self._source:
            return
        self._source = source
        self.papers = None
        if source == FILE:
            self._take(self._file)
        else:
            self.refresh()

    def _refuse(self, error: UserError | None) -> None:
        self._reading_file = False
        self.refused.emit(error)


def _read_collection(path: Path) -> tuple[str, Papers]:
    return path.name, tuple(read_collection(path))
