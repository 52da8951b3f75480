"""Connects the triplets of the Curate page with the project: load, add, edit, delete, undo, save."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from specter2_gui.app.sample import add_sample
from specter2_gui.app.triplet_files import SAMPLE, load_triplets
from specter2_gui.app.triplet_saving import save_triplets
from specter2_gui.domain.triplet_reading import TripletReport
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.project import Project
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.curating_words import after_loading, after_saving, nothing_usable
from specter2_gui.qt.controllers.draft_check import problems_of_draft
from specter2_gui.qt.controllers.gestures import Gestures, Snapshot
from specter2_gui.qt.controllers.offering import Offering
from specter2_gui.qt.controllers.undoing import Undoing
from specter2_gui.qt.panels.curate import CuratePanel
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.notices import Action, Notifier
from specter2_gui.qt.widgets.triplet_rows import TableContent


class CuratingController(QObject):
    """Everything the Curate page can do; also what menus and other pages ask of it."""

    triplets_changed = Signal(int, int, int)
    """How many triplets are usable, how many have a problem, and how many queries the usable ones have."""
    file_loaded = Signal(Path)
    """Triplets were read from this file."""

    def __init__(
        self,
        panel: CuratePanel,
        project: Project,
        gestures: Gestures,
        background: Background,
        notify: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._project = project
        self._workspace = project.workspace
        self._background = background
        self._notify = notify
        self._files = FileChoice(panel)
        self._gestures = gestures
        self._undoing = Undoing(project, gestures, notify, self)
        self._offering = Offering(panel, project, background, notify, self)
        self._adding = False
        self._content: TableContent | None = None
        self._connect()

    @property
    def actions(self) -> dict[str, QAction]:
        """The actions for the menus, by what they do."""
        panel = self._panel
        return {
            "load": panel.load_action,
            "load more": panel.load_more_action,
            "save as": panel.save_action,
            "add": panel.make_action,
            "edit": panel.table.edit_action,
            "delete": panel.table.delete_action,
            "copy": panel.table.copy_action,
            "undo": panel.undo_action,
            "redo": panel.redo_action,
            "find": panel.find_action,
        }

    @property
    def busy(self) -> bool:
        """Whether a change is still on its way to the disk."""
        return self._gestures.busy

    def usable(self) -> tuple[tuple[Triplet, ...], int]:
        """The triplets a training can use, as the table shows them, and how many rows it cannot use.

        What is shown, not the workspace itself: that may be busy in a worker thread, and the window must not wait for it.
        """
        content = self._gestures.content
        return tuple(row.triplet for row in content.rows if not row.problems), content.problems

    def choose_file(self, add: bool = False) -> None:
        """Ask for a file of triplets; ``add`` keeps those that are there."""
        self._adding = add
        title = self.tr("Add triplets from a file") if add else self.tr("Load triplets")
        self._files.ask_open(title, self.tr("Triplets (*.json *.jsonl *.ndjson);;All files (*)"), self._load_chosen)

    def load(self, path: Path) -> None:
        """Put the triplets of ``path`` in the place of those that are there; Undo brings these back."""
        self._read(path, path.name, add=False)

    def take(self, paths: list[Path]) -> None:
        """Files were dropped: the first takes the place of the triplets that are there, the others are added to it."""
        for place, path in enumerate(paths):
            self._read(path, path.name, add=place > 0)

    def load_more(self, path: Path) -> None:
        """Put the triplets of ``path`` behind those that are there."""
        self._read(path, path.name, add=True)

    def load_sample(self) -> None:
        """Put the triplets of the sample in the place of those that are there, and its papers into an empty collection."""
        if self._may_change_table():
            work = partial(_load_sample, self._project)
            self._gestures.ask(self.tr("Importing the sample…"), work, self._after_loading)

    def add(self, triplet: Triplet) -> None:
        """Add a triplet that was put together by hand."""
        self._gestures.ask(self.tr("Adding…"), partial(self._workspace.add, triplet, "clicked"), self._after_adding)

    def edit(self, triplet_id: int, triplet: Triplet) -> None:
        """Put ``triplet`` in the place of the one with this id."""
        self._gestures.ask(self.tr("Saving…"), partial(self._workspace.edit, triplet_id, triplet), self._after_editing)

    def delete(self, ids: list[int]) -> None:
        """Delete the triplets with these ids."""
        self._gestures.ask(self.tr("Deleting…"), partial(self._workspace.delete, tuple(ids)), self._after_deleting)

    def undo(self) -> None:
        """Undo the newest gesture."""
        if self._may_change_table():
            self._gestures.ask(self.tr("Undoing…"), self._project.undo, self._after_undoing)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._may_change_table():
            self._gestures.ask(self.tr("Redoing…"), self._project.redo, self._after_redoing)

    def save_as(self) -> None:
        """Ask where to write the usable triplets."""
        kinds = self.tr("Triplets (*.json);;Triplets, one a line (*.jsonl)")
        self._files.ask_save(self.tr("Save the triplets as"), kinds, "triplets.json", self.save)

    def save(self, path: Path) -> None:
        """Write the usable triplets into ``path``."""
        self._gestures.ask(self.tr("Saving…"), partial(_save, self._workspace, path), self._after_saving)

    def find(self) -> None:
        """Put the cursor into the search field of the table."""
        self._panel.find_action.trigger()

    def _connect(self) -> None:
        panel, gestures = self._panel, self._gestures
        gestures.changed.connect(self._show)
        gestures.busy_changed.connect(panel.bar.show_busy)
        panel.load_asked.connect(self.choose_file)
        panel.sample_asked.connect(self.load_sample)
        panel.save_asked.connect(self.save_as)
        panel.undo_asked.connect(self.undo)
        panel.redo_asked.connect(self.redo)
        panel.delete_asked.connect(self.delete)
        panel.triplet_edited.connect(self.edit)
        panel.draft_changed.connect(self._judge_draft)
        panel.triplet_made.connect(self.add)
        panel.choice_changed.connect(self._judge_choice)

    def _load_chosen(self, path: Path) -> None:
        self._read(path, path.name, add=self._adding)

    def _read(self, where: Path | str, name: str, *, add: bool) -> None:
        if add or self._may_change_table():
            words = self.tr("Reading {name}…").replace("{name}", name)
            work = partial(_load, self._workspace, where, add)
            self._gestures.ask(words, work, self._after_loading)

    def _may_change_table(self) -> bool:
        """Not while a change in the pane waits: it would be lost with its triplet."""
        if self._panel.has_draft:
            self._notify(
                self.tr("A triplet was changed and is not saved yet. Save or discard the changes first."), "warning"
            )
            return False
        return True

    def _show(self, snapshot: Snapshot) -> None:
        self._panel.set_undo(snapshot.undo, snapshot.redo)
        self._offering.refresh(snapshot)
        content = snapshot.content
        if content is self._content:
            return
        self._content = content
        self._panel.show_content(content)
        self._judge_choice(self._panel.maker.triplet)
        self.triplets_changed.emit(content.usable, content.problems, content.queries)

    def _judge_draft(self, triplet_id: int, draft: Triplet) -> None:
        content = self._gestures.content
        self._panel.detail.show_problems(problems_of_draft(draft, content.place_of(triplet_id), content))

    def _judge_choice(self, triplet: Triplet | None) -> None:
        content = self._gestures.content
        if triplet is not None:
            self._panel.maker.show_problems(problems_of_draft(triplet, len(content.rows) + 1, content))

    def _after_loading(self, loaded: tuple[TripletReport, Path | str, int]) -> None:
        report, where, replaced = loaded
        words, kind = after_loading(report, replaced)
        self._notify(words, kind, "", self._action_after_loading(report, replaced))
        if isinstance(where, Path):
            self.file_loaded.emit(where)

    def _action_after_loading(self, report: TripletReport, replaced: int) -> Action | None:
        if report.rejected:
            return (self.tr("Show them"), self._panel.show_problems_only)
        return self._offer_undo() if replaced else None

    def _offer_undo(self) -> Action | None:
        """Takes back what the notice tells of, but not while a change in the pane waits."""
        offered = self._undoing.offer()
        return offered and (offered[0], partial(self._unless_draft, offered[1]))

    def _unless_draft(self, undo: Callable[[], object]) -> None:
        if self._may_change_table():
            undo()

    def _after_adding(self, _id: int) -> None:
        self._panel.maker.begin_next()
        self._notify(self.tr("The triplet was added."), "success", "", self._offer_undo())

    def _after_editing(self, _nothing: None) -> None:
        self._panel.show_saved()
        self._notify(self.tr("The changes were saved."), "success", "", self._offer_undo())

    def _after_deleting(self, count: int) -> None:
        words = counted(count, self.tr("{n} triplet was deleted."), self.tr("{n} triplets were deleted."))
        self._notify(words, "info", "", self._offer_undo())

    def _after_undoing(self, label: str | None) -> None:
        if label is not None:
            words = self.tr("Undone: {what}.").replace("{what}", label)
            self._notify(words, "info", "", (self.tr("Redo"), self.redo))

    def _after_redoing(self, label: str | None) -> None:
        if label is not None:
            words = self.tr("Done again: {what}.").replace("{what}", label)
            self._notify(words, "info", "", self._offer_undo())

    def _after_saving(self, saved: tuple[Path, int]) -> None:
        path, count = saved
        left_out = self._gestures.content.problems
        action = (self.tr("Show them"), self._panel.show_problems_only) if left_out else None
        self._notify(after_saving(path.name, count, left_out), "success", "", action)


def _load(workspace: Workspace, where: Path | str, add: bool) -> tuple[TripletReport, Path | str, int]:
    """Read a file and put its rows into the workspace; the number is that of the rows they replaced.

    Raises:
        UserError: the file cannot be read, or holds nothing that is worth losing the present triplets for.
    """
    report = load_triplets(where)
    replaced = 0 if add else len(workspace.rows())
    if replaced and not report.triplets:
        raise nothing_usable(report)
    workspace.load(report, replace=not add)
    return report, where, replaced


def _load_sample(project: Project) -> tuple[TripletReport, Path | str, int]:
    """As :func:`_load`, with the papers of the sample in an empty collection; one gesture's undo takes back all of it."""
    loaded = _load(project.workspace, SAMPLE, add=False)
    add_sample(project)
    return loaded


def _save(workspace: Workspace, path: Path) -> tuple[Path, int]:
    triplets = workspace.valid_triplets()
    save_triplets(path, triplets)
    return path, len(triplets)
