"""One triplet of a workspace: as it lies in the file, and as it is shown."""

import json
from dataclasses import dataclass
from typing import Any, Final, Literal

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import clean, is_blank, unusable_character
from specter2_gui.domain.triplet_reading import TripletReport
from specter2_gui.domain.triplets import FIELDS, Triplet
from specter2_gui.project.validity import Judge, Texts, kept_problems

Origin = Literal["loaded", "clicked", "edited"]
"""Where a triplet comes from: a file, clicks in the window, or either of them changed by hand."""

ALL_ROWS: Final = """
SELECT id, query, positive_title, positive_abstract, negative_title, negative_abstract, origin, source, row, problems
FROM triplets ORDER BY id
"""
SOME_ROWS: Final = """
SELECT id, query, positive_title, positive_abstract, negative_title, negative_abstract, origin, source, row, problems
FROM triplets WHERE id IN (SELECT value FROM json_each(?))
"""
APPEND: Final = """
INSERT INTO triplets (
    query, positive_title, positive_abstract, negative_title, negative_abstract, origin, source, row, problems
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
REPLACE: Final = """
UPDATE triplets SET query = ?, positive_title = ?, positive_abstract = ?, negative_title = ?, negative_abstract = ?,
origin = 'edited', problems = '[]' WHERE id = ?
"""
DELETE: Final = "DELETE FROM triplets WHERE id = ?"


@dataclass(frozen=True, slots=True)
class StoredTriplet:
    """One row of a workspace, good or bad.

    ``source`` and ``row`` name the file it was loaded from and its row there ("" and 0 if it was clicked together).
    ``problems`` are sentences that name the row by its place in the workspace, counted from 1; a row without any is a
    valid triplet.
    """

    id: int
    triplet: Triplet
    origin: Origin
    source: str
    row: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptTriplet:
    """A row as it lies in the file, with the problems its own file had."""

    id: int
    triplet: Triplet
    origin: Origin
    source: str
    row: int
    from_file: tuple[str, ...]

    def shown(self, problems: tuple[str, ...]) -> StoredTriplet:
        """The row as it is shown, with all its ``problems`` at its place."""
        return StoredTriplet(self.id, self.triplet, self.origin, self.source, self.row, problems)


def kept_triplet(values: tuple[Any, ...]) -> KeptTriplet:
    """The row that lies in the file as ``values``: the columns of ``ALL_ROWS``."""
    number, *texts, origin, source, row, problems = values
    from_file = () if problems == "[]" else tuple(json.loads(problems))
    return KeptTriplet(number, Triplet(*texts), origin, source, row, from_file)


def values_of_report(report: TripletReport, judge: Judge) -> list[tuple[Any, ...]]:
    """The values of ``APPEND`` for every row of a file, good or bad."""
    return [
        (*row.fields, "loaded", report.name, row.row, json.dumps(problems, ensure_ascii=False))
        for row, problems in zip(report.rows, kept_problems(report, judge), strict=True)
    ]


def texts_of(triplet: Triplet) -> Texts:
    """The five texts of ``triplet`` in the order of ``FIELDS``."""
    return (triplet.query, *triplet.positive, *triplet.negative)


def storable_texts(triplet: Triplet) -> Texts:
    """The five texts of ``triplet`` as they are kept: composed characters, no space around them.

    Raises:
        UserError: one of them holds half a character, which no file can hold.
    """
    texts = texts_of(triplet)
    for name, text in zip(FIELDS, texts, strict=True):
        if any("\ud800" <= character <= "\udfff" for character in text):
            what = f"The triplet could not be saved: {name} holds {_half(text)}"
            raise UserError(what, "No file can hold it", "Delete this character, or type the text anew")
    return tuple("" if is_blank(text) else clean(text) for text in texts)


def _half(text: str) -> str:
    """The first half character of ``text`` in words."""
    halves = "".join(character for character in text if "\ud800" <= character <= "\udfff")
    return unusable_character(halves) or "half a character"
