"""Elements cut out of a long XML text one by one, so that a damaged one costs no other and none has to be kept."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

FRAGMENT_LIMIT: Final = 10_000_000
"""Characters of one element that are kept."""
VALUE: Final = r"<(?:[\w.-]{1,60}:)?[vt](?:\s[^<>]{0,200}(?<!/))?>[^<]"
"""In the XML of a worksheet's row: a value that is not empty."""

_PREFIX: Final = r"(?:[\w.-]{1,60}:)?"
_LONGEST_TAG: Final = 4_000


def fragments(pieces: Iterable[str], tag: str, stop: str) -> Iterator[str]:
    """Each ``tag`` element up to the end of the first ``stop`` element, as text, in bounded memory.

    A fragment ends at its end tag or, where that is missing, before the next one begins. One that is longer than :data:`FRAGMENT_LIMIT` is cut, and
    so no longer well-formed.
    """
    cutting = _Cutting(
        re.compile(
            rf"<(?:{_PREFIX}(?P<start>{tag})(?=[\s/>])[^<>]*>|/{_PREFIX}(?:(?P<end>{tag})|(?P<stop>{stop}))\s*>)"
        )
    )
    for piece in pieces:
        yield from cutting.feed(piece)
        if cutting.stopped:
            return
    yield from cutting.rest()


class _Cutting:
    """Text that comes in pieces, and the fragment that has begun in it."""

    def __init__(self, token: re.Pattern[str]) -> None:
        self.stopped = False
        self._token = token
        self._held = ""
        self._begun: list[str] = []
        self._size = 0

    def feed(self, piece: str) -> Iterator[str]:
        text = self._held + piece
        keep = _unfinished_tag(text)
        position = 0
        for found in self._token.finditer(text, 0, keep):
            upto = found.start() if found["start"] or found["stop"] else found.end()
            self._add(text[position:upto])
            position = upto
            yield from self.rest()
            if found["stop"]:
                self.stopped = True
                return
            if found["start"]:
                self._begun = [text[position : found.end()]]
                position = found.end()
                if found[0].endswith("/>"):
                    yield from self.rest()
        self._add(text[position:keep])
        self._held = text[keep:]

    def rest(self) -> Iterator[str]:
        """What has begun so far, if anything has."""
        if self._begun:
            fragment = "".join(self._begun)
            self._begun, self._size = [], 0
            yield fragment

    def _add(self, text: str) -> None:
        if self._begun and self._size < FRAGMENT_LIMIT:
            self._begun.append(text[: FRAGMENT_LIMIT - self._size])
            self._size += len(text)


def _unfinished_tag(text: str) -> int:
    """Where a tag begins that goes on in the next piece; the end of the text if none does."""
    place = text.rfind("<")
    return place if place >= 0 and ">" not in text[place:] and len(text) - place < _LONGEST_TAG else len(text)


def count_filled(pieces: Iterable[str], tag: str, stop: str) -> int:
    """How many ``tag`` elements hold a :data:`VALUE`, counted without cutting them out."""
    token = re.compile(
        rf"(?P<value>{VALUE})|<{_PREFIX}(?P<start>{tag})(?=[\s/>])[^<>]*>|</{_PREFIX}(?:{tag}|(?P<stop>{stop}))\s*>"
    )
    count, inside, held = 0, False, ""
    for piece in pieces:
        text = held + piece
        keep = _before_value(text)
        for found in token.finditer(text, 0, keep):
            if found["value"]:
                count += inside
                inside = False
            elif found["stop"]:
                return count
            else:
                inside = bool(found["start"]) and not found[0].endswith("/>")
        held = text[keep:]
    return count + (inside and bool(re.search(VALUE, held)))


def _before_value(text: str) -> int:
    """Where the last tag begins, which the next piece may finish or follow with a value."""
    place = text.rfind("<")
    return place if place >= 0 and len(text) - place < _LONGEST_TAG else len(text)
