"""Connects the Imports tab with the project: files and Zotero in, receipts, rejects, and the way back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from specter2_gui.app.importing import FileImported, FileRefused
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.importing_course import Ended, Outcome
from specter2_gui.qt.controllers.importing_index import Indexing
from specter2_gui.qt.controllers.importing_jobs import AgainJob, FileJob, Job, ZoteroJob
from specter2_gui.qt.controllers.importing_receipts import Receipts
from specter2_gui.qt.controllers.importing_rejects import Rejects
from specter2_gui.qt.controllers.importing_run import Importer
from specter2_gui.qt.controllers.importing_tables import Tables
from specter2_gui.qt.controllers.importing_words import after_cancelling, after_file, after_files, imported_in
from specter2_gui.qt.controllers.importing_zotero import Zotero
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.import_view import ImportView
from specter2_gui.qt.widgets.notices import Action, Kind, Notifier


class ImportingController(QObject):
    """Everything the Imports tab can do; also what menus, the window and other pages ask of it."""

    asked = Signal()
    """Something on the Imports tab wants to be seen: rejects that a notice led to, or a table to look at."""
    files_dropped = Signal(list)
    """These paths were dropped on the tab; what they are for is not known yet."""
    rested = Signal()
    """What was to be imported is imported, refused or skipped."""
    outdated = Signal(str)
    """A notice with these words tells of an import or a refused file that is no more, or of rejects mended since."""
    cancelled = Signal()
    """The person did not want the files that were being imported; told before :attr:`rested`."""

    def __init__(
        self,
        view: ImportView,
        project: Project,
        gestures: Gestures,
        background: Background,
        tasks: Tasks,
        say: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._gestures = gestures
        self._say = say
        self._files = FileChoice(view)
        self._told: list[tuple[str, frozenset[str]]] = []
        """Notices, and the keys of the imports and refused files they tell of."""
        self._refused: list[str] = []
        """The keys of the files that the course at work has refused."""
        self._importer = Importer(view.progress, project, background, tasks, self)
        self._indexing = Indexing(project, background, tasks, self)
        self._receipts = Receipts(view, project, gestures, background, say, self)
        self._rejects = Rejects(view, project, gestures, background, say, self)
        self._tables = Tables(view, project, background, self)
        self.zotero = Zotero(view, background, self)
        self._connect()
        self._receipts.refresh()

    @property
    def actions(self) -> dict[str, QAction]:
        """The actions for the menus, by what they do."""
        view = self._view
        return {"import": view.files_action, "zotero": view.zotero_action, "columns": view.columns_action}

    @property
    def busy(self) -> bool:
        """Whether files are being imported."""
        return self._importer.busy

    @property
    def unfinished(self) -> bool:
        """Whether files are being imported, or will be as soon as somebody has looked at them."""
        return self._importer.busy or self._tables.busy

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import ``paths``, after those that are being imported; tables whose columns are unsure are asked about first."""
        self._tables.look(paths)

    def look_at_columns(self, paths: Sequence[Path]) -> None:
        """Import ``paths``, and ask about the columns of every table among them."""
        self._tables.look(paths, always=True)

    def choose_files(self) -> None:
        """Ask for files to import."""
        self._files.ask_files(self.tr("Import files"), self.tr("All files (*)"), self.import_files)

    def choose_tables(self) -> None:
        """Ask for tables to look at and import."""
        kinds = self.tr("Tables (*.csv *.tsv *.tab *.txt *.xlsx *.xlsm);;All files (*)")
        self._files.ask_files(self.tr("Look at the columns"), kinds, self.look_at_columns)

    def cancel(self) -> None:
        """Take nothing of the file that is being imported, and none of those that wait."""
        self._importer.cancel()

    def close(self) -> None:
        """The window closes: end what is at work as soon as it can be ended."""
        self._importer.cancel()
        self._tables.close()
        self._indexing.close()

    def _connect(self) -> None:
        view = self._view
        view.files_asked.connect(self.choose_files)
        view.columns_asked.connect(self.choose_tables)
        view.zotero_asked.connect(self.zotero.ask)
        view.files_dropped.connect(self.files_dropped)
        self._tables.rested.connect(self._rest)
        self._importer.rested.connect(self._rest)
        self._tables.ready.connect(self._importer.start)
        self._tables.asked.connect(self.asked)
        self._tables.refused.connect(self._refuse)
        view.receipt.columns_asked.connect(self._tables.look_again)
        self._receipts.again_asked.connect(self._again)
        self._receipts.outdated.connect(self._grow_old)
        self._importer.begun.connect(self._begin)
        self._importer.imported.connect(self._take)
        self._importer.ended.connect(self._tell)
        self._importer.refused.connect(self._refuse)
        self._indexing.refused.connect(self._refuse)
        self.zotero.chosen.connect(self._import_library)
        self.zotero.absent.connect(self._tell_absent)

    def _rest(self) -> None:
        if not self.unfinished:
            self.rested.emit()

    def _import_library(self, job: ZoteroJob) -> None:
        self._importer.start([job])

    def _begin(self) -> None:
        self._refused = []
        self._receipts.begin()

    def _tell_absent(self, job: ZoteroJob, error: UserError) -> None:
        key = self._receipts.refuse(job, self.tr("Zotero"), error)
        self._told.append((error.sentence, frozenset({key})))
        self._refuse(error)

    def _refuse(self, error: UserError) -> None:
        self._say(error.sentence, "error")

    def _again(self, job: Job) -> None:
        match job:
            case FileJob(path):
                self.import_files([path])
            case AgainJob():
                self._tables.look_again(job.import_id)
            case ZoteroJob():
                self.zotero.ask()

    def _take(self, outcome: Outcome) -> None:
        match outcome.event:
            case FileImported(receipt):
                self._receipts.add(receipt.import_id)
            case FileRefused(name, error):
                self._refused.append(self._receipts.refuse(outcome.job, name, error))

    def _tell(self, ended: Ended) -> None:
        self._gestures.refresh()
        self._indexing.start()
        if ended.cancelled:
            self._say(after_cancelling(ended), "info")
            self.cancelled.emit()
            return
        if ended.outcomes:
            words, kind, action = self._said_of(ended.outcomes)
            self._told.append((words, imported_in(ended.outcomes) | frozenset(self._refused)))
            self._say(words, kind, action=action)

    def _said_of(self, outcomes: Sequence[Outcome]) -> tuple[str, Kind, Action | None]:
        match [outcome.event for outcome in outcomes]:
            case [FileImported(receipt)]:
                return *after_file(receipt), self._action_after(receipt.import_id, receipt.rejects)
            case [FileRefused(_, error)]:
                return error.sentence, "error", None
            case events:
                shown = (self.tr("Show what was refused"), partial(self._show_refused, tuple(self._refused)))
                return *after_files(events), shown if self._refused else None

    def _grow_old(self, key: str) -> None:
        for told in [told for told in self._told if key in told[1]]:
            self._told.remove(told)
            self.outdated.emit(told[0])

    def _action_after(self, import_id: int, rejects: int) -> Action:
        if rejects:
            return self.tr("Show the rejects"), partial(self._show_rejects, import_id)
        return self.tr("Undo"), partial(self._receipts.take_back, import_id)

    def _show_rejects(self, import_id: int) -> None:
        self._view.choose(f"import {import_id}")
        self._rejects.show_rejects(import_id)
        self.asked.emit()

    def _show_refused(self, keys: Sequence[str]) -> None:
        """Go to the first of them; the others are listed beside it."""
        self._view.go_back()
        self._view.choose(keys[0])
        self.asked.emit()
