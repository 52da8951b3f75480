"""What a person reads on the Collection page and in the queries of Curate."""

from specter2_gui.qt.widgets.import_entries import lines_of
from specter2_gui.qt.widgets.paper_columns import Column
from tests.journeys.eyes import Eyes


class CollectionEyes(Eyes):
    """Reads the imports, the papers, the duplicates and the queries of the window."""

    def wait_for_rest(self) -> None:
        """Look until nothing is imported, saved, counted or read any more."""
        made = self._made
        self.wait_for(
            lambda: not (made.importing.busy or made.gestures.busy or made.browsing.counting or made.background.busy),
            "everything at rest",
        )

    @property
    def tab(self) -> str:
        """The tab of the Collection page that is on show."""
        tabs = self._made.panels.collection.tabs
        return tabs.tabText(tabs.currentIndex()) if tabs.isVisible() else ""

    @property
    def imports_page(self) -> str:
        """What the Imports tab shows."""
        return self._made.panels.collection.imports.page

    @property
    def files(self) -> list[str]:
        """The files in the list of imports, newest first."""
        return [lines_of(entry)[0] for entry in self._made.panels.collection.imports.list.entries]

    @property
    def receipt(self) -> str:
        """The first sentence of the receipt on show."""
        headline = self._made.panels.collection.imports.receipt.headline
        assert headline.isVisible()
        return headline.text()

    @property
    def reject(self) -> str:
        """What is said of the reject on show."""
        state = self._made.panels.collection.imports.rejects.detail.state
        assert state.isVisible()
        return state.text()

    @property
    def titles(self) -> list[str]:
        """The titles in the table of papers."""
        model = self._made.panels.collection.papers.view.papers
        return [str(model.index(line, Column.TITLE).data() or "") for line in range(model.rowCount())]

    @property
    def paper_counts(self) -> str:
        """How many papers there are."""
        return self._made.panels.collection.papers.search.counts.text()

    @property
    def pairs(self) -> list[str]:
        """The titles in the list of duplicates."""
        return [entry.title for entry in self._made.panels.collection.duplicates.list.entries]

    @property
    def duplicate_words(self) -> str:
        """What is said of the pair on show."""
        words = self._made.panels.collection.duplicates.pane.words
        return words.text() if words.isVisible() else ""

    @property
    def queries(self) -> list[str]:
        """The queries in their table."""
        return [row.text for row in self._made.panels.curate.queries.table.model.content.rows]

    @property
    def query_account(self) -> str:
        """What became of a file of queries or judgements; empty where no such account is on show."""
        receipt = self._made.panels.curate.queries.receipt
        return receipt.sentence.text() if receipt.isVisible() else ""
