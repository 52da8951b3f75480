"""The loss of one step and its gradient: each distinct text encoded once, in as many passes as the memory allows."""

from dataclasses import dataclass

import torch
from torch import Tensor

from specter2_gui.domain.papers import Role
from specter2_gui.training.answers import Answers, Mask
from specter2_gui.training.batches import Batch, Rows
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.step_vectors import Collection, Loss, LossOptions, StepVectors


@dataclass(slots=True)
class CollectionVectors:
    """The papers a loss sees beside those of the step: their indices (sorted) and their vectors, constant."""

    papers: Rows
    vectors: Tensor


class Objective:
    """A loss with all it needs to look at a batch."""

    def __init__(self, loss: Loss, options: LossOptions, answers: Answers) -> None:
        self._loss = loss
        self._options = options
        self._answers = answers
        self.collection: CollectionVectors | None = None

    def of(self, batch: Batch, queries: Tensor, papers: Tensor) -> Tensor:
        """The mean loss of ``batch``, given the vectors of its distinct queries and papers; no dimensions."""
        device = queries.device
        step = StepVectors(
            queries=queries,
            papers=papers,
            triplets=torch.as_tensor(batch.triplets, device=device),
            answers=_on(self._answers.mask(batch.queries, batch.papers), device),
            collection=self._collection_of(batch, device),
        )
        return self._loss(step, self._options)

    def _collection_of(self, batch: Batch, device: torch.device) -> Collection | None:
        if self.collection is None:
            return None
        places = self.collection.papers.searchsorted(batch.papers)
        answers = self._answers.mask(batch.queries, self.collection.papers)
        return Collection(self.collection.vectors, _on(answers, device), torch.as_tensor(places, device=device))


def add_gradient(embedder: Embedder, objective: Objective, batch: Batch) -> Tensor:
    """Add the gradient of the loss of ``batch`` to the parameters; gives the loss, without dimensions or gradient.

    Loss and gradient are those of three forwards a triplet. A step of more tokens than the embedder's budget is
    encoded twice: first all of it without gradient, for the loss and its gradient by the vectors; then part by part
    with gradient, each part receiving that of its vectors (Gao et al. 2021, "Scaling Deep Contrastive Learning Batch
    Size under Memory Limited Setup"). It is exact for every loss, since a loss sees vectors alone.
    """
    tokens = embedder.tokens(Role.QUERY, batch.queries)
    if embedder.papers_learn:
        tokens += embedder.tokens(Role.PAPER, batch.papers)
    with torch.enable_grad():
        return (
            _in_one(embedder, objective, batch) if tokens <= embedder.budget else _in_parts(embedder, objective, batch)
        )


def _in_one(embedder: Embedder, objective: Objective, batch: Batch) -> Tensor:
    if embedder.papers_learn:
        queries, papers = embedder.forward_both(batch.queries, batch.papers)
    else:
        queries, papers = embedder.forward(Role.QUERY, batch.queries), embedder.encode(Role.PAPER, batch.papers)
    loss = objective.of(batch, queries, papers)
    loss.backward()  # pyright: ignore[reportUnknownMemberType] - torch leaves its arguments untyped
    return loss.detach()


def _in_parts(embedder: Embedder, objective: Objective, batch: Batch) -> Tensor:
    sides = {Role.QUERY: batch.queries, Role.PAPER: batch.papers}
    vectors = {role: embedder.encode(role, index) for role, index in sides.items()}
    learning = [Role.QUERY, Role.PAPER] if embedder.papers_learn else [Role.QUERY]
    for role in learning:
        vectors[role].requires_grad_()
    loss = objective.of(batch, vectors[Role.QUERY], vectors[Role.PAPER])
    loss.backward()  # pyright: ignore[reportUnknownMemberType] - torch leaves its arguments untyped
    for role in learning:
        gradient = vectors[role].grad
        if gradient is None:  # the loss does not look at them
            continue
        for part in embedder.parts(role, sides[role]):
            found = embedder.forward(role, sides[role][part])
            torch.autograd.backward([found], [gradient[part]])
    return loss.detach()


def _on(mask: Mask, device: torch.device) -> Tensor:
    return torch.as_tensor(mask).to(device, non_blocking=True)
