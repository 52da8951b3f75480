"""How two rankings differ: where each paper stood before and stands now; pure functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What became of a paper's place."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    """It was not among the hits of the other ranking."""


@dataclass(frozen=True, slots=True)
class Move:
    """From place ``other`` (0: none) in the other ranking, by ``places`` up or down."""

    way: Way
    places: int = 0
    other: int = 0


def moves(ranking: Sequence[str], other: Sequence[str]) -> tuple[Move, ...]:
    """For each id of ``ranking``: how it moved compared with ``other``; both best first, places counted from 1."""
    return tuple(_moves(ranking, {name: place for place, name in enumerate(other, start=1)}))


def _moves(ranking: Sequence[str], places: dict[str, int]) -> Iterator[Move]:
    for place, name in enumerate(ranking, start=1):
        was = places.get(name, 0)
        if not was:
            yield Move(Way.NEW)
        elif was == place:
            yield Move(Way.SAME, 0, was)
        else:
            yield Move(Way.UP if was > place else Way.DOWN, abs(was - place), was)


def relative(scores: Sequence[float]) -> list[float]:
    """Each score between the last one (0) and the best one (1); all 1 when they are equal. ``scores`` are best first."""
    if not scores:
        return []
    best, last = scores[0], scores[-1]
    span = best - last
    return [(score - last) / span if span > 0 else 1.0 for score in scores]
