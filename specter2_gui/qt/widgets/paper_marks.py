"""Marked texts of a search: taken apart for painting, and written as safe rich text."""

import re
from html import escape
from typing import Final

from specter2_gui.project.typed_words import HIT_BEGINS, HIT_ENDS

Marks = tuple[tuple[int, int], ...]
"""Where hits begin, and how long they are."""

_HIT: Final = re.compile(f"{HIT_BEGINS}([^{HIT_ENDS}]*){HIT_ENDS}?")


def plain(text: str) -> str:
    """``text`` without marks."""
    return text.replace(HIT_BEGINS, "").replace(HIT_ENDS, "")


def apart(text: str) -> tuple[str, Marks]:
    """``text`` on one line without marks, and where they were."""
    line = " ".join(text.split())
    if HIT_BEGINS not in line:
        return line, ()
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length = end = 0
    for hit in _HIT.finditer(line):
        before = line[end : hit.start()]
        length += len(before)
        marks.append((length, len(hit[1])))
        length += len(hit[1])
        pieces += [before, hit[1]]
        end = hit.end()
    return "".join([*pieces, line[end:]]), tuple(marks)


def as_html(text: str, background: str, colour: str) -> str:
    """``text`` as HTML; hits stand on ``background`` and are bold, so that colour is not the only sign."""
    style = f"background-color:{background};color:{colour};font-weight:600"
    pieces: list[str] = []
    end = 0
    for hit in _HIT.finditer(text):
        pieces += [escape(text[end : hit.start()]), f'<span style="{style}">{escape(hit[1])}</span>']
        end = hit.end()
    pieces.append(escape(text[end:]))
    return "".join(pieces).replace("\n", "<br>")
