"""Whether two queries ask nearly the same, so that one of them may be there by mistake."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import chain
from math import ceil
from typing import Final

from specter2_gui.domain.identity import folded

_ALIKE: Final = 0.9
"""From this share of equal characters on (SequenceMatcher's ratio) two texts are nearly equal."""

_Gram = tuple[str, int]
"""Three characters that follow one another in a text, and how many times they stood in it before."""


def near_equal(text: str, others: Sequence[str]) -> list[int]:
    """The places of those of ``others`` that ask nearly the same as ``text``, the nearest first.

    The same words in another order are nearly equal, whatever their case and punctuation; so are texts that differ in
    a few letters. A text without letters or digits is like no other.
    """
    asked = folded(text)
    return _nearest(asked, ((place, folded(other)) for place, other in enumerate(others))) if asked else []


class NearEqual:
    """:func:`near_equal` for many texts and the same ``others``, without comparing each text with each of them.

    Texts that are alike in nine tenths of their characters have many groups of three characters in common; which ones
    have is counted for all at once, and the others need not be compared.
    """

    def __init__(self, others: Iterable[str]) -> None:
        self._texts = [folded(other) for other in others]
        self._by_words: defaultdict[str, list[int]] = defaultdict(list)
        self._by_gram: defaultdict[_Gram, list[int]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            self._by_words[_words(text)].append(place)
            for gram in _grams(text):
                self._by_gram[gram].append(place)

    def of(self, text: str) -> list[int]:
        """What :func:`near_equal` finds for ``text``."""
        asked = folded(text)
        if not asked:
            return []
        places = {*self._by_words.get(_words(asked), ()), *self._similar(asked)}
        return _nearest(asked, ((place, self._texts[place]) for place in sorted(places)))

    def _similar(self, asked: str) -> Iterable[int]:
        """The places of all texts that share so many groups with ``asked`` as one of nine tenths has to."""
        common = _fewest_common(len(asked))
        if common < 1:
            return range(len(self._texts))
        shared = Counter(chain.from_iterable(self._by_gram.get(gram, ()) for gram in _grams(asked)))
        return [place for place, count in shared.items() if count >= common]


def _fewest_common(length: int) -> int:
    """How many groups of three a text of ``length`` characters shares at least with any that is nearly equal.

    Of two texts with T characters together M are equal, and ratio is 2M / T. What is equal lies in at most T - 2M + 1
    stretches, each of which ends in two characters that begin no group: at least M - 2 (T - 2M + 1) = 5M - 2T - 2
    groups are common. T is smallest where the other text is as short as it may be, all of it equal.
    """
    together = length + length * _ALIKE / (2 - _ALIKE)
    return ceil(together * (2.5 * _ALIKE - 2) - 2 - 1e-6)


def _grams(text: str) -> list[_Gram]:
    seen: defaultdict[str, int] = defaultdict(int)
    grams: list[_Gram] = []
    for start in range(len(text) - 2):
        gram = text[start : start + 3]
        grams.append((gram, seen[gram]))
        seen[gram] += 1
    return grams


def _words(text: str) -> str:
    return " ".join(sorted(text.split()))


def _nearest(asked: str, others: Iterable[tuple[int, str]]) -> list[int]:
    """Of ``others``, each with its place, those that are nearly equal, the nearest first."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)  # what stays the same: the matcher remembers much of it
    alike = [(_likeness(matcher, asked, other), place) for place, other in others]
    return [place for likeness, place in sorted(alike, key=lambda found: (-found[0], found[1])) if likeness >= _ALIKE]


def _likeness(matcher: "SequenceMatcher[str]", asked: str, other: str) -> float:
    if sorted(asked.split()) == sorted(other.split()):
        return 1.0
    matcher.set_seq1(other)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:  # both are never less than the ratio
        return 0.0
    return matcher.ratio()
