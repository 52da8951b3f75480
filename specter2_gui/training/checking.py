"""How well the present adapters do on held-out queries: triplets in order, measures by judgements, vectors run together."""

import math
import statistics
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from specter2_gui.domain.distance import Distance
from specter2_gui.domain.events import Figures
from specter2_gui.domain.papers import Role
from specter2_gui.training.batches import NEGATIVE, POSITIVE, QUERY, Rows
from specter2_gui.training.distances import row_distances
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.gradients import Objective
from specter2_gui.training.judged_rows import JudgedRows
from specter2_gui.training.run_files import JUDGED_METRIC, METRIC
from specter2_gui.training.sampling import fixed_batches


@dataclass(frozen=True, slots=True)
class Check:
    """Held-out queries: mean loss, share of triplets with the positive nearer, and how alike the vectors are.

    ``similarity`` is the larger of the mean cosines over all pairs of queries and over all pairs of papers.
    ``figures`` are measures by judgements, where there are any; ``by_query`` is the deciding metric query by query.
    """

    loss: float
    triplet_accuracy: float
    similarity: float
    figures: Figures | None = None
    by_query: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def metric(self) -> str:
        """The name of the figure that decides which model is the best."""
        return METRIC if self.figures is None else JUDGED_METRIC

    @property
    def value(self) -> float:
        """That figure."""
        return self.triplet_accuracy if self.figures is None else self.figures[JUDGED_METRIC]

    def better_than(self, best: "Check", start: "Check") -> bool:
        """Whether this model is to replace the ``best`` so far, both having come from the untouched one of ``start``.

        It is if its deciding figure is higher by more than the standard error of the change, query by query; or if
        it is within that error and the held-out loss is lower: among models that a few held-out queries cannot tell
        apart, the loss, which sees more of each query, decides (the one-standard-error rule of Breiman et al. 1984).
        Never is it if the figure is below that of the untouched model.
        """
        if self.value < start.value - _NOTHING:
            return False
        change, error = _change(best.by_query, self.by_query)
        return change > error + _NOTHING or (change >= -error - _NOTHING and self.loss < best.loss)

    def as_record(self) -> dict[str, Any]:
        """Plain values that :meth:`of_record` understands."""
        return asdict(self)

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Check":
        """The check that :meth:`as_record` described."""
        return cls(**record)


def _change(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[float, float]:
    """The mean change of the deciding figure over the queries, and its standard error; 0 where one query tells none."""
    changes = [after[query] - before[query] for query in before]
    error = statistics.stdev(changes) / math.sqrt(len(changes)) if len(changes) > 1 else 0.0
    return statistics.fmean(changes), error


_NOTHING = 1e-9  # sums of equal parts in another order differ in the last digits, which must not decide


class Checker:
    """Measures the present adapters, always on the same held-out queries."""

    def __init__(
        self,
        embedder: Embedder,
        objective: Objective,
        rows: Rows,
        batch_size: int,
        distance: Distance,
        names: Mapping[int, str],
        judged: JudgedRows | None,
    ) -> None:
        """``rows`` are the held-out triplets (at least one), ``names`` tells what to call the query of an index."""
        self._embedder = embedder
        self._objective = objective
        self._batches = list(fixed_batches(rows, batch_size))
        self._rows = rows
        self._distance: Distance = distance
        self._names = names
        self._judged = judged
        self._queries = np.unique(rows[:, QUERY])
        self._papers = np.unique(rows[:, POSITIVE:])

    def check(self, *, whole: bool = False) -> Check:
        """Measure; no gradient is kept. ``whole`` searches the whole collection where otherwise a part of it is."""
        with torch.no_grad():
            queries = self._embedder.encode(Role.QUERY, self._queries)
            papers = self._embedder.encode(Role.PAPER, self._papers)
            loss = self._loss(queries, papers)
            nearer = self._in_order(queries, papers)
            similarity = max(mean_cosine(queries), mean_cosine(papers))
        found = self._judged.figures(self._embedder, self._distance, whole=whole) if self._judged else None
        return Check(
            loss,
            float(nearer.mean()),
            similarity,
            None if found is None else dict(found.means),
            self._by_query(nearer) if found is None else dict(found.by_query),
        )

    def _loss(self, queries: Tensor, papers: Tensor) -> float:
        total = 0.0
        for batch in self._batches:
            chosen = (
                _take(queries, self._queries.searchsorted(batch.queries)),
                _take(papers, self._papers.searchsorted(batch.papers)),
            )
            total += float(self._objective.of(batch, *chosen)) * len(batch)
        return total / len(self._rows)

    def _in_order(self, queries: Tensor, papers: Tensor) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """One truth a triplet: whether its positive is nearer than its negative."""
        query = _take(queries, self._queries.searchsorted(self._rows[:, QUERY]))
        positive, negative = (
            _take(papers, self._papers.searchsorted(self._rows[:, side])) for side in (POSITIVE, NEGATIVE)
        )
        nearer = row_distances(query, positive, self._distance) < row_distances(query, negative, self._distance)
        return nearer.cpu().numpy()

    def _by_query(self, nearer: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[str, float]:
        return {
            self._names[query]: float(nearer[self._rows[:, QUERY] == query].mean()) for query in self._queries.tolist()
        }


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
