"""Which queries the table shows and in which order: pure functions, quick for many thousands."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from specter2_gui.project.queries import QueryRow


class QueryColumn(IntEnum):
    """The columns of the table from left to right."""

    QUERY = 0
    NOTE = 1
    JUDGED = 2
    RELEVANT = 3


@dataclass(frozen=True, slots=True)
class QueryContent:
    """All queries with the words to search in, made off the GUI thread."""

    rows: tuple[QueryRow, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def judgements(self) -> int:
        """How many judgements all queries have."""
        return sum(row.judged for row in self.rows)


def content_of(rows: Sequence[QueryRow]) -> QueryContent:
    """``rows`` made ready for the table."""
    return QueryContent(tuple(rows), tuple(f"{row.text}\n{row.note}\n{row.key}".casefold() for row in rows))


def chosen(content: QueryContent, needle: str) -> list[int]:
    """The places of the queries that hold every word of ``needle``."""
    terms = needle.casefold().split()
    return [place for place, words in enumerate(content.words) if all(term in words for term in terms)]


def ordered(rows: Sequence[QueryRow], places: list[int], column: QueryColumn | None, *, descending: bool) -> list[int]:
    """``places`` sorted by ``column``, equal ones as they were added; None keeps that order."""
    if column is None:
        return places
    return sorted(places, key=partial(_sort_key, rows, column), reverse=descending)


def _sort_key(rows: Sequence[QueryRow], column: QueryColumn, place: int) -> str | int:
    row = rows[place]
    match column:
        case QueryColumn.QUERY:
            return row.text.casefold()
        case QueryColumn.NOTE:
            return row.note.casefold()
        case QueryColumn.JUDGED:
            return row.judged
        case QueryColumn.RELEVANT:
            return row.relevant
