"""Triplets from a file into a project, beside those that are there."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.row_checks import RowProblem
from specter2_gui.domain.texts import counted

if TYPE_CHECKING:
    from specter2_gui.domain.triplet_reading import TripletReport
    from specter2_gui.project.project import Project


@dataclass(frozen=True, slots=True)
class TripletReceipt:
    """What became of a file of triplets: ``rows`` is ``added`` and ``already_there`` together.

    Of the rows added ``rejected`` cannot be used as they are; they stand in the project's table to be mended, and
    ``problems`` say why. ``notes`` are sentences about the file as a whole.
    """

    name: str
    rows: int
    added: int
    rejected: int
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def already_there(self) -> int:
        """How many rows the project has already, word for word."""
        return self.rows - self.added

    @property
    def words(self) -> tuple[str, ...]:
        """The account in sentences."""
        found = counted(self.rows, "triplet", "triplets")
        first = f"{found} in the file: {self.added:,} added, {self.already_there:,} already there."
        mend = (f"{self.rejected:,} of those added cannot be used until mended.",) if self.rejected else ()
        return (first, *mend, *(problem.text for problem in self.problems), *self.notes)

    def as_object(self) -> dict[str, Any]:
        """The account for a program."""
        problems = [{"row": one.row, "field": one.field, "text": one.text} for one in self.problems]
        return {
            "name": self.name, "rows": self.rows, "added": self.added, "already_there": self.already_there,
            "rejected": self.rejected, "problems": problems, "notes": list(self.notes),
        }  # fmt: skip


def import_triplets(project: "Project", path: Path) -> TripletReceipt:
    """Add the rows of the triplet file ``path``, good and bad, that the project does not have yet, as one gesture.

    Raises:
        UserError: the file is absent, unreadable, or no file of triplets, or the disk refused; nothing is changed.
    """
    report = load_triplets(path)
    new = _without_those_of(project, report)
    if new.rows:
        project.workspace.load(new)
    return TripletReceipt(report.name, report.total, new.total, new.rejected, new.problems, report.notes)


def _without_those_of(project: "Project", report: "TripletReport") -> "TripletReport":
    there = {(row.triplet.query, *row.triplet.positive, *row.triplet.negative) for row in project.workspace.rows()}
    rows = tuple(row for row in report.rows if row.fields not in there)
    return replace(
        report,
        rows=rows,
        triplets=tuple(triplet for row in rows if (triplet := row.triplet) is not None),
        problems=tuple(problem for row in rows for problem in row.problems),
        total=len(rows),
    )
