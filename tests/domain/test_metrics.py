"""Measures against values worked out by hand and, where it is installed, against another implementation."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.metrics import average_precision, ndcg_at, paired_interval, recall_at, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 0, "d": 1, "never found": 2}
RANKING = ["c", "a", "unjudged", "d", "b"]


def test_ndcg_is_the_gain_over_the_ideal_of_all_judged_papers() -> None:
    gain = 3 / math.log2(3) + 1 / math.log2(5) + 2 / math.log2(6)
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 2 / math.log2(4) + 1 / math.log2(5)
    assert ndcg_at(RANKING, GRADES, 10) == pytest.approx(gain / ideal, rel=1e-12)


def test_ndcg_looks_at_no_more_than_k_hits_and_k_ideal_ones() -> None:
    assert ndcg_at(RANKING, GRADES, 2) == pytest.approx((3 / math.log2(3)) / (3 + 2 / math.log2(3)), rel=1e-12)
    assert ndcg_at(["a"], {"a": 1, "b": 1}, 1) == 1.0


def test_the_other_measures_count_every_grade_of_one_or_more_as_relevant() -> None:
    assert reciprocal_rank(RANKING, GRADES) == 1 / 2
    assert average_precision(RANKING, GRADES) == pytest.approx((1 / 2 + 2 / 4 + 3 / 5) / 4, rel=1e-12)
    assert recall_at(RANKING, GRADES, 4) == 2 / 4


def test_a_grade_below_zero_is_not_relevant_and_costs_nothing() -> None:
    assert ndcg_at(["a", "b"], {"a": -2, "b": 1}, 10) == pytest.approx(1 / math.log2(3))


@pytest.mark.parametrize("grades", [{}, {"a": 0, "b": -1}])
def test_without_a_relevant_paper_every_measure_is_zero(grades: dict[str, int]) -> None:
    found = [ndcg_at(["a"], grades, 10), reciprocal_rank(["a"], grades), average_precision(["a"], grades)]
    assert [*found, recall_at(["a"], grades, 10)] == [0.0] * 4


def test_an_empty_ranking_finds_nothing() -> None:
    assert (ndcg_at([], GRADES, 10), reciprocal_rank([], GRADES), average_precision([], GRADES)) == (0.0, 0.0, 0.0)


def test_a_paper_that_stands_twice_in_a_ranking_is_a_fault() -> None:
    with pytest.raises(ValueError, match="each paper once"):
        ndcg_at(["a", "a"], GRADES, 10)
    with pytest.raises(ValueError, match="at least one hit"):
        recall_at(["a"], GRADES, 0)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-1, 4)), st.permutations("abcdefgh"), st.integers(1, 9))
def test_measures_lie_between_zero_and_one_and_the_ideal_ranking_has_one(
    grades: dict[str, int], ranking: list[str], k: int
) -> None:
    for value in (ndcg_at(ranking, grades, k), average_precision(ranking, grades), recall_at(ranking, grades, k)):
        assert 0.0 <= value <= 1.0 + 1e-12
    ideal = sorted(ranking, key=lambda paper: -grades.get(paper, -9))
    if any(grade > 0 for grade in grades.values()):
        assert ndcg_at(ideal, grades, k) == pytest.approx(1.0)
        assert average_precision(ideal, grades) == pytest.approx(1.0)


def test_ndcg_agrees_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn, the other implementation, is not installed")
    generator = random.Random(5)  # noqa: S311 - numbers for a test, not secrets
    for _ in range(50):
        size = generator.randint(2, 30)
        papers = [str(number) for number in range(size)]
        grades = {paper: generator.randint(0, 3) for paper in papers}
        if not any(grades.values()):
            continue
        order = generator.sample(papers, size)
        scores = [[-order.index(paper) for paper in papers]]
        k = generator.randint(1, size)
        expected = metrics.ndcg_score([[grades[paper] for paper in papers]], scores, k=k)
        assert ndcg_at(order, grades, k) == pytest.approx(expected, rel=1e-9)


def test_the_interval_of_a_clear_difference_excludes_zero_and_holds_the_mean() -> None:
    generator = random.Random(1)  # noqa: S311 - numbers for a test, not secrets
    differences = [0.2 + generator.gauss(0, 0.1) for _ in range(40)]
    low, high = paired_interval(differences, seed=13)
    mean = sum(differences) / 40
    assert 0 < low < mean < high
    # The normal approximation: 1.96 standard errors on either side.
    error = math.sqrt(sum((value - mean) ** 2 for value in differences) / 39 / 40)
    assert (high - low) / 2 == pytest.approx(1.96 * error, rel=0.1)


def test_the_interval_depends_on_seed_and_values_alone() -> None:
    differences = [0.1, -0.2, 0.3, 0.05]
    assert paired_interval(differences, 1) == paired_interval(differences[::-1], 1)
    assert paired_interval(differences * 9, 1) != paired_interval(differences * 9, 2)
    assert paired_interval([0.25], 1) == (0.25, 0.25)


def test_an_interval_of_nothing_is_a_fault() -> None:
    with pytest.raises(ValueError, match="at least one difference"):
        paired_interval([], 1)
