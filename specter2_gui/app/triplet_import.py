"""Triplets from a file into a project, beside those that are there."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.row_checks import RowProblem
from specter2_gui.domain.texts import counted

if TYPE_CHECKING:
    from specter2_gui.project.project import Project


@dataclass(frozen=True, slots=True)
class TripletReceipt:
    """What became of a file of triplets: ``rows`` is ``added`` and ``already_there`` together.

    Of the rows added ``rejects`` cannot be used as they are; they stand in the project's table to be mended. Of each
    ``problems`` says why, by the file or, where it does not go together with another triplet, by the project's table.
    ``notes`` are sentences about the file as a whole.
    """

    name: str
    rows: int
    added: int
    rejects: int
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def already_there(self) -> int:
        """How many rows the project has already."""
        return self.rows - self.added

    @property
    def words(self) -> tuple[str, ...]:
        """The account in sentences."""
        found = counted(self.rows, "triplet", "triplets")
        first = f"{found} in the file: {self.added:,} added, {self.already_there:,} already there."
        mend = (f"{self.rejects:,} of those added cannot be used until mended.",) if self.rejects else ()
        return (first, *mend, *(problem.text for problem in self.problems), *self.notes)

    def as_object(self) -> dict[str, Any]:
        """The account for a program."""
        problems = [{"row": one.row, "field": one.field, "text": one.text} for one in self.problems]
        return {
            "name": self.name, "rows": self.rows, "added": self.added, "already_there": self.already_there,
            "rejects": self.rejects, "problems": problems, "notes": list(self.notes),
        }  # fmt: skip


def import_triplets(project: "Project", path: Path) -> TripletReceipt:
    """Add the rows of the triplet file ``path``, good and bad, that the project does not have yet, as one gesture.

    Raises:
        UserError: the file is absent, unreadable, or no file of triplets, or the disk refused; nothing is changed.
    """
    report = load_triplets(path)
    added = project.workspace.load_new(report)
    bad = {row: stored.problems for row, stored in added if stored.problems}
    told = tuple(problem for problem in report.problems if problem.row in bad)
    in_file = {problem.row for problem in told}
    beside = tuple(
        RowProblem(row, "", f"Row {row} does not go together with a triplet of the project. In its table: {problem}")
        for row, problems in bad.items()
        for problem in problems
        if row not in in_file
    )
    return TripletReceipt(report.name, report.total, len(added), len(bad), told + beside, report.notes)
