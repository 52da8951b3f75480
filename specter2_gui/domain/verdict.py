"""Whether a trained model is better than the untouched one: the word, and the sentences that go with it."""

from collections.abc import Mapping
from typing import Final

from specter2_gui.domain.evaluation import FEW_QUERIES, Comparison, compare_values, fallen_values
from specter2_gui.domain.events import Figures, VerdictReached, VerdictWord
from specter2_gui.domain.texts import counted

_MEASURES: Final = {
    "ndcg@10": "nDCG@10",
    "mrr": "the mean reciprocal rank",
    "map": "the mean average precision",
    "recall@100": "recall among the first 100",
    "triplet_accuracy": "the share of triplets in the right order",
}
_HEADLINES: Final[Mapping[VerdictWord, str]] = {
    "better": "The tuned model is better than what it started from",
    "worse": "The tuned model is worse than what it started from",
    "no clear difference": "There is no clear difference between the tuned model and what it started from",
}


def verdict_of(
    metric: str,
    base: Mapping[str, float],
    tuned: Mapping[str, float],
    *,
    systems: Mapping[str, Figures] | None = None,
    folds: int = 0,
    seed: int = 0,
) -> VerdictReached:
    """The verdict on ``tuned`` against ``base``, both the values of ``metric`` by query id, each from 0 to 1.

    ``systems`` holds further figures by system for show, ``folds`` tells that the values come from a
    cross-validation. The interval is that of :func:`~specter2_gui.domain.metrics.paired_interval`, drawn with
    ``seed``; neither it nor the word depends on the order of the queries.

    Raises:
        ValueError: the two hold different queries, or none.
    """
    change = compare_values(base, tuned, seed)
    return VerdictReached(
        metric=metric,
        word=word_of(change.low, change.high),
        difference=change.difference,
        low=change.low,
        high=change.high,
        better=change.better,
        same=change.same,
        worse=change.worse,
        worse_queries=fallen_values(base, tuned),
        systems=dict(systems or {}),
        folds=folds,
    )


def word_of(low: float, high: float) -> VerdictWord:
    """What an interval of a change says: better or worse only where all of it lies on one side of 0."""
    return "better" if low > 0 else "worse" if high < 0 else "no clear difference"


def verdict_sentence(verdict: VerdictReached) -> str:
    """The verdict in plain words, the same for terminal and window: what changed, for how many, and how firm it is."""
    change = Comparison(
        verdict.difference, verdict.low, verdict.high, verdict.better, verdict.same, verdict.worse
    )  # fmt: skip
    return " ".join((change_words(verdict.metric, change), *_remarks(verdict)))


def change_words(metric: str, change: Comparison) -> str:
    """``change`` of ``metric`` in words, without remarks on where the queries came from."""
    queries = change.better + change.same + change.worse
    headline = _HEADLINES[word_of(change.low, change.high)]
    return (
        f"{headline}: {_MEASURES.get(metric, metric)} changes by {change.difference:+.3f} (95 % interval {change.low:+.3f} to "
        f"{change.high:+.3f}); of {counted(queries, 'query', 'queries')} {change.better:,} gained, "
        f"{change.same:,} stayed and {change.worse:,} lost."
    )


def few_queries_words(queries: int) -> str:
    """What to think of figures from so few ``queries``; empty when there are enough of them."""
    if queries >= FEW_QUERIES:
        return ""
    return f"Only {counted(queries, 'query was', 'queries were')} tried, so these figures are rough."


def _remarks(verdict: VerdictReached) -> list[str]:
    few = few_queries_words(verdict.better + verdict.same + verdict.worse)
    if verdict.folds:
        where = (
            f"Each query was tried by a model that had never seen it (cross-validation in {verdict.folds} folds); "
            "the model that is kept was trained on more of them."
        )
    else:
        where = "The same queries chose the best step, so other queries may gain less."
    return [remark for remark in (few, where) if remark]
