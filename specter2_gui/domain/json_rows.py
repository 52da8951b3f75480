"""The values of a JSON list or of JSON Lines one after another, going on behind those that are broken."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from specter2_gui.domain.json_values import DECODER, TOO_DEEP, Broken, fault_words

WINDOW: Final = 1 << 16
"""Characters given to the JSON reader at once; its errors cost time in the length of what it was given."""

_DEEP: Final = 100
_BETWEEN = re.compile(r"[\s,]*+")
_COLON = re.compile(r"\s*+:")
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_NEXT_OBJECT = re.compile(r'[,}\]]\s*+(?=\{\s*+")|\n[ \t]*+(?=\{)')
"""Where an object may begin behind a broken one; inside the quotation marks of a well-formed text it hardly matches."""


class _FaultError(Exception):
    """The value cannot be read because of what stands at ``position``."""

    def __init__(self, position: int, why: str) -> None:
        self.position = position
        self.why = why
        super().__init__(why)


@dataclass(slots=True)
class JsonRows:
    """Reads ``text`` once, in time linear in its length whatever it holds.

    Missing and doubled commas between values, and values behind the end of the list, are read over; ``listed`` (it
    began with a list) and ``notes`` (sentences about the file as a whole) are complete when the iteration has ended.
    """

    text: str
    listed: bool = False
    notes: list[str] = field(default_factory=list[str])
    looked_at: int = 0
    """How many characters were handed to the JSON reader, those of broken values twice."""
    _end: int = 0
    _line_end: str = "\n"
    _open: bool = False
    _offset: int = 0
    _window: str = ""
    _counted: tuple[int, int] = (0, 1)

    def __post_init__(self) -> None:
        self._end = len(self.text.rstrip())
        self._line_end = "\n" if "\n" in self.text else "\r"

    def __iter__(self) -> Iterator[object]:
        """Each value: what :func:`~specter2_gui.domain.json_values.parse` gives."""
        position = self._enter(0)
        while position < len(self.text):
            try:
                value, position = self._decode(position)
            except _FaultError as fault:
                value = self._broken(position, fault)
                position = self._next_object(position, fault)
            yield value
            position = self._enter(position)
        if self._open:
            self.notes.append("The list has no closing bracket: the file may have been cut off.")

    def _enter(self, position: int) -> int:
        """Past spaces, commas and the brackets of the list itself, to where the next value begins."""
        while True:
            position = _end_of(_BETWEEN, self.text, position)
            bracket = self.text[position : position + 1]
            if bracket == "]" and self._open:
                self._open = False
            elif bracket == "[" and not self._open:
                if self.listed and not self.notes:
                    self.notes.append(f"Another list begins in line {self._line(position)}; its rows are read too.")
                self.listed = self._open = True
            else:
                return position
            position += 1

    def _decode(self, start: int) -> tuple[object, int]:
        """The value that begins at ``start`` and the place behind it."""
        if len(self._window) > WINDOW or not self._offset <= start < self._offset + len(self._window):
            self._load(start, WINDOW)
        while True:
            whole = self._offset + len(self._window) >= len(self.text)
            try:
                value, end = DECODER.raw_decode(self._window, start - self._offset)
            except RecursionError as error:
                raise _FaultError(_too_deep(self.text, start), TOO_DEEP) from error
            except json.JSONDecodeError as error:
                if whole or not _may_be_cut(error, len(self._window)):
                    raise _FaultError(self._offset + error.pos, fault_words(error.msg)) from error
            else:
                if whole or end < len(self._window):
                    self._refuse_lone_key(value, self._offset + end)
                    return value, self._offset + end
            # The window cuts the value: begin it here, or make it longer if it already does.
            self._load(start, WINDOW if self._offset < start else 2 * len(self._window))

    def _refuse_lone_key(self, value: object, end: int) -> None:
        if isinstance(value, str) and _COLON.match(self.text, end):
            raise _FaultError(end, "The opening bracket { of the row is missing")

    def _load(self, start: int, size: int) -> None:
        self._offset, self._window = start, self.text[start : start + size]
        self.looked_at += len(self._window)

    def _broken(self, start: int, fault: _FaultError) -> Broken:
        cut = fault.position >= self._end
        # A row that was cut off is to be looked for where it begins; where the reader noticed says nothing.
        if cut:
            return Broken(self._line(start), "The file ends in the middle of the row: it may have been cut off")
        if self.text.find(self._line_end + "{", start, fault.position + 1) >= 0:
            return Broken(self._line(start), "The row is not complete, and another one begins in a line below")
        return Broken(self._line(start) + self.text.count(self._line_end, start, fault.position), fault.why)

    def _line(self, position: int) -> int:
        """The line of ``position``, which is never before that of the last call."""
        counted, line = self._counted
        self._counted = position, line + self.text.count(self._line_end, counted, position)
        return self._counted[1]

    def _next_object(self, start: int, fault: _FaultError) -> int:
        # A forgotten quotation mark may hide where the next row begins, so that the search starts early. Were every
        # row long and broken this would read the text over and over: then it goes on from the fault.
        self.looked_at += fault.position - start
        early = self.looked_at < 6 * len(self.text) + WINDOW
        found = _NEXT_OBJECT.search(self.text, start + 1 if early else max(fault.position, start + 1))
        if found is None:
            self._open = False
            return len(self.text)
        return found.end()


def _may_be_cut(error: json.JSONDecodeError, length: int) -> bool:
    """Whether the value may only seem broken because the window ends: within the longest word or escape, or a text."""
    return error.pos + 12 >= length or error.msg.startswith("Unterminated string")


def _too_deep(text: str, start: int) -> int:
    """Where more than ``_DEEP`` brackets are open."""
    depth = 0
    for found in _BRACKETS.finditer(text, start):
        depth += 1 if found[0] in ("[", "{") else -1 if found[0] in ("]", "}") else 0
        if depth > _DEEP:
            return found.start()
    return len(text)


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return position if found is None else found.end()
