"""JSON Lines: one object on each line."""

import re
from collections.abc import Iterator
from typing import Final

from specter2_gui.domain.records import Found, Reject, shortened_raw
from specter2_gui.readers import json_records
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.json_fields import parsed
from specter2_gui.readers.json_objects import DEPTH_LIMIT, Piece
from specter2_gui.readers.source import LINE_LIMIT, Line, Source

_ENDINGS: Final = (".jsonl", ".ndjson", ".jsonlines")
_LINE_END: Final = re.compile(r"[\r\n]")
_TEXT: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"')


def recognise(head: bytes, text: str, name: str) -> int:
    """Likely where most lines are whole objects; a single line counts only in a file that is called so."""
    del head
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    called_so = name.lower().endswith(_ENDINGS)
    if not lines or not lines[0].startswith("{") or (len(lines) == 1 and not called_so):
        return 0
    whole = lines[:-1] or lines  # the last one may go on behind the head
    objects = sum(1 for line in whole if line.startswith("{") and line.endswith("}"))
    return 85 if objects * 2 >= len(whole) else 65 * called_so


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """A record for each line that is not empty; a damaged one is a reject."""
    del options
    return (_found(line) for line in source.lines() if line.text.strip())


def again(text: Source, original: Source, options: ReadOptions) -> Iterator[Found]:
    """The objects in ``text``, which may stand on several lines here."""
    del original
    return json_records.read(text, options)


def start_marks(source: Source) -> int:
    """How many lines are not empty."""
    count, written = 0, False
    for piece in source.text():
        first, *others = _LINE_END.split(piece)
        written = written or bool(first.strip())
        for other in others:
            count += written
            written = bool(other.strip())
    return count + written


def _found(line: Line) -> Found:
    text = line.text.strip()
    if line.cut:
        return Reject(line.number, shortened_raw(text), f"The line is longer than {LINE_LIMIT:,} characters")
    if not text.startswith("{"):
        return Reject(line.number, shortened_raw(text), "The line holds no object in curly brackets")
    if _depth(text) > DEPTH_LIMIT:
        return Reject(line.number, shortened_raw(text), f"It is nested more than {DEPTH_LIMIT} brackets deep")
    return parsed(Piece(line.number, text))


def _depth(text: str) -> int:
    """How many brackets are open at most."""
    if text.count("{") + text.count("[") <= DEPTH_LIMIT:
        return 0
    depth = deepest = 0
    for bracket in re.findall(r"[{}\[\]]", _TEXT.sub("", text)):
        depth += 1 if bracket in "{[" else -1
        deepest = max(deepest, depth)
    return deepest


FORMAT: Final = Format("jsonl", "JSON Lines", recognise, read, start_marks, again=again)
