"""From the bytes of a triplet file to triplets, with an account of every row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.file_text import decode
from specter2_gui.domain.json_rows import JsonRows
from specter2_gui.domain.json_values import Broken, JsonObject
from specter2_gui.domain.row_checks import RowProblem, kind_of
from specter2_gui.domain.texts import counted, shortened
from specter2_gui.domain.triplet_checks import ReadRow, SeenTriplets, judged, unreadable
from specter2_gui.domain.triplets import FIELDS, Triplet

_SHAPE = "A triplet file is a list of rows: [{...}, {...}], or one row a line; each row has the fields " + ", ".join(
    FIELDS
)
_HOW = "Choose another file, or save this one as JSON of that form"
_NAMED_KEYS = 20

MOST_ROWS: Final = 1_000_000
"""More rows than this are refused: each costs memory even when it holds next to nothing."""


@dataclass(frozen=True, slots=True)
class TripletReport:
    """What became of a file: ``triplets`` holds the good rows, ``rows`` all of them, both in the order of the file.

    ``problems`` are those of all rows; ``ignored_keys`` are the first keys that no triplet has, and ``notes`` are
    sentences about the file as a whole. Always ``total == len(rows) == len(triplets) + rejected``.
    """

    name: str
    triplets: tuple[Triplet, ...]
    rows: tuple[ReadRow, ...]
    problems: tuple[RowProblem, ...]
    total: int
    ignored_keys: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """How many rows are no triplets."""
        return self.total - len(self.triplets)

    @property
    def summary(self) -> str:
        """The account in one sentence."""
        rows = counted(self.total, "row", "rows")
        if not self.rejected:
            return f"All {rows} of “{self.name}” were read."
        return f"{self.rejected:,} of {rows} of “{self.name}” could not be used."


@dataclass(slots=True)
class _Reading:
    """What is known while the rows of one file go by."""

    rows: list[ReadRow] = field(default_factory=list[ReadRow])
    keys: dict[str, None] = field(default_factory=dict[str, None])
    first: object = None
    objects: bool = False
    _seen: SeenTriplets = field(default_factory=SeenTriplets)
    _texts: dict[str, str] = field(default_factory=dict[str, str])

    def take(self, value: object) -> None:
        """Judge the next row."""
        row = len(self.rows) + 1
        if row == 1:
            self.first = value
        if isinstance(value, Broken):
            self.rows.append(unreadable(row, value.line, value.why))
        elif isinstance(value, JsonObject):
            self.objects = True
            self._note_keys(value.values)
            self.rows.append(self._once(judged(row, value.values, self._seen, value.repeated)))
        else:
            self.rows.append(judged(row, value, self._seen))

    def _note_keys(self, keys: Iterable[str]) -> None:
        if len(self.keys) < _NAMED_KEYS:
            self.keys.update(dict.fromkeys(shortened(key) for key in keys if key not in FIELDS))

    def _once(self, row: ReadRow) -> ReadRow:
        # A paper stands in many rows: each of its texts is kept once.
        return ReadRow(row.row, tuple(self._texts.setdefault(text, text) for text in row.fields), row.problems)


def read_triplets(data: bytes, name: str) -> TripletReport:
    """Read the triplet file ``name``: a JSON list, JSON Lines, or a single triplet; UTF-8, or UTF-16 with its mark.

    A row that cannot be used never costs another one. Time is linear in the length of ``data``; memory holds the
    text of the file and each distinct text of its rows once.

    Raises:
        UserError: nothing in the file can be a list of triplets: empty, no text, no JSON, something else than rows,
            or more than ``MOST_ROWS`` of them.
    """
    values = JsonRows(decode(data, name))
    reading = _Reading()
    for value in values:
        if len(reading.rows) == MOST_ROWS:
            why = "They would not fit into the memory of most computers"
            raise UserError(f"The file “{name}” holds more than {MOST_ROWS:,} rows", why, "Split it into smaller files")
        reading.take(value)
    if not values.listed:
        _refuse_other_things(name, reading)
    rows = tuple(reading.rows)
    return TripletReport(
        name=name,
        triplets=tuple(triplet for row in rows if (triplet := row.triplet) is not None),
        rows=rows,
        problems=tuple(problem for row in rows for problem in row.problems),
        total=len(rows),
        ignored_keys=tuple(reading.keys)[:_NAMED_KEYS],
        notes=tuple(values.notes),
    )


def _refuse_other_things(name: str, reading: _Reading) -> None:
    """Refuse a file without a list when it is not rows one after another either."""
    first = reading.first
    if isinstance(first, JsonObject) and len(reading.rows) == 1 and not any(key in first.values for key in FIELDS):
        keys = ", ".join(f"“{shortened(key)}”" for key in list(first.values)[:5]) or "no fields"
        raise UserError(f"The file “{name}” holds one object with {keys}, not a list of triplets", _SHAPE, _HOW)
    if reading.objects:
        return
    if isinstance(first, Broken):
        where = f"Line {first.line} is the first that cannot be read: {first.why}"
        raise UserError(f"The file “{name}” is not JSON", where, f"{_SHAPE}. {_HOW}")
    raise UserError(f"The file “{name}” holds {kind_of(first)}, not a list of triplets", _SHAPE, _HOW)
