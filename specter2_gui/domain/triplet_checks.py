"""Rules for a set of triplets: each row by itself, and how it may stand beside the rows before it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple, cast

from specter2_gui.domain.row_checks import RowProblem, check_row, paper_key, problem
from specter2_gui.domain.texts import comparable, without_unusable
from specter2_gui.domain.triplets import FIELDS, Triplet

__all__ = [
    "ReadRow",
    "RowProblem",
    "SeenTriplets",
    "TripletKeys",
    "check_row",
    "check_set",
    "judged",
    "keys_of",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row, good or bad: its five texts in the order of ``FIELDS``, as far as they could be read, and its problems.

    The texts can always be shown and stored: in a bad row an unusable character is U+FFFD, what is no text is empty.
    """

    row: int
    fields: tuple[str, ...]
    problems: tuple[RowProblem, ...] = ()

    @property
    def triplet(self) -> Triplet | None:
        """The triplet of a good row; None for a row with problems."""
        return None if self.problems else Triplet(*self.fields)


class TripletKeys(NamedTuple):
    """What decides whether two triplets go together: short hashes of query and positive, and of query and negative."""

    positive: bytes
    negative: bytes


def keys_of(triplet: Triplet) -> TripletKeys:
    """The keys of ``triplet``; costly beside comparing them, so worth keeping where a set is judged often."""
    query = _hash(comparable(triplet.query))
    return TripletKeys(query + _hash(paper_key(triplet.positive)), query + _hash(paper_key(triplet.negative)))


@dataclass(slots=True)
class SeenTriplets:
    """The triplets accepted so far, as short hashes, each with its row number."""

    _triplets: dict[TripletKeys, int] = field(default_factory=dict[TripletKeys, int])
    _positives: dict[bytes, int] = field(default_factory=dict[bytes, int])
    _negatives: dict[bytes, int] = field(default_factory=dict[bytes, int])

    def add(self, row: int, triplet: Triplet) -> tuple[RowProblem, ...]:
        """Accept ``triplet``, or say what stands against it; only an accepted one counts for the rows that follow."""
        keys = keys_of(triplet)
        problems = self.against(row, keys)
        if not problems:
            self.accept(row, keys)
        return problems

    def against(self, row: int, keys: TripletKeys) -> tuple[RowProblem, ...]:
        """What stands against the triplet with these ``keys``; nothing is remembered."""
        earlier = self._triplets.get(keys)
        if earlier is not None:
            what, how = f"the same triplet is already in row {earlier}", "Delete one of the two"
            return (problem(row, "", what, "It would count twice", how),)
        return _contradictions(row, self._negatives.get(keys.positive), self._positives.get(keys.negative))

    def accept(self, row: int, keys: TripletKeys) -> None:
        """Let the triplet with these ``keys`` count for the rows that follow."""
        self._triplets[keys] = row
        self._positives.setdefault(keys.positive, row)
        self._negatives.setdefault(keys.negative, row)


def check_set(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[ReadRow, ...]:
    """Every row (number and five texts) by the rules for one row and for the set; one result a row, in their order.

    The numbers are those that the words will name; of two rows that do not go together the earlier in order is good.
    """
    seen = SeenTriplets()
    return tuple(judged(row, dict(zip(FIELDS, texts, strict=True)), seen) for row, texts in rows)


def judged(row: int, value: object, seen: SeenTriplets, repeated: Collection[str] = ()) -> ReadRow:
    """``value`` as a row: a good one with cleaned texts, which ``seen`` remembers, or a bad one with its problems."""
    found = check_row(row, value, repeated)
    if not isinstance(found, Triplet):
        return ReadRow(row, _best_effort(value), found)
    texts = (found.query, *found.positive, *found.negative)
    return ReadRow(row, texts, seen.add(row, found))


def unreadable(row: int, line: int, why: str) -> ReadRow:
    """A row that is no JSON: empty texts and one problem, which names the ``line`` of the file."""
    text = f"Row {row} (line {line}): the row cannot be read. {why}. Correct line {line} of the file in a text editor."
    return ReadRow(row, ("",) * len(FIELDS), (RowProblem(row, "", text),))


def _contradictions(row: int, as_negative: int | None, as_positive: int | None) -> tuple[RowProblem, ...]:
    found = (("positive_title", "negative", as_negative), ("negative_title", "positive", as_positive))
    return tuple(
        problem(
            row,
            name,
            f"this paper is a {role} for the same query in row {earlier}",
            "A paper cannot both answer a query and not answer it",
            f"Decide which is right, and correct or delete this row or row {earlier}",
        )
        for name, role, earlier in found
        if earlier is not None
    )


def _best_effort(value: object) -> tuple[str, ...]:
    if not isinstance(value, Mapping):
        return ("",) * len(FIELDS)
    texts = (cast("Mapping[str, object]", value).get(name) for name in FIELDS)
    return tuple(without_unusable(text).strip() if isinstance(text, str) else "" for text in texts)


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8"), digest_size=16).digest()
