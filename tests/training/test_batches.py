from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.batches import batch_of, epoch_batches, epoch_order, prepare, steps_per_epoch
from tests.material import make_triplets


def test_every_distinct_text_is_tokenised_once_and_found_again(tiny_encoder: Encoder) -> None:
    triplets = make_triplets(4, 5)
    texts, (first, second) = prepare(tiny_encoder, triplets[:12], triplets[12:])
    assert len(first) == 12
    assert len(second) == len(triplets) - 12
    assert len(texts.queries) == 4
    for triplet, row in zip(triplets, np.concatenate([first, second]), strict=True):
        expected = tiny_encoder.tokenize([triplet.query])[0]
        assert texts.queries[row[0]] == expected
        for paper, side in ((triplet.positive, row[1]), (triplet.negative, row[2])):
            text = " [SEP] ".join(part for part in paper if part)
            assert texts.papers[side] == tiny_encoder.tokenize([text])[0]


def test_a_query_and_a_paper_of_the_same_words_stay_apart(tiny_encoder: Encoder) -> None:
    texts, (rows,) = prepare(tiny_encoder, [Triplet("bee honey", "bee honey", "", "river", "")])
    assert (len(texts.queries), len(texts.papers)) == (1, 2)
    assert rows.tolist() == [[0, 0, 1]]


def test_the_order_is_a_function_of_seed_and_epoch_alone() -> None:
    assert epoch_order(6, 13, 1) == epoch_order(6, 13, 1)
    assert epoch_order(50, 13, 1) != epoch_order(50, 13, 2)
    assert epoch_order(50, 13, 1) != epoch_order(50, 14, 1)
    assert epoch_order(8, 13, 1) == [0, 3, 5, 7, 4, 2, 1, 6]  # written down: another order would be another training


@given(st.integers(1, 40), st.integers(1, 15), st.integers(0, 99), st.integers(1, 9))
def test_an_epoch_holds_every_triplet_once(count: int, batch_size: int, seed: int, epoch: int) -> None:
    rows = np.stack([np.arange(count) % 3, np.arange(count), np.arange(count) + 100], axis=1)
    batches = list(epoch_batches(rows, batch_size, seed, epoch))
    assert len(batches) == steps_per_epoch(count, batch_size)
    assert all(len(batch) == batch_size for batch in batches[:-1])
    seen = Counter(
        (int(b.queries[q]), int(b.papers[p]), int(b.papers[n]))
        for b in batches
        for q, p, n in zip(b.query, b.positive, b.negative, strict=True)
    )
    assert seen == Counter(tuple(row) for row in rows.tolist())


def test_each_distinct_text_of_a_step_is_named_once() -> None:
    batch = batch_of(np.array([[4, 7, 9], [4, 9, 7], [2, 7, 8]]))
    assert batch.queries.tolist() == [2, 4]
    assert batch.papers.tolist() == [7, 8, 9]
    assert batch.query.tolist() == [1, 1, 0]
    assert (batch.positive.tolist(), batch.negative.tolist()) == ([0, 2, 0], [2, 0, 1])


@pytest.fixture(scope="module")
def tiny_encoder(tiny_backbone: Backbone) -> Encoder:
    from specter2_gui.config.settings import Settings
    from specter2_gui.encoder.encoder import load_encoder

    return load_encoder(tiny_backbone, Settings().model, device="cpu", precision="fp32")
