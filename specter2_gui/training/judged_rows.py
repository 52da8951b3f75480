"""The judged queries and the collection of a run as indices of its texts, and their figures by the present adapters."""

from typing import Any

import numpy as np

from specter2_gui.domain.distance import Distance
from specter2_gui.domain.events import Figures
from specter2_gui.domain.papers import Role
from specter2_gui.training.batches import Rows
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.judging import Figured, Judged


class JudgedRows:
    """Judged held-out queries ``queries`` and papers ``papers``, both in the order of ``judged``."""

    def __init__(self, judged: Judged, queries: Rows, papers: Rows) -> None:
        self._judged = judged
        self._queries = queries
        self._papers = papers
        self._pool = np.arange(len(papers), dtype=np.int64)
        self.is_whole = True

    @property
    def query_count(self) -> int:
        """How many queries are measured."""
        return len(self._queries)

    @property
    def paper_count(self) -> int:
        """How many papers the collection has."""
        return len(self._papers)

    @property
    def bm25(self) -> Figures:
        """The figures of keyword search."""
        return self._judged.bm25

    def narrow(self, embedder: Embedder, distance: Distance) -> None:
        """Search only a pool from now on: the papers that are judged, or near by keywords or by the present adapters.

        Where the papers learn, each check encodes them anew, which a whole collection would make too slow.
        """
        ranked = self._judged.rankings(*self._vectors(embedder, np.arange(len(self._papers))), distance)
        self._pool = np.array(sorted(self._judged.pool(ranked)), dtype=np.int64)
        self.is_whole = len(self._pool) == len(self._papers)

    def figures(self, embedder: Embedder, distance: Distance, *, whole: bool) -> Figured:
        """The measures over the whole collection, or over the pool."""
        chosen = np.arange(len(self._papers), dtype=np.int64) if whole else self._pool
        return self._judged.figures(*self._vectors(embedder, chosen), distance, rows=chosen)

    def _vectors(self, embedder: Embedder, chosen: Rows) -> tuple[Any, Any]:
        queries = embedder.encode(Role.QUERY, self._queries).cpu().numpy()
        return queries, embedder.encode(Role.PAPER, self._papers[chosen]).cpu().numpy()
