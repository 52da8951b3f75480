"""In which order the triplets of an epoch are seen: drawn by seed and epoch, the triplets of a query side by side."""

import random
from collections.abc import Iterator

from specter2_gui.training.batches import POSITIVE, QUERY, Batch, Rows, batch_of


def epoch_order(rows: Rows, batch_size: int, seed: int, epoch: int) -> list[int]:
    """The order of the triplets ``rows`` in ``epoch`` (from 1): a pure function of the arguments, on every computer.

    The triplets of one query follow one another, those with the same positive first among them, in pieces of at most
    ``batch_size``; pieces come in a random order. So a step holds few queries with many papers each, and each
    distinct text of it is encoded once: one query with 6 positives and 12 negatives takes 19 encodes instead of 36.
    """
    draw = random.Random(f"{seed}/{epoch}")  # noqa: S311 - an order, not a secret
    order = list(range(len(rows)))
    draw.shuffle(order)
    by_query: dict[int, dict[int, list[int]]] = {}
    for place in order:
        by_query.setdefault(int(rows[place, QUERY]), {}).setdefault(int(rows[place, POSITIVE]), []).append(place)
    pieces: list[list[int]] = []
    for by_positive in by_query.values():
        places = [place for group in by_positive.values() for place in group]
        pieces += [places[start : start + batch_size] for start in range(0, len(places), batch_size)]
    draw.shuffle(pieces)
    return [place for piece in pieces for place in piece]


def epoch_batches(rows: Rows, batch_size: int, seed: int, epoch: int) -> Iterator[Batch]:
    """The batches of ``epoch``; the last one holds what is left."""
    order = epoch_order(rows, batch_size, seed, epoch)
    for start in range(0, len(order), batch_size):
        yield batch_of(rows[order[start : start + batch_size]])


def fixed_batches(rows: Rows, batch_size: int) -> Iterator[Batch]:
    """The triplets of ``rows`` by query, always in the same batches: what the held-out loss is measured on."""
    order = sorted(range(len(rows)), key=lambda place: (int(rows[place, QUERY]), place))
    for start in range(0, len(order), batch_size):
        yield batch_of(rows[order[start : start + batch_size]])


def steps_per_epoch(count: int, batch_size: int) -> int:
    """How many batches ``count`` triplets make."""
    return -(-count // batch_size)
