"""What the Papers tab changes in a project: one paper in the pane, or all that are chosen; each one gesture."""

from array import array
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from specter2_gui.domain.errors import UserError
from specter2_gui.project.paper_changes import FIELD_NAMES, Field, Value, cleaned_fields
from specter2_gui.project.project import Project
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.undoing import Undoing
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.qt.widgets.paper_browser import PaperBrowser

Problem = tuple[Field, str]
"""The field that cannot be kept as it is, and why."""


class PaperChanges(QObject):
    """Asks for gestures and says what came of them."""

    def __init__(
        self, browser: PaperBrowser, project: Project, gestures: Gestures, say: Notifier, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._browser = browser
        self._project = project
        self._gestures = gestures
        self._say = say
        self._undoing = Undoing(project, gestures, say, self)
        self._discarded: tuple[int, Mapping[Field, str]] = (-1, {})
        bulk = browser.bulk
        browser.save_asked.connect(self.edit)
        browser.draft_discarded.connect(self._keep_draft)
        bulk.delete_asked.connect(self.delete)
        bulk.change_asked.connect(self.change)
        bulk.group_asked.connect(self.group)
        bulk.apart_asked.connect(self.separate)

    def edit(self, paper: int, changes: Mapping[Field, Value]) -> None:
        """Change fields of one paper."""
        self._gestures.ask(self.tr("Saving…"), partial(_edit, self._project, paper, changes), self._after_editing)

    def delete(self, ids: "array[int]") -> None:
        """Delete papers."""
        self._gestures.ask(self.tr("Deleting…"), partial(self._project.papers.delete, ids), self._after_deleting)

    def change(self, ids: "array[int]", field: Field, value: Value) -> None:
        """Change one field of many papers."""
        work = partial(_change, self._project, ids, field, value)
        self._gestures.ask(self.tr("Changing…"), work, partial(self._after_changing, field))

    def group(self, ids: "array[int]") -> None:
        """Say that papers are duplicates."""
        work = partial(self._project.papers.group, ids)
        self._gestures.ask(self.tr("Grouping…"), work, partial(self._after_grouping, len(ids)))

    def separate(self, ids: "array[int]") -> None:
        """Say that papers are no duplicates."""
        work = partial(self._project.papers.separate, ids)
        self._gestures.ask(self.tr("Keeping apart…"), work, partial(self._after_separating, len(ids)))

    def _after_editing(self, problem: Problem | None) -> None:
        if problem is not None:
            self._browser.detail.show_problem(*problem)
        else:
            self._browser.detail.show_saved()
            self._tell(self.tr("The paper was changed."))

    def _after_deleting(self, count: int) -> None:
        self._tell(counted(count, self.tr("{n} paper was deleted."), self.tr("{n} papers were deleted.")))

    def _after_changing(self, field: Field, answer: int | Problem) -> None:
        dialog = self._browser.bulk.dialog
        if not isinstance(answer, int):
            if dialog is not None:
                dialog.show_problem(answer[1])
            return
        self._browser.bulk.end_change()
        words = counted(answer, self.tr("{field} changed in {n} paper."), self.tr("{field} changed in {n} papers."))
        name = FIELD_NAMES[field]
        self._tell(words.replace("{field}", name[:1].upper() + name[1:]))

    def _after_grouping(self, count: int, _nothing: None) -> None:
        words = self.tr("{n} papers are duplicates now; one of them is shown.")
        self._tell(counted(count, words, words))

    def _after_separating(self, count: int, _nothing: None) -> None:
        self._tell(counted(count, self.tr("{n} paper is kept apart."), self.tr("{n} papers are kept apart.")))

    def _tell(self, words: str) -> None:
        undo = self._undoing.offer()
        if undo is None:
            self._say(self.tr("Nothing had to be changed: it was so already."))
        else:
            self._say(words, "success", "", undo)

    def _keep_draft(self, paper: int, draft: Mapping[Field, str]) -> None:
        self._discarded = (paper, draft)
        self._say(self.tr("The changes were discarded."), "info", "", (self.tr("Bring them back"), self._bring_back))

    def _bring_back(self) -> None:
        paper, draft = self._discarded
        self._browser.detail.bring_back(paper, draft)
        if self._browser.detail.shown_id != paper:
            self._browser.go_to(paper)


def _edit(project: Project, paper: int, changes: Mapping[Field, Value]) -> Problem | None:
    """Change a paper; gives what is wrong with a field, for the words beside it.

    Raises:
        UserError: the disk refused, or the paper is gone.
    """
    problem = next((found for field, value in changes.items() if (found := _problem_of(field, value))), None)
    if problem is not None:
        return problem
    row = next(iter(project.papers.rows([paper])), None)
    if row is not None and not _told(changes, "title", row.title) and not _told(changes, "abstract", row.abstract):
        return _problem_of_empty(project, paper, changes)
    project.papers.edit(paper, changes)
    return None


def _change(project: Project, ids: "array[int]", field: Field, value: Value) -> int | Problem:
    """Change one field of many papers.

    Raises:
        UserError: the disk refused.
    """
    return _problem_of(field, value) or project.papers.change(ids, field, value)


def _problem_of(field: Field, value: Value) -> Problem | None:
    try:
        cleaned_fields({field: value})
    except UserError as error:
        return field, f"{error.why}. {error.how}."
    return None


def _told(changes: Mapping[Field, Value], field: Field, saved: str) -> str:
    return str(cleaned_fields({field: changes[field]})[field]) if field in changes else saved


def _problem_of_empty(project: Project, paper: int, changes: Mapping[Field, Any]) -> Problem | None:
    try:
        project.papers.edit(paper, changes)
    except UserError as error:
        return "title", f"{error.why}. {error.how}."
    return None
