"""The list of imports and the account of the chosen one, read anew after every change; lists of papers; taking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, Signal

from specter2_gui.app.receipt_papers import Counted, counted_now, is_noted, receipt_papers
from specter2_gui.app.receipts import receipt_of
from specter2_gui.app.taking_back import TakenBack, take_back
from specter2_gui.domain.errors import UserError
from specter2_gui.project.imports import ImportRow
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures, Snapshot
from specter2_gui.qt.controllers.importing_jobs import Job
from specter2_gui.qt.controllers.importing_words import after_taking_back, counted_heading
from specter2_gui.qt.controllers.undoing import Undoing
from specter2_gui.qt.widgets.import_entries import Entry, Refusal, key_of
from specter2_gui.qt.widgets.import_labels import short_name
from specter2_gui.qt.widgets.import_view import ImportView
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.qt.widgets.receipt_words import ShownReceipt

_PAGE: Final = 200
"""How many papers of a list are read at once."""


@dataclass(frozen=True, slots=True)
class _Papers:
    """Papers that a receipt counts: their numbers, and the first of them as they are shown."""

    name: str
    which: str
    ids: tuple[int, ...]
    rows: tuple[PaperRow, ...]


class Receipts(QObject):
    """Keeps the list as it is in the project, with the files that were refused while the window is open."""

    again_asked = Signal(object)
    """The :class:`Job` that was refused and is to be tried again."""
    outdated = Signal(str)
    """What was said of the entry with this key holds no longer: an import was undone or removed, or a reject of it mended;
    a refused file was tried again or put away."""

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
        self._rows: tuple[ImportRow, ...] = ()
        self._refused: dict[int, tuple[Refusal, Job]] = {}
        self._wanted = ""
        self._led_to: str | None = None
        self._listed: tuple[int, ...] = ()
        self._papers = -1
        """The count of changes of papers for which the account was read."""
        gestures.changed.connect(self._follow)
        view.entry_chosen.connect(self._choose)
        view.receipt.counted_asked.connect(self.show_counted)
        view.receipt.undo_asked.connect(self.take_back)
        view.list.undo_asked.connect(self.take_back)
        view.papers.more_asked.connect(self._more)
        view.refusal.again_asked.connect(self._again)
        view.refusal.forget_asked.connect(self._forget)

    def begin(self) -> None:
        """An import begins: the first file of which anything is taken is shown, the others are listed."""
        self._led_to = None

    def add(self, import_id: int) -> None:
        """A file is in the project."""
        self._lead_to(f"import {import_id}")
        self.refresh()

    def refresh(self) -> None:
        """Read the imports."""
        self._background.run(self._project.imports.list, done=self._show, slot="imports")

    def refuse(self, job: Job, name: str, error: UserError) -> str:
        """List a file of which nothing was taken, and give the key of its entry."""
        number = max(self._refused, default=0) + 1
        refusal = Refusal(number, name, datetime.now(UTC), error)
        self._refused[number] = (refusal, job)
        self._lead_to(key_of(refusal))
        self._show(self._rows)
        return key_of(refusal)

    def take_back(self, import_id: int) -> None:
        """Undo an import."""
        self._gestures.ask(
            self.tr("Undoing the import…"), partial(take_back, self._project, import_id), self._after_taking_back
        )

    def show_counted(self, import_id: int, which: str) -> None:
        """Show the papers that the receipt of an import counts so."""
        row = next((row for row in self._rows if row.id == import_id), None)
        if row is not None:
            counted = cast("Counted", which)
            self._background.run(_papers, self._project, row, counted, done=self._show_papers, slot="receipt papers")

    def _lead_to(self, key: str) -> None:
        current, led_to = self._view.list.current, self._led_to
        refused = led_to is not None and led_to == (key_of(current) if isinstance(current, Refusal) else "")
        if led_to is None or (refused and key.startswith("import")):
            self._wanted = self._led_to = key

    def _follow(self, snapshot: Snapshot) -> None:
        self.refresh()
        if snapshot.papers != self._papers:
            self._papers = snapshot.papers
            self._choose(self._view.list.current)

    def _show(self, rows: Sequence[ImportRow]) -> None:
        before, self._rows = self._rows, tuple(rows)
        entries: list[Entry] = [*rows, *(refusal for refusal, _ in self._refused.values())]
        entries.sort(key=_newest_first, reverse=True)
        self._view.show_entries(entries)
        if self._wanted and any(key_of(entry) == self._wanted for entry in entries):
            self._view.choose(self._wanted)
            self._wanted = ""
        rejects = {row.id: row.rejects for row in rows}
        for row in before:
            if rejects.get(row.id) != row.rejects:
                self.outdated.emit(f"import {row.id}")

    def _choose(self, entry: Entry | None) -> None:
        if isinstance(entry, Refusal):
            self._view.show_refusal(entry)
        elif entry is not None:
            work = partial(_account, self._project, entry, self._rows)
            self._background.run(work, done=self._view.show_receipt, slot="receipt")

    def _show_papers(self, found: _Papers | None) -> None:
        if found is None:
            self._say(self.tr("Which papers these are is not known any more."), "info")
            return
        self._listed = found.ids
        heading = counted_heading(found.which, short_name(found.name), len(found.ids))
        hint = self.tr("None of them is in the collection any more.") if found.ids and not found.rows else ""
        self._view.show_papers(heading, hint, found.rows, len(found.ids))

    def _more(self, there: int) -> None:
        page = self._listed[there : there + _PAGE]
        self._background.run(self._project.papers.rows, page, done=self._view.papers.add_papers, slot="receipt papers")

    def _again(self, number: int) -> None:
        _, job = self._refused[number]
        self._forget(number)
        self.again_asked.emit(job)

    def _forget(self, number: int) -> None:
        refused = self._refused.pop(number, None)
        self._show(self._rows)
        if refused is not None:
            self.outdated.emit(key_of(refused[0]))

    def _after_taking_back(self, back: TakenBack) -> None:
        # What was undone as the newest gesture comes back by Redo; what was removed is itself undone.
        self._say(after_taking_back(back), "info", action=self._undoing.offer(redo=back.undone))


def _newest_first(entry: Entry) -> tuple[datetime, int]:
    return entry.when, entry.id if isinstance(entry, ImportRow) else 0


def _account(project: Project, row: ImportRow, rows: Sequence[ImportRow]) -> ShownReceipt:
    """Runs in a worker thread."""
    mended = sum(reject.mended is not None for reject in project.imports.rejects(row.id))
    before = [each.when for each in rows if each.id < row.id and each.sha256 == row.sha256]
    return ShownReceipt(
        receipt_of(row),
        row.when,
        mended,
        max(before, default=None),
        known=is_noted(project, row),
        now=counted_now(project, row),
    )


def _papers(project: Project, row: ImportRow, which: Counted) -> _Papers | None:
    """Runs in a worker thread."""
    ids = receipt_papers(project, row, which)
    if ids is None:
        return None
    return _Papers(row.name, which, tuple(ids), tuple(project.papers.rows(ids[:_PAGE])))
