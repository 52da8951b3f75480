"""How many rows a delimited text has, counted in one pass without looking ahead or parting cells.

This is the other side of the receipt for tables: it follows the rule that stands in :mod:`.delimited_rows` by other means. At each quotation mark that may open a
cell it goes on in the belief that it does, and keeps count of the rows there are if it does not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from specter2_gui.readers.delimited_rows import ROW_LIMIT, ROW_LINES, is_blank_line
from specter2_gui.readers.source import Line

_MARKS = re.compile('"+')


def count_rows(lines: Iterable[Line], delimiter: str) -> int:
    """The number of rows that are not blank."""
    counting = _Counting(delimiter, re.compile(rf" *+(?:[{re.escape(delimiter)}]|\Z)"))
    for line in lines:
        if line.cut:
            counting.add_cut()
        else:
            counting.add(line.text)
    return counting.rows + (counting.otherwise if counting.inside else 0)


@dataclass(slots=True)
class _Counting:
    delimiter: str
    after: re.Pattern[str]  # what stands behind a mark that closes
    rows: int = 0
    inside: bool = False
    otherwise: int = 0  # rows since the quotation was opened, if it is none
    size: int = 0
    lines: int = 0
    shows: bool = False

    def add_cut(self) -> None:
        """Count a line that is too long, and so a row by itself."""
        if self.inside:
            self._give_up()
        self.rows += 1

    def add(self, text: str) -> None:
        """Count a line, or see that it goes on with the row before."""
        shows = not is_blank_line(text, self.delimiter)
        if self.inside and (self.size + len(text) > ROW_LIMIT or self.lines >= ROW_LINES):
            self._give_up()
        self.size = self.size + len(text) if self.inside else len(text)
        self.lines = self.lines + 1 if self.inside else 1
        self.shows = shows or (self.shows and self.inside)
        opened = self._follow_marks(text, shows)
        if not self.inside:
            self.rows += self.shows
        else:
            self.otherwise = int(self.shows) if opened else self.otherwise + shows

    def _follow_marks(self, text: str, shows: bool) -> bool:
        """Go through the lone quotation marks of a line; whether the one that is open at its end stands in it."""
        opened = False
        for marks in _MARKS.finditer(text):
            if len(marks[0]) % 2 == 0:
                continue
            if self.inside:
                if self.after.match(text, marks.end()):
                    self.inside = False
                    continue
                if not opened:
                    self._give_up()
                    self.size, self.lines, self.shows = len(text), 1, shows
            opened = self.inside = self._opens(text, marks.start())
        return opened

    def _give_up(self) -> None:
        self.rows += self.otherwise
        self.inside = False

    def _opens(self, text: str, place: int) -> bool:
        while place and text[place - 1] == " ":
            place -= 1
        return place == 0 or text[place - 1] == self.delimiter
