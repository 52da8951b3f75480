"""Exact search among vectors: every paper is compared, ties are decided by the order of the papers."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from specter2_gui.domain.distance import Distance
from specter2_gui.domain.errors import UserError

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

_BLOCK_BYTES = 32 * 2**20


def rank(
    query_vectors: NDArray[np.float32], paper_vectors: NDArray[np.float32], distance: Distance, k: int
) -> tuple[Indices, Floats]:
    """The ``k`` nearest papers of each query, nearest first.

    Args:
        query_vectors: (q, d), finite.
        paper_vectors: (n, d), finite.
        distance: ``l2`` (score: minus the Euclidean distance) or ``cosine`` (score: cosine similarity, 0 for a
            vector of zeros).
        k: how many papers per query; all n where there are fewer.

    Returns:
        Row numbers of ``paper_vectors``, int64 (q, min(k, n)), and their scores, float64 of the same shape, each row
        falling. Equal scores stand in the order of the papers, and equal vectors have equal scores, whatever the
        sizes of the arrays. Beyond the inputs about 150 MB are used, or 8 n bytes where that is more.

    Raises:
        UserError: a vector holds something that is not a finite number.
        ValueError: the shapes do not fit, or ``k`` is negative.
    """
    _check(query_vectors, paper_vectors, k)
    found = min(k, len(paper_vectors))
    indices = np.empty((len(query_vectors), found), np.int64)
    scores = np.empty((len(query_vectors), found), np.float64)
    step = max(1, _BLOCK_BYTES // (8 * max(1, len(paper_vectors))))
    for start in range(0, len(query_vectors) if found else 0, step):
        queries = _prepared(query_vectors[start : start + step], distance)
        estimates = _estimates(queries, paper_vectors, distance)
        for row, (query, estimate) in enumerate(zip(queries, estimates, strict=True), start=start):
            indices[row], scores[row] = _nearest(query, estimate, paper_vectors, distance, found)
    return indices, scores


def _check(query_vectors: NDArray[np.float32], paper_vectors: NDArray[np.float32], k: int) -> None:
    if query_vectors.ndim != 2 or paper_vectors.ndim != 2 or query_vectors.shape[1] != paper_vectors.shape[1]:
        raise ValueError(f"queries {query_vectors.shape} and papers {paper_vectors.shape} do not fit")
    if k < 0:
        raise ValueError(f"k is {k}")
    for vectors, name in ((query_vectors, "query"), (paper_vectors, "paper")):
        with np.errstate(invalid="ignore"):  # a sum is finite only if every part is, and needs no array of their size
            broken = np.flatnonzero(~np.isfinite(vectors.sum(axis=1, dtype=np.float64)))
        if len(broken):
            raise UserError(
                "The search could not compare the papers",
                f"the model gave no finite numbers for {name} {broken[0] + 1} of {len(vectors)}",
                "Search with another model, or train this one again with a smaller learning rate",
            )


def _prepared(vectors: NDArray[np.float32], distance: Distance) -> Floats:
    """``vectors`` in float64, for cosine with length 1 (zeros stay zeros)."""
    exact = np.ascontiguousarray(vectors, dtype=np.float64)
    if distance == "l2":
        return exact
    lengths = np.sqrt((exact * exact).sum(axis=1, keepdims=True))
    return np.divide(exact, lengths, out=np.zeros_like(exact), where=lengths > 0)


def _estimates(queries: Floats, paper_vectors: NDArray[np.float32], distance: Distance) -> Floats:
    """Fast scores (q, n): cosine similarity, or minus the squared distance as ``2 q p - q q - p p``."""
    estimates = np.empty((len(queries), len(paper_vectors)), np.float64)
    for part in _parts(len(paper_vectors), queries.shape[1]):
        papers = _prepared(paper_vectors[part], distance)
        estimates[:, part] = queries @ papers.T
        if distance == "l2":
            estimates[:, part] = 2 * estimates[:, part] - (papers * papers).sum(axis=1)
    if distance == "l2":
        estimates -= (queries * queries).sum(axis=1, keepdims=True)
    return estimates


def _nearest(
    query: Floats, estimates: Floats, paper_vectors: NDArray[np.float32], distance: Distance, k: int
) -> tuple[Indices, Floats]:
    """The ``k`` best rows for one query: chosen generously by ``estimates``, scored again exactly, then sorted.

    The estimates of two near-equal vectors differ by rounding alone (``|q|² + |p|² - 2qp`` cancels), and a matrix
    product may give equal rows different last digits. So every paper whose estimate lies within the largest
    possible rounding error of the k-th best is a candidate, and candidates are compared by sums of their own.
    """
    kth = np.partition(estimates, len(estimates) - k)[len(estimates) - k]
    size = float((query * query).sum())
    if distance == "l2":  # |p| is at most |q| + distance, for every paper that can be among the first k
        size = 8 * (size + max(0.0, -float(kth)))
    margin = 4 * (len(query) + 8) * np.finfo(np.float64).eps * size
    candidates = np.flatnonzero(estimates >= kth - margin)
    exact = np.empty(len(candidates), np.float64)
    for part in _parts(len(candidates), len(query)):
        exact[part] = _scores(query, _prepared(paper_vectors[candidates[part]], distance), distance)
    order = np.argsort(-exact, kind="stable")[:k]
    return candidates[order], exact[order]


def _scores(query: Floats, papers: Floats, distance: Distance) -> Floats:
    """Scores (n,) of ``papers`` (n, d), each summed on its own in the same order of its numbers."""
    if distance == "cosine":
        return np.clip((papers * query).sum(axis=1), -1.0, 1.0)
    difference = papers - query
    return -np.sqrt((difference * difference).sum(axis=1))


def _parts(count: int, width: int) -> Iterator[slice]:
    """Slices that cover ``range(count)`` in rows of ``width`` float64 numbers, each within the block size."""
    step = max(1, _BLOCK_BYTES // (8 * max(1, width)))
    return (slice(start, start + step) for start in range(0, count, step))
