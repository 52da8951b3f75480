"""The plain text of an XML element: runs of style, superscripts and formulas as people read them."""

from typing import Final
from xml.etree.ElementTree import Element

_UNREAD: Final = {"annotation", "annotation-xml"}
"""The same formula once more, in another notation."""
_APART: Final = {"p", "br", "title", "sec", "list-item", "mtr", "mtd"}
"""Elements that do not run on in the line of what stands before them."""
_BETWEEN: Final = {"mfrac": "/"}


def text_of(element: Element | None) -> str:
    """All text within ``element`` in reading order, white space runs made one space; empty for None. Depth does not matter."""
    if element is None:
        return ""
    parts: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            parts.append(here)
        else:
            _unfold(here, waiting)
    return " ".join("".join(parts).split())


def texts_of(elements: list[Element]) -> tuple[str, ...]:
    """The texts that are not empty, each once."""
    return tuple(dict.fromkeys(text for element in elements if (text := text_of(element))))


def _unfold(element: Element, waiting: list[Element | str]) -> None:
    """Put the parts of ``element`` on the pile, the first one on top."""
    pieces: list[Element | str] = [" " if element.tag in _APART else "", element.text or ""]
    for place, child in enumerate(element):
        if place and element.tag in _BETWEEN:
            pieces.append(_BETWEEN[element.tag])
        pieces += [child if child.tag not in _UNREAD else "", child.tail or ""]
    pieces.append(" " if element.tag in _APART else "")
    waiting.extend(reversed(pieces))
