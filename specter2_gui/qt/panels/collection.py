"""The Collection page: its papers, the imports they came from, and the duplicates among them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from specter2_gui.qt.widgets.duplicate_view import DuplicateView
from specter2_gui.qt.widgets.import_view import ImportView
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.paper_browser import PaperBrowser
from specter2_gui.qt.widgets.stacked import Tabs, Yielding

PAPERS, IMPORTS, DUPLICATES = "papers", "imports", "duplicates"


class CollectionPanel(QWidget):
    """Holds the three views; says which one is shown."""

    tab_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("collectionPanel")
        self.papers = PaperBrowser()
        self.imports = ImportView()
        self.duplicates = DuplicateView()
        self._views: dict[str, QWidget] = {
            PAPERS: self.papers,
            IMPORTS: self.imports,
            DUPLICATES: self.duplicates,
        }
        self.tabs = Tabs()
        self.tabs.setObjectName("collectionTabs")
        self.tabs.setAccessibleName(self.tr("Parts of the collection"))
        for view, words in (
            (self.papers, self.tr("Papers")),
            (self.imports, self.tr("Imports")),
            (self.duplicates, self.tr("Duplicates")),
        ):
            self.tabs.addTab(view, words)
        page = Page(
            self.tr("Collection"),
            self.tr("The papers your readers search in."),
            self.tr(
                "Drop the files of your catalogue, Zotero, Scopus, PubMed or Web of Science on the window, or press Import. Each file gets a "
                "receipt that accounts for every record in it. Papers that repeat another one are hidden behind it, not deleted. "
                "Everything is saved at once and can be undone."
            ),
        )
        page.body.addWidget(Yielding(self.tabs))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self.tabs.currentChanged.connect(self._tell)
        self.find_action = QAction(self.tr("Find papers"), self)
        self.find_action.triggered.connect(self._find)

    def show_tab(self, name: str) -> None:
        """Show one of ``papers``, ``imports`` and ``duplicates``."""
        self.tabs.setCurrentWidget(self._views[name])

    def _find(self) -> None:
        self.show_tab(PAPERS)
        self.papers.find_action.trigger()

    def _tell(self) -> None:
        shown = self.tabs.currentWidget()
        self.tab_shown.emit(next(name for name, view in self._views.items() if view is shown))
