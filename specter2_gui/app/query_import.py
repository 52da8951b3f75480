"""Queries from a file into a project, as one gesture, and an account of what became of each."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specter2_gui.app.query_reading import read_query_file
from specter2_gui.domain.near_equal import NearEqual
from specter2_gui.domain.split import query_key
from specter2_gui.domain.texts import counted, shortened

if TYPE_CHECKING:
    from specter2_gui.project.project import Project


@dataclass(frozen=True, slots=True)
class QueryReceipt:
    """What became of a file of queries: ``found`` is ``added``, ``already_there`` and ``rejected`` together.

    ``near`` are sentences about queries that nearly say what another one says.
    """

    name: str
    added: int
    already_there: int
    rejected: tuple[tuple[int, str], ...] = ()
    near: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """How many rows the file holds."""
        return self.added + self.already_there + len(self.rejected)

    @property
    def words(self) -> tuple[str, ...]:
        """The account in sentences."""
        rejects = (f"Row {place:,}: {reason}" for place, reason in self.rejected)
        found = counted(self.found, "query", "queries")
        return (
            f"{found} in the file: {self.added:,} added, {self.already_there:,} already there, {len(self.rejected):,} rejected.",
            *rejects,
            *self.near,
        )

    def as_object(self) -> dict[str, Any]:
        """The account for a program."""
        rejected = [{"row": place, "reason": reason} for place, reason in self.rejected]
        return {
            "name": self.name, "found": self.found, "added": self.added, "already_there": self.already_there,
            "rejected": rejected, "near": list(self.near),
        }  # fmt: skip


def import_queries(project: "Project", path: Path) -> QueryReceipt:
    """Add the queries in the file ``path`` that the project does not have yet, as one gesture.

    A query that differs from one of the project in case and spaces alone is that one.

    Raises:
        UserError: the file is absent, no text, empty, or holds something else, or the disk refused; nothing is changed.
    """
    from specter2_gui.project.queries import QueryDraft

    path = path.expanduser()
    found = read_query_file(path)
    texts = [row.text for row in project.queries.list()]
    known, there = set(map(query_key, texts)), NearEqual(texts)
    drafts: list[QueryDraft] = []
    near: list[str] = []
    for query in found:
        if query.problem or query_key(query.text) in known:
            continue
        known.add(query_key(query.text))
        alike = there.of(query.text)
        if alike:
            near.append(f"“{shortened(query.text, 60)}” asks nearly the same as “{shortened(texts[alike[0]], 60)}”.")
        drafts.append(QueryDraft(query.text, query.note, query.key))
    if drafts:
        project.queries.add(drafts)
    rejected = tuple((query.place, query.problem) for query in found if query.problem)
    return QueryReceipt(path.name, len(drafts), len(found) - len(drafts) - len(rejected), rejected, tuple(near))
