"""What is wrong with each triplet of a workspace, by the rules for one row and for the whole set."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from specter2_gui.domain.triplet_checks import ReadRow, RowProblem, SeenTriplets, TripletKeys, check_row, keys_of
from specter2_gui.domain.triplet_reading import TripletReport
from specter2_gui.domain.triplets import FIELDS, Triplet

_MOST_KNOWN: Final = 500_000

Texts = tuple[str, ...]
"""The five texts of a triplet in the order of ``FIELDS``."""


@dataclass(frozen=True, slots=True)
class Alone:
    """What the rules say of one row by itself, whatever its place.

    ``keys`` are there exactly if ``problems`` is empty. The problems lack the number of the row, which changes when
    another one is deleted: they begin behind "Row 5".
    """

    problems: tuple[str, ...]
    keys: TripletKeys | None = None


class Judge:
    """Judges rows by themselves and remembers the answers: long texts cost time, and undo brings old rows back."""

    def __init__(self) -> None:
        self._known: dict[bytes, Alone] = {}

    def alone(self, texts: Texts, from_file: tuple[str, ...] = (), *, accepted: bool = False) -> Alone:
        """Judge five texts; ``from_file`` are problems that their file had and that the texts no longer show.

        ``accepted`` texts were found good and cleaned before, when their file was read.
        """
        if from_file:
            return Alone(from_file)
        name = _name_of(texts)
        if name not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[name] = Alone((), keys_of(Triplet(*texts))) if accepted else _alone(texts)
        return self._known[name]


def _name_of(texts: Texts) -> bytes:
    lengths = ",".join(str(len(text)) for text in texts)  # with them no other texts make up the same whole
    return blake2b(f"{lengths}:{''.join(texts)}".encode(), digest_size=16).digest()


def _alone(texts: Texts) -> Alone:
    found = check_row(0, dict(zip(FIELDS, texts, strict=True)))
    if isinstance(found, Triplet):
        return Alone((), keys_of(found))
    return Alone(tuple(_unnumbered(problem) for problem in found))


def judge_set(rows: Iterable[Alone]) -> list[tuple[str, ...]]:
    """The problems of every row, as sentences with its number, which counts from 1 in the order of ``rows``.

    Of two rows that do not go together the earlier one is good.
    """
    seen = SeenTriplets()
    return [_judge_beside(number, row, seen) for number, row in enumerate(rows, start=1)]


def kept_problems(report: TripletReport, judge: Judge) -> list[tuple[str, ...]]:
    """For every row of a file the problems to keep beside its five texts, since these no longer show them.

    A text that was a number, say, has become an empty one, which may be allowed. Problems that the texts show, and
    those with other rows, are found anew whenever the set is judged.
    """
    seen = SeenTriplets()
    return [_no_longer_shown(row, judge.alone(row.fields, accepted=not row.problems), seen) for row in report.rows]


def _judge_beside(number: int, row: Alone, seen: SeenTriplets) -> tuple[str, ...]:
    if row.keys is None:
        return tuple(f"Row {number}{problem}" for problem in row.problems)
    problems = seen.against(number, row.keys)
    if not problems:
        seen.accept(number, row.keys)
    return tuple(problem.text for problem in problems)


def _no_longer_shown(row: ReadRow, alone: Alone, seen: SeenTriplets) -> tuple[str, ...]:
    if alone.keys is not None and not row.problems:
        seen.accept(row.row, alone.keys)
        return ()
    if alone.keys is not None and row.problems == seen.against(row.row, alone.keys):
        return ()
    in_file = tuple(map(_unnumbered, row.problems))
    return () if in_file == alone.problems else in_file


def _unnumbered(problem: RowProblem) -> str:
    return problem.text.removeprefix(f"Row {problem.row}")
