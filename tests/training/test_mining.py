from typing import get_args

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from specter2_gui.domain.distance import Distance
from specter2_gui.training import mining
from specter2_gui.training.answers import Answers
from specter2_gui.training.control import CancelledError
from specter2_gui.training.distances import row_distances
from specter2_gui.training.mining import mine

DISTANCES: tuple[Distance, ...] = get_args(Distance)


def at(*places: float) -> torch.Tensor:
    """Papers on a line."""
    return torch.tensor([[place, 0.0] for place in places])


def turned(*degrees: float) -> torch.Tensor:
    """Papers in a circle."""
    angles = torch.tensor(degrees).deg2rad()
    return torch.stack([angles.cos(), angles.sin()], dim=1)


def rows(*triplets: tuple[int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.array(triplets, np.int64).reshape(-1, 3)


def test_the_nearest_papers_beyond_the_positive_are_mined_in_their_order() -> None:
    given_rows = rows((0, 0, 5))
    found = mine(at(0), at(10, 10.1, 10.4, 13, 12, 30), given_rows, Answers([given_rows]), "l2", 2, share=0.95)
    assert found.rows.tolist() == [[0, 0, 4], [0, 0, 3]], "10.4 is less than 10 / 0.95"
    assert (found.pairs, found.short, found.low) == (1, 0, 0)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 10 / 0.5), (0.8, 10 / 0.8), (1.0, 10.01)])
def test_with_l2_the_distance_has_to_be_the_positives_divided_by_the_share(share: float, expected: float) -> None:
    places = [10.0, *(10 + 0.01 * step for step in range(2000))]
    given_rows = rows((0, 0, 1))
    found = mine(at(0), at(*places), given_rows, Answers([given_rows]), "l2", 1, share)
    assert places[found.rows[0, 2]] == pytest.approx(expected, abs=0.011)


def test_a_paper_on_the_very_limit_may_be_mined() -> None:
    given_rows = rows((0, 0, 3))
    found = mine(at(0), at(10, 19.5, 20, 40), given_rows, Answers([given_rows]), "l2", 2, share=0.5)
    assert found.rows.tolist() == [[0, 0, 2]]


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_with_cosine_the_similarity_has_to_be_at_most_the_share_of_the_positives(share: float) -> None:
    degrees = [40.0, *np.arange(0.0, 90.0, 0.05).tolist()]
    given_rows = rows((0, 0, len(degrees) - 1))
    found = mine(turned(0), turned(*degrees), given_rows, Answers([given_rows]), "cosine", 1, share)
    similarity = np.cos(np.deg2rad(degrees[found.rows[0, 2]]))
    limit = share * np.cos(np.deg2rad(40))
    assert limit - 0.002 < similarity <= limit


def test_a_positive_with_a_negative_similarity_still_has_to_be_nearer_than_what_is_mined() -> None:
    """Its share alone would be the higher score: -0.5 times 0.9 is -0.45."""
    given_rows = rows((0, 0, 1))
    papers = turned(120, 170, 117, 122, 124, 140)  # similarities -0.5, -0.98, -0.45, -0.53, -0.56, -0.77
    found = mine(turned(0), papers, given_rows, Answers([given_rows]), "cosine", 3, share=0.9)
    assert found.rows[:, 2].tolist() == [4, 5], "the limit is -0.5 - 0.1 * 0.5"


@pytest.mark.parametrize("distance", DISTANCES)
def test_a_copy_of_the_positive_is_never_mined(distance: Distance) -> None:
    papers = torch.randn(8, 768, generator=torch.Generator().manual_seed(1))
    papers[1:5] = papers[0]
    query = papers[:1] + torch.randn(1, 768, generator=torch.Generator().manual_seed(2))
    given_rows = rows((0, 0, 7))
    found = mine(query, papers, given_rows, Answers([given_rows]), distance, 8, share=1.0)
    assert set(found.rows[:, 2].tolist()) <= {5, 6}
    same = mine(papers[:1], papers, given_rows, Answers([given_rows]), distance, 8, share=1.0)
    assert set(same.rows[:, 2].tolist()) == {5, 6}


def test_equal_distances_are_mined_by_index() -> None:
    papers = at(1, *[5.0] * 30)
    given_rows = rows((0, 0, 30))
    found = mine(at(0), papers, given_rows, Answers([given_rows]), "l2", 4, share=0.95)
    assert found.rows[:, 2].tolist() == [1, 2, 3, 4]


def test_each_pair_is_mined_once_by_the_distance_of_its_own_positive() -> None:
    given_rows = rows((0, 1, 5), (0, 0, 5), (0, 1, 6))
    found = mine(at(0), at(1, 4, 2, 3, 6, 7, 8), given_rows, Answers([given_rows]), "l2", 1, share=0.95)
    assert found.rows.tolist() == [[0, 0, 2], [0, 1, 4]]
    assert found.pairs == 2


def test_positives_that_the_model_has_not_found_and_pairs_without_enough_papers_are_counted() -> None:
    given_rows = rows((0, 4, 5), (1, 0, 5))
    queries = at(0, 1)
    found = mine(queries, at(1, 2, 3, 4, 50, 60), given_rows, Answers([given_rows]), "l2", 3, share=0.95)
    assert (found.pairs, found.short, found.low) == (2, 1, 1)
    assert found.rows.tolist() == [[1, 0, 1], [1, 0, 2], [1, 0, 3]]


def test_nothing_is_mined_from_nothing() -> None:
    nothing = mine(at(0), at(1), rows(), Answers([]), "l2", 3, share=0.95)
    assert nothing.rows.shape == (0, 3)
    none_asked = mine(at(0), at(1, 2, 3), rows((0, 0, 1)), Answers([]), "l2", 0, share=0.95)
    assert (len(none_asked), none_asked.short) == (0, 0)


def test_mining_can_be_ended_between_two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mining, "_NUMBERS_AT_ONCE", 3)
    parts: list[int] = []

    def stop() -> None:
        parts.append(len(parts))
        if len(parts) == 2:
            raise CancelledError

    given_rows = rows((0, 0, 1), (1, 0, 1), (2, 0, 1))
    with pytest.raises(CancelledError):
        mine(at(0, 0, 0), at(1, 2, 3), given_rows, Answers([given_rows]), "l2", 1, share=0.95, stop=stop)
    assert len(parts) == 2


def test_a_caller_that_learns_still_learns_while_rows_are_looked_at() -> None:
    with torch.enable_grad():
        rows_seen = mining._distances_by_query(at(0), at(1, 2), np.array([0]), "l2", None)
        next(rows_seen)
        assert torch.is_grad_enabled()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from(DISTANCES), st.floats(0.3, 1.0), st.integers(1, 6))
def test_what_is_mined_is_what_a_plain_loop_over_all_papers_finds(
    seed: int, distance: Distance, share: float, count: int
) -> None:
    draw = torch.Generator().manual_seed(seed)
    queries, papers = torch.randn(4, 6, generator=draw), torch.randn(30, 6, generator=draw)
    queried, sides = torch.randint(4, (9,), generator=draw), torch.randint(30, (9, 2), generator=draw)
    given_rows = np.column_stack([queried.numpy(), sides.numpy()])
    answers = Answers([given_rows])
    answers.add(0, (3, 4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mining, "_NUMBERS_AT_ONCE", 60)
        found = mine(queries, papers, given_rows, answers, distance, count, share)
    expected: list[tuple[int, int, int]] = []
    for query, positive in sorted({(q, p) for q, p, _ in given_rows.tolist()}):
        far = row_distances(queries[query].expand(30, -1), papers, distance).tolist()
        limit = far[positive] / share if distance == "l2" else far[positive] + (1 - share) * abs(1 - far[positive])
        taken = {paper for q, *both in given_rows.tolist() if q == query for paper in both}
        taken |= {3, 4} if query == 0 else set()
        if any(abs(value - limit) < 1e-4 for place, value in enumerate(far) if place != positive):
            return  # whether a paper on the very limit is in is for the last digit to say
        candidates = sorted((far[place], place) for place in set(range(30)) - taken if far[place] >= limit)
        expected += [(query, positive, place) for _, place in candidates[:count]]
    assert [tuple(row) for row in found.rows.tolist()] == expected
