"""Rejects, mended by hand: their list, reading a text again, and the paper that came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from specter2_gui.app.mending import Mended, mend
from specter2_gui.domain.records import Reject
from specter2_gui.domain.texts import shortened
from specter2_gui.project.imports import ImportRow, RejectRow
from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures, Snapshot
from specter2_gui.qt.controllers.undoing import Undoing
from specter2_gui.qt.widgets.import_view import ImportView
from specter2_gui.qt.widgets.notices import Notifier

_TITLE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Rejects:
    """The rejects of one import."""

    row: ImportRow
    rejects: tuple[RejectRow, ...]


class Rejects(QObject):
    """Every text that is read again is one gesture, so that Undo takes its paper back."""

    def __init__(
        self,
        view: ImportView,
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
        gestures.changed.connect(self._follow)
        gestures.busy_changed.connect(self._show_busy)
        view.receipt.rejects_asked.connect(self.show_rejects)
        view.rejects.detail.read_asked.connect(self.read_again)
        view.rejects.detail.paper_asked.connect(self._ask_paper)

    def show_rejects(self, import_id: int) -> None:
        """Show the rejects of an import."""
        self._background.run(_rejects_of, self._project, import_id, done=self._show, slot="rejects")

    def read_again(self, reject_id: int, text: str) -> None:
        """Read ``text`` in the place of a reject; it becomes a paper, or the new reason is shown."""
        self._view.rejects.detail.show_busy(busy=True)
        self._gestures.ask(
            self.tr("Reading the record again…"),
            partial(mend, self._project, reject_id, text),
            partial(self._after_reading, reject_id),
        )

    def _follow(self, _snapshot: Snapshot) -> None:
        if self._view.rejects.detail.has_written:
            self._background.run(self._project.imports.list, done=self._show_imports, slot="imports written for")
        if self._view.page == "rejects":
            self._background.run(
                _rejects_of, self._project, self._view.rejects.import_id, done=self._show_again, slot="rejects"
            )

    def _show_imports(self, rows: Sequence[ImportRow]) -> None:
        self._view.rejects.detail.show_imports({row.id for row in rows})

    def _show(self, found: _Rejects | None) -> None:
        if found is not None:
            self._view.show_rejects(found.row, found.rejects)

    def _show_again(self, found: _Rejects | None) -> None:
        """After a change, while the person may have gone elsewhere."""
        if self._view.page != "rejects":
            return
        if found is None:
            self._view.show_overview()
        else:
            self._view.show_rejects(found.row, found.rejects)

    def _show_busy(self, words: str) -> None:
        if not words:
            self._view.rejects.detail.show_busy(busy=False)

    def _after_reading(self, reject_id: int, found: Mended | Reject) -> None:
        if isinstance(found, Reject):
            self._view.rejects.detail.show_reason(reject_id, found.reason)
            return
        self._view.rejects.detail.settle(reject_id)  # now, since the window may be waiting for it to close
        title = shortened(found.paper.title or found.paper.abstract, _TITLE_SHOWN)
        words = (
            self.tr("“{0}” is a paper of the collection now.")
            if found.new
            else self.tr(
                "“{0}” was in the collection already, so no second paper was added. The reject counts as mended."
            )
        )
        self._say(words.format(title), "success", action=self._undoing.offer())

    def _ask_paper(self, paper: int) -> None:
        self._background.run(self._project.papers.rows, [paper], done=self._show_paper, slot="mended paper")

    def _show_paper(self, rows: list[PaperRow]) -> None:
        if not rows:
            self._say(self.tr("This paper was deleted since. Undo brings it back."), "info")
            return
        text = (rows[0].title or rows[0].abstract).replace('"', " ")
        wanted = PaperFilter(text=f'"{text}"', sources=frozenset({rows[0].import_id}), duplicates="shown")
        self._view.papers_asked.emit(wanted)


def _rejects_of(project: Project, import_id: int) -> _Rejects | None:
    """Runs in a worker thread."""
    row = project.imports.get(import_id)
    return None if row is None else _Rejects(row, tuple(project.imports.rejects(import_id)))
