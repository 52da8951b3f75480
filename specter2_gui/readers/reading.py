"""A file that is being read: what it is, how far the reading has come, and the records in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import Found
from specter2_gui.domain.texts import without_unusable
from specter2_gui.readers.encodings import Encoding
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.registry import FORMATS
from specter2_gui.readers.source import Source


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a file before its records are read; iterating reads them, each time from the beginning.

    ``start_marks`` is how many records begin in it; every one of them is yielded as a record or a reject.
    """

    source: Source
    format: Format
    options: ReadOptions
    encoding: Encoding
    start_marks: int

    def __iter__(self) -> Iterator[Found]:
        return self.format.read(self.source, self.options)

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self.source.position

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return self.source.size


_ALL_RECOGNISED = ReadOptions()


def begin(path: Path, format: Format | None = None, options: ReadOptions = _ALL_RECOGNISED) -> Reading:  # noqa: A002 - the field's word
    """Recognise the file at ``path``, unless ``format`` is given, find its encoding and count where records begin.

    Raises:
        UserError: the file cannot be read, or is of no kind that can.
    """
    return begin_source(Source(path), format, options)


def begin_source(source: Source, format: Format | None = None, options: ReadOptions = _ALL_RECOGNISED) -> Reading:  # noqa: A002 - as above
    """The same for a source that is there already."""
    kind = format or recognise(source)
    source.declare(kind.declared(source.head()))
    return Reading(source, kind, options, kind.encoding(source), kind.start_marks(source))


def read_again(text: str, format: str, original: Path, options: ReadOptions = _ALL_RECOGNISED) -> Iterator[Found]:  # noqa: A002 - the field's word
    """What ``text``, the text of a record that a person has mended, holds: as if it stood in the file ``original`` of that ``format``.

    Raises:
        UserError: the format is not known, or it needs the original (for the names of columns, say) and that is gone.
    """
    kind = next((kind for kind in FORMATS if kind.name == format), None)
    if kind is None:
        why = f"Its file is of the format “{format}”, which this version does not read"
        raise UserError("The record could not be read again", why, "Add it with a file that holds it alone")
    source = Source.of_bytes(without_unusable(text).encode("utf-8"), original.name)
    if kind.again is None:
        return kind.read(source, options)
    whole = Source(original)
    whole.declare(kind.declared(whole.head()))
    return kind.again(source, whole, options)
