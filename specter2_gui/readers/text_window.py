"""The part of a long text that is being looked at: it grows on demand and forgets what is done with."""

import io
from collections.abc import Iterable
from typing import Final

RECORD_LIMIT: Final = 16_000_000
"""Characters of one record that are held in memory; a longer one is a reject."""


class TextWindow:
    """A text in ``pieces`` with its line ends made LF; ``text[at:]`` is what is neither done with nor still to come.

    ``line`` (from 1) is where ``at`` stands, behind ``done`` characters of the whole text. Positions in ``text`` hold only until :meth:`more`; distances from ``at`` stay true.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._newlines = io.IncrementalNewlineDecoder(None, translate=True)
        self._ended = False
        self.text = ""
        self.at = 0
        self.line = 1
        self.done = 0

    def more(self) -> bool:
        """Forget what is done with and add as much again as is left, so that looking anew each time stays linear; False at the end."""
        kept = self.text[self.at :]
        parts, got = [kept], 0
        while not self._ended and got <= len(kept):
            piece = self._next()
            parts.append(piece)
            got += len(piece)
        if got:
            self.text, self.at = "".join(parts), 0
        return got > 0

    def advance(self, distance: int) -> str:
        """Be done with the next ``distance`` characters, which are given back."""
        done = self.text[self.at : self.at + distance]
        self.line += done.count("\n")
        self.at += len(done)
        self.done += len(done)
        return done

    def _next(self) -> str:
        piece = next(self._pieces, None)
        self._ended = piece is None
        return self._newlines.decode(piece or "", final=self._ended)
