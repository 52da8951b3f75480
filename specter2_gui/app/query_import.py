"""Queries from a file into a project: JSON Lines, a table, or plain text with one query a line."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from specter2_gui.app.files import read_file
from specter2_gui.domain.file_text import decode
from specter2_gui.domain.json_rows import JsonRows
from specter2_gui.domain.json_values import Broken, JsonNumber, JsonObject
from specter2_gui.domain.near_equal import NearEqual
from specter2_gui.domain.split import query_key
from specter2_gui.domain.texts import counted, is_blank, shortened

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

_NAMES: Final[Mapping[str, Sequence[str]]] = {
    "text": ("text", "query", "question", "topic", "title"),
    "key": ("id", "query-id", "query_id", "qid", "key", "topic-id"),
    "note": ("note", "notes", "narrative", "description", "remark"),
}
"""Under which names a file may have the parts of a query, the usual one first."""


@dataclass(frozen=True, slots=True)
class FoundQuery:
    """One query of a file: its place there (line or row, from 1), or ``problem``, why it is none."""

    place: int
    text: str = ""
    key: str = ""
    note: str = ""
    problem: str = ""


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
        UserError: the file is absent, no text, or empty, or the disk refused; nothing is changed.
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


def read_query_file(path: Path) -> list[FoundQuery]:
    """The queries in the file ``path`` in its order, good and bad; its form is told by its content.

    Raises:
        UserError: it is absent, too large, no text, or empty.
    """
    text = decode(read_file(path, "queries"), path.name)
    if text.lstrip().startswith(("{", "[")):
        return list(_of_json(text))
    table = _table(text)
    return list(table if table is not None else _of_lines(text))


def _of_json(text: str) -> Iterator[FoundQuery]:
    for row, value in enumerate(JsonRows(text), start=1):
        if isinstance(value, Broken):
            yield FoundQuery(row, problem=f"It is no JSON: {value.why}.")
        elif isinstance(value, JsonObject):
            yield _found(row, {name.casefold(): _text(each) for name, each in value.values.items()})
        else:
            yield _found(row, {"text": value if isinstance(value, str) else ""})


def _table(text: str) -> Iterator[FoundQuery] | None:
    """The rows of a table whose first line names a column of queries; None where it does not."""
    first = text.lstrip().splitlines()[0]
    delimiter = max("\t;,", key=first.count)
    header = [name.strip().casefold() for name in next(csv.reader([first], delimiter=delimiter), list[str]())]
    if not set(header) & set(_NAMES["text"][:-1]):
        return None
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter)
    next(rows)
    return (
        _found(number, dict(zip(header, cells, strict=False)))
        for number, cells in enumerate(rows, start=2)
        if any(cells)
    )


def _of_lines(text: str) -> Iterator[FoundQuery]:
    lines = io.StringIO(text, newline=None)
    return (FoundQuery(number, line.strip()) for number, line in enumerate(lines, start=1) if not is_blank(line))


def _found(place: int, fields: Mapping[str, str]) -> FoundQuery:
    def first(names: Iterable[str]) -> str:
        return next((fields[name].strip() for name in names if fields.get(name, "").strip()), "")

    query = first(_NAMES["text"])
    if is_blank(query):
        return FoundQuery(place, problem="There is no text of a query in it.")
    return FoundQuery(place, query, first(_NAMES["key"]), first(_NAMES["note"]))


def _text(value: object) -> str:
    return value.text if isinstance(value, JsonNumber) else value if isinstance(value, str) else ""
