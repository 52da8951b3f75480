"""Where the blocks of a BibTeX file begin: cut there for reading, and counted once more in another way.

A block begins with ``@type{``, or ``@type(key,``, at the start of a line, wherever that is: a record whose closing brace is missing then takes no other
one with it. Behind a closing bracket it may also begin in mid-line, if it is plain that it is one: ``} @type{key, field =``.
"""

import re
from collections.abc import Iterator
from typing import Final

from specter2_gui.readers.pieces import MARK_REACH, Piece, pieces
from specter2_gui.readers.source import Source
from specter2_gui.readers.text_window import TextWindow

NO_RECORDS: Final = frozenset({"comment", "preamble", "string"})
"""Types of blocks that are no records."""

_TYPE: Final = r"@[ \t]{0,20}[^\W\d_][\w.+-]{0,60}\s{0,100}"
_KEY: Final = r"\s{0,100}[^\s(){},=\"]{1,500}\s{0,100},"
_FIELD: Final = r"\s{0,100}[\w.+:-]{1,60}\s{0,100}="
_BLOCK: Final = re.compile(
    rf"(?:^[ \t]{{0,200}}(?=@[ \t]{{0,20}}(?:comment|preamble|string)\s{{0,100}}\(|{_TYPE}(?:\{{|\({_KEY}))"
    rf"|[)}}>][ \t,;]{{0,20}}(?={_TYPE}[({{]{_KEY}{_FIELD}|@string\s{{0,100}}[({{]{_FIELD}))(@)",
    re.IGNORECASE | re.MULTILINE,
)
_BLANKS: Final = 200
_HEAD: Final = re.compile(rf"@[ \t]{{0,20}}([^\W\d_][\w.+-]{{0,60}})\s{{0,100}}([({{])({_KEY}({_FIELD})?)?")


def blocks(source: Source) -> Iterator[tuple[str, Piece]]:
    """The type, in small letters, and the text of each block up to the next one."""
    for piece in pieces(source.text(), _BLOCK):
        head = _HEAD.match(piece.text)
        yield (head[1].lower() if head else "", piece)


def start_marks(source: Source) -> int:
    """How many records begin: each ``@`` of the file is looked at with what stands before and behind it."""
    window = TextWindow(source.text())
    count, looked = 0, 0
    while True:
        more = window.more()
        end = len(window.text) - (MARK_REACH if more else 0)
        at = window.text.find("@", window.at + looked, max(end, 0))
        while at >= 0:
            count += _begins_record(window.text, at)
            at = window.text.find("@", at + 1, end)
        if not more:
            return count
        end = max(end, window.at + looked)
        window.advance(max(end - window.at - MARK_REACH, 0))
        looked = end - window.at


def _begins_record(text: str, at: int) -> bool:
    head = _HEAD.match(text, at)
    if head is None or head[1].lower() in NO_RECORDS:
        return False
    before = text[max(at - _BLANKS - 1, 0) : at]
    on_line = before.rstrip(" \t")
    if (not on_line and len(before) <= _BLANKS) or on_line.endswith("\n"):
        return head[2] == "{" or head[3] is not None
    bracket = before[-21:].rstrip(" \t,;")
    return head[4] is not None and bracket.endswith((")", "}", ">"))
