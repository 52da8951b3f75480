"""What a loss is given: the vectors of one step, and which paper is what to which query."""

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from specter2_gui.domain.distance import Distance


@dataclass(frozen=True, slots=True)
class Collection:
    """The vectors (c, d) of all papers at hand, constant; a gradient flows to those of the step alone.

    ``answers`` (q, c) is True where a paper is known to answer a query of the step; ``places`` (p,) int64 tells
    which row of the collection each paper of the step has.
    """

    vectors: Tensor
    answers: Tensor
    places: Tensor


@dataclass(frozen=True, slots=True)
class StepVectors:
    """The distinct texts of one step as vectors, float32, all on one device.

    ``queries`` (q, d) and ``papers`` (p, d) hold each text once. ``triplets`` (n, 3) int64 holds, row by row, the
    places of a query, its positive and its negative in them. ``answers`` (q, p) bool is True where a paper is known
    to answer a query, whether or not this step says so: such a paper is never a negative of that query.
    ``collection`` is None unless the loss asks for it.
    """

    queries: Tensor
    papers: Tensor
    triplets: Tensor
    answers: Tensor
    collection: Collection | None = None


@dataclass(frozen=True, slots=True)
class LossOptions:
    """How vectors are compared: ``margin`` and ``temperature`` are in the units of ``distance``."""

    distance: Distance
    margin: float
    temperature: float


class Loss(Protocol):
    """A pure function of the vectors of a step."""

    def __call__(self, step: StepVectors, options: LossOptions) -> Tensor:
        """The mean loss, a tensor without dimensions."""
        ...
