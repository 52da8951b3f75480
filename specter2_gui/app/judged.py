"""The judgements that choose the best model of a training: read from three files, with keyword search beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specter2_gui.app.files import read_file
from specter2_gui.app.searching import read_collection
from specter2_gui.config.settings import Data
from specter2_gui.domain.collection_reading import read_qrels, read_queries
from specter2_gui.domain.distance import Distance
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.evaluation import DEPTH, FEW_QUERIES, RANKED, SystemFigures, evaluate
from specter2_gui.domain.judgements import Qrels, Query, check_qrels
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.texts import counted
from specter2_gui.search.bm25 import BM25
from specter2_gui.training.judging import Judged, known_answers

if TYPE_CHECKING:  # numpy takes a moment to load
    from specter2_gui.training.judging import Vectors


@dataclass(frozen=True, slots=True)
class Judgements:
    """What was read: ``judged`` is None without judgements; ``remarks`` are sentences the person should know."""

    judged: Judged | None
    remarks: tuple[str, ...] = ()


def load_judged(data: Data) -> Judgements:
    """The judgements that ``data`` names in its collection, queries and qrels; none where all three are empty.

    Raises:
        UserError: only some of the three are named, a file is absent or unreadable, or no query has a paper judged 1
            or more.
    """
    if not _all_named(data):
        return Judgements(None)
    papers = read_collection(Path(data.collection).expanduser())
    queries, qrels = read_judged(Path(data.queries).expanduser(), Path(data.qrels).expanduser())
    return Judgements(judged_of(papers, queries, qrels), check_qrels(qrels, queries, (paper.id for paper in papers)))


def read_judged(queries: Path, qrels: Path) -> tuple[list[Query], Qrels]:
    """The queries and judgements of two files.

    Raises:
        UserError: a file is absent or unreadable, or a line of it; the line is named.
    """
    return (
        read_queries(read_file(queries, "queries"), queries.name),
        read_qrels(read_file(qrels, "judgements"), qrels.name),
    )


def judged_of(papers: Sequence[Paper], queries: Sequence[Query], qrels: Qrels) -> Judged:
    """The judgements ``qrels`` of ``queries`` in ``papers``, with the figures of keyword search.

    Raises:
        UserError: no query has a paper judged 1 or more.
    """
    keywords, rankings = keyword_figures(papers, queries, qrels)
    counting = tuple(query for query in queries if query.id in keywords.by_query)
    firsts = {query.id: rankings[query.id][:DEPTH] for query in counting}
    return Judged(
        papers=tuple(papers),
        queries=counting,
        qrels=qrels,
        keywords=keywords,
        bm25_rankings=firsts,
        rank=_rank,
        known=known_answers(queries, qrels),
    )


def keyword_figures(
    papers: Sequence[Paper], queries: Sequence[Query], qrels: Qrels
) -> tuple[SystemFigures, dict[str, list[str]]]:
    """The figures of keyword search, and what it finds: at most ``RANKED`` paper ids by query id, best first.

    Raises:
        UserError: no query has a paper judged 1 or more.
    """
    keywords = BM25(papers)
    rankings: dict[str, list[str]] = {}

    def rank(query: Query) -> list[str]:
        rankings[query.id] = [paper for paper, _ in keywords.search(query.text, RANKED)]
        return rankings[query.id]

    try:
        figures = evaluate(rank, queries, qrels)
    finally:
        keywords.close()
    if not figures.by_query:
        raise UserError(
            "Nothing can be evaluated", "No query of the file has a judgement of 1 or more",
            "Check that the query ids in both files are the same",
        )  # fmt: skip
    return figures, rankings


def held_out(judged: Judged, training_queries: Iterable[str]) -> Judgements:
    """The judgements that may choose the best model of a training on ``training_queries``.

    None, with a sentence, where all judged queries are trained on: triplets alone choose the best model then.
    """
    left = judged.for_training(training_queries)
    if not left.queries:
        return Judgements(None, (_NONE_LEFT.format(queries=_judged_words(len(judged.queries))),))
    remarks: list[str] = []
    if len(left.queries) < len(judged.queries):
        remarks.append(_SOME_LEFT.format(left=len(left.queries), queries=_judged_words(len(judged.queries))))
    if len(left.queries) < FEW_QUERIES:
        remarks.append(_FEW_LEFT.format(queries=counted(len(left.queries), "judged query is", "judged queries are")))
    return Judgements(left, tuple(remarks))


def _all_named(data: Data) -> bool:
    """Whether all three files are named; none of them is no mistake."""
    titles = {"collection": data.collection, "queries": data.queries, "qrels": data.qrels}
    missing = [f"data.{name}" for name, value in titles.items() if not value]
    if missing and len(missing) < len(titles):
        raise UserError(
            f"The judgements are not complete: {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} empty",
            "A collection, judged queries and judgements belong together",
            "Name all three files, or none of them: then triplets alone choose the best model",
        )
    return not missing


def _judged_words(number: int) -> str:
    return counted(number, "judged query", "judged queries")


def _rank(query_vectors: "Vectors", paper_vectors: "Vectors", distance: Distance, k: int) -> tuple[Any, Any]:
    from specter2_gui.search.dense import rank  # numpy takes a moment to load

    return rank(query_vectors, paper_vectors, distance, k)


_NONE_LEFT = (
    "Every judged query is trained on ({queries}), so none can tell how good the search has become: the held-out "
    "triplets alone choose the best model. Judge queries that have no triplets, or hold out a larger share."
)
_SOME_LEFT = "{left} of {queries} count: the others are trained on."
_FEW_LEFT = "Only {queries} held out, so their figures are rough; ten or more tell something."
