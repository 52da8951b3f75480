"""The loss of one step, each distinct text of it encoded once."""

import torch
from torch import Tensor

from specter2_gui.training.batches import Batch, Rows
from specter2_gui.training.distances import Distance
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.losses import Loss


def batch_loss(embedder: Embedder, batch: Batch, loss: Loss, margin: float, distance: Distance) -> Tensor:
    """The mean loss of the triplets in ``batch``, a tensor without dimensions.

    Loss and gradient are those of three forwards a triplet: a text that occurs in several triplets is encoded once,
    and indexing adds up its gradients. The caller sets the gradient mode.
    """
    queries, papers = embedder.queries(batch.queries), embedder.papers(batch.papers)
    query, positive, negative = (
        _rows(queries, batch.query),
        _rows(papers, batch.positive),
        _rows(papers, batch.negative),
    )
    return loss(query, positive, negative, margin=margin, distance=distance)


def _rows(vectors: Tensor, index: Rows) -> Tensor:
    return vectors.index_select(0, torch.as_tensor(index, device=vectors.device))
