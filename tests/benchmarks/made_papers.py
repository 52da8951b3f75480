"""Papers in made-up words, as many as wanted and always the same for a seed; frequent words are frequent as in a language."""

from collections.abc import Iterator
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from specter2_gui.domain.records import Record

_BEGINNINGS: Final = [
    "b",
    "br",
    "c",
    "ch",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sc",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_VOWELS: Final = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
_ENDINGS: Final = ["", *["n", "r", "s", "t", "l", "m", "ck", "ng", "st", "nd"]]
_WORDS: Final = 60_000
_VENUES: Final = 4_000
_BATCH: Final = 1_000


class MadePapers:
    """Records of ``count`` papers, drawn by ``seed``: titles of 6 to 16 words, abstracts of 60 to 200, some without one."""

    def __init__(self, count: int, seed: int) -> None:
        self._count = count
        self._random = np.random.default_rng(seed)
        self._words = np.array(made_words(_WORDS), object)
        weights = 1 / np.arange(2, _WORDS + 2)  # Zipf's law
        self._shares = np.cumsum(weights / weights.sum())

    def records(self) -> Iterator[Record]:
        """The papers one after the other; can be gone through once."""
        for start in range(0, self._count, _BATCH):
            size = min(_BATCH, self._count - start)
            titles = self._random.integers(6, 17, size)
            abstracts = np.where(self._random.random(size) < 0.1, 0, self._random.integers(60, 201, size))
            words = self._draw(int(titles.sum() + abstracts.sum()))
            place = 0
            for number, title, abstract in zip(range(start, start + size), titles, abstracts, strict=True):
                texts = (
                    " ".join(words[place : place + title]),
                    " ".join(words[place + title : place + title + abstract]),
                )
                place += title + abstract
                yield self._record(number, *texts)

    def _draw(self, count: int) -> NDArray[np.object_]:
        return self._words[np.searchsorted(self._shares, self._random.random(count)).clip(max=_WORDS - 1)]

    def _record(self, number: int, title: str, abstract: str) -> Record:
        dice = self._random.integers(0, 1 << 30, 3)
        names = [str(self._words[place]) for place in dice % 20_000]
        year = 1960 + int(dice[0] % 65)
        return Record(
            title=title.capitalize(),
            abstract=abstract,
            authors=tuple(f"{name.capitalize()}, {name[0].upper()}." for name in names[: 1 + number % 3]),
            year_text=str(year),
            year=year,
            venue=f"Journal of {self._words[int(dice[1] * dice[1] % _VENUES)]}",
            doi=f"10.1234/made.{number}",
            ids=(("key", f"made{number}"),),
            language=("English", "English", "German", "")[number % 4],
            kind="journal",
            line=number + 1,
        )


def made_words(count: int) -> list[str]:
    """``count`` different words of one to three syllables, short ones first."""
    syllables = ["".join(parts) for parts in product(_BEGINNINGS, _VOWELS, _ENDINGS)]
    order = np.random.default_rng(3).permutation(len(syllables))
    single = [syllables[place] for place in order]
    pairs = (first + second for second, first in product(single[:200], single))
    words = dict.fromkeys(single)
    for word in pairs:
        if len(words) == count:
            break
        words.setdefault(word)
    return list(words)
