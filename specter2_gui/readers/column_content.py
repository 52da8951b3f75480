"""What a table's column holds, judged by what stands in it; only for columns whose names say nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

Values = Sequence[str]
"""The filled cells of one column in a few rows."""

_DOI: Final = re.compile(r"\b10\.\d{4,9}/\S")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d(?:\.0)?")
_ADDRESS: Final = re.compile(r"://|@|^\[")
_MOSTLY: Final = 0.8
_ABSTRACT_WORDS: Final = 30
_TITLE_WORDS: Final = 3
_LOOKED_AT: Final = 5_000


def abstracts(columns: Mapping[int, Values]) -> int | None:
    """The column whose texts are longest, if they are whole sentences and not lists of references or addresses."""
    words = {place: _mean_words(values) for place, values in columns.items() if values and _is_prose(values)}
    return _longest(words, _ABSTRACT_WORDS)


def titles(columns: Mapping[int, Values]) -> int | None:
    """The column of short texts that differ from row to row and are no addresses; of several the one with most words."""
    words = {
        place: _mean_words(values)
        for place, values in columns.items()
        if len(set(values)) > len(values) / 2 and not any(_ADDRESS.search(value) for value in values)
    }
    return _longest(words, _TITLE_WORDS)


def years(columns: Mapping[int, Values]) -> int | None:
    """The first column of years."""
    return next((place for place, values in columns.items() if _share(values, _YEAR, whole=True) > _MOSTLY), None)


def dois(columns: Mapping[int, Values]) -> int | None:
    """The first column in which nearly every cell holds a DOI."""
    return next((place for place, values in columns.items() if _share(values, _DOI) > _MOSTLY), None)


def _longest(words: Mapping[int, float], least: float) -> int | None:
    best = max(words, key=words.__getitem__, default=None)
    return best if best is not None and words[best] >= least else None


def _mean_words(values: Values) -> float:
    return sum(len(value[:_LOOKED_AT].split()) for value in values) / len(values) if values else 0.0


def _share(values: Values, pattern: re.Pattern[str], *, whole: bool = False) -> float:
    matches = pattern.fullmatch if whole else pattern.search
    return sum(bool(matches(value[:_LOOKED_AT])) for value in values) / len(values) if values else 0.0


def _is_prose(values: Values) -> bool:
    text = " ".join(value[:_LOOKED_AT] for value in values)
    words = len(text.split())
    digits = sum(letter.isdigit() for letter in text)
    return text.count(",") <= words / 5 and text.count(";") <= words / 40 and digits <= len(text) / 15
