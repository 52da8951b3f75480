"""Exact search equals comparing everything one by one, keeps ties in order, and refuses what is no number."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specter2_gui.domain.errors import UserError
from specter2_gui.search import dense
from specter2_gui.search.dense import Distance, rank

DISTANCES: tuple[Distance, ...] = ("l2", "cosine")


def one_by_one(query: Any, papers: Any, distance: Distance) -> list[float]:
    """The scores in extended precision, paper by paper."""
    query = query.astype(np.longdouble)
    scores: list[float] = []
    for paper in papers.astype(np.longdouble):
        if distance == "l2":
            scores.append(-float(np.sqrt(((query - paper) ** 2).sum())))
        else:
            lengths = np.sqrt((query**2).sum()) * np.sqrt((paper**2).sum())
            scores.append(float((query * paper).sum() / lengths) if lengths > 0 else 0.0)
    return scores


def vectors(*shape: int, seed: int = 0, scale: float = 1.0) -> Any:
    return (np.random.default_rng(seed).standard_normal(shape) * scale).astype(np.float32)


@pytest.mark.parametrize("distance", DISTANCES)
def test_the_answer_is_that_of_comparing_one_by_one(distance: Distance) -> None:
    queries, papers = vectors(7, 24, seed=1), vectors(150, 24, seed=2)
    indices, scores = rank(queries, papers, distance, 20)
    for query, found, score in zip(queries, indices, scores, strict=True):
        expected = one_by_one(query, papers, distance)
        assert list(found) == sorted(range(150), key=lambda row: -expected[row])[:20]
        assert score == pytest.approx([expected[row] for row in found], rel=1e-12)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 40), distance=st.sampled_from(DISTANCES))
@settings(max_examples=60, deadline=None, database=None)
def test_ties_stand_in_the_order_of_the_papers(seed: int, count: int, distance: Distance) -> None:
    generator = np.random.default_rng(seed)
    papers = vectors(6, 33, seed=seed)[generator.integers(0, 6, count)]
    indices, scores = rank(vectors(3, 33, seed=seed + 1), papers, distance, count)
    for found, score in zip(indices, scores, strict=True):
        assert sorted(found) == list(range(count))
        for (row, value), (next_row, next_value) in zip(
            zip(found, score, strict=True), list(zip(found, score, strict=True))[1:], strict=False
        ):
            equal = bool((papers[row] == papers[next_row]).all())
            assert (value == next_value and row < next_row) if equal else value >= next_value


def test_equal_papers_have_equal_scores_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "_BLOCK_BYTES", 7 * 8 * 48)  # seven papers a block
    papers = np.tile(vectors(5, 48, seed=3), (41, 1))
    for distance in DISTANCES:
        indices, scores = rank(vectors(4, 48, seed=4), papers, distance, 205)
        for found, score in zip(indices, scores, strict=True):
            assert len(set(score)) == 5
            for place in range(0, 205, 41):
                assert list(found[place : place + 41]) == list(range(found[place], 205, 5))


@pytest.mark.parametrize("k", [1, 5, 50])
@pytest.mark.parametrize("seed", range(4))
def test_near_equal_papers_far_from_the_origin_are_told_apart(seed: int, k: int) -> None:
    """The squared form |q|² + |p|² - 2qp would lose these differences altogether."""
    query = vectors(1, 768, seed=seed, scale=1e4)
    moved = np.random.default_rng(seed).random((50, 768)) < np.linspace(0.001, 0.2, 50)[:, None]
    papers = np.where(moved, np.nextafter(query, np.float32(np.inf)), query)[::-1]
    expected = one_by_one(query[0], papers, "l2")
    indices, scores = rank(query, papers, "l2", k)
    assert list(indices[0]) == sorted(range(50), key=lambda row: -expected[row])[:k]
    assert scores[0] == pytest.approx([expected[row] for row in indices[0]], rel=1e-12)


def test_nearly_parallel_papers_keep_their_order_by_cosine() -> None:
    query = np.zeros((1, 64), np.float32)
    query[0, 0] = 1
    papers = np.zeros((30, 64), np.float32)
    papers[:, 0], papers[:, 1] = 1, np.arange(30, 0, -1) * 1e-4
    for k in (1, 30):
        assert list(rank(query, papers, "cosine", k)[0][0]) == list(range(29, 29 - k, -1))


@pytest.mark.parametrize("block", [1, 1000, 10**6])
@pytest.mark.parametrize("distance", DISTANCES)
def test_the_answer_does_not_depend_on_the_blocks(
    block: int, distance: Distance, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries, papers = vectors(9, 16, seed=6), vectors(120, 16, seed=7)
    expected = rank(queries, papers, distance, 30)
    monkeypatch.setattr(dense, "_BLOCK_BYTES", block)
    indices, scores = rank(queries, papers, distance, 30)
    assert (indices == expected[0]).all()
    assert (scores == expected[1]).all()


def test_a_vector_of_zeros_is_similar_to_nothing() -> None:
    papers = np.array([[0, 0], [1, 0], [-1, 0]], np.float32)
    indices, scores = rank(np.array([[1, 0], [0, 0]], np.float32), papers, "cosine", 3)
    assert indices.tolist() == [[1, 0, 2], [0, 1, 2]]
    assert scores.tolist() == [[1, 0, -1], [0, 0, 0]]


def test_fewer_papers_than_asked_for_are_all_returned() -> None:
    indices, scores = rank(vectors(2, 4), vectors(3, 4), "l2", 10)
    assert indices.shape == scores.shape == (2, 3)


@pytest.mark.parametrize(("queries", "papers", "k"), [(0, 3, 2), (2, 0, 2), (2, 3, 0), (0, 0, 0)])
def test_nothing_to_compare_gives_an_empty_answer(queries: int, papers: int, k: int) -> None:
    indices, scores = rank(np.zeros((queries, 4), np.float32), np.zeros((papers, 4), np.float32), "l2", k)
    assert indices.shape == scores.shape == (queries, min(k, papers))


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("side", [0, 1])
def test_what_is_no_finite_number_is_refused_by_its_place(broken: float, side: int) -> None:
    arrays = [vectors(3, 4), vectors(5, 4)]
    arrays[side][2, 1] = broken
    with pytest.raises(UserError) as refusal:
        rank(arrays[0], arrays[1], "cosine", 2)
    assert ("query 3 of 3", "paper 3 of 5")[side] in refusal.value.why


def test_infinities_of_both_signs_do_not_hide_one_another() -> None:
    papers = vectors(5, 4)
    papers[4, :2] = np.inf, -np.inf
    with pytest.raises(UserError, match="paper 5 of 5"):
        rank(vectors(1, 4), papers, "l2", 2)


@pytest.mark.parametrize(("queries", "papers", "k"), [((2, 3), (2, 4), 1), ((3,), (2, 3), 1), ((2, 3), (2, 3), -1)])
def test_shapes_that_do_not_fit_are_a_fault(queries: tuple[int, ...], papers: tuple[int, ...], k: int) -> None:
    with pytest.raises(ValueError, match=r"do not fit|k is"):
        rank(np.zeros(queries, np.float32), np.zeros(papers, np.float32), "l2", k)


def test_memory_stays_bounded_for_many_queries_and_papers() -> None:
    queries, papers = vectors(200, 8, seed=8), vectors(100_000, 8, seed=9)  # all scores at once would take 160 MB
    tracemalloc.start()
    try:
        rank(queries, papers, "l2", 10)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 150e6
