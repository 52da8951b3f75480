"""Triplet margin loss: the negative has to be further from the query than the positive, by the margin."""

from torch import Tensor

from specter2_gui.training.distances import Distance, row_distances


def triplet_margin(query: Tensor, positive: Tensor, negative: Tensor, margin: float, distance: Distance) -> Tensor:
    """Mean over rows of ``max(d(query, positive) - d(query, negative) + margin, 0)``.

    The three tensors are (n, d); the answer has no dimensions and is 0 when every negative is far enough away.
    Source: Schroff et al. (2015), "FaceNet"; with ``l2`` the same as ``torch.nn.TripletMarginLoss``.
    """
    gap = row_distances(query, positive, distance) - row_distances(query, negative, distance)
    return (gap + margin).clamp_min(0.0).mean()


loss = triplet_margin
