"""Which triplets the table shows and in which order: pure functions, quick for 50,000 rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from operator import itemgetter

from specter2_gui.domain.triplets import FIELDS, Triplet
from specter2_gui.project.workspace import StoredTriplet


class Show(StrEnum):
    """Which rows are wanted."""

    ALL = "all"
    USABLE = "usable"
    PROBLEM = "problem"


class Column(IntEnum):
    """The columns of the table from left to right."""

    STATE = 0
    QUERY = 1
    POSITIVE = 2
    NEGATIVE = 3
    ORIGIN = 4
    ROW = 5


@dataclass(frozen=True, slots=True)
class TableContent:
    """All rows with their searchable words (made off the GUI thread), and what the count line and the checks need."""

    rows: tuple[StoredTriplet, ...] = ()
    words: tuple[str, ...] = ()
    usable: int = 0
    queries: int = 0
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    """For each query, written with single spaces, the places of its usable rows, counted from 1."""

    @property
    def problems(self) -> int:
        """How many rows cannot be used as they are."""
        return len(self.rows) - self.usable

    def places_of_query(self, query: str) -> tuple[int, ...]:
        """The places (from 1) of the usable rows with this query, in their order."""
        return self.places.get(query, ())

    def place_of(self, triplet_id: int) -> int:
        """The place (from 1) of the row with this id; 0 if it is not there."""
        return next((place for place, row in enumerate(self.rows, start=1) if row.id == triplet_id), 0)


def content_of(rows: tuple[StoredTriplet, ...], before: TableContent | None = None) -> TableContent:
    """``rows`` made ready for the table; what is the same in ``before`` is taken from there instead of made again."""
    known = (
        {}
        if before is None
        else {row.id: (row.triplet, words) for row, words in zip(before.rows, before.words, strict=True)}
    )
    words: list[str] = []
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows, start=1):
        triplet, text = known.get(row.id, (None, ""))
        words.append(text if triplet == row.triplet else words_of(row.triplet))
        if not row.problems:
            places.setdefault(" ".join(row.triplet.query.split()), []).append(place)
    usable = sum(map(len, places.values()))
    fixed = {query: tuple(found) for query, found in places.items()}
    return TableContent(rows, tuple(words), usable, len(fixed), fixed)


def as_mapping(triplet: Triplet) -> dict[str, str]:
    """The five texts of ``triplet`` by their names."""
    return {name: getattr(triplet, name) for name in FIELDS}


SortKey = tuple[str | int, ...]


def words_of(triplet: Triplet) -> str:
    """All five texts of ``triplet`` in one string to be searched, without regard to case."""
    texts = (
        triplet.query,
        triplet.positive_title,
        triplet.negative_title,
        triplet.positive_abstract,
        triplet.negative_abstract,
    )
    return "\n".join(texts).casefold()


def chosen(rows: Sequence[StoredTriplet], words: Sequence[str], needle: str, show: Show) -> list[int]:
    """Positions of the rows that ``show`` wants and that hold every word of ``needle``."""
    terms = needle.casefold().split()
    wanted = [
        position
        for position, row in enumerate(rows)
        if show is Show.ALL or (show is Show.PROBLEM) == bool(row.problems)
    ]
    if not terms:
        return wanted
    return [position for position in wanted if all(term in words[position] for term in terms)]


def ordered(
    rows: Sequence[StoredTriplet], positions: list[int], column: Column | None, *, descending: bool
) -> list[int]:
    """``positions`` sorted by ``column``, rows that compare equal in their stored order; None keeps that order."""
    if column is None:
        return positions
    keyed = [(sort_key(rows[position], column), position) for position in positions]
    keyed.sort(key=itemgetter(0), reverse=descending)
    return [position for _, position in keyed]


def sort_key(row: StoredTriplet, column: Column) -> SortKey:
    """What ``row`` is compared by in ``column``; rows with a problem come before usable ones."""
    match column:
        case Column.STATE:
            return (0 if row.problems else 1,)
        case Column.QUERY:
            return (row.triplet.query.casefold(),)
        case Column.POSITIVE:
            return (row.triplet.positive_title.casefold(),)
        case Column.NEGATIVE:
            return (row.triplet.negative_title.casefold(),)
        case Column.ORIGIN:
            return (row.origin, row.source.casefold(), row.row)
        case Column.ROW:
            return (row.row,)
