"""A text cut before each mark that begins a record, in bounded memory, however long the text or one of its lines is."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from specter2_gui.readers.text_window import TextWindow

PIECE_LIMIT: Final = 4_000_000
"""Characters of a piece that are kept; no honest record comes near."""
MARK_REACH: Final = 4_096
"""Characters before and behind the place of a mark that its pattern may look at."""
_PORTION: Final = 1_000_000


class Piece(NamedTuple):
    """What stands from one mark to the next; ``cut`` says that only the first :data:`PIECE_LIMIT` characters of it are here."""

    line: int
    text: str
    cut: bool


def pieces(texts: Iterable[str], mark: re.Pattern[str]) -> Iterator[Piece]:
    """The pieces of the text that ``texts`` make together, its line ends made LF; what stands before the first mark is left out.

    A piece begins where group 1 of ``mark`` does, on its line (from 1).
    """
    window = TextWindow(texts)
    for _ in _up_to_mark(window, mark, 0):
        pass
    while window.at < len(window.text):
        line = window.line
        yield _joined(line, _up_to_mark(window, mark, 1))


def _joined(line: int, portions: Iterator[str]) -> Piece:
    kept: list[str] = []
    size = 0
    for portion in portions:
        kept.append(portion[: max(PIECE_LIMIT - size, 0)])
        size += len(portion)
    return Piece(line, "".join(kept), cut=size > PIECE_LIMIT)


def _up_to_mark(window: TextWindow, mark: re.Pattern[str], searched: int) -> Iterator[str]:
    """Move the window to the next mark, or to the end, and give the text on the way in portions.

    In the first ``searched`` characters, no mark is looked for.
    """
    while True:
        found = mark.search(window.text, window.at + searched)
        if found and found.start(1) + MARK_REACH <= len(window.text):
            yield window.advance(found.start(1) - window.at)
            return
        if len(window.text) - window.at > _PORTION:
            yield window.advance(len(window.text) - window.at - 2 * MARK_REACH)
            searched = 0
        searched = max(searched, len(window.text) - window.at - MARK_REACH - MARK_REACH // 2)
        if not window.more():
            found = mark.search(window.text, window.at + searched)
            yield window.advance((found.start(1) if found else len(window.text)) - window.at)
            return
