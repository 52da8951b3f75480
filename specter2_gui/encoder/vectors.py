"""From token ids to vectors: padding, batches by token budget, pooling; pure functions."""

from collections.abc import Sequence
from typing import Literal

import torch
from torch.nn.functional import normalize


def padded(token_ids: Sequence[Sequence[int]], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
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
    states = hidden.float()
    if pooling == "cls":
        vectors = states[:, 0]
    else:
        weights = mask.unsqueeze(-1).to(states.dtype)
        vectors = (states * weights).sum(1) / weights.sum(1)
    return normalize(vectors, dim=1) if unit else vectors


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
