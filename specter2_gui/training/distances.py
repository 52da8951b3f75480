"""The distance between vectors in rows, as the losses and the checks on held-out triplets use it."""

from torch import Tensor
from torch.nn import functional

from specter2_gui.domain.distance import Distance




def row_distances(left: Tensor, right: Tensor, distance: Distance) -> Tensor:
    """Distance of each row of ``left`` (n, d) to the same row of ``right`` (n, d): n numbers.

    ``l2`` is the Euclidean distance with 1e-6 added to each difference, as ``torch.nn.TripletMarginLoss`` does,
    which keeps the gradient of equal vectors finite; ``cosine`` is 1 minus the cosine similarity, from 0 to 2.
    """
    if distance == "l2":
        return functional.pairwise_distance(left, right, p=2.0, eps=1e-6)
    return 1.0 - functional.cosine_similarity(left, right, dim=-1)
