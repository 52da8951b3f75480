"""Which encoding the bytes of a file are in, why that was decided, and which words it leaves in doubt."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from specter2_gui.readers.paired_bytes import PAIRED, paired_encoding

Chunks = Callable[[int], Iterable[bytes]]
"""Starts one pass over the bytes of a file, after so many of them."""

PASSED_OVER: Final = "specter2.windows-1252"
"""The codec error handler that reads bytes which are not UTF-8 as Windows-1252, one by one."""
SHOWN_WORDS: Final = 50
"""How many doubtful words are kept for people to look at."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS: Final = {
    (False, True): "utf-16-le",
    (True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
"""Which bytes of each group are mostly zero where the text is mostly of Western letters, digits and tags."""
_ODD_WORD: Final = re.compile(r"(?<!\w)\w*?[^\W\d_\x00-\x7f]\w*|\S{0,20}\ufffd\S{0,20}")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_ESCAPED: Final = re.compile(r"[\udc80-\udcff]")
_WORD_LIMIT: Final = 60


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text.

    ``name`` is Python's name of the codec and ``errors`` its error handler; ``mark`` bytes at the start are no text. ``reason`` is a sentence
    for people. ``doubtful`` are words, each once and at most :data:`SHOWN_WORDS`, whose letters the bytes alone do not prove;
    ``undecodable`` counts the bytes that became U+FFFD because no letter belongs to them.
    """

    name: str
    reason: str
    doubtful: tuple[str, ...] = ()
    undecodable: int = 0
    errors: str = "replace"
    mark: int = 0


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(PASSED_OVER, _windows_1252)


def lenient(head: bytes) -> str:
    """The text of the first bytes of a file as far as they tell; a letter cut off at the end is left out."""
    name, mark = _by_mark(head) or (_by_zeros(head) or "utf-8", 0)
    errors = PASSED_OVER if name == "utf-8" else "replace"
    return codecs.getincrementaldecoder(name)(errors).decode(head[mark:])


def find_encoding(chunks: Chunks, head: bytes, declared: str | None = None) -> Encoding:
    """The encoding of a file, in at most four passes of bounded memory.

    In this order: its byte order mark; the pattern of zeros that UTF-16 and UTF-32 leave; UTF-8 if every byte fits; ``declared``, a name that the file gives
    itself, if every byte fits; UTF-8 with a few foreign bytes if most letters beyond ASCII are UTF-8; one of those that write a letter with
    a pair of bytes, if nearly all are pairs and every byte fits; Windows-1252.
    """
    marked = _by_mark(head)
    if marked:
        return _checked(chunks, *marked, f"The file begins with the mark of {marked[0].upper()}")
    by_zeros = _by_zeros(head)
    if by_zeros:
        return _checked(chunks, by_zeros, 0, f"Its bytes alternate with zeros, as in {by_zeros.upper()}")
    if _fits(chunks, "utf-8"):
        return Encoding("utf-8", "Every byte of the file fits UTF-8")
    codec = _known(declared)
    if codec and _fits(chunks, codec):
        return Encoding(codec, f"The file says that it is in {declared}, and every byte fits")
    return _western(chunks)


def _known(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except (LookupError, ValueError):  # a name with a NUL in it is a ValueError
        return None


def _by_mark(head: bytes) -> tuple[str, int] | None:
    return next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), None)


def _by_zeros(head: bytes) -> str | None:
    for pattern, name in reversed(_ZEROS.items()):
        size = len(pattern)
        groups = len(head) // size
        zeros = [head[place : groups * size : size].count(0) for place in range(size)]
        often = [zero for zero, expected in zip(zeros, pattern, strict=True) if expected]
        seldom = [zero for zero, expected in zip(zeros, pattern, strict=True) if not expected]
        if groups > 1 and min(often) > groups // 4 and max(seldom) <= min(often) // 10:
            return name
    return None


def _decoded(chunks: Chunks, name: str, errors: str, mark: int = 0) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)(errors)
    for chunk in chunks(mark):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _fits(chunks: Chunks, name: str) -> bool:
    try:
        for _ in _decoded(chunks, name, "strict"):
            pass
    except UnicodeError:
        return False
    return True


def _checked(chunks: Chunks, name: str, mark: int, reason: str) -> Encoding:
    """An encoding that is certain, with what does not fit it."""
    if name == "utf-8":
        foreign, _ = _foreign_and_own(chunks, mark)
        return _mixed(chunks, mark, foreign, reason) if foreign else Encoding(name, reason, mark=mark)
    doubtful, lost = _doubts(_decoded(chunks, name, "replace", mark), only_lost=True)
    return Encoding(name, reason, doubtful, lost, mark=mark)


def _western(chunks: Chunks) -> Encoding:
    foreign, own = _foreign_and_own(chunks, 0)
    if own > foreign:
        return _mixed(chunks, 0, foreign, "Most letters beyond ASCII fit UTF-8")
    paired = paired_encoding(chunks(0))
    if paired and _fits(chunks, paired):
        doubtful, lost = _doubts(_decoded(chunks, paired, "replace"))
        reason = f"Its bytes do not fit UTF-8, and those beyond ASCII stand in pairs as in {PAIRED[paired]}, so they were read so"
        return Encoding(paired, reason, doubtful, lost)
    doubtful, lost = _doubts(_decoded(chunks, "cp1252", "replace"))
    reason = "Its bytes do not fit UTF-8, so they were read as Windows-1252"
    return Encoding("cp1252", reason, doubtful, lost)


def _foreign_and_own(chunks: Chunks, mark: int) -> tuple[int, int]:
    """How many bytes are not UTF-8, and how many letters beyond ASCII are."""
    foreign = own = 0
    for text in _decoded(chunks, "utf-8", "surrogateescape", mark):
        if not text.isascii():
            here = len(_ESCAPED.findall(text))
            foreign += here
            own += len(_NOT_ASCII.findall(text)) - here
    return foreign, own


def _mixed(chunks: Chunks, mark: int, foreign: int, reason: str) -> Encoding:
    escaped = _decoded(chunks, "utf-8", "surrogateescape", mark)
    readable = (_spelled_out(match.group()) for text in escaped for match in _ESCAPED_WORD.finditer(text))
    doubtful, lost = _doubts(readable)
    words = f"{reason}; {foreign:,} other bytes were read as Windows-1252"
    return Encoding("utf-8", words, doubtful, lost, PASSED_OVER, mark)


_ESCAPED_WORD: Final = re.compile(r"\S{0,30}[\udc80-\udcff]\S{0,30}")


def _spelled_out(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", PASSED_OVER)


def _doubts(pieces: Iterable[str], *, only_lost: bool = False) -> tuple[tuple[str, ...], int]:
    """Words with letters beyond ASCII, those with lost letters first, and how many letters are lost."""
    lost_words: dict[str, None] = {}
    words: dict[str, None] = {}
    lost = 0
    for piece in pieces:
        lost += piece.count("\ufffd")
        if len(lost_words) < SHOWN_WORDS and not piece.isascii():
            for word in _words(piece):
                found = lost_words if "\ufffd" in word else words
                if len(found) < SHOWN_WORDS:
                    found[word] = None
    shown = lost_words if only_lost else chain(lost_words, words)
    return tuple(shown)[:SHOWN_WORDS], lost


def _words(piece: str) -> Iterator[str]:
    return (match.group()[:_WORD_LIMIT] for match in _ODD_WORD.finditer(piece))
