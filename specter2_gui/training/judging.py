"""The judgements of a run: which held-out queries tell how good the search is, and in which papers they are searched."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any

from specter2_gui.domain.distance import Distance
from specter2_gui.domain.evaluation import DEPTH, RANKED, SystemFigures, evaluate, ndcg_by_query
from specter2_gui.domain.events import Figures
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.split import query_key

if TYPE_CHECKING:  # front ends read judgements without waiting for numpy
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Rows = Sequence[int] | NDArray[np.int64]

Rank = Callable[["Vectors", "Vectors", Distance, int], tuple[Any, Any]]
"""Query vectors (q, d), paper vectors (c, d), distance and k to the rows of the k nearest papers and their scores."""

POOL = 2000
"""Papers that are searched at each check where the papers learn, so that a check stays short."""


@dataclass(frozen=True, slots=True)
class Figured:
    """The measures of one state of the model: means by name, and nDCG@10 by query id."""

    means: Figures
    by_query: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A collection, the queries that count, and what people judged.

    Every query of ``queries`` has at least one paper judged 1 or more. ``keywords`` holds the figures of keyword
    search on them (:data:`~specter2_gui.domain.evaluation.RANKED` papers each), ``bm25_rankings`` its first 100 papers
    by query id, best first. ``rank`` searches vectors and decides ties by the order of the papers. ``known`` holds
    the ids of the relevant papers by the key of the query, also of queries that do not count any more.
    """

    papers: Sequence[Paper]
    queries: Sequence[Query]
    qrels: Qrels
    keywords: SystemFigures
    bm25_rankings: Mapping[str, Sequence[str]]
    rank: Rank
    known: Mapping[str, frozenset[str]]

    @property
    def bm25(self) -> Figures:
        """The means of keyword search on the queries that count."""
        return self.keywords.means

    def for_training(self, training_queries: Iterable[str]) -> "Judged":
        """Only the queries whose texts are not among ``training_queries``; it may be none of them.

        Case, spaces and the way a character is composed do not tell queries apart.
        """
        trained_on = {query_key(text) for text in training_queries}
        return self._keep(query for query in self.queries if query_key(query.text) not in trained_on)

    def among(self, keys: Iterable[str]) -> "Judged":
        """Only the queries whose :func:`~specter2_gui.domain.split.query_key` is among ``keys``."""
        wanted = set(keys)
        return self._keep(query for query in self.queries if query_key(query.text) in wanted)

    def answers_for(self, query_text: str) -> frozenset[str]:
        """Ids of the papers known to answer ``query_text``, whether or not the query counts; none for other queries."""
        return self.known.get(query_key(query_text), frozenset())

    def figures(
        self,
        query_vectors: "Vectors",
        paper_vectors: "Vectors",
        distance: Distance,
        rows: "Rows | None" = None,
    ) -> Figured:
        """The measures of the vectors (q, d) of all :attr:`queries`, in their order, searched in papers (c, d).

        ``rows`` names the place in :attr:`papers` of each row of ``paper_vectors``; None: all papers in their order. A
        relevant paper outside of ``rows`` counts as not found. Equal scores stand in the order of ``rows``.

        Raises:
            UserError: a vector holds something that is not a finite number.
            ValueError: the numbers of vectors, queries and papers do not fit.
        """
        rankings = self.rankings(query_vectors, paper_vectors, distance, RANKED, rows)
        found = evaluate(lambda query: rankings[query.id], self.queries, self.qrels)
        return Figured(found.means, ndcg_by_query(found))

    def rankings(
        self,
        query_vectors: "Vectors",
        paper_vectors: "Vectors",
        distance: Distance,
        k: int = DEPTH,
        rows: "Rows | None" = None,
    ) -> dict[str, list[str]]:
        """By query id, the ids of the ``k`` nearest papers, nearest first; all papers where there are fewer.

        Raises:
            UserError, ValueError: as :meth:`figures`.
        """
        papers = self.papers if rows is None else [self.papers[row] for row in rows]
        if len(query_vectors) != len(self.queries) or len(paper_vectors) != len(papers):
            raise ValueError(
                f"{len(query_vectors)} and {len(paper_vectors)} vectors for {len(self.queries)} queries and "
                f"{len(papers)} papers"
            )
        nearest, _ = self.rank(query_vectors, paper_vectors, distance, min(k, len(papers)))
        found: list[list[int]] = nearest.tolist()
        return {query.id: [papers[row].id for row in places] for query, places in zip(self.queries, found, strict=True)}

    def pool(self, base_rankings: Mapping[str, Sequence[str]], limit: int = POOL) -> list[int]:
        """Rows of :attr:`papers` to search in where all of them would take too long: rising, at most ``limit``.

        The whole collection where it is no larger than that. Else the relevant papers of the queries that count, then
        the others that were judged, then the hits of keyword search and of ``base_rankings`` (paper ids by query id,
        best first) in turn, rank by rank. Figures over a pool are higher than over the collection, and comparable only to others
        over the same pool.
        """
        if len(self.papers) <= limit:
            return list(range(len(self.papers)))
        place = {paper.id: row for row, paper in enumerate(self.papers)}
        hits = (found.get(query.id, ()) for query in self.queries for found in (self.bm25_rankings, base_rankings))
        judged = (_in_turn(self._judged_papers(place, relevant=relevant)) for relevant in (True, False))
        wanted = chain(*judged, _in_turn(hits))
        return sorted(islice(dict.fromkeys(place[paper] for paper in wanted), limit))

    def _judged_papers(self, place: Mapping[str, int], *, relevant: bool) -> Iterator[list[str]]:
        """Those judged papers of each query that have a place in the collection, higher grades first."""
        for query in self.queries:
            grades = self.qrels[query.id]
            chosen = (paper for paper, grade in grades.items() if (grade > 0) is relevant and paper in place)
            yield sorted(chosen, key=lambda paper: (-grades[paper], place[paper]))

    def _keep(self, queries: Iterable[Query]) -> "Judged":
        kept = tuple(queries)
        figures = {query.id: self.keywords.by_query[query.id] for query in kept}
        return replace(self, queries=kept, keywords=SystemFigures(figures, unjudged=0))


def known_answers(queries: Iterable[Query], qrels: Qrels) -> dict[str, frozenset[str]]:
    """The ids of the relevant papers by the key of each query; queries of one key share theirs."""
    found: dict[str, frozenset[str]] = {}
    for query in queries:
        relevant = frozenset(paper for paper, grade in qrels.get(query.id, {}).items() if grade > 0)
        if relevant:
            key = query_key(query.text)
            found[key] = found.get(key, frozenset()) | relevant
    return found


def _in_turn(lists: Iterable[Sequence[str]]) -> Iterator[str]:
    """The first of each list, then the second of each, and so on."""
    return (each for turn in zip_longest(*lists) for each in turn if each is not None)
