"""What the losses with many negatives share: each positive against all papers that are no answer, by a softmax."""

import torch
from torch import Tensor
from torch.nn import functional

from specter2_gui.training.distances import all_distances
from specter2_gui.training.step_vectors import LossOptions, StepVectors


def similarities(queries: Tensor, papers: Tensor, options: LossOptions) -> Tensor:
    """(q, c): minus the distance, by the temperature; a softmax of it is that of the cosine by the temperature."""
    return all_distances(queries, papers, options.distance) / -options.temperature


def pairs_of(step: StepVectors) -> Tensor:
    """(q, p) bool: True where a triplet of the step names the paper as positive of the query."""
    pairs = torch.zeros_like(step.answers)
    pairs[step.triplets[:, 0], step.triplets[:, 1]] = True
    return pairs


def mean_over_pairs(near: Tensor, pairs: Tensor, rivals: Tensor, known: Tensor) -> Tensor:
    """Mean over the True entries of ``pairs`` (q, p) of the cross-entropy of that paper among its rivals.

    ``near`` (q, p) are the similarities to the papers of the step, ``rivals`` (q, c) those to all papers that compete;
    where ``known`` (q, c) is True the paper is an answer and competes with none. The sum over the rivals is made once
    a query: with ``rest`` its logarithm, the loss of a pair is ``-log(exp(near) / (exp(near) + exp(rest)))``. A query
    without rivals costs 0.
    """
    rest = rivals.masked_fill(known, -torch.inf).logsumexp(dim=1, keepdim=True)
    losses = -functional.logsigmoid(near - rest)  # a difference of two logarithms would lose a loss near 0
    return losses.masked_fill(~pairs, 0.0).sum() / pairs.sum()
