"""All ids of a record in one cell of a table, and back."""

import re
from collections.abc import Iterable
from typing import Final

Ids = tuple[tuple[str, str], ...]
"""Pairs of scheme and id, such as ``("pmid", "123")``."""

_PART: Final = re.compile(r"(?P<scheme>[^\s:;]+): (?P<value>.+)", re.DOTALL)


def ids_as_text(ids: Iterable[tuple[str, str]]) -> str:
    """``ids`` as people read them: ``pmid: 123; issn: 1234-5678``; a semicolon within one is written as ``%3B``."""
    return "; ".join(f"{scheme}: {value.replace('%', '%25').replace(';', '%3B')}" for scheme, value in ids)


def ids_in_text(text: str) -> Ids:
    """The ids that :func:`ids_as_text` has written; what is not written so is left out."""
    parts = (_PART.fullmatch(part.strip()) for part in text.split(";"))
    return tuple((part["scheme"], part["value"].replace("%3B", ";").replace("%25", "%")) for part in parts if part)
