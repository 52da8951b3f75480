"""A librarian with a whole collection: what she does on the Collection page and with her readers' queries."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from specter2_gui.qt.panels.collection import CollectionPanel
from tests.journeys.collection_eyes import CollectionEyes
from tests.journeys.hands import CTRL
from tests.journeys.librarian import Librarian
from tests.qt.heartbeat import Heartbeat

Keys = Qt.Key


class CollectionLibrarian(Librarian):
    """She drops files on the window, reads what became of them, and puts her papers in order."""

    @property
    def sees(self) -> CollectionEyes:
        """What stands in the window."""
        return CollectionEyes(self._qtbot, self.made)

    @property
    def _collection(self) -> CollectionPanel:
        return self.made.panels.collection

    def drops(self, *files: Path) -> None:
        """Let go of files over the window."""
        self._hands.drop(self.made.window, files)

    def imports_by_dropping(self, *files: Path) -> Heartbeat:
        """Let go of files of papers over the window and look on; how its heart beat until all were imported."""
        heart = Heartbeat()
        self.made.tasks.changed.connect(heart.deliver)
        self.drops(*files)
        self.sees.wait_for(lambda: heart.deliveries and not self.made.importing.busy, "an import that ends")
        heart.stop()
        self.made.tasks.changed.disconnect(heart.deliver)
        self.sees.wait_for_rest()
        return heart

    def says_what_the_columns_hold(self, columns: Mapping[str, str]) -> None:
        """Go to each column and choose what it holds, then press "Import"."""
        table = self._collection.imports.mapping.table
        for row, choice in enumerate(table.choices):
            name = str(table.model().index(row, 0).data())
            self._hands.choose(choice, columns.get(name, "Not used"))
        self._hands.click(self._collection.imports.mapping.import_button)
        self.sees.wait_for_rest()

    def shows(self, tab: str) -> None:
        """Click a tab of the Collection page."""
        self._hands.click_tab(self._collection.tabs, tab)
        self.sees.wait_for_rest()

    def chooses_the_import_of(self, file: Path) -> None:
        """Click a file in the list of imports."""
        self._hands.click_line(self._collection.imports.list, self.sees.files.index(file.name))
        self.sees.wait_for_rest()

    def opens_the_rejects(self) -> None:
        """Press the number of rejects on the receipt."""
        self._hands.click(self._collection.imports.receipt.tiles["rejects"])
        self.sees.wait_for(lambda: self.sees.imports_page == "rejects", "the rejects")

    def writes_into_the_reject(self, line: str) -> None:
        """Click into the text, write a line below its first one, and press "Read again"."""
        detail = self._collection.imports.rejects.detail
        self._hands.click(detail.editor.viewport())
        self._hands.press(Keys.Key_Home, CTRL)
        self._hands.press(Keys.Key_End)
        self._hands.press(Keys.Key_Return)
        self._qtbot.keyClicks(detail.editor, line)
        self._hands.click(detail.read_button)
        self.sees.wait_for_rest()

    def goes_back_to_the_receipt(self) -> None:
        """Press "Back to the receipt"."""
        self._hands.click(self._collection.imports.rejects.back_button)
        self.sees.wait_for_rest()

    def looks_for_duplicates(self) -> None:
        """Press the button for it."""
        view = self._collection.duplicates
        shown = view.empty.look_button if view.empty.look_button.isVisible() else view.look_button
        self._hands.click(shown)
        self.sees.wait_for(lambda: self.sees.pairs and self.sees.duplicate_words, "a pair to decide")
        self.sees.wait_for_rest()

    def says_it_is_the_same_paper(self) -> None:
        """Click the pair in the list and press S, as the button says."""
        self._hands.click_line(self._collection.duplicates.list, 0)
        self._hands.press(Keys.Key_S)
        self.sees.wait_for(lambda: not self.sees.pairs, "a pair that is decided")
        self.sees.wait_for_rest()

    def finds(self, words: str) -> None:
        """Type into the search field of the papers and press Enter, which leads to the table."""
        self._hands.press(Keys.Key_F, CTRL)
        self._hands.type(words)
        self._hands.press(Keys.Key_Return)
        self.sees.wait_for_rest()
        self.sees.wait_for(lambda: all(self.sees.titles), "the papers that were found")

    def changes_the_title(self, title: str) -> None:
        """Press F2, type another title, and press Ctrl+Enter."""
        self._hands.press(Keys.Key_F2)
        self.sees.wait_for(lambda: self._collection.papers.detail.is_editing, "the fields of the paper")
        self._hands.type(title)
        self._hands.press(Keys.Key_Return, CTRL)
        self.sees.wait_for_rest()

    def exports_the_first(self, count: int, file: Path) -> None:
        """Choose so many lines, and "Export the chosen papers…" in the menu of the button; then name a file."""
        papers = self._collection.papers
        self._hands.click_line(papers.view, 0)
        self._hands.click_line(papers.view, count - 1, Qt.KeyboardModifier.ShiftModifier)
        self.sees.wait_for_rest()
        self._hands.choose_in_menu_of(papers.bar.export_button, "Export the chosen papers…")
        self._hands.name_file(papers, file)
        self.sees.wait_for(file.is_file, "the file that was exported")
        self.sees.wait_for_rest()

    def shows_the_queries(self) -> None:
        """Click the tab "Queries" of the Curate page."""
        self._hands.click_tab(self.made.panels.curate.tabs, "Queries")
        self.sees.wait_for_rest()

    def pastes_queries(self, text: str) -> None:
        """Paste a list that was copied elsewhere, and add what is new in it."""
        view = self.made.panels.curate.queries
        QApplication.clipboard().setText(text)
        self._hands.click(view.entry.line.viewport())
        self._hands.press(Keys.Key_V, CTRL)
        self.sees.wait_for(view.preview.isVisible, "what was pasted")
        self.sees.wait_for_rest()
        self._hands.click(view.preview.add_button)
        self.sees.wait_for_rest()

    def closes_the_account(self) -> None:
        """Press "Close" below what became of a file."""
        self._hands.click(self.made.panels.curate.queries.receipt.close_button)

    def presses_the_button_of_the_notice(self, words: str) -> None:
        """Press the button ``words`` in the newest notice."""
        button = self.made.window.notices.notices[-1].findChild(QPushButton, "noticeAction")
        assert isinstance(button, QPushButton)
        assert button.text() == words
        self._hands.click(button)
        self.sees.wait_for_rest()

    def undoes_by_key(self) -> None:
        """Ctrl+Z, wherever she is."""
        self._hands.press(Keys.Key_Z, CTRL)
        self.sees.wait_for_rest()

    def redoes_by_key(self) -> None:
        """Ctrl+Y, wherever she is."""
        self._hands.press(Keys.Key_Y, CTRL)
        self.sees.wait_for_rest()
