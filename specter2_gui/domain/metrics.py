"""Measures of a ranking against judgements, and the interval of a difference between two models.

``ranking`` holds paper ids, best first, each at most once. ``grades`` maps paper ids to judged grades: 1 and above is
relevant, 0 and below is not, and a paper that was never judged counts as not relevant. Where no paper is relevant
every measure is 0; such queries are best left out by the caller.
"""

import math
import random
from collections.abc import Mapping, Sequence
from itertools import islice
from statistics import fmean
from typing import Final

_RESAMPLES: Final = 10_000
_MOST_DRAWS: Final = 5_000_000


def ndcg_at(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Normalised discounted cumulative gain of the first ``k`` hits, between 0 and 1.

    Gain is the grade itself and the discount log2(rank + 1); the ideal ranking holds all judged papers, found or not
    (Järvelin and Kekäläinen 2002 in the form of trec_eval's ``ndcg_cut``).
    """
    _check(ranking, k)
    ideal = sorted((max(grade, 0) for grade in grades.values()), reverse=True)
    best = _discounted(ideal[:k])
    return _discounted([max(grades.get(paper, 0), 0) for paper in ranking[:k]]) / best if best else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """One divided by the rank of the first relevant paper; 0 when there is none in ``ranking``."""
    _check(ranking)
    return next((1 / rank for rank, paper in enumerate(ranking, start=1) if grades.get(paper, 0) > 0), 0.0)


def average_precision(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """The mean, over all relevant papers, of the precision at their rank; one that was not found counts 0.

    This is ``map`` of trec_eval for one query.
    """
    _check(ranking)
    relevant = _relevant(grades)
    ranks = (rank for rank, paper in enumerate(ranking, start=1) if paper in relevant)
    precisions = [found / rank for found, rank in enumerate(ranks, start=1)]
    return math.fsum(precisions) / len(relevant) if relevant else 0.0


def recall_at(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """The share of all relevant papers that is among the first ``k`` hits."""
    _check(ranking, k)
    relevant = _relevant(grades)
    return sum(paper in relevant for paper in islice(ranking, k)) / len(relevant) if relevant else 0.0


def paired_interval(differences: Sequence[float], seed: int) -> tuple[float, float]:
    """The 95 % interval of the mean of ``differences``, one a query (new minus old), in their unit.

    Percentile bootstrap over the queries (Efron 1979) with 10,000 resamples, fewer above 500 queries but never below
    1,000; the same for the same seed in whatever order the differences come. One query gives its own value twice.

    Raises:
        ValueError: ``differences`` is empty.
    """
    if not differences:
        raise ValueError("an interval needs at least one difference")
    values = sorted(differences)
    resamples = max(min(_RESAMPLES, _MOST_DRAWS // len(values)), 1_000)
    generator = random.Random(seed)  # noqa: S311 - statistics, not secrets
    means = sorted(fmean(generator.choices(values, k=len(values))) for _ in range(resamples))
    return means[int(0.025 * resamples)], means[math.ceil(0.975 * resamples) - 1]


def _check(ranking: Sequence[str], k: int = 1) -> None:
    if k < 1:
        raise ValueError("a measure needs at least one hit to look at")
    if len(set(ranking)) != len(ranking):
        raise ValueError("a ranking holds each paper once")


def _relevant(grades: Mapping[str, int]) -> set[str]:
    return {paper for paper, grade in grades.items() if grade > 0}


def _discounted(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
