"""MARC21 files (ISO 2709), with the fields of MARC 21 or UNIMARC."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from specter2_gui.domain.records import Found, Reject, shortened_raw
from specter2_gui.readers.encodings import Encoding
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.marc21_bytes import (
    BLANK,
    FIELD_END,
    LEADER,
    LEADER_LENGTH,
    LEADER_REACH,
    SEGMENT_LIMIT,
    Segment,
    record_in,
    segments,
)
from specter2_gui.readers.marc_fields import raw_record
from specter2_gui.readers.marc_text import text_of_record
from specter2_gui.readers.source import Source

_BEGINNING: Final = re.compile(rb"[" + re.escape(BLANK) + rb"]{0,1000}" + LEADER)
_UNENDED: Final = re.compile(rb"\x1e" + LEADER)
_DIRECTORY: Final = re.compile(rb"[0-9A-Za-z]{3}\d{9}\x1e")
"""The last entry of a directory, and its end."""
_NAMES: Final = {"utf-8": "UTF-8", "marc-8": "MARC-8", "iso-5426": "ISO 5426", "cp1252": "Windows-1252"}
_DOLLAR: Final = "{dollar}"
"""How a dollar sign of the record itself is shown, since ``$`` stands before each subfield."""
_SHOWN_AS: Final = str.maketrans({"$": _DOLLAR, "\x1f": "$", "\x1e": "\n", "\x00": " "})
_WRITTEN_AS: Final = str.maketrans({"$": "\x1f", "\n": "\x1e"})


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where the file begins with a leader; likely where a directory or a leader stands further on, as in a damaged file."""
    del text
    if _BEGINNING.match(head):
        return 98
    if b"\x1f" not in head or not (_DIRECTORY.search(head) or _UNENDED.search(head)):
        return 0
    return 60 if name.lower().endswith((".mrc", ".marc", ".dat", ".iso", ".iso2709")) else 30


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Every record by its number in the file; one that is damaged is a reject and the next one is read."""
    del options
    for number, segment in enumerate(segments(source.chunks()), start=1):
        yield _found(segment, number)


def again(text: Source, original: Source, options: ReadOptions) -> Iterator[Found]:
    """The record in ``text``, written as rejects show it: a field on each line, and ``$`` before each subfield.

    A dollar sign of the record itself is ``{dollar}``.
    """
    del original, options
    data = "".join(text.text()).strip().translate(_WRITTEN_AS).replace(_DOLLAR, "$").encode("utf-8")
    yield _found(Segment(data + FIELD_END, cut=False), 1)


def _found(segment: Segment, number: int) -> Found:
    raw = shortened_raw(segment.data[:100_000].decode("utf-8", "replace").translate(_SHOWN_AS).strip())
    if segment.cut:
        return Reject(number, raw, f"It is longer than {SEGMENT_LIMIT:,} bytes")
    found = record_in(segment.data)
    if isinstance(found, str):
        return Reject(number, raw, found)
    marc, note = found
    return raw_record(marc, number, shortened_raw(marc.text), note)


def start_marks(source: Source) -> int:
    """How many records there must be: what stands between two ends and is not blank, and leaders in the middle of that."""
    count, filled, tail = 0, False, b""
    for chunk in source.chunks():
        first, *others = chunk.split(b"\x1d")
        filled = filled or bool(first.strip(BLANK))
        for part in others:
            count += filled
            filled = bool(part.strip(BLANK))
        tail = tail[-LEADER_REACH:] + chunk
        count += len(_UNENDED.findall(tail))
    return count + filled


def encoding(source: Source) -> Encoding:
    """What receipts say: each record has an encoding of its own, and the one that most are in gives its name."""
    counts = Counter(
        text_of_record(segment.data, segment.data.lstrip(BLANK)[:LEADER_LENGTH]).name
        for segment in segments(source.chunks())
    )
    if len(counts) < 2:
        name = next(iter(counts), "utf-8")
        return Encoding(name, f"The bytes of every record fit {_NAMES[name]}")
    shares = ", ".join(f"{count:,} {_NAMES[name]}" for name, count in counts.most_common())
    return Encoding(counts.most_common(1)[0][0], f"Each record has an encoding of its own: {shares}")


FORMAT: Final = Format("marc21", "MARC21", recognise, read, start_marks, encoding=encoding, again=again, place="Record")
