"""Which column of a table holds which field: by its name, and where no name tells, by what stands in it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from specter2_gui.readers import column_content
from specter2_gui.readers.cell_values import is_citation
from specter2_gui.readers.column_names import FIELDS, known_fields, normalised

SAMPLE_ROWS: Final = 50
"""How many rows are looked at to tell what a column holds."""

_LABELS: Final = {field.name: field.label for field in FIELDS}
_NAMED: Final = 40
_TEXTS: Final = ("title", "abstract")
_GUESSES: Final[Mapping[str, Callable[[Mapping[int, Sequence[str]]], int | None]]] = {
    "abstract": column_content.abstracts,  # before the titles, which are the longest of what is left
    "title": column_content.titles,
    "year": column_content.years,
    "doi": column_content.dois,
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What was made of a table's columns.

    ``names`` are the columns' names, each once; ``mapping`` leads from a name to a field's name, of several columns for one field the best first.
    ``unsure`` says that a person should look at it; ``why`` tells in sentences what was taken for what. ``guessed`` are the columns that no name but what
    stands in them has made titles or abstracts. ``key`` is the same for all tables with
    these column names, so that a person's mapping can be remembered under it.
    """

    names: tuple[str, ...]
    mapping: Mapping[str, str]
    unsure: bool
    why: str
    key: str
    guessed: tuple[str, ...] = ()

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that no field is taken from."""
        return tuple(name for name in self.names if name not in self.mapping)


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """The names in ``header`` as people know the columns: none empty, and each once, as “Title”, “Title (2)”."""
    names: dict[str, None] = {}
    repeats: dict[str, int] = {}
    for place, cell in enumerate(header, 1):
        name = plain = " ".join(cell.replace("\ufeff", "").split()) or f"Column {place}"
        while name in names:
            repeats[plain] = repeats.get(plain, 1) + 1
            name = f"{plain} ({repeats[plain]})"
        names[name] = None
    return tuple(names)


def header_key(header: Sequence[str]) -> str:
    """What a mapping is remembered under: equal for headers that differ in capitals, accents and spaces alone."""
    text = "\x1f".join(normalised(name) or name for name in column_names(header))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def recognise_columns(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns:
    """The best reading of the columns that ``header`` names and of which ``sample`` holds some rows."""
    names = column_names(header)
    values = [_filled(sample, place) for place in range(len(names))]
    meanings = known_fields(header)
    named = {place: _narrowed(meaning.field, values[place]) for place, meaning in meanings.items()}
    guessed = _guessed(named, values)
    unusual = [place for place, meaning in meanings.items() if meaning.field in _TEXTS and not meaning.usual]
    fields = named | guessed
    doubts = [f"“{names[place]}” is not a usual name for the {named[place]}s" for place in unusual]
    by_content = {names[place]: field for place, field in guessed.items() if field in _TEXTS}
    doubts += [
        f"“{name}” seems to hold the {field}s, judged by what stands in it" for name, field in by_content.items()
    ]
    doubts += [] if "title" in fields.values() else ["No column seems to hold titles"]
    mapping = {names[place]: field for place, field in fields.items()}
    why = ". ".join([*doubts, *_taken(names, mapping)]) + "."
    return Columns(names, mapping, bool(doubts), why, header_key(header), tuple(by_content))


def _filled(sample: Sequence[Sequence[str]], place: int) -> list[str]:
    cells = (row[place].strip() for row in sample[:SAMPLE_ROWS] if place < len(row))
    return [cell for cell in cells if cell]


def _narrowed(field: str, values: Sequence[str]) -> str:
    """``field``, or journal and year in one where the cells of a column of journals tell both."""
    both = field == "venue" and sum(map(is_citation, values)) > len(values) / 2
    return "citation" if both else field


def _guessed(named: Mapping[int, str], values: Sequence[Sequence[str]]) -> dict[int, str]:
    guessed: dict[int, str] = {}
    held = {*named.values(), *(["year"] if "citation" in named.values() else [])}
    for field, guess in _GUESSES.items():
        rest = {place: cells for place, cells in enumerate(values) if place not in named and place not in guessed}
        place = None if field in held else guess(rest)
        if place is not None:
            guessed[place] = field
    return guessed


def _taken(names: Sequence[str], mapping: Mapping[str, str]) -> Iterator[str]:
    yield "; ".join(f"{_LABELS[field]} from “{name}”" for name, field in mapping.items()) or "No column was recognised"
    if "abstract" not in mapping.values():
        yield "No column holds abstracts, so the papers are read by their titles alone"
    unused = [f"“{name}”" for name in names if name not in mapping]
    if unused:
        more = f" and {len(unused) - _NAMED:,} more" if len(unused) > _NAMED else ""
        yield f"Not used: {', '.join(unused[:_NAMED])}{more}"
