"""Files of the tab "Queries": queries and judgements in and out, and what becomes of a file that was dropped."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from specter2_gui.app.exporting import export
from specter2_gui.app.judgement_import import import_judgements
from specter2_gui.app.judgement_names import ALONE, Step
from specter2_gui.app.query_import import import_queries
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.asking_reads import QueryFileKind, kind_of
from specter2_gui.qt.controllers.asking_words import (
    account_of_judgements,
    account_of_queries,
    account_together,
    unusable_ending,
)
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.undoing import Undoing
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.file_choice import FileChoice
from specter2_gui.qt.widgets.notices import Notifier
from specter2_gui.qt.widgets.query_receipt import Account
from specter2_gui.qt.widgets.query_view import QueryView
from specter2_gui.qt.widgets.question import Question

_SUFFIXES = {
    "queries": {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"},
    "judgements": {".csv": "csv", ".tsv": "trec", ".qrels": "trec", ".txt": "trec"},
}
"""The formats by the ending of a file."""


@dataclass(frozen=True, slots=True)
class DroppedStep:
    """What was dropped together: which imports were there ``before``, and under which keys its queries are known."""

    before: frozenset[int] = frozenset()
    keys: dict[str, str] = field(default_factory=dict[str, str])

    def of(self, project: Project) -> Step:
        """The queries and the imports of this step."""
        return Step(self.keys, [row.id for row in project.imports.list() if row.id not in self.before])


class QueryFiles(QObject):
    """Asks for files and shows what became of them."""

    def __init__(
        self,
        view: QueryView,
        project: Project,
        gestures: Gestures,
        background: Background,
        say: Notifier,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._project = project
        self._gestures = gestures
        self._background = background
        self._say = say
        self._undoing = Undoing(project, gestures, say, self)
        self._choice = FileChoice(view)
        self._dropped: Path | None = None
        self._exported = "queries"
        self._accounts: list[Account] = []
        self._made: tuple[int, ...] = ()
        self._step = DroppedStep()
        gestures.busy_changed.connect(self._rest)
        view.import_queries_asked.connect(self.choose_queries)
        view.import_judgements_asked.connect(self.choose_judgements)
        view.export_asked.connect(self.choose_target)
        view.file_dropped.connect(self.take)
        view.receipt.undo_asked.connect(self.undo)

    def choose_queries(self) -> None:
        """Ask for a file of queries."""
        kinds = self.tr("Queries (*.csv *.tsv *.jsonl *.ndjson *.json *.txt);;All files (*)")
        self._choice.ask_open(self.tr("Queries from a file"), kinds, self.import_queries)

    def choose_judgements(self) -> None:
        """Ask for a file of judgements."""
        kinds = self.tr("Judgements (*.tsv *.csv *.qrels *.txt);;All files (*)")
        self._choice.ask_open(self.tr("Judgements from a file"), kinds, self.import_judgements)

    def begin_step(self, before: frozenset[int]) -> None:
        """What is read from now on, beside the imports ``before``, was dropped together, and its ids mean each other."""
        self._step = DroppedStep(before)

    def import_queries(self, path: Path) -> None:
        """Add the queries of ``path`` and show what became of them."""
        self._import(path, partial(_import_queries, self._step))

    def import_judgements(self, path: Path) -> None:
        """Take over the judgements of ``path`` and show what became of them."""
        self._import(path, partial(_import_judgements, None))

    def import_dropped_judgements(self, path: Path) -> None:
        """The same with a file that was dropped, perhaps together with those of its queries and papers."""
        self._import(path, partial(_import_judgements, self._step))

    def take(self, path: Path) -> None:
        """Read a file that was dropped, as what it is; where its content does not tell, ask."""
        self._dropped = path
        self._background.run(kind_of, path, done=self._take_kind, failed=self._refuse, slot="dropped queries")

    def choose_target(self, what: str) -> None:
        """Ask where ``queries`` or ``judgements`` are to be written."""
        self._exported = what
        if what == "queries":
            kinds, name = self.tr("Queries, one a line (*.jsonl);;Table (*.csv)"), "queries.jsonl"
            title = self.tr("Export queries")
        else:
            kinds, name = self.tr("Table (*.csv);;TREC qrels (*.qrels *.tsv)"), "judgements.csv"
            title = self.tr("Export judgements")
        self._choice.ask_save(title, kinds, name, self.export)

    def export(self, path: Path) -> None:
        """Write what was asked for into ``path``, in the format its name says."""
        what = self._exported
        format = _SUFFIXES[what].get(path.suffix.lower())  # noqa: A001 - the word of the export
        if format is None:
            self._refuse(unusable_ending(path.name, what, tuple(_SUFFIXES[what])))
            return
        self._view.show_writing(self.tr("Writing {name}…").replace("{name}", path.name))
        done = partial(self._after_export, what, path.name)
        self._background.run(export, self._project, what, format, path, done=done, failed=self._refuse_export)

    def undo(self) -> None:
        """Undo all imports whose account is shown, unless something else was changed since or between them."""
        self._accounts = []
        self._undoing.undo(self._made, self._after_undo)

    def _import(self, path: Path, work: Callable[[Project, Path], Account]) -> None:
        words = self.tr("Reading {name}…").replace("{name}", path.name)
        self._gestures.ask(words, partial(work, self._project, path), self._show)

    def _show(self, account: Account) -> None:
        """Files that are read one right after the other, as those of a drop are, have one account."""
        self._made = (*self._made, *self._gestures.made) if self._accounts else self._gestures.made
        self._accounts.append(account)
        self._view.show_account(replace(account_together(self._accounts), undoable=bool(self._made)))

    def _rest(self, words: str) -> None:
        if not words:
            self._accounts = []

    def _take_kind(self, kind: QueryFileKind) -> None:
        path = self._dropped
        if path is None:
            return
        if kind == "queries":
            self.import_queries(path)
        elif kind == "judgements":
            self.import_judgements(path)
        else:
            self._ask_kind(path)

    def _ask_kind(self, path: Path) -> None:
        roles = QMessageBox.ButtonRole
        question = Question(
            self._view,
            "queriesOrJudgements",
            self.tr("What is in “{name}”?").replace("{name}", path.name),
            self.tr("Its content does not tell whether it holds queries or judgements."),
            (
                ("queries", self.tr("Queries"), roles.AcceptRole),
                ("judgements", self.tr("Judgements"), roles.AcceptRole),
                ("neither", self.tr("Cancel"), roles.RejectRole),
            ),
        )
        question.answered.connect(self._take_answer)
        question.open()

    def _take_answer(self, answer: str) -> None:
        if self._dropped is not None and answer == "queries":
            self.import_queries(self._dropped)
        elif self._dropped is not None and answer == "judgements":
            self.import_judgements(self._dropped)

    def _after_export(self, what: str, name: str, count: int) -> None:
        self._view.show_writing("")
        if what == "queries":
            words = counted(
                count,
                self.tr("{n} query was written into “{name}”."),
                self.tr("{n} queries were written into “{name}”."),
            )
        else:
            one = self.tr("{n} judgement was written into “{name}”.")
            words = counted(count, one, self.tr("{n} judgements were written into “{name}”."))
        self._say(words.replace("{name}", name), "success")

    def _after_undo(self, _label: str | None) -> None:
        self._view.close_card()

    def _refuse_export(self, error: UserError | None) -> None:
        self._view.show_writing("")
        self._refuse(error)

    def _refuse(self, error: UserError | None) -> None:
        if error is not None:
            self._say(error.sentence, "error")


def _import_queries(step: DroppedStep, project: Project, path: Path) -> Account:
    receipt = import_queries(project, path)
    step.keys.update(receipt.keys)
    return account_of_queries(receipt)


def _import_judgements(step: DroppedStep | None, project: Project, path: Path) -> Account:
    known = ALONE if step is None else step.of(project)
    return account_of_judgements(project, import_judgements(project, path, known))
