"""Which papers are known to answer which query, so that no loss takes one of them for a negative."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from specter2_gui.training.batches import POSITIVE, QUERY, Rows

Mask = NDArray[np.bool_]


class Answers:
    """The known answers of each query, as indices of papers; unknown queries have none."""

    def __init__(self, triplets: Iterable[Rows]) -> None:
        self._of: dict[int, set[int]] = {}
        for rows in triplets:
            for query, paper in rows[:, [QUERY, POSITIVE]].tolist():
                self.add(query, (paper,))

    def add(self, query: int, papers: Iterable[int]) -> None:
        """``papers`` answer ``query`` as well."""
        self._of.setdefault(query, set()).update(papers)

    def mask(self, queries: Rows, papers: Rows) -> Mask:
        """(len(queries), len(papers)): True where the paper is known to answer the query."""
        found = np.zeros((len(queries), len(papers)), np.bool_)
        for row, query in enumerate(queries.tolist()):
            known = self._of.get(query)
            if known:
                found[row] = np.isin(papers, np.fromiter(known, np.int64, len(known)))
        return found
