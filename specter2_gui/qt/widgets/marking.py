"""Text with the words of the query marked, as safe rich text: what looks like markup stays what it is."""

import re
from html import escape

SNIPPET = 170
"""Characters of an abstract that are shown while it is folded."""
SHORTEST_TERM = 3
"""Shorter words of a query ("of", "in") are not marked."""
_COMMON = (
    "about all and any are because between but can could did does for from had has have her his how into its may more "
    "most not only other our she some such than that the their them then there these they this those through use used "
    "using was were what when where which while who why will with would you your"
)
COMMON = frozenset(_COMMON.split())
"""Words that say nothing about what is looked for; marking them would hide those that do."""
_WORD = re.compile(r"\w+")


def terms_of(query: str) -> frozenset[str]:
    """The words of ``query`` that are worth marking, without regard to case."""
    return frozenset(
        word for word in _WORD.findall(query.casefold()) if len(word) >= SHORTEST_TERM and word not in COMMON
    )


def marked(text: str, terms: frozenset[str], background: str, colour: str) -> str:
    """``text`` as HTML with each word of ``terms`` on ``background``, and bold, so that colour is not the only sign."""
    style = f"background-color:{background};color:{colour};font-weight:600"
    pieces: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        if word.group().casefold() in terms:
            pieces.append(escape(text[end : word.start()]))
            pieces.append(f'<span style="{style}">{escape(word.group())}</span>')
            end = word.end()
    pieces.append(escape(text[end:]))
    return "".join(pieces).replace("\n", "<br>")


def snippet(text: str, terms: frozenset[str], length: int = SNIPPET) -> str:
    """About ``length`` characters of ``text``: its beginning, or, if no term is in there, those around the first one."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    start = _start(flat, terms, length)
    end = _word_end(flat, start + length)
    return ("… " if start else "") + flat[start:end] + (" …" if end < len(flat) else "")


def _start(text: str, terms: frozenset[str], length: int) -> int:
    first = next((word.start() for word in _WORD.finditer(text) if word.group().casefold() in terms), 0)
    if first < length - SNIPPET // 4:
        return 0
    return text.rfind(" ", 0, first - length // 4) + 1


def _word_end(text: str, end: int) -> int:
    space = text.rfind(" ", 0, end)
    return len(text) if end >= len(text) else (space if space > 0 else end)
