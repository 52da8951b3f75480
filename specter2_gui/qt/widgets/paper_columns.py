"""The columns of the table of papers, how they order it, and one paper as the table shows it."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from specter2_gui.project import paper_filters
from specter2_gui.project.paper_rows import PaperRow


class Column(IntEnum):
    """The columns from left to right."""

    TITLE = 0
    AUTHORS = 1
    YEAR = 2
    VENUE = 3
    SOURCE = 4
    LANGUAGE = 5
    DOI = 6


ORDERS: Final[dict[Column, paper_filters.Column]] = {
    Column.TITLE: "title",
    Column.AUTHORS: "authors",
    Column.YEAR: "year",
    Column.VENUE: "venue",
    Column.SOURCE: "source",
    Column.LANGUAGE: "language",
    Column.DOI: "doi",
}
"""What the papers are ordered by when a person presses the head of a column."""

LETTERS: Final[dict[Column, int]] = {
    Column.TITLE: 58,
    Column.AUTHORS: 24,
    Column.YEAR: 8,
    Column.VENUE: 26,
    Column.SOURCE: 20,
    Column.LANGUAGE: 13,
    Column.DOI: 26,
}
"""How wide a column is at first, in letters."""


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper with ``title`` and ``abstract`` marked where the typed words were found, and how many ``copies`` there are."""

    row: PaperRow
    title: str
    abstract: str
    copies: int = 0
    """The size of its duplicate group; 0 without one."""
