"""Numbers under which a paper is known, each with the name it has outside this program."""

import re
from collections.abc import Iterator

from specter2_gui.domain.id_texts import Ids
from specter2_gui.domain.identity import KEY

_NAMED = re.compile(r"([0-9Xx][0-9Xx -]*)\((ISSN|ISBN)\)[\s;,]*", re.IGNORECASE)
_NUMBER = re.compile(r"[\s-]+")
_ISSN_LENGTH = 8


def named_ids(ids: Ids) -> Iterator[tuple[str, str]]:
    """Name and number of each of ``ids`` but the key; a column of ISBNs may hold ISSNs, and say so behind the number."""
    for scheme, value in ids:
        if scheme != KEY:
            yield from _standard_numbers(scheme, value) if scheme in ("isbn", "issn") else [(scheme.upper(), value)]


def _standard_numbers(scheme: str, value: str) -> list[tuple[str, str]]:
    if not _NAMED.sub("", value):
        return [(name.upper(), number.strip()) for number, name in _NAMED.findall(value)]
    return [("ISSN" if len(_NUMBER.sub("", value)) == _ISSN_LENGTH else scheme.upper(), value)]
