"""The objects of a JSON file, each by itself: a damaged one is passed over with what belongs to it, and the next one is read.

A record ends where its brackets do. Damage is what no valid JSON can hold: a text followed by anything but ``, : } ]``, brackets that do not match,
an object where none may stand. The record after a damaged one is then found by its place on the line, or else by its first name.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from specter2_gui.domain.records import RAW_SHOWN
from specter2_gui.readers.text_window import RECORD_LIMIT, TextWindow

DEPTH_LIMIT: Final = 200
"""Brackets within brackets; a record nested deeper is a reject."""
_OPENING_SIZE: Final = 65_536
_LISTS: Final = (
    "items|records|results?|papers|works|articles|publications|documents|docs|data|entry|entries|hits|collection"
)
_WRAPPED: Final = re.compile(rf'"(?:{_LISTS})"\s*+:\s*+\[(?=\s*+\{{)|\A\s*+\{{\s*+"references"\s*+:\s*+\[')
_TITLE: Final = re.compile(r'"title"\s*+:', re.IGNORECASE)
_FIRST_NAME: Final = re.compile(r'\{\s{0,200}("(?:[^"\\]|\\.){0,200}")\s{0,200}:', re.DOTALL)
_BOUNDARY: Final = 1_000
"""Characters of a boundary that may be cut off at the end of what has been read."""
_SOUND: Final = re.compile(r'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+"(?=\s*+[,:}\]]))*+', re.DOTALL)
_STRING: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"\s*+', re.DOTALL)
_OTHER_TEXT: Final = "This stands between the records and belongs to none"
_UNENDED: Final = "The file ends before this record does"
_TOO_LONG: Final = f"It is longer than {RECORD_LIMIT:,} characters"


class Piece(NamedTuple):
    """An object's text, or what stands in place of one; ``problem`` says in a sentence what is wrong with it, or is empty."""

    line: int
    text: str
    problem: str = ""


class Start(NamedTuple):
    """Where a record begins: the white space before it on its line, or None if something else stands there."""

    indent: str | None


def objects(pieces: Iterable[str]) -> Iterator[Piece]:
    """Every object of the list in the text, or of the objects one after another, in bounded memory."""
    window = TextWindow(pieces)
    between = skip_opening(window)
    while start := next_start(window, between):
        line = window.line
        if window.text[window.at] == "{":
            yield _object(window, start, line)
        else:
            yield Piece(line, pass_over(window, BRACE).rstrip(" \n\t,[]"), _OTHER_TEXT)


def skip_opening(window: TextWindow) -> re.Pattern[str]:
    """Move to the first record of a list that stands within an object; gives what may be skipped between records."""
    while len(window.text) < _OPENING_SIZE and window.more():
        pass
    wrapped = _WRAPPED.search(window.text[:_OPENING_SIZE])
    if wrapped and window.text.lstrip()[0] == "{" and not _TITLE.search(window.text, 0, wrapped.start()):
        window.advance(wrapped.end())
        return _WITHIN_LIST
    return _ANYWHERE


_ANYWHERE: Final = re.compile(r"[\s,\[\]]*+")
_WITHIN_LIST: Final = re.compile(r"[\s,]*+")
BRACE: Final = re.compile(r"(?=\{)")


def next_start(window: TextWindow, between: re.Pattern[str]) -> Start | None:
    """Move to the next thing that is not ``between`` records; None at the end of the list or file."""
    skipped = "" if window.done else "\n"
    while True:
        found = between.match(window.text, window.at)
        skipped = (skipped + window.advance(len(found[0]) if found else 0))[-_BOUNDARY:]
        if window.at < len(window.text):
            break
        if not window.more():
            return None
    if between is _WITHIN_LIST and window.text[window.at] == "]":
        return None
    _, line_end, indent = skipped.rpartition("\n")
    return Start(indent if line_end and not indent.strip() else None)


def boundary(window: TextWindow, start: Start) -> re.Pattern[str]:
    """What comes before the next record, if the one at which the window stands is damaged."""
    while len(window.text) - window.at < _BOUNDARY and window.more():
        pass
    if start.indent is not None:
        return re.compile(rf"\n{re.escape(start.indent)}(?=\{{)")
    name = _FIRST_NAME.match(window.text, window.at)
    if name:
        return re.compile(rf"[,}}\]]\s{{0,200}}(?=\{{\s{{0,200}}{re.escape(name[1])}\s{{0,200}}:)")
    return re.compile(r"\}\s{0,200},\s{0,200}(?=\{)")


def pass_over(window: TextWindow, end: re.Pattern[str], sound: int = 0) -> str:
    """Move behind the next ``end`` that is not within the next ``sound`` characters, or to the end of the file; gives the beginning of what is passed."""
    passed = ""
    while True:
        least = window.at + sound
        candidates = end.finditer(window.text, max(window.at, least - _BOUNDARY))
        found = next((one for one in candidates if one.end() >= least), None)
        if found:
            return (passed + window.advance(found.end() - window.at))[: RAW_SHOWN + 1]
        skipped = window.advance(max(len(window.text) - window.at - _BOUNDARY, 0))
        sound = max(sound - len(skipped), 0)
        passed = (passed + skipped)[: RAW_SHOWN + 1]
        if not window.more():
            return passed + window.advance(len(window.text) - window.at)


def _object(window: TextWindow, start: Start, line: int) -> Piece:
    """The record at which the window stands."""
    open_brackets: list[str] = []
    looked = 0
    while looked <= RECORD_LIMIT:
        place = _sound_until(window, looked)
        if place is None:
            break
        problem = _bracket(window, place, open_brackets)
        if problem:
            sound = place - window.at
            return Piece(line, pass_over(window, boundary(window, start), sound).rstrip(" \n\t,"), problem)
        looked = place + 1 - window.at
        if not open_brackets:
            return Piece(line, window.advance(looked))
    too_long = len(window.text) - window.at > RECORD_LIMIT
    return Piece(line, pass_over(window, boundary(window, start)), _TOO_LONG if too_long else _UNENDED)


def _sound_until(window: TextWindow, looked: int) -> int | None:
    """The position of the next bracket, or quotation mark of a text that is not sound; None if the file ends before."""
    while True:
        sound = _SOUND.match(window.text, window.at + looked)
        place = sound.end() if sound else window.at + looked
        string = _STRING.match(window.text, place)
        within_reach = string.end() < len(window.text) if string else window.text[place : place + 1] not in {"", '"'}
        if within_reach:
            return place
        looked = place - window.at
        if len(window.text) - window.at > RECORD_LIMIT or not window.more():
            return None


def _bracket(window: TextWindow, place: int, open_brackets: list[str]) -> str:
    """Open or close the bracket at ``place``; gives what is wrong with it, or an empty text."""
    char = window.text[place]
    if char in "}]":
        matches = open_brackets.pop() == {"}": "{", "]": "["}[char]
        return "" if matches else "A bracket is missing or too many in this record"
    if char == '"':
        return "A quotation mark is missing or too many in this record"
    if open_brackets and not _may_open(window, place, open_brackets[-1]):
        return "A bracket, comma or colon is missing in this record"
    open_brackets.append(char)
    return "" if len(open_brackets) <= DEPTH_LIMIT else f"It is nested more than {DEPTH_LIMIT} brackets deep"


def _may_open(window: TextWindow, place: int, around: str) -> bool:
    """Whether an object or list may begin at ``place``: after a colon, or within a list after its start or a comma."""
    before = place - 1
    while window.text[before].isspace():
        before -= 1
    return window.text[before] in (":" if around == "{" else "[,")
