"""Chinese, Japanese and Korean texts in the encodings that write each letter with a pair of bytes beyond ASCII.

Nothing in a file proves such an encoding. What tells it from a Western one is that bytes beyond ASCII hardly ever stand alone; what tells
the three from one another is with which bytes their most frequent letters begin.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

PAIRED: Final = {
    "gb18030": "Chinese texts in GBK",
    "euc_jp": "Japanese texts in EUC-JP",
    "cp949": "Korean texts in EUC-KR",
}
"""What :func:`paired_encoding` can find, in words."""

_RUN: Final = re.compile(rb"[\x80-\xff]+")
_FEWEST: Final = 6
_EVEN: Final = 0.95
_SURE: Final = 0.9
_KANA: Final = frozenset((0xA4, 0xA5))
_HANGUL: Final = frozenset(range(0xB0, 0xC9))
_HANZI: Final = frozenset((*range(0xB0, 0xD8), 0xA1, 0xA3))
"""The usual Chinese letters, punctuation, and wide letters."""
_LOW: Final = 0xC0


@dataclass(slots=True)
class _Pairs:
    """How many runs of bytes beyond ASCII there are, how many of them can be pairs, and what their pairs begin with."""

    runs: int = 0
    even: int = 0
    low: int = 0
    leads: Counter[int] = field(default_factory=Counter[int])

    def take(self, run: bytes) -> None:
        self.runs += 1
        if len(run) % 2 == 0 and min(run) > 0xA0:
            self.even += 1
            self.leads.update(run[::2])
            self.low += sum(byte < _LOW for byte in run[1::2])

    def share(self, leads: frozenset[int]) -> float:
        return sum(self.leads[lead] for lead in leads) / self.leads.total()


def paired_encoding(chunks: Iterable[bytes]) -> str | None:
    """The name of the codec if nearly all bytes beyond ASCII stand in pairs as one of these encodings has them."""
    pairs = _Pairs()
    for run in _runs(chunks):
        pairs.take(run)
    if pairs.leads.total() < _FEWEST or pairs.even < _EVEN * pairs.runs:
        return None
    if pairs.share(_KANA) > 0.15:
        return "euc_jp"
    if pairs.leads.total() > 2 * _FEWEST and pairs.share(_HANGUL) > 0.97:
        return "cp949"
    # The second bytes of Chinese letters are spread evenly; those of Russian ones are not.
    spread = 0.15 < pairs.low / pairs.leads.total() < 0.6
    return "gb18030" if spread and pairs.share(_HANZI) > _SURE else None


def _runs(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The runs of bytes beyond ASCII, also where a chunk ends within one."""
    begun = b""
    for chunk in chunks:
        data = begun + chunk
        begun = b""
        for run in _RUN.finditer(data):
            if run.end() == len(data) and len(run[0]) < len(data):
                begun = run[0]
            else:
                yield run[0]
    if begun:
        yield begun
