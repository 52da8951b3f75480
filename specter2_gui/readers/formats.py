"""What a format is: how its files are recognised, read and counted.

Each format is a module with a constant ``FORMAT``; all of them stand in ``registry.FORMATS``, because they import this module.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from specter2_gui.domain.records import Found
from specter2_gui.readers.encodings import Encoding
from specter2_gui.readers.source import Source


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person decided about a file: for tables, which column holds which field; None: the columns that are recognised."""

    mapping: Mapping[str, str] | None = None


def _of_its_text(source: Source) -> Encoding:
    return source.encoding


def _nothing(head: bytes) -> str | None:  # noqa: ARG001 - the shape of Format.declared
    return None


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    ``name`` is what receipts call it, ``title`` what people do. ``recognise(head, text, name)`` is a confidence from 0 to 100 that a file with these first bytes, their text (lines end with LF)
    and this file name is of this kind; the name only breaks ties. ``read`` yields every record or reject in bounded memory and raises ``UserError`` only
    where the file as a whole cannot be read. ``start_marks`` counts the beginnings of records by other code than ``read``. ``declared(head)`` is the encoding
    that the file names itself, if any; ``encoding(source)`` is what receipts say about it, where that is not simply the encoding of the file's text.
    ``again(text, original, options)`` reads the text of one record, as a person has mended it, as if it stood in ``original``; where it is None, the text says all.
    ``place`` is what ``line`` counts in its records and rejects. ``zipped`` says that its files may be zip archives.
    """

    name: str
    title: str
    recognise: Callable[[bytes, str, str], int]
    read: Callable[[Source, ReadOptions], Iterator[Found]]
    start_marks: Callable[[Source], int]
    declared: Callable[[bytes], str | None] = _nothing
    encoding: Callable[[Source], Encoding] = _of_its_text
    again: Callable[[Source, Source, ReadOptions], Iterator[Found]] | None = None
    place: str = "Line"
    zipped: bool = False
