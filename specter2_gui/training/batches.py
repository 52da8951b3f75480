"""The texts of a run, tokenised once, and the triplets of each step as indices into them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder

Rows = NDArray[np.int64]
"""Triplets as (n, 3) indices: query, positive paper, negative paper."""

TokenIds = list[list[int]]

QUERY, POSITIVE, NEGATIVE = 0, 1, 2
"""The columns of :data:`Rows`."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The distinct texts of one role: ``token_ids[i]`` belongs to index ``i`` in the rows."""

    queries: TokenIds
    papers: TokenIds


@dataclass(frozen=True, slots=True)
class Batch:
    """The triplets of one step: the distinct texts to encode, and where each triplet finds its three.

    ``queries`` and ``papers`` index :class:`Texts`; ``query``, ``positive`` and ``negative`` (one number a triplet)
    index ``queries`` and ``papers``.
    """

    queries: Rows
    papers: Rows
    query: Rows
    positive: Rows
    negative: Rows

    def __len__(self) -> int:
        return len(self.query)


def prepare(encoder: Encoder, *groups: Sequence[Triplet]) -> tuple[Texts, tuple[Rows, ...]]:
    """Tokenise every distinct (role, text) of all ``groups`` once; gives one :data:`Rows` for each group.

    Papers with the same text are one paper, also when the text is divided differently into title and abstract.
    """
    triplets = [triplet for group in groups for triplet in group]
    query_index, queries = _distinct([triplet.query for triplet in triplets])
    sides = [triplet.positive for triplet in triplets] + [triplet.negative for triplet in triplets]
    paper_index, papers = _distinct(encoder.texts_of([Paper("", *side) for side in sides]))
    rows = np.stack([query_index, paper_index[: len(triplets)], paper_index[len(triplets) :]], axis=1)
    ends = np.cumsum([len(group) for group in groups])[:-1]
    texts = Texts(encoder.tokenize(queries), encoder.tokenize(papers))
    return texts, tuple(np.split(rows, ends))


def epoch_order(count: int, seed: int, epoch: int) -> list[int]:
    """The order of ``count`` triplets in ``epoch`` (from 1): a pure function of the three, on every computer."""
    order = list(range(count))
    random.Random(f"{seed}/{epoch}").shuffle(order)  # noqa: S311 - an order, not a secret
    return order


def epoch_batches(rows: Rows, batch_size: int, seed: int, epoch: int) -> Iterator[Batch]:
    """The batches of ``epoch``; the last one holds what is left."""
    order = epoch_order(len(rows), seed, epoch)
    for start in range(0, len(order), batch_size):
        yield batch_of(rows[order[start : start + batch_size]])


def steps_per_epoch(count: int, batch_size: int) -> int:
    """How many batches ``count`` triplets make."""
    return -(-count // batch_size)


def batch_of(rows: Rows) -> Batch:
    """The triplets of ``rows`` with each distinct query and paper named once."""
    queries, query = np.unique(rows[:, QUERY], return_inverse=True)
    papers, sides = np.unique(rows[:, POSITIVE:], return_inverse=True)
    sides = sides.reshape(len(rows), 2)
    return Batch(queries, papers, query.reshape(-1), sides[:, 0], sides[:, 1])


def _distinct(texts: Sequence[str]) -> tuple[Rows, list[str]]:
    """The distinct ``texts`` in order of first appearance, and the index of each text among them."""
    places: dict[str, int] = {}
    index = np.array([places.setdefault(text, len(places)) for text in texts], dtype=np.int64)
    return index, list(places)
