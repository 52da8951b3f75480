"""How good a ranking is by judgements, and whether one system is better than another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.metrics import average_precision, ndcg_at, paired_interval, recall_at, reciprocal_rank

DEPTH = 100
"""How many papers a ranking should name at least: recall@100 counts no further."""

RANKED = 1000
"""How many papers each system names for a query, fewer where the collection is smaller: the mean average precision
and the reciprocal rank see no others, so figures are comparable only if all of them are made with this one number."""

FEW_QUERIES = 10
"""With fewer queries than this, figures and intervals are rough."""

Rank = Callable[[Query], Sequence[str]]
"""A system under test: the ids of papers for a query, best first."""


@dataclass(frozen=True, slots=True)
class QueryFigures:
    """How good the ranking of one query was; every figure from 0 to 1, more is better."""

    ndcg: float
    mrr: float
    map: float
    recall: float


@dataclass(frozen=True, slots=True)
class SystemFigures:
    """The figures of one system by query id, in the order of the queries.

    Only queries with at least one paper judged above 0 count, since no ranking could do well or badly on the
    others; ``unjudged`` tells how many were left out for that.
    """

    by_query: Mapping[str, QueryFigures]
    unjudged: int

    @property
    def means(self) -> dict[str, float]:
        """The means over the queries under the names ``ndcg@10``, ``mrr``, ``map`` and ``recall@100``; 0 of none."""
        figures = self.by_query.values()
        return {
            "ndcg@10": _mean(figure.ndcg for figure in figures),
            "mrr": _mean(figure.mrr for figure in figures),
            "map": _mean(figure.map for figure in figures),
            "recall@100": _mean(figure.recall for figure in figures),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes in one measure when the first system is replaced by the second.

    ``difference`` is the mean over the queries, ``low`` and ``high`` its 95 % interval by paired bootstrap;
    ``better``, ``same`` and ``worse`` count queries.
    """

    difference: float
    low: float
    high: float
    better: int
    same: int
    worse: int


def evaluate(rank: Rank, queries: Sequence[Query], qrels: Qrels) -> SystemFigures:
    """The figures of the system ``rank`` on ``queries`` by ``qrels``.

    Mean average precision and the reciprocal rank see only the papers that ``rank`` names, so two systems are
    comparable if they name equally many.
    """
    judged = [query for query in queries if any(grade > 0 for grade in qrels.get(query.id, {}).values())]
    by_query = {query.id: figures_of(rank(query), qrels[query.id]) for query in judged}
    return SystemFigures(by_query, unjudged=len(queries) - len(judged))


def figures_of(ranking: Sequence[str], grades: Mapping[str, int]) -> QueryFigures:
    """The figures of one ``ranking`` of paper ids, best first, by the ``grades`` of the judged papers."""
    return QueryFigures(
        ndcg=ndcg_at(ranking, grades, 10),
        mrr=reciprocal_rank(ranking, grades),
        map=average_precision(ranking, grades),
        recall=recall_at(ranking, grades, DEPTH),
    )


def compare(old: SystemFigures, new: SystemFigures, seed: int = 0) -> Comparison:
    """The change of nDCG@10 from ``old`` to ``new`` query by query.

    Raises:
        ValueError: the two were not evaluated on the same queries, or on none.
    """
    return compare_values(ndcg_by_query(old), ndcg_by_query(new), seed)


def fallen(old: SystemFigures, new: SystemFigures) -> tuple[str, ...]:
    """Ids of the queries whose nDCG@10 is worse with ``new``, the largest fall first.

    Raises:
        ValueError: as :func:`compare`.
    """
    return fallen_values(ndcg_by_query(old), ndcg_by_query(new))


def ndcg_by_query(figures: SystemFigures) -> dict[str, float]:
    """nDCG@10 by query id, in the order of the queries."""
    return {query: each.ndcg for query, each in figures.by_query.items()}


def compare_values(old: Mapping[str, float], new: Mapping[str, float], seed: int = 0) -> Comparison:
    """The change of any measure, given by query id, from ``old`` to ``new``; the same in whatever order they come.

    Raises:
        ValueError: the two hold different queries, or none.
    """
    differences = list(_differences(old, new).values())
    low, high = paired_interval(differences, seed)
    better, worse = sum(each > 0 for each in differences), sum(each < 0 for each in differences)
    return Comparison(fmean(differences), low, high, better, len(differences) - better - worse, worse)


def fallen_values(old: Mapping[str, float], new: Mapping[str, float]) -> tuple[str, ...]:
    """Ids of the queries whose value is lower in ``new``, the largest fall first, equal falls in the order given.

    Raises:
        ValueError: as :func:`compare_values`.
    """
    differences = _differences(old, new)
    return tuple(sorted((query for query, change in differences.items() if change < 0), key=differences.__getitem__))


def _differences(old: Mapping[str, float], new: Mapping[str, float]) -> dict[str, float]:
    """By query id, in the order of ``old``: how much the measure changes."""
    if not old or old.keys() != new.keys():
        raise ValueError("two systems can be compared only on the same queries, at least one")
    changes = ((query, new[query] - value) for query, value in old.items())
    return {query: change if abs(change) > _NOTHING else 0.0 for query, change in changes}


_NOTHING = 1e-9  # two sums of the same parts in another order are no difference


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else 0.0
