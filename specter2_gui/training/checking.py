"""How well vectors tell positives from negatives on the held-out triplets, and whether they have run together."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from specter2_gui.training.batches import Rows, batch_of
from specter2_gui.training.distances import Distance, row_distances
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.losses import Loss

_ROWS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Check:
    """Held-out triplets: mean loss, share with the positive nearer than the negative, and how alike the vectors are.

    ``similarity`` is the larger of the mean cosines over all pairs of queries and over all pairs of papers.
    """

    loss: float
    triplet_accuracy: float
    similarity: float

    def better_than(self, other: "Check") -> bool:
        """Whether more triplets are in order, or as many at a lower loss."""
        return (self.triplet_accuracy, -self.loss) > (other.triplet_accuracy, -other.loss)


def check(embedder: Embedder, rows: Rows, loss: Loss, margin: float, distance: Distance) -> Check:
    """Measure the triplets of ``rows`` (at least one) with the present adapters; no gradient is kept."""
    batch = batch_of(rows)
    with torch.no_grad():
        query_vectors, paper_vectors = embedder.queries(batch.queries), embedder.papers(batch.papers)
        losses, correct = 0.0, 0
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            query = _take(query_vectors, batch.query[part])
            positive, negative = (_take(paper_vectors, side[part]) for side in (batch.positive, batch.negative))
            losses += float(loss(query, positive, negative, margin=margin, distance=distance)) * len(query)
            nearer = row_distances(query, positive, distance) < row_distances(query, negative, distance)
            correct += int(nearer.sum())
        similarity = max(mean_cosine(query_vectors), mean_cosine(paper_vectors))
    return Check(losses / len(rows), correct / len(rows), similarity)


def mean_cosine(vectors: Tensor) -> float:
    """Mean cosine over all pairs of different rows of ``vectors`` (n, d); 0 where there is no pair.

    The sum over pairs is the squared length of the sum of the unit vectors, less the n pairs of a row with itself.
    """
    count = len(vectors)
    if count < 2:
        return 0.0
    total = functional.normalize(vectors.double(), dim=1).sum(dim=0)
    return float((total @ total - count) / (count * (count - 1)))


def _take(vectors: Tensor, index: Rows) -> Tensor:
    return vectors.index_select(0, torch.as_tensor(index, device=vectors.device))
