"""``import``: files into a project, and for each an account of what became of every record or row."""

import os
from argparse import Namespace
from collections.abc import Callable, Container, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specter2_gui.app.file_kinds import FileKind, kind_of
from specter2_gui.app.importing import FileRefused
from specter2_gui.app.judgement_import import JudgementReceipt, import_judgements
from specter2_gui.app.judgement_names import Step
from specter2_gui.app.project_access import changing, project_in
from specter2_gui.app.query_import import QueryReceipt, import_queries
from specter2_gui.app.triplet_import import TripletReceipt, import_triplets
from specter2_gui.cli.import_papers import SHOWN, PaperFiles, refusal
from specter2_gui.cli.import_tables import Tables
from specter2_gui.cli.import_turns import Account, Taken, Turn, take_all
from specter2_gui.cli.outcome import BAD_INPUT, CANCELLED, Outcome
from specter2_gui.cli.output import as_json, say
from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import counted, shortened

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

_OPTIONS: Mapping[FileKind, str] = {"queries": "--queries", "judgements": "--qrels"}
"""Behind which option a file is named that holds no papers."""

_Receipt = QueryReceipt | JudgementReceipt | TripletReceipt


def import_command(arguments: Namespace) -> Outcome:
    """Import every file that can be: papers first, then triplets, queries and judgements.

    Files of triplets are told by their content and may stand among those of papers. The exit status is 2 if a file was
    refused; the last line on standard error then says why. Interrupted, it tells what was imported until then and what
    was not.

    Raises:
        UserError: the project cannot be opened, or an option cannot be followed.
    """
    if not (arguments.files or arguments.queries or arguments.qrels):
        raise UserError(
            "There is nothing to import", f"“{arguments.project.name}” is the project, and no file is named after it",
            "Run: specter2-gui import PROJECT FILE",
        )  # fmt: skip
    _refuse_absent(arguments)
    kinds: dict[Path, FileKind] = {path: kind_of(path.expanduser()) for path in arguments.files}
    paper_files = [path for path in arguments.files if kinds[path] not in ("triplets", *_OPTIONS)]
    tables = Tables(arguments.columns, paper_files)
    refused: list[FileRefused] = []

    with changing(arguments.project) as project:
        for warning in project.warnings:
            say(f"Note: {warning}")
        before = {row.id for row in project.imports.list()}
        keys: dict[str, str] = {}
        papers = PaperFiles(project, tables, refused)
        others: tuple[tuple[str, Sequence[Path], Callable[[Path], _Receipt]], ...] = (
            ("files", [path for path in arguments.files if kinds[path] in _OPTIONS], partial(_refuse_others, kinds)),
            (
                "triplets",
                [path for path in arguments.files if kinds[path] == "triplets"],
                partial(import_triplets, project),
            ),
            ("queries", arguments.queries, partial(_queries, project, keys)),
            ("judgements", arguments.qrels, partial(_judgements, project, keys, before)),
        )
        turns = [Turn("files", path, papers.take) for path in paper_files]
        turns += [
            Turn(kind, path, partial(_account_of, work=work, refused=refused))
            for kind, paths, work in others
            for path in paths
        ]
        taken = take_all(project, turns, papers.late)
        papers.progress.close()
    return _outcome(taken, refused, as_object=arguments.json)


def _outcome(taken: Taken, refused: Sequence[FileRefused], *, as_object: bool) -> Outcome:
    troubles = _troubles(refused, taken.done)
    if taken.interrupted:
        troubles = (
            *(f"{shortened(each.name, 80)}: {each.error.sentence}" for each in refused),
            f"\nInterrupted. {taken.left}",
        )
    status = CANCELLED if taken.interrupted else BAD_INPUT if refused else 0
    if not as_object:
        return Outcome("\n".join(taken.lines), status, troubles)
    told: dict[str, Any] = taken.objects
    if taken.interrupted:
        told["interrupted"] = taken.left_as_object
    return Outcome(as_json(told), status, troubles)


def _refuse_absent(arguments: Namespace) -> None:
    """Where nothing can come of it, a mistyped name must not leave a new project behind."""
    named: list[Path] = [*arguments.files, *arguments.queries, *arguments.qrels]
    if project_in(arguments.project):
        return
    if not any(os.path.lexists(path.expanduser()) for path in named):
        what = "There is no file" if len(named) == 1 else f"None of the {len(named)} files is there; the first is"
        raise UserError(
            f"{what} '{shown(named[0])}'",
            "No project was made, for there is nothing to import",
            "Check name and folder",
        )
    if not (arguments.files or arguments.queries):
        raise UserError(
            f"There is no project in '{shown(arguments.project)}'", "Judgements are about its queries and papers",
            "Check the name, or name the files of papers and queries too",
        )  # fmt: skip


def _queries(project: "Project", keys: dict[str, str], path: Path) -> _Receipt:
    """Import a file of queries; ``keys`` get what its ids mean."""
    receipt = import_queries(project, path)
    keys.update(receipt.keys)
    return receipt


def _judgements(project: "Project", keys: Mapping[str, str], before: Container[int], path: Path) -> _Receipt:
    """Import a file of judgements; ``keys`` and the imports that were not there ``before`` are of the same command."""
    imports = [row.id for row in project.imports.list() if row.id not in before]
    return import_judgements(project, path, Step(keys, imports))


def _refuse_others(kinds: Mapping[Path, FileKind], path: Path) -> _Receipt:
    kind = kinds[path]
    why = {
        "judgements": "Judgements are read after the papers they are about",
        "queries": "It has no titles, and papers without one need the name abstract for their text",
    }
    raise UserError(
        f"'{path.name}' holds {kind}, not references", why[kind],
        f"Name it behind {_OPTIONS[kind]}; several files need the option several times",
    )  # fmt: skip


def _account_of(path: Path, work: Callable[[Path], _Receipt], refused: list[FileRefused]) -> Account:
    try:
        receipt = work(path)
    except UserError as error:
        refused.append(FileRefused(path.name, error))
        return refusal(path.name, error)
    lines = receipt.words
    if len(lines) > SHOWN:
        lines = (*lines[:SHOWN], f"… and {len(lines) - SHOWN:,} more")
    return receipt.as_object(), [receipt.name, *(f"  {sentence}" for sentence in lines)]


def _troubles(refused: Sequence[FileRefused], files: int) -> tuple[str, ...]:
    """One line of error, the last on standard error; with several refused files the others get a line before it."""
    if not refused:
        return ()
    if len(refused) == 1:
        return (f"error: {refused[0].error.sentence}",)
    what = f"{len(refused)} of {counted(files, 'file was', 'files were')} not imported"
    last = UserError(what, "The lines above say why, file by file", "Mend them and import them again")
    return (*(f"{shortened(each.name, 80)}: {each.error.sentence}" for each in refused), f"error: {last.sentence}")
