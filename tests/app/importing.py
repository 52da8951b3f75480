"""Files of references for the tests of importing, and what is asked of a project in them."""

from collections.abc import Iterable
from pathlib import Path

from specter2_gui.app.importing import FileImported, FileRefused, ImportEvent, ImportOptions, import_files
from specter2_gui.app.receipts import Receipt
from specter2_gui.domain.errors import UserError
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.project.project import Project


def ris(number: int, **changed: str | None) -> str:
    """A record in RIS like no other; tags can be changed, or left out with None."""
    fields = {
        "TY": "JOUR", "ID": f"r{number}", "AU": f"Smith{number}, Jane", "TI": f"Wild bees of meadow number {number} in spring",
        "PY": "2019", "JF": "Journal of Meadows", "AB": f"We counted the bees of meadow {number}.", "DO": f"10.1000/m.{number}",
        "KW": "bees", "LA": "English",
    }  # fmt: skip
    lines = [f"{tag}  - {value}" for tag, value in (fields | changed).items() if value is not None]
    return "\n".join([*lines, "ER  - ", ""]) + "\n"


def ris_file(path: Path, records: Iterable[str]) -> Path:
    path.write_text("".join(records), encoding="utf-8")
    return path


def events_of(project: Project, *paths: Path, options: ImportOptions | None = None) -> list[ImportEvent]:
    return list(import_files(project, paths, options=options or ImportOptions()))


def receipt_of(project: Project, path: Path, options: ImportOptions | None = None) -> Receipt:
    """The receipt of the one file ``path``; its numbers have to go together."""
    last = events_of(project, path, options=options)[-1]
    assert isinstance(last, FileImported), last
    receipt = last.receipt
    assert receipt.start_marks == receipt.records + receipt.rejects
    assert receipt.records == receipt.added + receipt.already_there + receipt.updated + receipt.kept_edited
    assert not receipt.alarm
    return receipt


def refusal_of(project: Project, path: Path) -> UserError:
    last = events_of(project, path)[-1]
    assert isinstance(last, FileRefused), last
    return last.error


def papers_of(project: Project) -> list[PaperRow]:
    return list(project.papers.all())


def numbers(receipt: Receipt) -> tuple[int, int, int, int]:
    """Added, already there, updated, kept although the file says otherwise."""
    return receipt.added, receipt.already_there, receipt.updated, receipt.kept_edited
