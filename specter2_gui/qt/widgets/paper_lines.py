"""The lines of the table of papers: which ids they are, where those stand that matter, and lines chosen in stretches."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal

Why = Literal["text", "filter", "order", "content"]
"""Why the table gets other lines: something was typed, narrowed down, ordered, or the project was changed."""

Stretch = tuple[int, int]
"""The first line and the one behind the last."""

_STEP: Final = 65_536  # searched in one go of the interpreter, so that the window gets its turn in between


@dataclass(frozen=True, slots=True)
class Lines:
    """``ids`` from top to bottom, and the lines of those ids that were asked about."""

    ids: "array[int]" = field(default_factory=partial(array, "q"))
    places: dict[int, int] = field(default_factory=dict[int, int])
    why: Why = "content"

    def place_of(self, number: int) -> int:
        """The line of the paper ``number``, or -1 where it is not shown."""
        if number in self.places:
            return self.places[number]
        return self.ids.index(number) if number in self.ids else -1


def lines_of(ids: "array[int]", asked: Iterable[int], why: Why) -> Lines:
    """``ids`` with the lines of those that are ``asked`` about; made off the GUI thread."""
    wanted = set(asked)
    places = dict.fromkeys(wanted, -1)
    for start in range(0, len(ids) if wanted else 0, _STEP):
        part = ids[start : start + _STEP]
        if not wanted.isdisjoint(part):
            places.update((number, start + line) for line, number in enumerate(part) if number in wanted)
    return Lines(ids, places, why)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """``stretches`` in order, those that touch as one."""
    found: list[Stretch] = []
    for begin, end in sorted(stretches):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def stretches_of(lines: Iterable[int]) -> list[Stretch]:
    """``lines`` as few stretches."""
    return joined((line, line + 1) for line in lines)


def length_of(stretches: Iterable[Stretch]) -> int:
    """How many lines they are together."""
    return sum(end - begin for begin, end in stretches)
