"""MARC21 in bytes: a file cut into records, and a record into its fields, whatever its lengths say.

A record ends with 0x1D, a field with 0x1E, a subfield begins with 0x1F. Lengths and places in the leader and the directory are often wrong, because a program has
counted characters instead of bytes; they are believed only where they agree with the ends of the fields.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from specter2_gui.readers.marc_fields import MarcField, MarcRecord
from specter2_gui.readers.marc_text import Decode, text_of_record

SEGMENT_LIMIT: Final = 4_000_000
"""Bytes between two ends of records that are kept; the format itself allows 99,999."""
BLANK: Final = b" \t\r\n\x00\x1a\xef\xbb\xbf\xff\xfe"
"""Bytes that may stand between records: line ends, padding, byte order marks."""
LEADER: Final = rb"\d{5}[\x20-\x7e]{5}22\d{5}[\x20-\x7e]{3}45"
"""A leader as it stands in every record that a program has written."""
LEADER_REACH: Final = 22
"""How many bytes :data:`LEADER` looks at."""
LEADER_LENGTH: Final = 24
_ENTRY_LENGTH: Final = 12
FIELD_END: Final = b"\x1e"
_SUBFIELD: Final = b"\x1f"
_END: Final = re.compile(rb"\x1d|\x1e(?=" + LEADER + rb")")
"""The end of a record; where it is missing, the leader of the next one behind the end of a field."""


class Segment(NamedTuple):
    """The bytes of one record, without its end; ``cut`` says that they are only the first :data:`SEGMENT_LIMIT`."""

    data: bytes
    cut: bool


class _Entry(NamedTuple):
    """An entry of a directory."""

    tag: str
    length: int
    start: int


def segments(chunks: Iterable[bytes]) -> Iterator[Segment]:
    """The records of a file; what lies between them and is blank is left out."""
    kept: list[bytes] = []
    size, filled = 0, False
    for part, is_last in _parts(chunks):
        if size < SEGMENT_LIMIT:
            kept.append(part)
        size += len(part)
        filled = filled or bool(part.strip(BLANK))
        if is_last:
            if filled:
                yield Segment(b"".join(kept)[:SEGMENT_LIMIT], cut=size > SEGMENT_LIMIT)
            kept, size, filled = [], 0, False


def _parts(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The bytes of the file in parts, and whether a record ends behind each."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        known = max(len(rest) - LEADER_LENGTH, 0)  # behind this place, a leader may not be here as a whole
        begin = 0
        for end in _END.finditer(rest):
            if end.start() >= known:
                break
            yield rest[begin : end.end()].removesuffix(b"\x1d"), True
            begin = end.end()
        begin, old = max(begin, known), begin
        yield rest[old:begin], False
        rest = rest[begin:]
    for end in _END.split(rest):
        yield end, True


def record_in(data: bytes) -> tuple[MarcRecord, str] | str:
    """The record that ``data`` holds with a sentence about what is odd, or a sentence that says why it cannot be read."""
    data = data.lstrip(BLANK)
    leader = data[:LEADER_LENGTH]
    head, _, body = data.partition(FIELD_END)
    if not body or len(head) < LEADER_LENGTH:
        return "It has no fields: it is cut off, or no MARC21 record"
    entries = _entries(head[LEADER_LENGTH:])
    if not entries:
        return "Its directory, which names its fields, cannot be read"
    text = text_of_record(data, leader)
    places, misplaced = _places(entries, body)
    if places is None:
        return f"Its directory names {len(entries):,} fields where {body.count(FIELD_END):,} end, so they cannot be told apart"
    fields = tuple(_field(tag, value, text.decode) for tag, value in places)
    notes = [text.odd, "Its lengths are wrong, so its fields were told apart by their ends" if misplaced else ""]
    return MarcRecord(leader.decode("ascii", "replace"), fields), ". ".join(note for note in notes if note)


def _entries(directory: bytes) -> list[_Entry]:
    """The entries of a directory; none if it cannot be one."""
    if len(directory) % _ENTRY_LENGTH:
        return []
    found = [directory[place : place + _ENTRY_LENGTH] for place in range(0, len(directory), _ENTRY_LENGTH)]
    if not all(entry.isascii() and entry[3:].isdigit() for entry in found):
        return []
    return [_Entry(entry[:3].decode("ascii"), int(entry[3:7]), int(entry[7:])) for entry in found]


def _places(entries: list[_Entry], body: bytes) -> tuple[list[tuple[str, bytes]] | None, bool]:
    """Tag and bytes of each field, and whether the directory's lengths were of no use."""
    ends = {place for place, byte in enumerate(body) if byte == FIELD_END[0]}
    if all(
        entry.start + entry.length - 1 in ends and (entry.start == 0 or entry.start - 1 in ends) for entry in entries
    ):
        return [(entry.tag, body[entry.start : entry.start + entry.length - 1]) for entry in entries], False
    values = body.split(FIELD_END)
    if not values[-1].strip(BLANK):
        values.pop()
    if len(values) != len(entries):
        return None, True
    return list(zip((entry.tag for entry in sorted(entries, key=lambda entry: entry.start)), values, strict=True)), True


def _field(tag: str, value: bytes, decode: Decode) -> MarcField:
    if tag < "010" and _SUBFIELD not in value:
        return MarcField(tag, "", (("", decode(value)),))
    indicators, *parts = value.split(_SUBFIELD)
    subfields = tuple((chr(part[0]), decode(part[1:])) for part in parts if part)
    return MarcField(tag, indicators.decode("ascii", "replace")[-2:].rjust(2), subfields)
