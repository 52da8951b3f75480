"""The window says of a verdict what the terminal says, through its own translation."""

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from specter2_gui.domain.evaluation import Comparison
from specter2_gui.domain.verdict import change_words as plain_change
from specter2_gui.domain.verdict import verdict_of
from specter2_gui.domain.verdict import verdict_sentence as plain_sentence
from specter2_gui.qt.verdict_sentence import change_words, verdict_sentence

METRICS = ("ndcg@10", "mrr", "map", "recall@100", "triplet_accuracy", "of tomorrow")


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("change", [0.1, 0.0, -0.1])
@pytest.mark.parametrize(("queries", "folds"), [(1, 0), (9, 3), (20, 0), (300, 5)])
def test_it_says_what_the_terminal_says(metric: str, change: float, queries: int, folds: int) -> None:
    base = {f"q{place}": 0.5 for place in range(queries)}
    reached = verdict_of(metric, base, {query: value + change for query, value in base.items()}, folds=folds)
    assert verdict_sentence(reached) == plain_sentence(reached)


def test_a_change_below_zero_keeps_its_sign() -> None:
    change = Comparison(-0.0251, -0.05, 0.0004, 1, 2, 3)
    assert change_words("ndcg@10", change) == plain_change("ndcg@10", change)
    assert "-0.025 (95 % interval -0.050 to +0.000)" in change_words("ndcg@10", change)


def test_words_and_numbers_are_those_of_the_persons_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def german(_context: str, text: str) -> str:
        return "der mittlere Kehrwert des Rangs" if text == "the mean reciprocal rank" else text

    before = QLocale()
    monkeypatch.setattr(QCoreApplication, "translate", german)
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        said = change_words("mrr", Comparison(0.1, 0.05, 0.2, 1, 2, 3))
    finally:
        QLocale.setDefault(before)
    assert "der mittlere Kehrwert des Rangs changes by +0,100" in said
