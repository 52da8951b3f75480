"""What a person asks of the table of papers: which ones, in which order, and how many of each kind there are."""

from dataclasses import dataclass
from typing import Final, Literal

Column = Literal["", "added", "title", "authors", "year", "venue", "source", "language", "kind", "key", "doi"]
"""What papers can be ordered by; "" is the best order there is: by BM25 with a text, as added without one."""

Duplicates = Literal["hidden", "shown", "only"]

NO_YEAR: Final = (0, 0)
"""The years of the papers without one."""

MOST_VENUES: Final = 200
"""How many venues a facet lists, the most frequent ones and those that are chosen."""


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """Which papers are wanted; an empty set, or None, asks for nothing.

    ``text`` is what somebody typed: all its words have to be there, the last one may be unfinished, and words in
    quotation marks stand side by side. ``years`` are the first and the last one; papers without a year are then left
    out, and :data:`NO_YEAR` lets through no others. ``duplicates`` "hidden" leaves out all but one paper of each group, "only" all papers in no group.
    """

    text: str = ""
    years: tuple[int, int] | None = None
    venues: frozenset[str] = frozenset()
    sources: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    title_only: bool | None = None
    duplicates: Duplicates = "hidden"


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the papers stand; those that have nothing in it come last in both directions."""

    column: Column = ""
    descending: bool = False


ALL: Final = PaperFilter()
"""Every paper but hidden duplicates."""

AS_ADDED: Final = Order()
"""The best order there is."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many papers there are for each choice: triples of the value for the filter, its label, and the count.

    Each facet counts what the rest of the filter lets through. Years run from the newest, the others from the most
    frequent; an empty label means that the papers do not say.
    """

    years: list[tuple[int | None, str, int]]
    venues: list[tuple[str, str, int]]
    sources: list[tuple[int, str, int]]
    languages: list[tuple[str, str, int]]
    title_only: list[tuple[bool, str, int]]
    duplicates: list[tuple[Duplicates, str, int]]
