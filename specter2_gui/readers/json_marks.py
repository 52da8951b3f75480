"""How many objects a JSON file has, counted word by word as a check on how they are read."""

import re
from collections.abc import Iterable
from typing import Final

from specter2_gui.readers.json_objects import BRACE, DEPTH_LIMIT, Start, boundary, next_start, pass_over, skip_opening
from specter2_gui.readers.text_window import RECORD_LIMIT, TextWindow

_WORD: Final = re.compile(
    r'\s*+(?:(?P<text>"(?:[^"\\]++|\\.)*+")\s*+(?P<after>.)|(?P<sign>[{}\[\],:])|(?P<plain>[^\s"{}\[\],:]++))',
    re.DOTALL,
)
_PAIRS: Final = {"}": "{", "]": "["}


def count_objects(pieces: Iterable[str]) -> int:
    """The beginnings of records in the text, and of whatever stands in place of one."""
    window = TextWindow(pieces)
    between = skip_opening(window)
    count = 0
    while start := next_start(window, between):
        count += 1
        if window.text[window.at] != "{":
            pass_over(window, BRACE)
        else:
            _pass_object(window, start)
    return count


def _pass_object(window: TextWindow, start: Start) -> None:
    """Move behind the object at which the window stands, or to the next one if it is damaged."""
    brackets, before, reach = "", ":", 0
    while reach <= RECORD_LIMIT:
        word = _WORD.match(window.text, window.at + reach)
        if word is None or (word["plain"] and word.end() == len(window.text)):
            if len(window.text) - window.at > RECORD_LIMIT or not window.more():
                break
            continue
        sign = word["sign"] or ("text" if word["text"] else "plain")
        changed = _after(brackets, sign, before, word["after"])
        if changed is None:
            sound = word.start("text" if word["text"] else "sign") - window.at
            pass_over(window, boundary(window, start), sound)
            return
        reach = (word.start("after") if word["text"] else word.end()) - window.at
        if not changed:
            window.advance(reach)
            return
        brackets, before = changed, sign
    pass_over(window, boundary(window, start))


def _after(brackets: str, sign: str, before: str, following: str | None) -> str | None:
    """The open ``brackets`` after ``sign``; None where it may not stand, or, if it is a text, not before ``following``."""
    if sign == "text":
        return brackets if following and following in ",:}]" else None
    if sign in _PAIRS:
        return brackets[:-1] if brackets[-1] == _PAIRS[sign] else None
    if sign in {"{", "["}:
        within = brackets[-1:]
        allowed = not within or (before == ":" if within == "{" else before in {"[", ","})
        return brackets + sign if allowed and len(brackets) < DEPTH_LIMIT else None
    return brackets
