"""From token ids to vectors: padding, batches by token budget, pooling; pure functions."""

from collections.abc import Sequence
from typing import Literal

import torch
from torch.nn.functional import normalize

from specter2_gui.encoder.packing import Layout, TokenIds


def padded(token_ids: Sequence[TokenIds], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """``(ids, mask)``, both int64 of shape ``(n, longest)``: texts filled up with ``pad``, mask 1 where there is text."""
    longest = max(map(len, token_ids))
    ids = torch.full((len(token_ids), longest), pad, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, tokens in enumerate(token_ids):
        ids[row, : len(tokens)] = torch.as_tensor(tokens, dtype=torch.long)
        mask[row, : len(tokens)] = 1
    return ids, mask


def pooled(hidden: torch.Tensor, mask: torch.Tensor, pooling: Literal["cls", "mean"], unit: bool) -> torch.Tensor:
    """One fp32 vector per text, shape ``(n, dim)``, of hidden states ``(n, tokens, dim)``; of length 1 if ``unit``.

    ``cls`` takes the state of the first token, ``mean`` the average over the tokens where ``mask`` is 1.
    """
    states = _precise(hidden)
    if pooling == "cls":
        vectors = states[:, 0]
    else:
        weights = mask.unsqueeze(-1).to(states.dtype)
        vectors = (states * weights).sum(1) / weights.sum(1)
    return normalize(vectors, dim=1) if unit else vectors


def pooled_packed(hidden: torch.Tensor, layout: Layout, pooling: Literal["cls", "mean"], unit: bool) -> torch.Tensor:
    """One vector per text in the order of the caller, shape ``(n, dim)``, at least fp32, of length 1 if ``unit``.

    ``hidden`` holds the first token of each text for ``cls``, ``(n, dim)``, and all tokens for ``mean``.
    """
    vectors = _precise(hidden)
    if pooling == "mean":
        sums = vectors.new_zeros(len(layout.lengths), vectors.shape[1]).index_add(0, layout.text_of_token, vectors)
        vectors = sums / layout.starts.diff().unsqueeze(1)
    vectors = vectors.index_select(0, layout.back)
    return normalize(vectors, dim=1) if unit else vectors


def _precise(states: torch.Tensor) -> torch.Tensor:
    """``states`` in fp32, or in fp64 if they are."""
    return states.to(torch.promote_types(states.dtype, torch.float32))


def packed_batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """The indices of ``lengths``, longest first, in groups of at most ``budget`` tokens, without padding.

    A text longer than the budget makes a group of its own.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    groups: list[list[int]] = []
    left = 0
    for index in order:
        if groups and lengths[index] <= left:
            groups[-1].append(index)
        else:
            groups.append([index])
            left = budget
        left -= lengths[index]
    return groups


def batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """The indices of ``lengths``, longest first, in groups whose padded size (count x longest) is at most ``budget``.

    A text longer than the budget makes a group of its own.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    groups: list[list[int]] = []
    for index in order:
        if groups and lengths[groups[-1][0]] * (len(groups[-1]) + 1) <= budget:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
