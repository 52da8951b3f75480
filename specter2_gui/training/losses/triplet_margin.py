"""In each triplet the paper that answers has to be nearer to the query than the one that does not, by the margin.

Source: Schroff et al. (2015), "FaceNet"; with ``l2`` the same as ``torch.nn.TripletMarginLoss``.
"""

from torch import Tensor

from specter2_gui.training.distances import row_distances
from specter2_gui.training.step_vectors import LossOptions, StepVectors


def loss(step: StepVectors, options: LossOptions) -> Tensor:
    """Mean over triplets of ``max(d(query, positive) - d(query, negative) + margin, 0)``, without dimensions.

    It is 0 when every negative is far enough away. The triplets count as they stand: ``step.answers`` is not asked.
    """
    queries, positives, negatives = step.triplets.unbind(dim=1)
    query = step.queries.index_select(0, queries)
    positive, negative = step.papers.index_select(0, positives), step.papers.index_select(0, negatives)
    gap = row_distances(query, positive, options.distance) - row_distances(query, negative, options.distance)
    return (gap + options.margin).clamp_min(0.0).mean()
