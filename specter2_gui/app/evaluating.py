"""How well a model or a run finds what people judged: beside keyword search, and beside what the run started from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from specter2_gui.app.files import read_file
from specter2_gui.app.searching import OnProgress, SearchEngine
from specter2_gui.domain.collection_reading import read_qrels, read_queries
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.judgements import Qrels, Query, check_qrels
from specter2_gui.domain.papers import Paper
from specter2_gui.search.bm25 import BM25
from specter2_gui.domain.evaluation import Comparison, SystemFigures, compare, fallen
from specter2_gui.domain.evaluation import evaluate as figures_of_system

_DEPTH = 1000
"""How many papers each system names for a query."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of each system over the same ``queries``; ``tuned`` and ``change`` only where a run was given.

    ``bm25``, ``base`` and ``tuned`` hold ``ndcg@10``, ``mrr``, ``map`` and ``recall@100``; ``change`` is tuned
    against base in nDCG@10. ``titles`` and ``hashes`` tell by ``base`` and ``tuned`` which model and which adapters
    made the figures. ``remarks`` are sentences about judgements that could not count.
    """

    queries: int
    bm25: Mapping[str, float]
    base: Mapping[str, float]
    tuned: Mapping[str, float] | None
    change: Comparison | None
    worse_queries: tuple[str, ...]
    titles: Mapping[str, str]
    hashes: Mapping[str, Mapping[str, str]]
    remarks: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """What the change means, in a sentence; empty without a run."""
        return "" if self.change is None else _verdict(self.change)


def evaluate(
    model_or_run: str | Path,
    papers: Sequence[Paper],
    queries: Sequence[Query],
    qrels: Qrels,
    on_progress: OnProgress | None = None,
) -> Evaluation:
    """The figures of BM25 and of a model (by name), or of BM25, a run (by path) and what that run started from.

    Raises:
        UserError: the model or run is refused, or no query has a judged relevant paper.
    """
    remarks = check_qrels(qrels, queries, (paper.id for paper in papers))
    keywords = BM25(papers)
    try:
        bm25 = figures_of_system(lambda query: [id_ for id_, _ in keywords.search(query.text, _DEPTH)], queries, qrels)
    finally:
        keywords.close()
    if not bm25.by_query:
        raise UserError(
            "Nothing can be evaluated", "No query of the file has a judgement of 1 or more",
            "Check that the query ids in both files are the same",
        )  # fmt: skip
    engines = _engines(model_or_run)
    figures = {name: _figures(engine, papers, queries, qrels, on_progress) for name, engine in engines.items()}
    tuned = figures.get("tuned")
    return Evaluation(
        queries=len(bm25.by_query),
        bm25=bm25.means,
        base=figures["base"].means,
        tuned=None if tuned is None else tuned.means,
        change=None if tuned is None else compare(figures["base"], tuned),
        worse_queries=() if tuned is None else fallen(figures["base"], tuned),
        titles={name: engine.title for name, engine in engines.items()},
        hashes={name: engine.hashes for name, engine in engines.items()},
        remarks=remarks,
    )


def read_judged(queries: Path, qrels: Path) -> tuple[list[Query], Qrels]:
    """The queries and judgements of two files.

    Raises:
        UserError: a file is absent or unreadable, or a line of it; the line is named.
    """
    return (
        read_queries(read_file(queries, "queries"), queries.name),
        read_qrels(read_file(qrels, "judgements"), qrels.name),
    )


def _engines(model_or_run: str | Path) -> dict[str, SearchEngine]:
    if isinstance(model_or_run, Path):
        tuned = SearchEngine.open(model_or_run)  # first: a run of which nothing was kept is refused at once
        return {"base": SearchEngine.open_base(model_or_run), "tuned": tuned}
    return {"base": SearchEngine.open(model_or_run)}


def _figures(
    engine: SearchEngine,
    papers: Sequence[Paper],
    queries: Sequence[Query],
    qrels: Qrels,
    on_progress: OnProgress | None,
) -> SystemFigures:
    engine.index(papers, on_progress)
    found = engine.search_many([query.text for query in queries], min(_DEPTH, len(papers)))
    rankings = {query.id: [hit.id for hit in hits] for query, hits in zip(queries, found, strict=True)}
    return figures_of_system(lambda query: rankings[query.id], queries, qrels)


def _verdict(change: Comparison) -> str:
    word = "better" if change.low > 0 else "worse" if change.high < 0 else "not clearly better or worse"
    queries = change.better + change.same + change.worse
    return (
        f"The tuned model is {word} than what it started from: nDCG@10 changes by {change.difference:+.3f} "
        f"(95 % interval {change.low:+.3f} to {change.high:+.3f}); of {queries} queries {change.better} gained, "
        f"{change.same} stayed and {change.worse} lost."
    )
