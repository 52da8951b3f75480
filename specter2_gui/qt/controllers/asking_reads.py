"""What the tab "Queries" works out off the GUI thread: its rows, near queries, what was pasted, what kind a file is of."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from specter2_gui.app import file_kinds
from specter2_gui.app.judgement_import import read_judgement_file
from specter2_gui.app.query_reading import read_query_file
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.near_equal import NearEqual
from specter2_gui.domain.split import query_key
from specter2_gui.project.project import Project
from specter2_gui.project.queries import QueryDraft, QueryRow
from specter2_gui.qt.widgets.query_preview import Compared, Known, Pasted, PastedQuery
from specter2_gui.qt.widgets.query_rows import QueryContent, content_of

MOST_COMPARED: Final = 300_000
"""Pairs of queries; where what was pasted makes more of them, near ones are not looked for."""

QueryFileKind = Literal["queries", "judgements", "unclear"]

_HEADER: Final = "query"
_HEAD_BYTES: Final = 4000
_TREC_TABS: Final = 2
_OF_PAPERS: Final = frozenset(
    {"corpus-id", "corpus_id", "paper-id", "doc-id", "docid", "doi", "title", "abstract", "authors"}
)


@dataclass(frozen=True, slots=True)
class Near:
    """What is known of a text that is being typed: the query nearest to it, and whether that is the very same."""

    typed: str
    row: QueryRow | None
    same: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A query that was typed, by its id; ``new`` is false if it was there before."""

    id: int
    new: bool


def read_content(project: Project) -> QueryContent:
    """All queries, ready for the table."""
    return content_of(project.queries.list())


def near_of(project: Project, typed: str) -> Near:
    """The query that asks nearly the same as ``typed``."""
    row = next(iter(project.queries.near_equal(typed)), None)
    return Near(typed, row, row is not None and query_key(row.text) == query_key(typed))


def add_one(project: Project, text: str) -> Added:
    """Add a query unless the very same one is there.

    Raises:
        UserError: there is nothing in it, or the disk refused; nothing is changed.
    """
    key = query_key(text)
    there = next((row for row in project.queries.list() if query_key(row.text) == key), None)
    return Added(there.id, new=False) if there is not None else Added(project.queries.add([text])[0], new=True)


def delete(project: Project, ids: list[int]) -> tuple[int, int]:
    """Delete queries; how many there were, and how many judgements went with them.

    Raises:
        UserError: the disk refused; nothing is changed.
    """
    wanted = set(ids)
    judged = sum(row.judged for row in project.queries.list() if row.id in wanted)
    return project.queries.delete(ids), judged


def read_pasted(project: Project, text: str) -> Pasted:
    """The queries in ``text``, one a line, and which of them are there; behind a tab stands its note."""
    drafts = [draft for draft in map(_draft, _lines(text)) if draft.text]
    rows = project.queries.list()
    there = {query_key(row.text) for row in rows}
    seen: set[str] = set()
    found: list[PastedQuery] = []
    for draft in drafts:
        key = query_key(draft.text)
        known = Known.THERE if key in there else Known.REPEATED if key in seen else Known.NEW
        found.append(PastedQuery(draft, known))
        seen.add(key)
    too_many = len(drafts) * len(rows) > MOST_COMPARED
    return Pasted(tuple(found), Compared.TOO_MANY if too_many else Compared.NOT_YET)


def compare_pasted(project: Project, pasted: Pasted) -> Iterator[Pasted]:
    """``pasted`` again and again, with more and more of what asks nearly the same; the last one knows all."""
    texts = [row.text for row in project.queries.list()]
    there = NearEqual(texts)
    queries = list(pasted.queries)
    for place, query in enumerate(queries):
        if query.known is Known.NEW:
            near = there.of(query.draft.text)
            queries[place] = replace(query, known=Known.NEAR, near=texts[near[0]]) if near else query
            yield replace(pasted, queries=tuple(queries))
    yield Pasted(tuple(queries), Compared.DONE)


def kind_of(path: Path) -> QueryFileKind:
    """Whether a file holds queries or judgements, as far as its content tells.

    Raises:
        UserError: it is absent, too large, no text, or empty.
    """
    kind = file_kinds.kind_of(path)
    if kind == "queries" or kind == "judgements":
        return kind
    return _kind_of_text(path) if kind == "papers" else "unclear"


def _kind_of_text(path: Path) -> QueryFileKind:
    """Of a file that could also hold papers: a table with the columns of judgements, or lines that are queries."""
    try:
        read_judgement_file(path)
    except UserError:
        usable = any(not query.problem for query in read_query_file(path))
        return "queries" if usable and _begins_as_queries(path) else "unclear"
    return "judgements"


def _begins_as_queries(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.read(_HEAD_BYTES).decode("utf-8", "replace").lstrip("\ufeff \t\r\n").splitlines()[0]
    cells = next(csv.reader([first], delimiter=max("\t;,", key=first.count)), list[str]())
    header = {name.strip().casefold() for name in cells}
    return not first.startswith(("{", "[")) and not header & _OF_PAPERS and first.count("\t") < _TREC_TABS


def _lines(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    is_table = bool(lines) and "\t" in lines[0] and lines[0].split("\t")[0].strip().casefold() == _HEADER
    return lines[1:] if is_table else lines


def _draft(line: str) -> QueryDraft:
    text, _, rest = line.partition("\t")
    return QueryDraft(" ".join(text.split()), rest.split("\t")[0].strip())
