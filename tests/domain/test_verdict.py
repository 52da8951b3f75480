"""The word follows from the interval alone, and the sentence hides nothing that makes it less firm."""

import pytest

from specter2_gui.domain.metrics import paired_interval
from specter2_gui.domain.verdict import few_queries_words, verdict_of, verdict_sentence, word_of

BASE = {f"q{number}": 0.5 for number in range(20)}


def moved(*changes: float) -> dict[str, float]:
    """Twenty queries, whose changes repeat ``changes``."""
    return {query: value + changes[place % len(changes)] for place, (query, value) in enumerate(BASE.items())}


def test_a_gain_of_every_query_is_better_and_a_fall_of_every_query_worse() -> None:
    assert verdict_of("ndcg@10", BASE, moved(0.1, 0.2)).word == "better"
    assert verdict_of("ndcg@10", BASE, moved(-0.1, -0.2)).word == "worse"


def test_gains_and_falls_of_one_size_are_no_clear_difference() -> None:
    verdict = verdict_of("ndcg@10", BASE, moved(0.1, -0.1))
    assert verdict.word == "no clear difference"
    assert verdict.low < 0 < verdict.high


def test_an_untouched_model_shows_no_clear_difference() -> None:
    verdict = verdict_of("ndcg@10", BASE, BASE)
    assert (verdict.word, verdict.difference, verdict.low, verdict.high) == ("no clear difference", 0.0, 0.0, 0.0)
    assert (verdict.better, verdict.same, verdict.worse, verdict.worse_queries) == (0, 20, 0, ())


def test_rounding_in_the_last_digits_is_no_change() -> None:
    verdict = verdict_of("ndcg@10", BASE, moved(1e-12))
    assert (verdict.word, verdict.same, verdict.low) == ("no clear difference", 20, 0.0)


def test_the_word_follows_from_the_interval_alone() -> None:
    assert [word_of(0.001, 0.2), word_of(-0.2, -0.001)] == ["better", "worse"]
    assert {word_of(0.0, 0.2), word_of(-0.2, 0.0), word_of(-0.1, 0.1)} == {"no clear difference"}


def test_the_interval_is_the_paired_bootstrap_of_the_changes() -> None:
    tuned = moved(0.3, -0.05, 0.0, 0.1)
    verdict = verdict_of("ndcg@10", BASE, tuned, seed=7)
    changes = [tuned[query] - BASE[query] for query in BASE]
    assert (verdict.low, verdict.high) == pytest.approx(paired_interval(changes, 7))
    assert verdict.difference == pytest.approx(sum(changes) / 20)
    assert (verdict.better, verdict.same, verdict.worse) == (10, 5, 5)


def test_queries_that_fell_stand_with_the_largest_fall_first() -> None:
    tuned = BASE | {"q3": 0.1, "q7": 0.3, "q1": 0.45, "q2": 0.9}
    assert verdict_of("ndcg@10", BASE, tuned).worse_queries == ("q3", "q7", "q1")


def test_the_order_of_the_queries_changes_nothing_but_ties() -> None:
    tuned = moved(0.3, -0.05, 0.01)
    turned = dict(reversed(tuned.items()))
    one, other = verdict_of("ndcg@10", BASE, tuned), verdict_of("ndcg@10", dict(reversed(BASE.items())), turned)
    assert (one.word, one.low, one.high, one.difference) == (other.word, other.low, other.high, other.difference)


def test_values_of_other_queries_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="same queries"):
        verdict_of("ndcg@10", BASE, {"q0": 0.5})
    with pytest.raises(ValueError, match="at least one"):
        verdict_of("ndcg@10", {}, {})


def test_the_figures_of_the_systems_are_kept() -> None:
    systems = {"bm25": {"ndcg@10": 0.4}, "base": {"ndcg@10": 0.5}, "tuned": {"ndcg@10": 0.6}}
    assert verdict_of("ndcg@10", BASE, moved(0.1), systems=systems).systems == systems


def test_the_sentence_counts_queries_and_names_the_interval() -> None:
    said = verdict_sentence(verdict_of("ndcg@10", BASE, moved(0.1, 0.1, 0.1, -0.1)))
    assert said.startswith("The tuned model is better than what it started from: nDCG@10 changes by +0.050")
    assert "(95 % interval +0.0" in said
    assert "of 20 queries 15 gained, 0 stayed and 5 lost." in said
    assert "is worse than what it started from" in verdict_sentence(verdict_of("ndcg@10", BASE, moved(-0.1)))
    assert "There is no clear difference" in verdict_sentence(verdict_of("ndcg@10", BASE, BASE))


def test_the_sentence_says_when_the_same_queries_chose_the_best_step() -> None:
    once = verdict_sentence(verdict_of("ndcg@10", BASE, moved(0.1)))
    folded = verdict_sentence(verdict_of("ndcg@10", BASE, moved(0.1), folds=5))
    assert "The same queries chose the best step" in once
    assert "The same queries" not in folded
    assert "had never seen it (cross-validation in 5 folds)" in folded


def test_the_sentence_says_when_there_are_few_queries() -> None:
    few = {f"q{number}": 0.5 for number in range(9)}
    assert "Only 9 queries were tried, so these figures are rough." in verdict_sentence(verdict_of("mrr", few, few))
    assert "rough" not in verdict_sentence(verdict_of("mrr", BASE, BASE))
    assert few_queries_words(1) == "Only 1 query was tried, so these figures are rough."
    assert few_queries_words(10) == ""


def test_triplets_without_judgements_are_named_in_words() -> None:
    said = verdict_sentence(verdict_of("triplet_accuracy", BASE, moved(0.1)))
    assert "the share of triplets in the right order changes by +0.100" in said
