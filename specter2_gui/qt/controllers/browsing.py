"""Connects the Papers tab with the project: what is typed, narrowed down and ordered, and the pages in view."""

from array import array
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from specter2_gui.domain.errors import UserError
from specter2_gui.project.paper_filters import Facets, PaperFilter
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.browsing_changes import PaperChanges
from specter2_gui.qt.controllers.browsing_files import PaperFiles
from specter2_gui.qt.controllers.browsing_reads import Found, PaperReads, Wanted
from specter2_gui.qt.controllers.gestures import Gestures, Snapshot
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.qt.widgets.paper_browser import PaperBrowser
from specter2_gui.qt.widgets.paper_columns import ShownPaper
from specter2_gui.qt.widgets.paper_lines import Why

LINES: Final = "papers"
PAGES: Final = "pages of papers"
FACETS: Final = "facets of papers"
"""The slots of the reads: the newest of each is answered."""
PATIENCE_MS: Final = 400
"""How long the table may take before the person is told that it is being read."""
FACETS_PAUSE_MS: Final = 150
"""How long the table must rest before the facets are counted: until then the project is free for the next letter."""


class BrowsingController(QObject):
    """Everything the Papers tab can do; it reads anew after every change of the project."""

    def __init__(
        self,
        browser: PaperBrowser,
        project: Project,
        gestures: Gestures,
        background: Background,
        tasks: Tasks,
        say: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._browser = browser
        self._background = background
        self._reads = PaperReads(project)
        self._changes = PaperChanges(browser, project, gestures, say, self)
        self._files = PaperFiles(browser, project, background, tasks, say, self)
        self._shown_changes = -1
        self._counted: PaperFilter | None = None
        self._facets_pause = QTimer(self, interval=FACETS_PAUSE_MS, singleShot=True)
        self._facets_pause.timeout.connect(self._read_facets)
        self._say = say
        self._waiting = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._waiting.timeout.connect(browser.search.show_waiting)
        self._connect(gestures)
        self.refresh()

    @property
    def counting(self) -> bool:
        """Whether the facets are about to be counted."""
        return self._facets_pause.isActive()

    def refresh(self) -> None:
        """Read the papers and show what there is."""
        self._read("content")

    def find(self) -> None:
        """Put the cursor into the search field."""
        self._browser.find_action.trigger()

    def _connect(self, gestures: Gestures) -> None:
        browser = self._browser
        gestures.changed.connect(self._follow)
        browser.wanted_changed.connect(self._read)
        browser.view.papers.papers_wanted.connect(self._read_page)
        browser.duplicates_asked.connect(self._find_duplicates)
        browser.search.filters_button.toggled.connect(self._read_facets)

    def _follow(self, snapshot: Snapshot) -> None:
        if snapshot.changes != self._shown_changes:
            self._shown_changes = snapshot.changes
            self.refresh()

    def _wanted(self) -> Wanted:
        browser = self._browser
        return Wanted(browser.filter, browser.order, browser.alone[0] if browser.alone else None)

    def _read(self, why: Why) -> None:
        wanted = self._wanted()
        work = partial(self._reads.lines, wanted, self._browser.view.worth_keeping(), why)
        self._waiting.start()
        self._background.run(work, done=self._show, failed=self._miss_lines, slot=LINES)

    def _show(self, found: Found) -> None:
        self._waiting.stop()
        self._browser.show_lines(found.lines, found.total, found.sources)
        self._counted = None
        self._facets_pause.start()

    def _miss_lines(self, error: UserError | None) -> None:
        self._waiting.stop()
        self._browser.search.show_ended()
        if error is not None:
            self._say(error.sentence, "error")

    def _read_facets(self) -> None:
        """Count the choices, where they can be seen and are not those that are shown."""
        wanted = self._browser.filter
        if self._browser.search.filters_button.isChecked() and self._counted != wanted:
            self._counted = wanted
            self._background.run(partial(self._reads.facets, wanted), done=self._show_facets, slot=FACETS)

    def _show_facets(self, facets: Facets) -> None:
        self._browser.show_facets(facets)

    def _read_page(self, ids: "array[int]") -> None:
        work = partial(self._reads.page, ids, self._browser.filter.text)
        self._background.run(work, done=self._show_page, failed=self._miss_page, slot=PAGES)

    def _show_page(self, papers: list[ShownPaper]) -> None:
        self._browser.view.papers.take(papers)

    def _miss_page(self, _error: UserError | None) -> None:
        self._browser.view.papers.give_up()

    def _find_duplicates(self, paper: int) -> None:
        self._background.run(partial(self._reads.title, paper), done=partial(self._show_duplicates, paper), slot=LINES)

    def _show_duplicates(self, paper: int, title: str) -> None:
        self._browser.show_alone(paper, title)
