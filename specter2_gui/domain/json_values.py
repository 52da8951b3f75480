"""JSON values as they are read here: objects that know their repeated keys, numbers as written, faults in words."""

import json
from dataclasses import dataclass
from typing import Any, Final

_WORDS: Final = {
    "Unterminated string": "A text has no closing quotation mark, or the file was cut off here",
    "Invalid control character": "A line break or another control character stands inside a text instead of \\n",
    "Invalid \\": "A backslash stands inside a text where it has no meaning (a backslash itself is written \\\\)",
    "Expecting ',' delimiter": 'A comma is missing, or a quotation mark inside a text is not written \\"',
    "Expecting ':' delimiter": "The colon behind a field's name is missing",
    "Expecting property name": "A field's name in double quotation marks is missing",
    "Expecting value": "A value is missing, or a text is not in double quotation marks",
    "Illegal trailing comma": "A comma stands behind the last field",
    "Extra data": "Something stands behind the closing bracket",
}

TOO_DEEP: Final = "Brackets are nested too deeply"


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object: its values by key (the last one where a key is repeated) and the keys that are repeated."""

    values: dict[str, object]
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JsonNumber:
    """A number as it is written: thousands of digits cost nothing, and an identifier keeps its form."""

    text: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that is no JSON: the line of the fault, counted from 1, and its cause in words."""

    line: int
    why: str


def parse(text: str) -> object:
    """The one value in ``text``: ``JsonObject``, list, text, ``JsonNumber``, NaN, truth value, None, or ``Broken``."""
    try:
        return DECODER.decode(text)
    except RecursionError:
        return Broken(1, TOO_DEEP)
    except json.JSONDecodeError as error:
        return Broken(error.lineno, fault_words(error.msg))


def fault_words(message: str) -> str:
    """What the JSON reader's ``message`` means for the person who mends the file."""
    return next((words for begin, words in _WORDS.items() if message.startswith(begin)), "This is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    values = dict(pairs)
    if len(values) == len(pairs):
        return JsonObject(values)
    seen: set[str] = set()
    repeated = {key: None for key, _ in pairs if key in seen or seen.add(key)}
    return JsonObject(values, tuple(repeated))


DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=JsonNumber, parse_float=JsonNumber, parse_constant=float
)
"""Strict but for the words NaN and Infinity, which are not texts either and are told as what they are."""
