"""The fields of one tagged record by their tags, and what formats with tags look for in them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from specter2_gui.readers.tagged import Block

_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>\[\]]+")
_NAMED_DOI: Final = re.compile(r"doi\.org/|\bdoi\b", re.IGNORECASE)
_FOUR_DIGITS: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BETWEEN: Final = re.compile(r"(?<!&amp)(?<!&quot)(?<!&apos)(?<!&nbsp)(?<!&lt)(?<!&gt);(?:\s+|$)")
"""A semicolon between names or keywords, not the one that ends an entity."""


class Fields:
    """The values of a record's tags; the empty ones count as absent."""

    def __init__(self, block: Block) -> None:
        self._values = block.values

    def values(self, *tags: str) -> list[str]:
        """Every value of the tags, one tag after the other, with the line ends inside it."""
        found: list[str] = []
        for tag in tags:
            if tag in self._values:
                found += [text for value in self._values[tag] if (text := value.strip())]
        return found

    def first(self, *tags: str, but: str = "") -> str:
        """The first value of the first of ``tags`` that has one other than ``but``."""
        for tag in tags:
            if tag in self._values:
                for value in self._values[tag]:
                    text = value.strip()
                    if text and text != but:
                        return text
        return ""

    def joined(self, *tags: str) -> str:
        """All values of the first of ``tags`` that has one, each once, with spaces between."""
        for tag in tags:
            if values := self.values(tag):
                return " ".join(dict.fromkeys(values))
        return ""

    def listed(self, *tags: str) -> tuple[str, ...]:
        """Names or keywords: each line of each value, parted at semicolons, each once."""
        found: list[str] = []
        for value in self.values(*tags):
            if "\n" in value or ";" in value:
                found += (part for line in value.split("\n") for part in parted(line))
            else:
                found.append(value)
        return each_once(found)

    def year(self, *tags: str) -> str:
        """The first value with four digits, else the first value, such as “in press”; slashes of absent months are left out."""
        for tag in tags:
            for value in self._values.get(tag, ()):
                if _FOUR_DIGITS.search(value):
                    return value.strip().rstrip("/ ")
        return self.first(*tags).rstrip("/ ")

    def doi(self, sure: Iterable[str], unsure: Iterable[str]) -> str:
        """The first value of the ``sure`` tags, else the first DOI in a value of the ``unsure`` ones that calls itself one."""
        if value := self.first(*sure):
            return value
        named = (value for value in self.values(*unsure) if _NAMED_DOI.search(value))
        return next((found for value in named if (found := doi_in(value))), "")


def doi_in(text: str) -> str:
    """The first DOI in ``text`` without the punctuation after it."""
    found = _DOI.search(text)
    return found.group().rstrip(".,;:)'") if found else ""


def parted(line: str) -> Iterator[str]:
    """The parts of a line between semicolons."""
    return filter(None, map(str.strip, _BETWEEN.split(line)))


def each_once(values: Iterable[str]) -> tuple[str, ...]:
    """The values in their order, none twice, none empty."""
    return tuple(filter(None, dict.fromkeys(values)))


def oddities(block: Block, *, start: str = "", end: str = "") -> str:
    """What was odd about a record that could be read: no ``start`` tag, no ``end`` mark, cut because of its length."""
    if block.started and block.ended and not (block.led_by or block.cut):
        return ""
    odd: list[str] = []
    if start and not block.started:
        odd.append(f"It has no {start} line.")
    if end and not block.ended:
        odd.append(f"Its end mark ({end}) is missing.")
    if block.led_by:
        odd.append("The lines before its first tag belong to none of its fields.")
    if block.cut:
        odd.append("It is so long that only its beginning was read.")
    return " ".join(odd)
