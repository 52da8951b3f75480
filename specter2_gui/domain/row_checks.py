"""What one row must hold to be a triplet, and the words for each way in which it does not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from specter2_gui.domain.json_values import JsonNumber
from specter2_gui.domain.texts import clean, comparable, is_blank, shortened, unusable_character
from specter2_gui.domain.triplets import FIELDS, Triplet

_ROW_IS_OBJECT = "A row is an object with the five fields " + ", ".join(FIELDS)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One reason why a row is no triplet; ``field`` is empty when it concerns the whole row.

    ``row`` counts from 1 in the order of the file; ``text`` says what, why and how in full sentences.
    """

    row: int
    field: str
    text: str


def problem(row: int, field: str, what: str, why: str, how: str) -> RowProblem:
    """A problem whose text names row and field and then says what, why and how."""
    return RowProblem(row, field, f"Row {row}{', ' + field if field else ''}: {what}. {why}. {how}.")


def check_row(row: int, value: object, repeated: Collection[str] = ()) -> Triplet | tuple[RowProblem, ...]:
    """The triplet in ``value`` (a row as JSON gives it), cleaned, or everything that is wrong with it by itself.

    ``repeated`` names the keys that stand more than once in the row. Keys other than the five fields are allowed.
    """
    if not isinstance(value, Mapping):
        how = 'Write {"query": ..., "positive_title": ..., ...} here, or delete the row'
        return (problem(row, "", f"the row is {kind_of(value)}, not an object", _ROW_IS_OBJECT, how),)
    values = cast("Mapping[str, object]", value)
    if not any(name in values for name in FIELDS):
        return (problem(row, "", "none of the five fields is there", _ROW_IS_OBJECT, _rename_hint(values)),)
    problems = [found for name in FIELDS if (found := _field_problem(row, name, values, repeated)) is not None]
    return tuple(problems) if problems else _check_texts(row, [str(values[name]) for name in FIELDS])


def paper_key(paper: tuple[str, str]) -> str:
    """A text that is equal for two (title, abstract) pairs exactly when they are the same paper to the model.

    Empty parts are left out as in the text the model reads: a title alone equals the same text as an abstract alone.
    """
    return "\n".join(part for part in map(comparable, paper) if part)


def kind_of(value: object) -> str:
    """What a JSON value is, in words."""
    match value:
        case None:
            return "empty (null)"
        case bool():
            return "a yes-or-no value"
        case float() if value != value:  # only NaN differs from itself
            return "an empty cell (NaN)"
        case int() | float() | JsonNumber():
            return "a number"
        case str():
            return f"a text (“{shortened(value)}”)"
        case _:
            return "a list" if isinstance(value, Sequence) else "an object"


def _field_problem(row: int, name: str, values: Mapping[str, object], repeated: Collection[str]) -> RowProblem | None:
    if name not in values:
        return problem(row, name, "the text is missing", "Each triplet needs all five fields", _add_hint(name, values))
    if name in repeated:
        how = "Delete all but the right one"
        return problem(row, name, "the field stands there more than once", "Only one of them can be meant", how)
    if not isinstance(values[name], str):
        how = 'Write "" if the paper has none' if name.endswith("abstract") else "Write the text in quotation marks"
        return problem(row, name, f"the value is {kind_of(values[name])}", "Each field holds a text", how)
    return None


def _check_texts(row: int, texts: list[str]) -> Triplet | tuple[RowProblem, ...]:
    problems = [
        problem(
            row, name, f"the text holds {found}", "It cannot be shown or stored", "Delete or replace this character"
        )
        for name, text in zip(FIELDS, texts, strict=True)
        if (found := unusable_character(text)) is not None
    ]
    if problems:
        return tuple(problems)
    triplet = Triplet(*("" if is_blank(text) else clean(text) for text in texts))
    problems = _empty_texts(row, triplet)
    if not problems and paper_key(triplet.positive) == paper_key(triplet.negative):
        what, why = "positive and negative are the same paper", "The model learns from the difference between the two"
        problems = [problem(row, "negative_title", what, why, "Choose another negative, or delete the row")]
    return tuple(problems) or triplet


def _empty_texts(row: int, triplet: Triplet) -> list[RowProblem]:
    problems: list[RowProblem] = []
    if not triplet.query:
        how = "Write the query, or delete the row"
        problems.append(problem(row, "query", "the text is empty", "A triplet needs something to search for", how))
    for name, paper in (("positive_title", triplet.positive), ("negative_title", triplet.negative)):
        if not any(paper):
            what, why = "the paper has neither title nor abstract", "The model has to read at least one of them"
            problems.append(problem(row, name, what, why, "Write the title, or delete the row"))
    return problems


def _add_hint(name: str, values: Mapping[str, object]) -> str:
    alike = next((key for key in values if key not in FIELDS and _plain(key) == name), None)
    return f'Add "{name}" to this row' if alike is None else f'Rename "{shortened(alike)}" to "{name}"'


def _rename_hint(values: Mapping[str, object]) -> str:
    there = ", ".join(f'"{shortened(key)}"' for key in list(values)[:5])
    return f"Rename the fields that are there ({there}), or delete the row" if there else "Add them, or delete the row"


def _plain(key: str) -> str:
    return "_".join(key[:100].lower().replace("-", " ").replace("_", " ").split())
