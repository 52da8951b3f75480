"""The verdict in plain words for the window: what ``domain.verdict`` says, in the person's language and way of writing numbers."""

from PySide6.QtCore import QCoreApplication, QLocale

from specter2_gui.domain.evaluation import FEW_QUERIES, Comparison
from specter2_gui.domain.events import VerdictReached
from specter2_gui.domain.verdict import word_of
from specter2_gui.qt.widgets.counts import counted, number


def verdict_sentence(verdict: VerdictReached) -> str:
    """What changed, for how many queries, how firm it is, and where the queries came from."""
    change = Comparison(verdict.difference, verdict.low, verdict.high, verdict.better, verdict.same, verdict.worse)
    parts = (change_words(verdict.metric, change), _few(_queries(change)), _where(verdict))
    return " ".join(part for part in parts if part)


def change_words(metric: str, change: Comparison) -> str:
    """``change`` of ``metric`` in words, without remarks on where the queries came from."""
    said = _tr(
        "{0}: {1} changes by {2} (95 % interval {3} to {4}); of {5} {6} gained, {7} stayed and {8} lost."
    )  # fmt: skip
    values = [_signed(value) for value in (change.difference, change.low, change.high)]
    counts = [number(value) for value in (change.better, change.same, change.worse)]
    queries = counted(_queries(change), _tr("{n} query"), _tr("{n} queries"))
    return said.format(_headline(change), _measure(metric), *values, queries, *counts)


def _headline(change: Comparison) -> str:
    return {
        "better": _tr("The tuned model is better than what it started from"),
        "worse": _tr("The tuned model is worse than what it started from"),
        "no clear difference": _tr("There is no clear difference between the tuned model and what it started from"),
    }[word_of(change.low, change.high)]


def _measure(metric: str) -> str:
    names = {
        "ndcg@10": _tr("nDCG@10"),
        "mrr": _tr("the mean reciprocal rank"),
        "map": _tr("the mean average precision"),
        "recall@100": _tr("recall among the first 100"),
        "triplet_accuracy": _tr("the share of triplets in the right order"),
    }
    return names.get(metric, metric)


def _queries(change: Comparison) -> int:
    return change.better + change.same + change.worse


def _few(queries: int) -> str:
    if queries >= FEW_QUERIES:
        return ""
    tried = counted(queries, _tr("Only {n} query was tried"), _tr("Only {n} queries were tried"))
    return _tr("{0}, so these figures are rough.").format(tried)


def _where(verdict: VerdictReached) -> str:
    if not verdict.folds:
        return _tr("The same queries chose the best step, so other queries may gain less.")
    return _tr(
        "Each query was tried by a model that had never seen it (cross-validation in {0} folds); "
        "the model that is kept was trained on more of them."
    ).format(number(verdict.folds))


def _signed(value: float) -> str:
    """``value`` to three digits, with its sign even where it is no less than 0."""
    written = QLocale().toString(value, "f", 3)
    return written if written.startswith(QLocale().negativeSign()) else QLocale().positiveSign() + written


def _tr(text: str) -> str:
    return QCoreApplication.translate("verdict", text)
