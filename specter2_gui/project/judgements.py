"""The judgements of a project: how well a paper answers a query, by whom or what it was said, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.judgements import Qrels
from specter2_gui.domain.texts import counted, without_unusable
from specter2_gui.project.judgement_writing import Grade, graded, keep, keep_scores, resolve
from specter2_gui.project.ledger import Ledger

_OF_QUERY: Final = """
SELECT j.id, j.query_id, q.key, j.paper_id, p.key, j.grade, j.score, j.origin, j.at
FROM judgements AS j JOIN queries AS q ON q.id = j.query_id JOIN papers AS p ON p.id = j.paper_id
WHERE j.query_id = ? ORDER BY j.id
"""
_PAGE_AFTER: Final = """
SELECT j.id, j.query_id, q.key, j.paper_id, p.key, j.grade, j.score, j.origin, j.at
FROM judgements AS j JOIN queries AS q ON q.id = j.query_id JOIN papers AS p ON p.id = j.paper_id
WHERE j.id > ? ORDER BY j.id LIMIT ?
"""
_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a paper for a query.

    ``score`` is the grade in the file it came from, None if it was given here. ``origin`` says where: such as
    ``clicked``, or the name of a file. ``when`` is in UTC.
    """

    id: int
    query_id: int
    query_key: str
    paper_id: int
    paper_key: str
    grade: Grade
    score: int | None
    origin: str
    when: datetime


@dataclass(frozen=True, slots=True)
class QrelsImported:
    """What became of the judgements of a file; those whose query or paper is not known here are left out.

    ``contradictory`` ones name a paper, by another of its ids, that the same file has judged differently before.
    """

    added: int
    changed: int
    unchanged: int
    contradictory: int
    unknown_queries: tuple[str, ...]
    unknown_papers: tuple[str, ...]


class Judgements:
    """All judgements, one at most for a query and a paper; usable from any thread, one call at a time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def set(self, query_id: int, paper_id: int, grade: Grade, origin: str) -> None:
        """Judge a paper for a query, in place of what was said before; the same grade again is no change.

        Raises:
            UserError: query or paper are gone, or the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            self._check(query_id, paper_id)
            with self._ledger.gesture("Judge paper") as connection:
                keep(connection, query_id, paper_id, (grade, None, without_unusable(origin)))

    def clear(self, query_id: int, paper_id: int) -> None:
        """Take the judgement of a paper for a query away, if there is one.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.gesture("Clear judgement") as connection:
            connection.execute("DELETE FROM judgements WHERE query_id = ? AND paper_id = ?", [query_id, paper_id])

    def of_query(self, query_id: int) -> list[Judgement]:
        """What was judged for a query, the oldest first."""
        return list(map(_row, self._ledger.read(_OF_QUERY, [query_id])))

    def all(self) -> Iterator[Judgement]:
        """Every judgement, the oldest first, read in pages."""
        last = 0
        while page := self._ledger.read(_PAGE_AFTER, [last, _PAGE]):
            yield from map(_row, page)
            last = int(page[-1][0])

    def import_qrels(self, qrels: Qrels, origin: str) -> QrelsImported:
        """Keep the judgements of a file named ``origin``, by the keys of queries and the keys or DOIs of papers.

        Where the file knows only 0 and 1, its 1 means relevant; else 1 means partly, and 2 and more relevant. What was
        judged before is replaced.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        count = sum(map(len, qrels.values()))
        with self._ledger.lock:
            found = resolve(self._ledger, qrels)
            label = f"Import {counted(len(found.scores), 'judgement', 'judgements')}"
            with self._ledger.gesture(label, rows=count) as connection:
                done = keep_scores(connection, found.scores, graded(qrels), without_unusable(origin))
        return QrelsImported(*done, found.contradictory, found.unknown_queries, found.unknown_papers)

    def _check(self, query_id: int, paper_id: int) -> None:
        known = self._ledger.read(
            "SELECT (SELECT count(*) FROM queries WHERE id = ?) + (SELECT count(*) FROM papers WHERE id = ?)",
            [query_id, paper_id],
        )
        if known != [(2,)]:
            why = "The query or the paper was deleted, or the gesture that made it was undone"
            raise UserError("The paper could not be judged", why, "Choose a query and a paper that are there")


def _row(values: tuple[Any, ...]) -> Judgement:
    number, query_id, query_key, paper_id, paper_key, grade, score, origin, at = values
    when = datetime.fromisoformat(at)
    return Judgement(number, query_id, query_key, paper_id, paper_key, grade, score, origin, when)
