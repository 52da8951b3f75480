"""JSON: a list of objects, a list within an object as web services answer, or objects one after another."""

import re
from collections.abc import Iterator
from typing import Final

from specter2_gui.domain.records import Found
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.json_fields import found
from specter2_gui.readers.json_marks import count_objects
from specter2_gui.readers.json_objects import objects
from specter2_gui.readers.source import Source

_NAMED: Final = re.compile(r'\{\s*+"')


def recognise(head: bytes, text: str, name: str) -> int:
    """Likely where the file begins with an object or a list of them; more so if it is called so."""
    del head
    looks_so = text.lstrip().startswith(("[", "{")) and _NAMED.search(text)
    return (62 if name.lower().endswith(".json") else 60) if looks_so else 0


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """A record for each object; what is damaged is a reject and the next one is read."""
    del options
    return found(objects(source.text()))


def start_marks(source: Source) -> int:
    """How many objects begin."""
    return count_objects(source.text())


FORMAT: Final = Format("json", "JSON", recognise, read, start_marks)
