from collections import Counter
from itertools import groupby, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.training.batches import POSITIVE, QUERY, Batch, Rows, batch_of
from specter2_gui.training.sampling import epoch_batches, epoch_order, fixed_batches, steps_per_epoch


def rows_of(queries: int, positives: int, negatives: int) -> Rows:
    """Every query with each of its positives and each of its negatives."""
    return np.array(
        [
            (query, 100 * query + positive, 100 * query + 50 + negative)
            for query in range(queries)
            for positive in range(positives)
            for negative in range(negatives)
        ]
    )


def triplets_of(batch: Batch) -> list[tuple[int, int, int]]:
    return [(int(batch.queries[q]), int(batch.papers[p]), int(batch.papers[n])) for q, p, n in batch.triplets.tolist()]


ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(10, 19)), min_size=1, max_size=40)
SIZES, SEEDS, EPOCHS = st.integers(1, 15), st.integers(0, 2**31 - 1), st.integers(1, 9)


@given(ROWS, SIZES, SEEDS, EPOCHS)
def test_an_epoch_holds_every_triplet_once(
    triplets: list[tuple[int, int, int]], batch_size: int, seed: int, epoch: int
) -> None:
    batches = list(epoch_batches(np.array(triplets), batch_size, seed, epoch))
    assert len(batches) == steps_per_epoch(len(triplets), batch_size)
    assert all(len(batch) == batch_size for batch in batches[:-1])
    assert Counter(each for batch in batches for each in triplets_of(batch)) == Counter(triplets)
    for batch in batches:
        for index in (batch.queries, batch.papers):
            assert all(here < there for here, there in pairwise(index.tolist())), "each text once, in order"


@given(ROWS, SIZES, SEEDS, EPOCHS)
def test_the_order_is_a_function_of_its_arguments_alone(
    triplets: list[tuple[int, int, int]], batch_size: int, seed: int, epoch: int
) -> None:
    rows = np.array(triplets)
    assert epoch_order(rows, batch_size, seed, epoch) == epoch_order(rows.copy(), batch_size, seed, epoch)


def test_other_epochs_and_seeds_have_other_orders() -> None:
    rows = rows_of(6, 2, 3)
    assert epoch_order(rows, 4, 13, 1) != epoch_order(rows, 4, 13, 2)
    assert epoch_order(rows, 4, 13, 1) != epoch_order(rows, 4, 14, 1)


def test_the_order_is_the_one_written_down() -> None:
    """Another order would be another training."""
    assert epoch_order(rows_of(4, 1, 2), 2, 13, 1) == [5, 4, 3, 2, 7, 6, 0, 1]


@given(st.integers(1, 6), st.integers(1, 4), st.integers(1, 5), SIZES, SEEDS)
def test_the_triplets_of_a_query_stay_together_and_in_them_those_of_a_positive(
    queries: int, positives: int, negatives: int, batch_size: int, seed: int
) -> None:
    rows = rows_of(queries, positives, negatives)
    ordered = rows[epoch_order(rows, batch_size, seed, 1)]
    per_query = positives * negatives
    stretches = [(key, len(list(group))) for key, group in groupby(ordered[:, QUERY].tolist())]
    whole = -(-per_query // batch_size)  # a query with more triplets than a step comes in so many pieces
    assert all(count <= whole for count in Counter(key for key, _ in stretches).values())
    if per_query <= batch_size:
        for query in range(queries):
            own = ordered[ordered[:, QUERY] == query, POSITIVE].tolist()
            assert len([key for key, _ in groupby(own)]) == positives


def test_a_step_encodes_each_text_of_a_query_once() -> None:
    """The numbers of the docstring: 19 texts instead of 36."""
    rows = np.array([(0, 1 + place % 6, 10 + place) for place in range(12)])
    [batch] = epoch_batches(rows, 12, 13, 1)
    assert len(batch.queries) + len(batch.papers) == 19


def test_neighbours_share_more_texts_than_a_plain_shuffle_would() -> None:
    rows = rows_of(20, 3, 4)
    grouped = sum(len(b.queries) + len(b.papers) for b in epoch_batches(rows, 12, 13, 1))
    shuffled = np.random.default_rng(1).permutation(rows)
    plain = [batch_of(shuffled[start : start + 12]) for start in range(0, len(rows), 12)]
    assert grouped == 20 * (1 + 3 + 4), "each query with its papers in a step of its own"
    assert grouped < 0.6 * sum(len(batch.queries) + len(batch.papers) for batch in plain)


def test_held_out_triplets_come_by_query_and_always_in_the_same_batches() -> None:
    rows = np.random.default_rng(2).permutation(rows_of(5, 2, 2))
    first, second = ([triplets_of(batch) for batch in fixed_batches(rows, 6)] for _ in range(2))
    assert first == second
    flat = [each for batch in first for each in batch]
    assert Counter(flat) == Counter(map(tuple, rows.tolist()))
    assert [query for query, *_ in flat] == sorted(rows[:, QUERY].tolist())
