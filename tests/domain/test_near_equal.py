"""Queries that ask nearly the same: found among many just as by comparing each with each."""

import random

import pytest

from specter2_gui.domain import near_equal as module
from specter2_gui.domain.near_equal import NearEqual, near_equal

WORDS = [
    "bees",
    "wild",
    "how",
    "do",
    "effects",
    "of",
    "hedgerows",
    "on",
    "the",
    "moss",
    "and",
    "eels",
    "a",
    "weir",
    "pass",
    "migration",
    "2014",
    "ö",
    "in",
    "rivers",
    "Ts",
]


def altered(text: str, changes: int, rng: random.Random) -> str:
    """``text`` with letters taken, put in or exchanged."""
    letters = list(text)
    for _ in range(changes):
        place = rng.randrange(len(letters) + 1)
        letters[place : place + rng.randrange(2)] = rng.choice(["", "x", "e", " ", "be"])
    return "".join(letters)


@pytest.mark.parametrize("seed", range(6))
def test_the_quick_way_finds_what_comparing_with_all_finds(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - test material
    texts = [" ".join(rng.choices(WORDS, k=rng.randint(1, 9))) for _ in range(60)]
    others = [altered(rng.choice(texts), rng.randrange(9), rng) for _ in range(120)]
    others += [" ".join(rng.sample(text.split(), len(text.split()))) for text in texts[:10]]
    others += ["", "?!", "a", "aaaaaaaaaaaaaaaaaaaa"]
    known, found = NearEqual(others), 0
    for text in [*texts, *others]:
        assert known.of(text) == near_equal(text, others), text
        found += len(known.of(text)) > 1
    assert found > 50


def test_one_among_many_is_not_compared_with_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)  # noqa: S311 - test material
    syllables = [first + second for first in "bdfgklmnprst" for second in "aeiou"]
    others = ["".join(rng.choices(syllables, k=20)) for _ in range(2_000)]
    compared: list[str] = []
    likeness = module._likeness

    def counted(matcher: "module.SequenceMatcher[str]", asked: str, other: str) -> float:
        compared.append(other)
        return likeness(matcher, asked, other)

    monkeypatch.setattr(module, "_likeness", counted)
    assert NearEqual(others).of(others[5] + "x") == [5]
    assert len(compared) < 1_000
