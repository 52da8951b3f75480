"""Whether two queries ask nearly the same, so that one of them may be there by mistake."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from specter2_gui.domain.identity import folded

_ALIKE: Final = 0.9
"""From this share of equal characters on (SequenceMatcher's ratio) two texts are nearly equal."""


def near_equal(text: str, others: Sequence[str]) -> list[int]:
    """The places of those of ``others`` that ask nearly the same as ``text``, the nearest first.

    The same words in another order are nearly equal, whatever their case and punctuation; so are texts that differ in
    a few letters. A text without letters or digits is like no other.
    """
    asked = folded(text)
    if not asked:
        return []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)  # what stays the same: the matcher remembers much of it
    alike = [(_likeness(matcher, asked, folded(other)), place) for place, other in enumerate(others)]
    return [place for likeness, place in sorted(alike, key=lambda found: (-found[0], found[1])) if likeness >= _ALIKE]


def _likeness(matcher: "SequenceMatcher[str]", asked: str, other: str) -> float:
    if sorted(asked.split()) == sorted(other.split()):
        return 1.0
    matcher.set_seq1(other)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:  # both are never less than the ratio
        return 0.0
    return matcher.ratio()
