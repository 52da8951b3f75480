"""The distance between vectors, in pairs and of all to all, as losses, mining and the checks on held-out triplets use it."""

from typing import cast

import torch
from torch import Tensor
from torch.nn import functional

from specter2_gui.domain.distance import Distance

_ROUNDINGS = 8
"""So many units in the last place can a squared distance be wrong that is a difference of larger numbers."""


def row_distances(left: Tensor, right: Tensor, distance: Distance) -> Tensor:
    """Distance of each row of ``left`` (n, d) to the same row of ``right`` (n, d): n numbers.

    ``l2`` is the Euclidean distance with 1e-6 added to each difference, as ``torch.nn.TripletMarginLoss`` does,
    which keeps the gradient of equal vectors finite; ``cosine`` is 1 minus the cosine similarity, from 0 to 2.
    """
    if distance == "l2":
        return functional.pairwise_distance(left, right, p=2.0, eps=1e-6)
    return 1.0 - functional.cosine_similarity(left, right, dim=-1)


def all_distances(queries: Tensor, papers: Tensor, distance: Distance) -> Tensor:
    """Distance of each row of ``queries`` (q, d) to each row of ``papers`` (c, d): (q, c), by one matrix product.

    No copy of ``papers`` is made, so that they may be a large collection. Equal vectors have a finite gradient. In
    ``l2`` a distance that rounding hides counts as the least that it does not hide, and has the gradient 0.
    """
    lengths = _lengths(papers)
    if distance == "cosine":
        directions = functional.normalize(queries, dim=1)
        return 1.0 - directions @ papers.T / lengths.clamp_min(1e-12)
    squares = queries.square().sum(dim=1, keepdim=True) + lengths.square()
    least = (squares * (_ROUNDINGS * torch.finfo(queries.dtype).eps)).detach()
    return torch.maximum(torch.addmm(squares, queries, papers.T, alpha=-2.0), least).clamp_min(_TINY).sqrt()


def _lengths(vectors: Tensor) -> Tensor:
    found = torch.linalg.vector_norm(vectors, dim=1)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped
    return cast("Tensor", found)


_TINY = 1e-30  # for two vectors of zeros: the root of nought has no finite gradient
