"""Files of references into a project, and what is told of each."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from specter2_gui.app.importing import FileImported, FileRefused, ImportProgress, import_files
from specter2_gui.app.receipts import Receipt, receipt_of
from specter2_gui.cli.import_tables import Tables
from specter2_gui.cli.import_turns import Account
from specter2_gui.cli.progress import Progress
from specter2_gui.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Generator

    from specter2_gui.app.importing import ImportEvent
    from specter2_gui.project.project import Project

SHOWN = 20
"""Rejects, notes and the like of one file that are told to people; all of them are counted."""


class PaperFiles:
    """Imports files of references; those that are refused come into ``refused`` too."""

    def __init__(self, project: "Project", tables: Tables, refused: list[FileRefused]) -> None:
        self.progress = Progress()
        self._project, self._tables, self._refused = project, tables, refused
        self._told = {row.id for row in project.imports.list()}

    def take(self, path: Path) -> Account:
        """Import the file ``path``, or refuse it."""
        try:
            options = self._tables.options(self._project, path)
        except UserError as error:
            return self._refuse(FileRefused(path.name, error))
        # Closed, it leaves nothing of a file that was being read, wherever an interruption came.
        events = cast("Generator[ImportEvent]", import_files(self._project, [path.expanduser()], options=options))
        with closing(events):
            for event in events:
                match event:
                    case ImportProgress():
                        self.progress.far(_far(event))
                    case FileImported(receipt):
                        return self._accept(receipt, self._tables.left_out.get(path, ()))
                    case FileRefused():
                        return self._refuse(event)
        raise AssertionError(path)  # each file ends with one of the two

    def late(self) -> Account | None:
        """The account of a file that has none yet although it is in the collection."""
        row = next((row for row in self._project.imports.list() if row.id not in self._told), None)
        return None if row is None else self._accept(receipt_of(row))

    def _accept(self, receipt: Receipt, left_out: Sequence[str] = ()) -> Account:
        account = _account(self._project, receipt, left_out)
        if receipt.alarm:
            self.progress.say(f"Warning: {receipt.alarm}")
        self._told.add(receipt.import_id)
        return account

    def _refuse(self, event: FileRefused) -> Account:
        self._refused.append(event)
        return refusal(event.name, event.error)


def refusal(name: str, error: UserError) -> Account:
    """The account of a file that was refused."""
    return {"name": name, "error": error.sentence}, [f"{name}: not imported. {error.sentence}"]


def _far(event: ImportProgress) -> str:
    share = event.read / event.size if event.size else 1.0
    rejects = f", {event.rejects:,} rejected" if event.rejects else ""
    return f"{event.name}: {share:.0%}, {event.records:,} records{rejects}"


def _account(project: "Project", receipt: Receipt, left_out: Sequence[str]) -> Account:
    rejected = project.imports.rejects(receipt.import_id)
    value: dict[str, Any] = {
        "name": receipt.name, "format": receipt.format, "encoding": receipt.encoding,
        "encoding_reason": receipt.encoding_reason, "start_marks": receipt.start_marks, "records": receipt.records,
        "rejects": receipt.rejects, "title_only": receipt.title_only, "duplicates": receipt.duplicates,
        "added": receipt.added, "already_there": receipt.already_there, "updated": receipt.updated,
        "kept_edited": receipt.kept_edited, "unaccounted": receipt.unaccounted,
        "rejected": [{"line": reject.line, "reason": reject.reason} for reject in rejected],
        "doubtful": list(receipt.doubtful), "notes": list(receipt.notes), "noted": receipt.noted,
    }  # fmt: skip
    if receipt.columns:
        value["columns"] = dict(receipt.columns)
        value["columns_left_out"] = list(left_out)
    lines = [receipt.name, *(f"  {sentence}" for sentence in receipt.words)]
    if left_out:
        lines.append(f"  Columns left out: {', '.join(left_out)}.")
    if receipt.added and _had_other_columns(project, receipt):
        lines.append(
            "  The file was imported before with other columns; undo that import in the window if its papers are not wanted."
        )
    lines += [f"  Rejected: {receipt.place} {reject.line:,}: {reject.reason}" for reject in rejected[:SHOWN]]
    if len(rejected) > SHOWN:
        lines.append(f"  … and {len(rejected) - SHOWN:,} more rejects")
    lines += [f"  Note: {note}" for note in receipt.notes[:SHOWN]]
    if receipt.noted > SHOWN:
        lines.append(f"  … and {receipt.noted - SHOWN:,} more notes")
    return value, lines


def _had_other_columns(project: "Project", receipt: Receipt) -> bool:
    """Whether an earlier import of the same bytes took other columns, and so perhaps made the same papers otherwise."""
    this = project.imports.get(receipt.import_id)
    return this is not None and any(
        row.sha256 == this.sha256 and row.id < this.id and dict(row.mapping) != dict(this.mapping)
        for row in project.imports.list()
    )
