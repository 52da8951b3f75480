"""Queries from a file into a project, as one gesture, and an account of what became of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specter2_gui.app.query_reading import FoundQuery, read_query_file
from specter2_gui.domain.near_equal import NearEqual
from specter2_gui.domain.split import query_key
from specter2_gui.domain.texts import counted, shortened

if TYPE_CHECKING:
    from specter2_gui.project.project import Project
    from specter2_gui.project.queries import QueryDraft, QueryRow


@dataclass(frozen=True, slots=True)
class QueryReceipt:
    """What became of a file of queries: ``found`` is ``added``, ``already_there`` and ``rejected`` together.

    ``near`` are sentences about queries that nearly say what another one says; ``renamed`` about those whose id in the
    file is that of another query. ``keys`` leads from each id of the file that names one query to the key that it has here.
    """

    name: str
    added: int
    already_there: int
    rejected: tuple[tuple[int, str], ...] = ()
    near: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict[str, str])

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
            *self.renamed,
            *self.near,
        )

    def as_object(self) -> dict[str, Any]:
        """The account for a program."""
        rejected = [{"row": place, "reason": reason} for place, reason in self.rejected]
        return {
            "name": self.name, "found": self.found, "added": self.added, "already_there": self.already_there,
            "rejected": rejected, "near": list(self.near), "renamed": list(self.renamed),
        }  # fmt: skip


def import_queries(project: "Project", path: Path) -> QueryReceipt:
    """Add the queries in the file ``path`` that the project does not have yet, as one gesture.

    A query that differs from one of the project in case and spaces alone is that one, and has its id in the file too
    from then on.

    Raises:
        UserError: the file is absent, no text, empty, or holds something else, or the disk refused; nothing is changed.
    """
    path = path.expanduser()
    found = read_query_file(path)
    there = {query_key(row.text): row for row in project.queries.list()}
    new, names = _sorted(found, there)
    near = tuple(_near(new, [row.text for row in there.values()]))
    if new or names:
        project.queries.add(_drafts(new), names)
    rejected = tuple((query.place, query.problem) for query in found if query.problem)
    rows = {query_key(row.text): row for row in project.queries.list()}
    taken = [(query, rows[query_key(query.text)]) for query in found if query.key and not query.problem]
    return QueryReceipt(
        path.name,
        len(new),
        len(found) - len(new) - len(rejected),
        rejected,
        near,
        tuple(_renamed(taken)),
        _single_keys(taken),
    )


def _sorted(
    found: Iterable[FoundQuery], there: Mapping[str, "QueryRow"]
) -> tuple[dict[str, list[FoundQuery]], dict[int, list[str]]]:
    """The new queries by what makes them the same, each with its repeats; and new ids for queries that are ``there``."""
    new: defaultdict[str, list[FoundQuery]] = defaultdict(list)
    names: defaultdict[int, list[str]] = defaultdict(list)
    for query in found:
        if query.problem:
            continue
        row = there.get(query_key(query.text))
        if row is None:
            new[query_key(query.text)].append(query)
        elif query.key and query.key not in (row.key, *row.own_keys):
            names[row.id].append(query.key)
    return new, names


def _drafts(new: Mapping[str, Sequence[FoundQuery]]) -> list["QueryDraft"]:
    from specter2_gui.project.queries import QueryDraft

    return [
        QueryDraft(first.text, first.note, first.key, tuple(query.key for query in repeats if query.key))
        for first, *repeats in new.values()
    ]


def _near(new: Mapping[str, Sequence[FoundQuery]], texts: Sequence[str]) -> Iterator[str]:
    there = NearEqual(texts)
    for first, *_ in new.values():
        alike = there.of(first.text)
        if alike:
            yield f"“{shortened(first.text, 60)}” asks nearly the same as “{shortened(texts[alike[0]], 60)}”."


def _renamed(taken: Iterable[tuple[FoundQuery, "QueryRow"]]) -> Iterator[str]:
    for query, row in taken:
        if query.key != row.key:
            yield f"Row {query.place:,}: its id “{shortened(query.key)}” here is “{row.key}”, for another query has it or asks the same."


def _single_keys(taken: Iterable[tuple[FoundQuery, "QueryRow"]]) -> dict[str, str]:
    """The key here of each id that names one query in the file."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for query, row in taken:
        keys[query.key].add(row.key)
    return {own: next(iter(found)) for own, found in keys.items() if len(found) == 1}
