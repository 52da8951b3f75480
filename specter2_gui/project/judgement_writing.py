"""Judgements written inside a gesture, and the judgements of a file found their queries and papers."""

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from specter2_gui.domain.cleaning import doi_in
from specter2_gui.domain.judgements import Qrels
from specter2_gui.project.ledger import Ledger

Grade = Literal[0, 1, 2]
"""2: relevant, 1: partly, 0: not."""

Kept = Literal["added", "changed", "unchanged"]
Pair = tuple[int, int]
"""The ids of a query and a paper."""

_ONE: Final = "SELECT id, grade, score FROM judgements WHERE query_id = ? AND paper_id = ?"
_REPLACE: Final = "UPDATE judgements SET grade = ?, score = ?, origin = ?, at = ? WHERE id = ?"
_INSERT: Final = "INSERT INTO judgements (grade, score, origin, at, query_id, paper_id) VALUES (?, ?, ?, ?, ?, ?)"
_QUERIES: Final = "SELECT key, id FROM queries WHERE key IN (SELECT value FROM json_each(?))"
_PAPERS: Final = "SELECT key, id FROM papers WHERE key IN (SELECT value FROM json_each(?))"
_PAPERS_BY_DOI: Final = """
SELECT doi, id FROM papers WHERE doi <> '' AND doi IN (SELECT value FROM json_each(?)) ORDER BY hidden DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The scores of a file by pair, and what of it is not known here."""

    scores: dict[Pair, int]
    contradictory: int
    unknown_queries: tuple[str, ...]
    unknown_papers: tuple[str, ...]


def keep(connection: sqlite3.Connection, query_id: int, paper_id: int, said: tuple[Grade, int | None, str]) -> Kept:
    """Write down grade, score and origin, in place of what was said before; the same grade and score is no change."""
    grade, score, _ = said
    now = datetime.now(UTC).isoformat(timespec="seconds")
    before = connection.execute(_ONE, (query_id, paper_id)).fetchone()
    if before is None:
        connection.execute(_INSERT, (*said, now, query_id, paper_id))
        return "added"
    if before[1:] == (grade, score):
        return "unchanged"
    connection.execute(_REPLACE, (*said, now, before[0]))
    return "changed"


def keep_scores(
    connection: sqlite3.Connection, scores: Mapping[Pair, int], grade: Callable[[int], Grade], origin: str
) -> tuple[int, int, int]:
    """Write all ``scores`` down; returns how many were added, changed and unchanged."""
    done = [keep(connection, *pair, (grade(score), score, origin)) for pair, score in scores.items()]
    return done.count("added"), done.count("changed"), done.count("unchanged")


def graded(qrels: Qrels) -> Callable[[int], Grade]:
    """What a score in ``qrels`` means as a grade of ours: where none is above 1, 1 is relevant, else partly."""
    highest = max((score for scores in qrels.values() for score in scores.values()), default=0)
    relevant = 1 if highest <= 1 else 2

    def grade(score: int) -> Grade:
        return 2 if score >= relevant else 1 if score > 0 else 0

    return grade


def resolve(ledger: Ledger, qrels: Qrels) -> Resolved:
    """Find the queries of ``qrels`` by their keys, and its papers by their keys or DOIs."""
    queries = _found(ledger, _QUERIES, qrels)
    names = dict.fromkeys(paper for scores in qrels.values() for paper in scores)
    papers = _papers(ledger, names)
    scores: dict[Pair, int] = {}
    contradictory = 0
    for query, judged in qrels.items():
        for paper, score in judged.items():
            if query in queries and paper in papers:
                kept = scores.setdefault((queries[query], papers[paper]), score)
                contradictory += kept != score
    return Resolved(
        scores,
        contradictory,
        tuple(query for query in qrels if query not in queries),
        tuple(name for name in names if name not in papers),
    )


def _papers(ledger: Ledger, names: Collection[str]) -> dict[str, int]:
    """The papers that ``names`` are keys or DOIs of; of several with one DOI the one that is shown."""
    dois = {name: doi_in(name) for name in names}
    by_doi = _found(ledger, _PAPERS_BY_DOI, dois.values())
    found = {name: by_doi[doi] for name, doi in dois.items() if doi in by_doi}
    return found | _found(ledger, _PAPERS, names)


def _found(ledger: Ledger, statement: str, values: Collection[str]) -> dict[str, int]:
    return dict(ledger.read(statement, [json.dumps(list(values))]))
