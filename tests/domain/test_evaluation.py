"""The figures of a system and the comparison of two are those one finds by hand."""

import math

import pytest

from specter2_gui.domain.evaluation import SystemFigures, compare, evaluate, fallen, figures_of
from specter2_gui.domain.judgements import Qrels, Query

QUERIES = [Query("q1", "bees"), Query("q2", "books"), Query("q3", "nobody judged this"), Query("q4", "all wrong")]
QRELS: Qrels = {"q1": {"a": 2, "b": 1}, "q2": {"c": 1}, "q4": {"a": 0}, "q9": {"a": 1}}


def system(rankings: dict[str, list[str]]) -> SystemFigures:
    return evaluate(lambda query: rankings[query.id], QUERIES, QRELS)


def test_the_figures_of_a_query_are_those_found_by_hand() -> None:
    figures = figures_of(["x", "b", "a"], {"a": 2, "b": 1})
    assert figures.ndcg == pytest.approx((1 / math.log2(3) + 2 / math.log2(4)) / (2 + 1 / math.log2(3)))
    assert figures.mrr == pytest.approx(1 / 2)
    assert figures.map == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert figures.recall == 1.0


def test_recall_counts_the_first_hundred_and_ndcg_the_first_ten() -> None:
    ranking = [f"x{number}" for number in range(99)] + ["a", "b"]
    figures = figures_of(ranking, {"a": 1, "b": 1})
    assert figures.recall == 0.5
    assert figures.ndcg == 0.0


def test_only_queries_with_a_relevant_paper_count_and_the_others_are_counted() -> None:
    found = system({"q1": ["a", "b"], "q2": ["x"]})
    assert list(found.by_query) == ["q1", "q2"]
    assert found.unjudged == 2
    assert found.means == pytest.approx({"ndcg@10": 0.5, "mrr": 0.5, "map": 0.5, "recall@100": 0.5})


def test_without_judged_queries_the_means_are_zero() -> None:
    found = evaluate(lambda query: [query.id], QUERIES, {})
    assert found.unjudged == 4
    assert set(found.means.values()) == {0.0}


def test_a_comparison_counts_better_same_and_worse_queries() -> None:
    queries = [Query(str(number), "") for number in range(10)]
    qrels: Qrels = {query.id: {"a": 1} for query in queries}
    old = evaluate(lambda query: ["x", "a"] if int(query.id) < 6 else ["a"], queries, qrels)
    new = evaluate(lambda query: ["a"] if int(query.id) != 9 else ["x", "a"], queries, qrels)
    change = compare(old, new)
    assert (change.better, change.same, change.worse) == (6, 3, 1)
    assert change.difference == pytest.approx(new.means["ndcg@10"] - old.means["ndcg@10"])
    assert change.low < change.difference < change.high
    assert compare(old, new, seed=3) == compare(old, new, seed=3)
    assert fallen(old, new) == ("9",)
    assert len(fallen(new, old)) == 6


def test_queries_that_fell_stand_with_the_largest_fall_first() -> None:
    old = system({"q1": ["a"], "q2": ["c"]})
    new = system({"q1": ["x", "a"], "q2": ["x"]})
    assert fallen(old, new) == ("q2", "q1")
    assert fallen(old, old) == ()


def test_a_system_does_not_differ_from_itself() -> None:
    found = system({"q1": ["a", "x"], "q2": ["c"]})
    change = compare(found, found)
    assert (change.difference, change.low, change.high) == (0.0, 0.0, 0.0)
    assert (change.better, change.same, change.worse) == (0, 2, 0)


def test_systems_on_other_queries_cannot_be_compared() -> None:
    found = system({"q1": ["a"], "q2": ["c"]})
    other = evaluate(lambda _: ["a"], QUERIES[:1], QRELS)
    with pytest.raises(ValueError, match="same queries"):
        compare(found, other)
    nothing = evaluate(lambda _: ["a"], [], QRELS)
    with pytest.raises(ValueError, match="at least one"):
        compare(nothing, nothing)
