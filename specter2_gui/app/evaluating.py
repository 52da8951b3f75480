"""How well a model or a run finds what people judged: beside keyword search, and beside what the run started from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from specter2_gui.app.judged import keyword_figures, read_judged
from specter2_gui.app.searching import OnProgress, SearchEngine
from specter2_gui.domain.evaluation import RANKED, Comparison, SystemFigures, compare, fallen
from specter2_gui.domain.evaluation import evaluate as figures_of_system
from specter2_gui.domain.judgements import Qrels, Query, check_qrels
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.split import query_digest
from specter2_gui.domain.texts import counted
from specter2_gui.domain.verdict import change_words, few_queries_words
from specter2_gui.training.run_record import read_run

__all__ = ["Evaluation", "evaluate", "read_judged"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of each system over the same ``queries``; ``tuned`` and ``change`` only where a run was given.

    ``bm25``, ``base`` and ``tuned`` hold ``ndcg@10``, ``mrr``, ``map`` and ``recall@100``; ``change`` is tuned
    against base in nDCG@10. ``titles`` and ``hashes`` tell by ``base`` and ``tuned`` which model and which adapters
    made the figures. ``remarks`` are sentences about judgements that could not count, about
    queries the run has seen before, and about what makes the figures rough.
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
        return "" if self.change is None else change_words("ndcg@10", self.change)


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
    bm25, _ = keyword_figures(papers, queries, qrels)
    told: dict[str, None] = {}
    engines = _engines(model_or_run)
    figures = {name: _figures(engine, papers, queries, qrels, on_progress, told) for name, engine in engines.items()}
    tuned = figures.get("tuned")
    counting = [query for query in queries if query.id in bm25.by_query]
    remarks = (
        *check_qrels(qrels, queries, (paper.id for paper in papers)),
        *_remarks(model_or_run, counting),
        *told,
    )
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


def _engines(model_or_run: str | Path) -> dict[str, SearchEngine]:
    if isinstance(model_or_run, Path):
        tuned = SearchEngine.open(model_or_run)  # first: a run of which nothing was kept is refused at once
        base = SearchEngine.open_base(model_or_run)
        if base.precision != tuned.precision:  # each chose for itself, and what is compared has to compute alike
            base.use_precision("fp32")
            tuned.use_precision("fp32")
        return {"base": base, "tuned": tuned}
    return {"base": SearchEngine.open(model_or_run)}


def _figures(
    engine: SearchEngine,
    papers: Sequence[Paper],
    queries: Sequence[Query],
    qrels: Qrels,
    on_progress: OnProgress | None,
    told: dict[str, None],
) -> SystemFigures:
    """The figures of one model; what it warns of comes into ``told``, each sentence once."""
    engine.index(papers, on_progress, told.setdefault)
    found = engine.search_many([query.text for query in queries], min(RANKED, len(papers)))
    rankings = {query.id: [hit.id for hit in hits] for query, hits in zip(queries, found, strict=True)}
    return figures_of_system(lambda query: rankings[query.id], queries, qrels)


def _remarks(model_or_run: str | Path, queries: Sequence[Query]) -> Iterator[str]:
    """What makes the figures of ``queries`` say less than they seem to."""
    few = few_queries_words(len(queries))
    if few:
        yield few
    if not isinstance(model_or_run, Path):
        return
    facts = read_run(model_or_run).facts
    trained_on = _digests(facts, "training_queries")
    if trained_on is None:
        yield "This run does not say which queries it was trained on, so some of these may be among them."
    elif seen := sum(query_digest(query.text) in trained_on for query in queries):
        yield _TRAINED_ON.format(seen=seen, queries=counted(len(queries), "query", "queries"))
    chosen_by = _digests(facts, "choosing_queries") or set[str]()
    if choosing := sum(query_digest(query.text) in chosen_by for query in queries):
        yield _CHOSEN_BY.format(choosing=choosing, queries=counted(len(queries), "query", "queries"))


def _digests(facts: Mapping[str, Any], key: str) -> set[str] | None:
    """The digests of queries that a run has noted under ``key``; None where it has not."""
    found = facts.get(key)
    return {str(digest) for digest in cast("list[Any]", found)} if isinstance(found, list) else None


_TRAINED_ON = "{seen:,} of {queries} were used in the training of this run; their figures say little about new queries."
_CHOSEN_BY = "{choosing:,} of {queries} chose the best step of this run, so new queries may gain less."
