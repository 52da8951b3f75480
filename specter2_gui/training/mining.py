"""Hard negatives: papers near a query that nobody has judged, yet clearly further away than what answers it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from specter2_gui.domain.distance import Distance
from specter2_gui.training.answers import Answers
from specter2_gui.training.batches import NEGATIVE, POSITIVE, QUERY, Rows
from specter2_gui.training.distances import all_distances

_NUMBERS_AT_ONCE = 16_000_000
"""Distances held at a time: 16 queries against a million papers."""

_ROUNDING = 1e-5
"""What is further away than the positive by less than this, or by less than this part, is no further by a product in
32 bits."""


@dataclass(frozen=True, slots=True)
class MinedTriplets:
    """Triplets whose negative was found by a model: nobody has judged that it does not answer.

    ``rows`` (m, 3) are query, positive and mined negative; the triplets of a pair of query and positive stand
    together, the nearest negative first. ``pairs`` counts the pairs, ``short`` those with fewer negatives than asked
    for, and ``low`` those whose positive is further from the query than half of all papers: the model has not found
    it, and what is further away still is no hard negative.
    """

    rows: Rows
    pairs: int
    short: int
    low: int

    def __len__(self) -> int:
        return len(self.rows)


def mine(
    queries: Tensor,
    papers: Tensor,
    triplets: Rows,
    answers: Answers,
    distance: Distance,
    count: int,
    share: float,
    stop: Callable[[], None] | None = None,
) -> MinedTriplets:
    """For each distinct pair of query and positive in ``triplets`` (n, 3) its ``count`` nearest possible negatives.

    ``queries`` (q, d) and ``papers`` (c, d), both float32 on one device, hold what ``triplets`` and ``answers`` index.
    Never mined is a known answer of the query, a negative it already has, or a paper that scores above ``share``
    (over 0, at most 1) of the positive's score: with ``cosine`` the score is the similarity s, and the limit
    ``s - (1 - share) * |s|``, which is ``share * s`` unless s is negative; with ``l2`` the distance has to be the
    positive's divided by ``share`` or more. A paper as near as the positive is never mined. Of equal distances the
    lower index comes first. ``stop`` is called now and then, and may raise to end the work.

    Source: Moreira et al. (2024), "NV-Retriever", where it is called TopK-PercPos.
    """
    found, short, low = [np.zeros((0, 3), np.int64)], 0, 0
    pairs = np.unique(triplets[:, [QUERY, POSITIVE]], axis=0)
    for query, row in _distances_by_query(queries, papers, np.unique(pairs[:, 0]), distance, stop):
        open_to = row.masked_fill(_closed_to(query, triplets, answers, row), torch.inf)
        for positive in pairs[pairs[:, 0] == query, 1].tolist():
            least = _least_distance(float(row[positive]), distance, share)
            negatives = _nearest(open_to.masked_fill(row < least, torch.inf), count)
            found.append(np.column_stack([np.full((len(negatives), 2), (query, positive)), negatives]))
            short += len(negatives) < count
            low += int((row < row[positive]).sum()) * 2 > len(papers)
    return MinedTriplets(np.concatenate(found), pairs=len(pairs), short=short, low=low)


def _distances_by_query(
    queries: Tensor, papers: Tensor, wanted: Rows, distance: Distance, stop: Callable[[], None] | None
) -> Iterator[tuple[int, Tensor]]:
    """Each of the queries ``wanted`` with its distances (c,) to all papers, many queries a matrix product."""
    at_once = max(1, _NUMBERS_AT_ONCE // max(1, len(papers)))
    for start in range(0, len(wanted), at_once):
        if stop is not None:
            stop()
        part = wanted[start : start + at_once]
        with torch.no_grad():  # closed again before a row is given away
            chosen = queries.index_select(0, torch.as_tensor(part, device=queries.device))
            rows = all_distances(chosen, papers, distance)
        yield from zip(part.tolist(), rows, strict=True)


def _closed_to(query: int, triplets: Rows, answers: Answers, row: Tensor) -> Tensor:
    """(c,) bool: True where a paper is a known answer of ``query``, or its positive or negative in a triplet."""
    closed = answers.mask(np.array([query]), np.arange(len(row), dtype=np.int64))[0]
    closed[triplets[triplets[:, QUERY] == query][:, [POSITIVE, NEGATIVE]]] = True
    return torch.as_tensor(closed, device=row.device)


def _least_distance(positive: float, distance: Distance, share: float) -> float:
    """How far away a negative has to be where the positive has the distance ``positive``."""
    by_share = positive / share if distance == "l2" else positive + (1.0 - share) * abs(1.0 - positive)
    return max(by_share, positive + max(_ROUNDING, _ROUNDING * positive))


def _nearest(distances: Tensor, count: int) -> Rows:
    """The places of the ``count`` least finite ``distances`` (c,), the least first, of equal ones the lower place."""
    count = min(count, len(distances))
    if not count:
        return np.zeros(0, np.int64)
    bound = distances.topk(count, largest=False).values[-1]
    places = torch.nonzero((distances <= bound) & distances.isfinite()).squeeze(1)
    order = distances[places].sort(stable=True).indices
    return places[order][:count].cpu().numpy()
