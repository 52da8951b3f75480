"""Padding, pooling and batches by token budget."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.encoder.vectors import batches, padded, pooled


def test_texts_are_padded_to_the_longest_of_them_and_no_further() -> None:
    ids, mask = padded([[5, 6, 7], [8]], pad=0)
    assert ids.tolist() == [[5, 6, 7], [8, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]


def test_the_mean_leaves_padding_out() -> None:
    hidden = torch.tensor([[[1.0, 2.0], [3.0, 4.0], [100.0, 100.0]]])
    vectors = pooled(hidden, torch.tensor([[1, 1, 0]]), "mean", unit=False)
    assert vectors.tolist() == [[2.0, 3.0]]


def test_cls_is_the_state_of_the_first_token() -> None:
    hidden = torch.tensor([[[1.0, 2.0], [3.0, 4.0]]])
    assert pooled(hidden, torch.ones(1, 2), "cls", unit=False).tolist() == [[1.0, 2.0]]


def test_unit_vectors_have_length_one_and_are_fp32_whatever_came_in() -> None:
    vectors = pooled(torch.full((1, 2, 4), 3.0, dtype=torch.bfloat16), torch.ones(1, 2), "mean", unit=True)
    assert vectors.dtype == torch.float32
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(1))


@given(lengths=st.lists(st.integers(1, 60), max_size=80), budget=st.integers(1, 200))
def test_batches_hold_every_text_once_and_keep_to_the_budget(lengths: list[int], budget: int) -> None:
    groups = batches(lengths, budget)
    assert sorted(index for group in groups for index in group) == list(range(len(lengths)))
    for group in groups:
        longest = max(lengths[index] for index in group)
        assert len(group) == 1 or longest * len(group) <= budget
    longest_of = [max(lengths[index] for index in group) for group in groups]
    assert longest_of == sorted(longest_of, reverse=True)
