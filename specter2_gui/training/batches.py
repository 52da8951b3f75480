"""The texts of a run, tokenised once, and the triplets of each step as indices into them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder

Rows = NDArray[np.int64]
"""Indices; triplets as (n, 3): query, positive paper, negative paper."""

TokenIds = list[list[int]]

QUERY, POSITIVE, NEGATIVE = 0, 1, 2
"""The columns of triplets in :data:`Rows`."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The distinct texts of each role, and their tokens: ``query_ids[i]`` belongs to the query ``i`` in the rows."""

    queries: Sequence[str]
    papers: Sequence[str]
    query_ids: TokenIds
    paper_ids: TokenIds


@dataclass(frozen=True, slots=True)
class Material:
    """All a run works on: texts, the triplets of each group, and where further queries and papers are among the texts."""

    texts: Texts
    groups: tuple[Rows, ...]
    queries: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    papers: Rows = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Batch:
    """The triplets of one step: the distinct texts to encode, and where each triplet finds its three.

    ``queries`` and ``papers`` index :class:`Texts`; ``triplets`` (n, 3) indexes ``queries`` and ``papers``.
    """

    queries: Rows
    papers: Rows
    triplets: Rows

    def __len__(self) -> int:
        return len(self.triplets)


def prepare(
    encoder: Encoder, *groups: Sequence[Triplet], queries: Sequence[str] = (), papers: Sequence[Paper] = ()
) -> Material:
    """Tokenise every distinct (role, text) of all ``groups``, and of further ``queries`` and ``papers``, once.

    Papers with the same text are one paper, also when the text is divided differently into title and abstract.
    """
    triplets = [triplet for group in groups for triplet in group]
    query_index, query_texts = _distinct([*(triplet.query for triplet in triplets), *queries])
    sides = [triplet.positive for triplet in triplets] + [triplet.negative for triplet in triplets]
    paper_index, paper_texts = _distinct(encoder.texts_of([*papers, *(Paper("", *side) for side in sides)]))
    further, positive, negative = np.split(paper_index, [len(papers), len(papers) + len(triplets)])
    rows = np.stack([query_index[: len(triplets)], positive, negative], axis=1)
    ends = np.cumsum([len(group) for group in groups])[:-1]
    texts = Texts(query_texts, paper_texts, encoder.tokenize(query_texts), encoder.tokenize(paper_texts))
    return Material(texts, tuple(np.split(rows, ends)), query_index[len(triplets) :], further)


def batch_of(rows: Rows) -> Batch:
    """The triplets of ``rows`` with each distinct query and paper named once."""
    queries, query = np.unique(rows[:, QUERY], return_inverse=True)
    papers, sides = np.unique(rows[:, POSITIVE:], return_inverse=True)
    return Batch(queries, papers, np.column_stack([query.reshape(-1), sides.reshape(len(rows), 2)]))


def _distinct(texts: Sequence[str]) -> tuple[Rows, list[str]]:
    """The distinct ``texts`` in order of first appearance, and the index of each text among them."""
    places: dict[str, int] = {}
    index = np.array([places.setdefault(text, len(places)) for text in texts], dtype=np.int64)
    return index, list(places)
