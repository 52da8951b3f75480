"""What a table's cell says: lists of names and keywords, numbers, a journal with its year."""

import re
from collections.abc import Callable
from typing import Final

_QUOTED_LIST: Final = re.compile(r"""\[\s*+(?:(?:'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")\s*+,?\s*+)*+\]""", re.DOTALL)
_QUOTED: Final = re.compile(r"""'((?:[^'\\]|\\.)*+)'|"((?:[^"\\]|\\.)*+)\"""", re.DOTALL)
_INITIALS: Final = re.compile(r"[^\s,][^,]*\s(?:[^\W\d_]\.?-?){1,4}\.?")
_BETWEEN_COMMAS: Final = re.compile(r"(?:\([^()]*+\)|[^,(]++|\()++")
_SCOPUS_NUMBER: Final = re.compile(r"\s*\(\d{6,}\)$")
_AND: Final = re.compile(r"\s+and\s+")
_WHOLE: Final = re.compile(r"(\d+)\.0+")
_CITATION: Final = re.compile(r"(?P<venue>[^()]{2,200}?)\s*\((?P<year>1[5-9]\d\d|20\d\d)\)(?=\s|$)")


def authors_in(cell: str) -> tuple[str, ...]:
    """The authors in a cell, in its order: parted by semicolons, bars, line breaks, “and”, or commas where each part is a whole name."""
    names = _listed(cell) or _parted(cell, ";", "|", "\n") or _after_and(cell) or _with_initials(cell) or (cell,)
    return _kept(names, lambda name: _SCOPUS_NUMBER.sub("", name))


def keywords_in(cell: str) -> tuple[str, ...]:
    """The keywords in a cell, in its order: parted by the first of semicolon, bar, line break and comma that occurs in it, commas in brackets left out."""
    return _kept(_listed(cell) or _parted(cell, ";", "|", "\n") or tuple(_BETWEEN_COMMAS.findall(cell)))


def number_in(cell: str) -> str:
    """An id as it was before a spreadsheet made a number of it: ``12345.0`` is 12345."""
    whole = _WHOLE.fullmatch(cell.strip())
    return whole[1] if whole else cell.strip()


def citation_in(cell: str) -> tuple[str, str]:
    """Journal and year in a source such as “Cancer (2004) 102:4 (253-258)”; the cell itself and no year where it is none."""
    found = _CITATION.match(cell.strip())
    return (found["venue"], found["year"]) if found else (cell.strip(), "")


def is_citation(cell: str) -> bool:
    """Whether the cell names a journal and its year."""
    return bool(citation_in(cell)[1])


def _listed(cell: str) -> tuple[str, ...]:
    """The texts of a list as Python or JSON writes it, or nothing."""
    text = cell.strip()
    if not (text.startswith("[") and _QUOTED_LIST.fullmatch(text)):
        return ()
    return tuple(re.sub(r"\\(.)", r"\1", single or double) for single, double in _QUOTED.findall(text))


def _parted(cell: str, *marks: str) -> tuple[str, ...]:
    mark = next((mark for mark in marks if mark in cell), None)
    return tuple(cell.split(mark)) if mark else ()


def _after_and(cell: str) -> tuple[str, ...]:
    parts = _AND.split(cell)
    if len(parts) == 1:
        return ()
    *names, last = parts
    return (*(part for name in names for part in _whole_names(name)), last)


def _whole_names(cell: str) -> tuple[str, ...]:
    """The parts between commas if each is a name of several words, else the cell as one name."""
    parts = [part.strip() for part in cell.split(",")]
    whole = all(" " in part for part in parts if part)
    return tuple(parts) if whole else (cell,)


def _with_initials(cell: str) -> tuple[str, ...]:
    parts = [part.strip() for part in cell.split(",") if part.strip()]
    if len(parts) > 1 and all(_INITIALS.fullmatch(part) for part in parts):
        return tuple(parts)
    return _whole_names(cell) if len(parts) > 2 else ()


def _kept(parts: tuple[str, ...], change: Callable[[str], str] = str) -> tuple[str, ...]:
    cleaned = (change(" ".join(part.split())) for part in parts)
    return tuple(part for part in cleaned if part)
