"""Which papers a filter lets through, and how many of each kind: questions about all papers, answered in memory."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from specter2_gui.project.entries import GROUPED, HIDDEN, TITLE_ONLY, Entries, Ids
from specter2_gui.project.names import Names
from specter2_gui.project.paper_filters import MOST_VENUES, NO_YEAR, Duplicates, Facets, PaperFilter

Value = TypeVar("Value")

Mask = NDArray[np.bool_]
"""Which papers are meant, shape (papers,), in the order of their ids."""

_TITLES: Final = {True: "title only", False: "with abstract"}
_DUPLICATES: Final[dict[Duplicates, str]] = {
    "hidden": "without duplicates",
    "shown": "with duplicates",
    "only": "duplicates only",
}


class Selection:
    """What ``wanted`` lets through of ``entries``; ``hits`` are the papers that its text finds, or None without one."""

    def __init__(self, entries: Entries, names: Names, wanted: PaperFilter, hits: Ids | None) -> None:
        self._entries = entries
        self._names = names
        self._wanted = wanted
        self._hits = hits
        self._conditions = dict(self._asked())

    def mask(self, without: str = "") -> Mask:
        """The papers that fulfil all conditions but the one called ``without``."""
        found = np.ones(len(self._entries.field("id")), np.bool_)
        for name, condition in self._conditions.items():
            if name != without:
                found &= condition
        return found

    def facets(self, sources: Mapping[int, str]) -> Facets:
        """The counts for each choice; ``sources`` are the names of files by their number."""
        return Facets(
            years=[(year or None, str(year or ""), count) for year, count in self._counted("year", "years")][::-1],
            venues=self._named("venue", "venues", self._wanted.venues)[:MOST_VENUES],
            sources=_frequent((number, sources.get(number, ""), n) for number, n in self._counted("source", "sources")),
            languages=self._named("language", "languages", self._wanted.languages),
            title_only=[
                (only, label, self._count("title_only", self._flagged(TITLE_ONLY) == only))
                for only, label in _TITLES.items()
            ],
            duplicates=[
                (choice, label, self._count("duplicates", self._duplicates(choice)))
                for choice, label in _DUPLICATES.items()
            ],
        )

    def _count(self, condition: str, choice: Mask) -> int:
        """The papers of ``choice`` that fulfil all conditions but the one called ``condition``."""
        return int(np.count_nonzero(self.mask(condition) & choice))

    def _asked(self) -> Iterator[tuple[str, Mask]]:
        """The conditions of the filter, each by its name."""
        wanted = self._wanted
        if self._hits is not None:
            yield "text", self._hit(self._hits)
        if wanted.years is not None:
            yield "years", self._between(*wanted.years)
        if wanted.venues:
            yield "venues", self._among("venue", wanted.venues)
        if wanted.languages:
            yield "languages", self._among("language", wanted.languages)
        if wanted.sources:
            yield "sources", np.isin(self._entries.field("source"), list(wanted.sources))
        if wanted.title_only is not None:
            yield "title_only", self._flagged(TITLE_ONLY) == wanted.title_only
        yield "duplicates", self._duplicates(wanted.duplicates)

    def _hit(self, hits: Ids) -> Mask:
        found = np.zeros(len(self._entries.field("id")), np.bool_)
        found[np.searchsorted(self._entries.field("id"), hits)] = True
        return found

    def _between(self, first: int, last: int) -> Mask:
        years = self._entries.field("year")  # 0 is no year
        return years == 0 if (first, last) == NO_YEAR else (years >= max(first, 1)) & (years <= last)

    def _among(self, field: str, names: Iterable[str]) -> Mask:
        chosen = np.zeros(len(self._names), np.bool_)
        chosen[self._names.numbers(names)] = True
        return chosen[self._entries.field(field)]

    def _flagged(self, flag: int) -> Mask:
        return (self._entries.field("flags") & flag) != 0

    def _duplicates(self, choice: Duplicates) -> Mask:
        if choice == "only":
            return self._flagged(GROUPED)
        return ~self._flagged(HIDDEN) if choice == "hidden" else np.ones(len(self._entries.field("id")), np.bool_)

    def _counted(self, field: str, condition: str) -> list[tuple[int, int]]:
        """Each value of ``field`` with the number of papers that have it, ascending."""
        counts = np.bincount(self._entries.field(field)[self.mask(condition)])
        return [(int(value), int(counts[value])) for value in np.flatnonzero(counts)]

    def _named(self, field: str, condition: str, chosen: frozenset[str]) -> list[tuple[str, str, int]]:
        """The names in ``field``, chosen ones first, then the most frequent."""
        counted = self._counted(field, condition)
        found = _frequent((self._names[number], self._names[number], count) for number, count in counted)
        return sorted(found, key=lambda facet: facet[0] not in chosen)


def _frequent(counted: Iterable[tuple[Value, str, int]]) -> list[tuple[Value, str, int]]:
    """The most frequent first, equally frequent ones by their labels."""
    return sorted(counted, key=lambda facet: (-facet[2], facet[1]))
