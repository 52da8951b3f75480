"""What people write into JSON, made plain texts: a title may be a list, an author an object, a year a list of lists."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final, cast

Fields = Mapping[str, object]
"""An object's values by their names in small letters and digits only: ``container-title`` is ``containertitle``."""

NOTHING: Final[Fields] = {}
_EMPTY: Final[tuple[object, ...]] = (None, "", [], {})
_TEXTS: Final = (
    "value",
    "text",
    "name",
    "displayname",
    "title",
    "literal",
    "raw",
    "term",
    "tag",
    "keyword",
    "en",
    "content",
)
_FAMILY: Final = ("family", "lastname", "last", "surname", "familyname")
_GIVEN: Final = ("given", "firstname", "first", "forename", "givenname", "initials")
_NAME: Final = ("literal", "fullname", "name", "displayname", "rawauthorname", "author")
_DATES: Final = ("dateparts", "year", "raw", "literal", "parseddate", "value")


def fields(value: object) -> Fields:
    """The values of an object by simplified names, the first of two that become equal; empty for anything else."""
    if not isinstance(value, dict):
        return NOTHING
    simple: dict[str, object] = {}
    for name, inner in cast("dict[str, object]", value).items():
        simple.setdefault(_simplified(name), inner)
    return simple


@lru_cache(maxsize=4_096)
def _simplified(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def each(value: object) -> list[object]:
    """The values of a list; anything else is a list of itself, nothing of none."""
    if isinstance(value, list):
        return cast("list[object]", value)
    return [] if value is None else [value]


def first_of(found: Fields, names: Iterable[str]) -> object:
    """The first of the values called ``names`` that is not empty, else None."""
    for name in names:
        if found.get(name) not in _EMPTY:
            return found[name]
    return None


def text(value: object) -> str:
    """A text or number as it stands, the first text of a list, the text within an object; otherwise empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return next((found for inner in each(cast("object", value)) if (found := text(inner))), "")
    inner = first_of(fields(value), _TEXTS)
    return "" if isinstance(inner, dict) else text(inner)


def paragraphs(value: object) -> str:
    """A longer text, or the parts of one, each after its label, if it has one."""
    return "\n".join(part for inner in each(value) if (part := _labelled(inner)))


def keywords(value: object) -> tuple[str, ...]:
    """The texts of a list, each once, or those between the semicolons, else commas, of one text."""
    cut = value.split(";" if ";" in value else ",") if isinstance(value, str) else map(text, each(value))
    return tuple(dict.fromkeys(stripped for word in cut if (stripped := word.strip())))


def people(value: object) -> tuple[str, ...]:
    """Names as ``Family, Given`` where the file tells the parts apart."""
    names = _apart(value) if isinstance(value, str) else map(_person, each(value))
    return tuple(stripped for name in names if (stripped := name.strip()))


def year(value: object) -> str:
    """A year or date as the file has it: of ``date-parts`` the first number, of an object its date."""
    if isinstance(value, list):
        return year(next(chain(each(cast("object", value))), None))
    if isinstance(value, dict):
        return year(first_of(fields(cast("object", value)), _DATES))
    return text(value)


def from_places(value: object) -> str:
    """An abstract that is given as the places of each word, in order."""
    places = [(place, word) for word, found in _items(value) for place in each(found) if isinstance(place, int)]
    return " ".join(word for _, word in sorted(places))


def _items(value: object) -> Iterable[tuple[str, object]]:
    return cast("dict[str, object]", value).items() if isinstance(value, dict) else ()


def _labelled(value: object) -> str:
    found = fields(value)
    label, inner = text(found.get("label")), text(value)
    return f"{label}: {inner}" if label and inner and label != inner else inner


def _person(value: object) -> str:
    found = fields(value)
    family = text(first_of(found, _FAMILY))
    if not family:
        whole = first_of(found, _NAME)
        return _person(cast("object", whole)) if isinstance(whole, dict) else text(whole if found else value)
    family = " ".join(filter(None, (text(found.get("nondroppingparticle")), family)))
    given = " ".join(filter(None, (text(first_of(found, _GIVEN)), text(found.get("droppingparticle")))))
    return ", ".join(filter(None, (family, given, text(found.get("suffix")))))


def _apart(names: str) -> list[str]:
    """The names in one text: between semicolons, ``and``, or such commas as cannot stand within ``Family, Given``."""
    if ";" in names:
        return names.split(";")
    if " and " in names:
        return re.split(r"\s+and\s+", names)
    by_comma = [name.strip() for name in names.rstrip(". ").split(",")]
    return by_comma if all(" " in name for name in by_comma) else [names]
