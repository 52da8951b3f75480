"""The orders a table of papers can stand in, made once and kept up to date while papers change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from specter2_gui.project.entries import Entries, Ids, sort_key
from specter2_gui.project.names import Names
from specter2_gui.project.paper_filters import Column, Order

Positions = NDArray[np.intp]
"""Places of papers among all entries, which stand in the order of their ids."""

_TEXTS: Final = frozenset({"title", "authors"})
_NAMES: Final = frozenset({"venue", "language", "kind"})
_NOTHING: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class _Made:
    """The papers in ascending order, those with nothing in the column, ``blanks``, at the end."""

    generation: int
    positions: Positions
    ids: Ids
    blanks: int


@dataclass(frozen=True, slots=True)
class _Known:
    """All papers, the names they number, and the names of the files they came from."""

    entries: Entries
    names: Names
    sources: Mapping[int, str]


class Orders:
    """The orders that were asked for; of two papers that are equal the one that came first stands first."""

    def __init__(self) -> None:
        self._made: dict[Column, _Made] = {}

    def positions(self, order: Order, entries: Entries, names: Names, sources: Mapping[int, str]) -> Positions:
        """The places of all ``entries`` as ``order`` says; ``sources`` are the names of files by their number."""
        made = self._made.get(order.column)
        if made is None or made.generation != entries.generation:
            made = self._made[order.column] = _make(order.column, _Known(entries, names, sources), made)
        if not order.descending:
            return made.positions
        filled = len(made.positions) - made.blanks
        return np.concatenate([made.positions[:filled][::-1], made.positions[filled:]])


def _make(column: Column, known: _Known, before: _Made | None) -> _Made:
    entries = known.entries
    if column in _TEXTS:
        positions = _by_text(entries, column, before)
        blanks = int(np.count_nonzero(entries.field(column) == b""))
    else:
        values = _values(column, known)
        positions = np.argsort(values, kind="stable")
        blanks = int(np.count_nonzero(values == _NOTHING))
    return _Made(entries.generation, positions, entries.field("id")[positions], blanks)


def _values(column: Column, known: _Known) -> NDArray[np.int64]:
    """Whole numbers to sort by, :data:`_NOTHING` where the column is empty."""
    if column == "source":
        return _ranks_of(known.sources, known.entries.field("source"))
    if column in _NAMES:
        values = known.names.ranks()[known.entries.field(column)]
    else:
        values = known.entries.field("year" if column == "year" else "id").astype(np.int64)
    return np.where(values == 0, _NOTHING, values)


def _by_text(entries: Entries, column: Column, before: _Made | None) -> Positions:
    """The order by a text: sorting begins with the order from before, which costs little where little has changed."""
    ids, texts = entries.field("id"), entries.field(column)
    start = np.arange(len(ids)) if before is None else _as_before(ids, before.ids)
    keys = _whole_keys(texts, ids)
    return start[np.argsort(keys[start], kind="stable")]


def _as_before(ids: Ids, before: Ids) -> Positions:
    """The places of ``ids`` in the order of ``before``, those that were not there at the end."""
    places = np.searchsorted(ids, before)
    there = places[places < len(ids)]
    known = there[ids[there] == before[places < len(ids)]]
    new = np.ones(len(ids), np.bool_)
    new[known] = False
    return np.concatenate([known, np.flatnonzero(new)])


def _whole_keys(texts: NDArray[Any], ids: Ids) -> NDArray[Any]:
    """Bytes that sort as the texts do, empty ones last, and as the ids where texts are equal."""
    size = texts.dtype.itemsize
    keys = np.empty((len(ids), 1 + size + 8), np.uint8)
    keys[:, 0] = texts == b""
    keys[:, 1 : 1 + size] = np.ascontiguousarray(texts).view(np.uint8).reshape(len(ids), size)
    keys[:, 1 + size :] = ids.astype(">i8").view(np.uint8).reshape(len(ids), 8)
    return keys.view(f"S{1 + size + 8}").reshape(len(ids))


def _ranks_of(sources: Mapping[int, str], numbers: NDArray[Any]) -> NDArray[Any]:
    """For each of ``numbers`` the place of its file in the alphabet."""
    ordered = sorted(sources, key=lambda number: (sort_key(sources[number]), number))
    ranks = np.zeros(max(sources, default=0) + 1, np.int64)
    ranks[ordered] = np.arange(len(ordered))
    return ranks[numbers]
