"""Numbers for names that many papers share, such as venues, so that papers can be counted and sorted by numbers."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from specter2_gui.project.entries import sort_key


class Names:
    """Names and their numbers from 0; the empty name is number 0. Names are never forgotten."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = ["", *names]
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._ranks: NDArray[np.int64] = np.zeros(1, np.int64)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, number: int) -> str:
        return self._names[number]

    def number(self, name: str) -> int:
        """The number of ``name``, a new one for a new name."""
        number = self._numbers.setdefault(name, len(self._names))
        if number == len(self._names):
            self._names.append(name)
        return number

    def numbers(self, names: Iterable[str]) -> list[int]:
        """The numbers of those of ``names`` that have one."""
        return [self._numbers[name] for name in names if name in self._numbers]

    def since(self, number: int) -> list[tuple[int, str]]:
        """The names from ``number`` on with their numbers."""
        return list(enumerate(self._names[number:], start=number))

    def ranks(self) -> NDArray[np.int64]:
        """For each number the place of its name in the alphabet, shape (names,)."""
        if len(self._ranks) != len(self._names):
            order = sorted(range(len(self._names)), key=lambda number: (sort_key(self._names[number]), number))
            self._ranks = np.empty(len(order), np.int64)
            self._ranks[order] = np.arange(len(order))
        return self._ranks
