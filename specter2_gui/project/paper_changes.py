"""What a person may change in a paper, and how it is cleaned: just as a record from a file is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from specter2_gui.domain.cleaning import clean_abstract, clean_line, clean_title, doi_in, year_in
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.languages import language_name
from specter2_gui.domain.records import Record
from specter2_gui.domain.texts import shortened

Field = Literal["title", "abstract", "authors", "year_text", "venue", "doi", "keywords", "language", "kind"]
"""What can be changed by hand; the number of the year follows its text."""

Value = str | Sequence[str]
"""A text, or for ``authors`` and ``keywords`` several."""

FIELD_NAMES: Final[dict[Field, str]] = {
    "title": "title",
    "abstract": "abstract",
    "authors": "authors",
    "year_text": "year",
    "venue": "venue",
    "doi": "DOI",
    "keywords": "keywords",
    "language": "language",
    "kind": "kind",
}
"""What the fields are called on screen."""

_WHAT: Final = "The paper could not be changed"

_NO_YEAR_YET: Final = frozenset(
    (
        "in press",
        "in print",
        "forthcoming",
        "to appear",
        "n.d",
        "nd",
        "no date",
        "s.a",
        "o.j",
        "im druck",
        "im erscheinen",
    )
)
"""What catalogues say in the place of a year, without the stops and brackets around it."""


def cleaned_fields(changes: Mapping[Field, Value]) -> dict[str, Any]:
    """The fields of a record that ``changes`` stand for.

    Raises:
        UserError: a text for the DOI or the year holds none.
    """
    found: dict[str, Any] = {field: _CLEANERS[field](value) for field, value in changes.items()}
    if "year_text" in found:
        found["year"] = year_in(found["year_text"])
    return found


def changed(record: Record, fields: Mapping[str, Any]) -> Record:
    """``record`` with ``fields`` in the place of its own.

    Raises:
        UserError: neither title nor abstract would be left.
    """
    new = replace(record, **fields)
    if not new.title and not new.abstract:
        why = "It would have neither a title nor an abstract, and nobody could find or judge it"
        raise UserError(_WHAT, why, "Keep one of the two, or delete the paper")
    return new


def _text(clean: Callable[[str], str]) -> Callable[[Value], str]:
    """A cleaner for one text; several are taken as one."""
    return lambda value: clean(value if isinstance(value, str) else " ".join(value))


def _several(value: Value) -> tuple[str, ...]:
    texts = (clean_line(text) for text in ([value] if isinstance(value, str) else value))
    return tuple(dict.fromkeys(filter(None, texts)))


def _doi(text: str) -> str:
    found = doi_in(text)
    if clean_line(text) and not found:
        why = f"“{shortened(text)}” holds no DOI: one begins with 10. and a number, and has a slash"
        raise UserError(_WHAT, why, "Correct it, or leave the field empty")
    return found


def _year(text: str) -> str:
    line = clean_line(text)
    if line and year_in(line) is None and line.casefold().replace(". ", ".").strip(" .[]()") not in _NO_YEAR_YET:
        why = f"“{shortened(line)}” holds no year from 1000 to 2199"
        how = "Write it with four digits, such as 2019, write “in press” or “n.d.”, or leave the field empty"
        raise UserError(_WHAT, why, how)
    return line


_CLEANERS: Final[dict[Field, Callable[[Value], Any]]] = {
    "title": _text(clean_title),
    "abstract": _text(clean_abstract),
    "authors": _several,
    "year_text": _text(_year),
    "venue": _text(clean_line),
    "doi": _text(_doi),
    "keywords": _several,
    "language": _text(lambda text: language_name(clean_line(text))),
    "kind": _text(clean_line),
}
