"""How good a model is on queries that its training never saw, query by query."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specter2_gui.domain.evaluation import SystemFigures, evaluate
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.papers import Paper, Role

if TYPE_CHECKING:
    from specter2_gui.encoder.encoder import Encoder

_DEPTH = 100


def ndcg_of(encoder: "Encoder", papers: Sequence[Paper], queries: Sequence[Query], qrels: Qrels) -> dict[str, float]:
    """nDCG@10 by query id of a search in ``papers`` with ``encoder``; queries without a relevant paper are left out.

    Vectors of papers are taken from the program's own cache where they lie there, as a search would.
    """
    from specter2_gui.encoder.vector_cache import cached_encode
    from specter2_gui.search.dense import rank

    paper_vectors = cached_encode(encoder, Role.PAPER, encoder.texts_of(papers))
    query_vectors = encoder.encode(Role.QUERY, [query.text for query in queries])
    rows, _ = rank(query_vectors, paper_vectors, encoder.distance, min(_DEPTH, len(papers)))
    rankings = {
        query.id: [papers[row].id for row in found] for query, found in zip(queries, rows.tolist(), strict=True)
    }
    return by_query(evaluate(lambda query: rankings[query.id], queries, qrels))


def tuned_encoder(run_dir: Path, device: str, precision: str) -> "Encoder":
    """The best model of the run in ``run_dir``."""
    from specter2_gui.encoder.encoder import load_trained

    return load_trained(run_dir / "best", device=device, precision=precision)


def by_query(figures: SystemFigures) -> dict[str, float]:
    """nDCG@10 by query id."""
    return {query: found.ndcg for query, found in figures.by_query.items()}


def mean(values: Mapping[str, float]) -> float:
    """The mean over the queries."""
    return sum(values.values()) / len(values)
