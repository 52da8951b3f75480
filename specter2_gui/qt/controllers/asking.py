"""Connects the tab "Queries" with the project: add, paste, edit, note, delete, import, export."""

import threading
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from specter2_gui.project.project import Project
from specter2_gui.project.queries import QueryDraft
from specter2_gui.qt.background import Background, stopping
from specter2_gui.qt.controllers.asking_files import QueryFiles
from specter2_gui.qt.controllers.asking_reads import (
    Added,
    Near,
    add_one,
    compare_pasted,
    delete,
    near_of,
    read_content,
    read_pasted,
)
from specter2_gui.qt.controllers.asking_words import deleted_words, near_words
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.undoing import Undoing
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.qt.widgets.query_preview import Compared, Pasted
from specter2_gui.qt.widgets.query_rows import QueryContent
from specter2_gui.qt.widgets.query_view import QueryView

COMPARE_SLOT = "pasted queries compared"


class QueriesController(QObject):
    """Everything the tab can do; what it shows is read again after every change, while somebody looks."""

    def __init__(
        self,
        view: QueryView,
        project: Project,
        gestures: Gestures,
        background: Background,
        say: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._project = project
        self._gestures = gestures
        self._background = background
        self._say = say
        self._undoing = Undoing(project, gestures, say, self)
        self._stale = True
        self._wanted = 0
        self._stop = threading.Event()
        self.files = QueryFiles(view, project, gestures, background, say, self)
        self._connect()

    @property
    def actions(self) -> dict[str, QAction]:
        """The actions for the menus, by what they do."""
        view = self._view
        return {
            "import queries": view.import_action,
            "import judgements": view.import_judgements_action,
            "export queries": view.export_action,
            "export judgements": view.export_judgements_action,
            "find": view.find_action,
        }

    def refresh(self) -> None:
        """Read the queries again; while nobody looks this waits until somebody does."""
        self._stale = not self._view.isVisible()
        if not self._stale:
            self._background.run(read_content, self._project, done=self._take, slot="queries")

    def add(self, text: str) -> None:
        """Add a query that was typed."""
        self._gestures.ask(self.tr("Adding…"), partial(add_one, self._project, text), self._after_adding)

    def add_pasted(self, drafts: list[QueryDraft]) -> None:
        """Add the queries that were chosen among those pasted."""
        self.close()
        work = partial(self._project.queries.add, drafts)
        self._gestures.ask(self.tr("Adding…"), work, self._after_adding_many)

    def edit(self, query_id: int, text: str, note: str) -> None:
        """Change text and note of a query."""
        self._gestures.ask(self.tr("Saving…"), partial(self._project.queries.edit, query_id, text, note))

    def delete(self, ids: list[int]) -> None:
        """Delete queries with their judgements."""
        self._gestures.ask(self.tr("Deleting…"), partial(delete, self._project, ids), self._after_deleting)

    def paste(self, text: str) -> None:
        """Ask about the queries in ``text``."""
        self._background.run(read_pasted, self._project, text, done=self._show_pasted, slot="pasted queries")

    def close(self) -> None:
        """End the comparison of what was pasted; before the window closes, or that would wait for it."""
        self._stop.set()
        self._background.forget(COMPARE_SLOT)

    def _connect(self) -> None:
        view = self._view
        self._gestures.changed.connect(self._grow_old)
        self._gestures.refused.connect(self._grow_old)
        self._gestures.busy_changed.connect(self._rest)
        view.seen.connect(self._look_again)
        view.entry.typed.connect(self._look_for_near)
        view.entry.add_asked.connect(self.add)
        view.text_pasted.connect(self.paste)
        view.table.edited.connect(self.edit)
        view.table.delete_asked.connect(self.delete)
        view.preview.add_asked.connect(self.add_pasted)
        view.preview.closed.connect(self.close)

    def _grow_old(self) -> None:
        self._stale = True

    def _rest(self, words: str) -> None:
        """Read again once no change is on its way any more: what is read in between would show it undone."""
        self._view.show_busy(words)
        if not words:
            self._look_again()

    def _look_again(self) -> None:
        if self._stale:
            self.refresh()

    def _take(self, content: QueryContent) -> None:
        if self._gestures.busy:
            self._stale = True
            return
        self._view.show_content(content)
        if self._wanted:
            self._view.table.go_to(self._wanted)
            self._wanted = 0

    def _look_for_near(self, text: str) -> None:
        self._background.run(near_of, self._project, text, done=self._show_near, slot="near queries")

    def _show_near(self, near: Near) -> None:
        if near.typed == self._view.entry.text:
            self._view.entry.show_near(near_words(near), near.row.id if near.row else 0)

    def _show_pasted(self, pasted: Pasted) -> None:
        if not pasted.queries:
            self._say(self.tr("There is no text to paste. Copy a list with one query a line first."))
            return
        self.close()
        self._view.show_pasted(pasted)
        if pasted.compared is Compared.NOT_YET:
            self._stop = threading.Event()
            self._background.follow(
                stopping(self._stop, compare_pasted),
                self._project,
                pasted,
                each=self._view.preview.show_near,
                done=_nothing,
                slot=COMPARE_SLOT,
            )

    def _after_adding(self, added: Added) -> None:
        self._view.entry.clear()
        self._wanted = added.id
        if added.new:
            self._say(self.tr("The query was added."), "success", "", self._undoing.offer())
        else:
            self._say(self.tr("This query is there already."))

    def _after_adding_many(self, ids: list[int]) -> None:
        self._view.close_card()
        self._wanted = ids[0]
        words = counted(len(ids), self.tr("{n} query was added."), self.tr("{n} queries were added."))
        self._say(words, "success", "", self._undoing.offer())

    def _after_deleting(self, gone: tuple[int, int]) -> None:
        self._say(deleted_words(*gone), "info", "", self._undoing.offer())


def _nothing() -> None:
    """The last value of a comparison has told all."""
