"""Which format a file is in, judged by its content."""

from typing import Final

from specter2_gui.readers.encodings import lenient
from specter2_gui.readers.foreign_files import ZIP_MARK, refuse_at_sight, unknown
from specter2_gui.readers.formats import Format
from specter2_gui.readers.registry import FORMATS
from specter2_gui.readers.source import Source

_ENOUGH: Final = 20
"""How sure a format has to be, of 100."""


def recognise(source: Source) -> Format:
    """The format that the file's first bytes show; the file's name only decides between equals.

    Of an archive only the formats that are archives are asked, since the files within it may stand there unpacked.

    Raises:
        UserError: the file is empty or of no kind that can be read; the words name what it is and what to do.
    """
    head = source.head()
    text = lenient(head).replace("\r\n", "\n").replace("\r", "\n")
    refuse_at_sight(source.name, head, text)
    asked = [kind for kind in FORMATS if kind.zipped] if head.startswith(ZIP_MARK) else FORMATS
    sure, best = max(((kind.recognise(head, text, source.name), kind) for kind in asked), key=_first)
    if sure < _ENOUGH:
        raise unknown(source.name, head, text)
    return best


def _first(pair: tuple[int, Format]) -> int:
    return pair[0]
