"""Papers that may be the same one although their records differ: found by their titles, without comparing all with all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from rapidfuzz.fuzz import ratio

from specter2_gui.domain.identity import folded

LEAST_SCORE: Final = 85.0
"""From this score on, out of 100, two papers are shown side by side."""

_LEAST_RATIO: Final = 88.0
_LEAST_TITLE: Final = 24
"""Letters; a shorter title says little, so that author and year have to agree as well."""

_WORDS: Final = 3
_EDGE: Final = 16
_MOST_IN_BLOCK: Final = 60
_NEIGHBOURS: Final = 12
_TOLD_EVERY: Final = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """What of a paper is compared: ``title`` and ``authors`` folded, ``authors`` the words of the first one's name.

    Papers of one ``group`` are known to be the same, and are not compared.
    """

    id: int
    title: str
    authors: frozenset[str] = frozenset()
    year: int | None = None
    doi: str = ""
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two papers that look alike, the smaller id first; ``score`` is from :data:`LEAST_SCORE` to 100."""

    a: int
    b: int
    score: float


def look_of(
    id: int,  # noqa: A002 - the name of the field
    title: str,
    authors: Sequence[str],
    year: int | None,
    doi: str,
    group: int | None,
) -> Look:
    """The look of a paper with these texts."""
    first = frozenset(word for word in folded(authors[0]).split() if len(word) > 1) if authors else frozenset[str]()
    return Look(id, folded(title), first, year, doi, group)


def likenesses(looks: Sequence[Look]) -> Iterator[tuple[int, int] | Likeness]:
    """Every pair of ``looks`` that shares a rare word, the beginning or the end of its title, and scores high enough.

    In between it yields ``(done, total)`` counts of what is compared. The work grows with the number of papers, not
    with its square: a title is looked up by three of its rarest words, and of many titles that look up the same only
    neighbours in the order of the alphabet are compared.
    """
    blocks = _blocks(looks)
    found: set[tuple[int, int]] = set()
    for number, block in enumerate(blocks):
        if number % _TOLD_EVERY == 0:
            yield number, len(blocks)
        for one, other in _pairs(looks, block):
            pair = (min(one.id, other.id), max(one.id, other.id))
            if pair not in found and (score := score_of(one, other)) >= LEAST_SCORE:
                found.add(pair)
                yield Likeness(*pair, score)
    yield len(blocks), len(blocks)


def score_of(one: Look, other: Look) -> float:
    """How much two papers look alike, from 0 to 100: their titles, less for other years, authors and DOIs.

    Other numbers in the titles make other papers: Part 1 is not Part 2.
    """
    if one.id == other.id or (one.group is not None and one.group == other.group):
        return 0.0
    score = _title_score(one, other)
    if not score or _numbers(one.title) != _numbers(other.title):
        return 0.0
    if one.year is not None and other.year is not None:
        score -= min(abs(one.year - other.year) * 3, 12)
    if one.authors and other.authors and not one.authors & other.authors:
        score -= 12
    if one.doi and other.doi:
        score -= 5  # a preprint has a DOI of its own
    return max(score, 0.0)


def _title_score(one: Look, other: Look) -> float:
    if not one.title or not other.title:
        return 0.0
    short, long = sorted((one.title, other.title), key=len)
    agree = bool(one.authors & other.authors) and one.year == other.year
    if len(short) < _LEAST_TITLE and not agree:
        return 0.0
    if len(short) >= _LEAST_TITLE and agree and long.startswith(short):
        return 95.0  # one of them without its subtitle
    if len(short) < 0.75 * len(long):
        return 0.0
    return ratio(short, long, score_cutoff=_LEAST_RATIO)


def _numbers(title: str) -> list[str]:
    if not any(character.isdigit() for character in title):
        return []
    return [word for word in title.split() if any(character.isdigit() for character in word)]


def _blocks(looks: Sequence[Look]) -> list[list[int]]:
    """Places in ``looks`` that have a key of their titles in common; the blocks overlap."""
    words = Counter(word for look in looks for word in set(look.title.split()))
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, look in enumerate(looks):
        for key in _keys(look.title, words):
            blocks[key].append(place)
    return [block for block in blocks.values() if len(block) > 1]


def _keys(title: str, words: Counter[str]) -> Iterator[str]:
    if not title:
        return
    # A word that stands nowhere else finds nothing: often a misprint of one that does.
    known = sorted((words[word], word) for word in set(title.split()) if words[word] > 1)
    yield from (f"word {word}" for _, word in known[:_WORDS])
    letters = title.replace(" ", "")
    yield f"begins {letters[:_EDGE]}"
    yield f"ends {letters[-_EDGE:]}"


def _pairs(looks: Sequence[Look], block: list[int]) -> Iterable[tuple[Look, Look]]:
    members = [looks[place] for place in block]
    if len(members) <= _MOST_IN_BLOCK:
        return combinations(members, 2)
    members.sort(key=lambda look: look.title)
    return ((one, other) for place, one in enumerate(members) for other in members[place + 1 : place + 1 + _NEIGHBOURS])
