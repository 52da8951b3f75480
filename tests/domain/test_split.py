"""Dividing triplets: by query, never the same query on both sides, the same for the same seed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.split import shuffle_and_limit, split_by_query
from specter2_gui.domain.triplets import Triplet


def triplets(queries: int, each: int = 3) -> list[Triplet]:
    return [Triplet(f"query {q}", f"good {q} {n}", "", f"bad {q} {n}", "") for q in range(queries) for n in range(each)]


@given(st.integers(2, 40), st.floats(0.05, 0.5), st.integers(0, 2**31 - 1))
def test_queries_are_divided_whole_and_nothing_is_lost(queries: int, share: float, seed: int) -> None:
    everything = triplets(queries)
    train, validation = split_by_query(everything, share, seed)
    assert not {triplet.query for triplet in train} & {triplet.query for triplet in validation}
    assert sorted([*train, *validation], key=everything.index) == everything
    assert list(train) == [triplet for triplet in everything if triplet in set(train)]
    held_out = len({triplet.query for triplet in validation})
    assert held_out == min(max(round(share * queries), 1), queries - 1)


def test_the_same_seed_gives_the_same_split_and_another_one_another() -> None:
    assert split_by_query(triplets(30), 0.2, 13) == split_by_query(triplets(30), 0.2, 13)
    assert split_by_query(triplets(30), 0.2, 13) != split_by_query(triplets(30), 0.2, 14)


def test_the_split_of_a_seed_is_the_same_on_every_computer() -> None:
    held_out = {triplet.query for triplet in split_by_query(triplets(10), 0.3, 13)[1]}
    assert held_out == {"query 0", "query 4", "query 9"}


def test_the_order_of_the_file_does_not_change_who_is_held_out() -> None:
    one, other = (split_by_query(order, 0.2, 13)[1] for order in (triplets(20), triplets(20)[::-1]))
    assert set(one) == set(other)


def test_spellings_of_one_query_stay_together() -> None:
    same = [Triplet(query, "good", "", f"bad {n}", "") for n, query in enumerate(["Blüten", "blu\u0308ten ", "BLÜTEN"])]
    for seed in range(20):
        train, validation = split_by_query([*same, *triplets(2)], 0.5, seed)
        assert len(set(same) & set(train)) in (0, 3)
        assert validation


@pytest.mark.parametrize(("given_triplets", "words"), [([], "no query"), (triplets(1), "one query")])
def test_fewer_than_two_queries_cannot_be_divided(given_triplets: list[Triplet], words: str) -> None:
    with pytest.raises(UserError, match=f"The triplets hold {words}, which is not enough to train on"):
        split_by_query(given_triplets, 0.2, 13)


def test_a_limit_takes_a_drawn_beginning_and_zero_takes_all() -> None:
    everything = triplets(10)
    drawn = shuffle_and_limit(everything, 0, 13)
    assert sorted(drawn, key=everything.index) == everything
    assert list(drawn) != everything
    assert shuffle_and_limit(everything, 7, 13) == drawn[:7]
    assert shuffle_and_limit(everything, 99, 13) == drawn
    assert shuffle_and_limit(everything, 0, 14) != drawn
