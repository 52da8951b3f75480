import random

import pytest

from specter2_gui.app import duplicates
from specter2_gui.app.duplicates import Likeness, Look, likenesses, look_of, score_of


def look(number: int, title: str, author: str = "Smith, John", year: int | None = 2019, **more: str) -> Look:
    return look_of(number, title, [author] if author else [], year, more.get("doi", ""), None)


TITLE = "Effects of hedgerows on the abundance of wild bees in farmland"


@pytest.mark.parametrize(
    "other",
    [
        look(2, "Effects of hedgerows on the abundence of wild bees in farmland"),
        look(2, "EFFECTS OF HEDGEROWS ON THE ABUNDANCE OF WILD BEES, IN FARMLAND."),
        look(2, TITLE, "John Smith", 2020),
        look(2, TITLE, "", None),
        look(2, TITLE + ": results of a field study in seven countries", "Smith J"),
    ],
)
def test_records_of_one_paper_are_a_pair(other: Look) -> None:
    found = [each for each in likenesses([look(1, TITLE), other]) if isinstance(each, Likeness)]
    assert [(each.a, each.b) for each in found] == [(1, 2)]
    assert duplicates.LEAST_SCORE <= found[0].score <= 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (look(1, TITLE + ", part 1"), look(2, TITLE + ", part 2")),
        (look(1, TITLE), look(2, "Effects of roads on the abundance of wild boars in woodland")),
        (look(1, TITLE, "Smith, John", 2001), look(2, TITLE, "Jones, Ann", 2019)),
        (look(1, "Editorial", year=2019), look(2, "Editorial", "Jones, Ann", 2019)),
        (look(1, ""), look(2, "")),
        (Look(1, "the same title of a group", group=4), Look(2, "the same title of a group", group=4)),
    ],
)
def test_records_of_two_papers_are_none(one: Look, other: Look) -> None:
    assert score_of(one, other) < duplicates.LEAST_SCORE


def test_a_pair_is_told_once_with_the_smaller_id_first() -> None:
    found = [
        each for each in likenesses([look(9, TITLE), look(4, TITLE), look(6, TITLE)]) if isinstance(each, Likeness)
    ]
    assert sorted((each.a, each.b) for each in found) == [(4, 6), (4, 9), (6, 9)]


def test_many_papers_are_not_compared_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(3)  # noqa: S311 - test material
    words = [f"word{number}" for number in range(2000)]
    looks = [look(number, " ".join(dice.choices(words, k=9)) + " a study of things") for number in range(2000)]
    asked = 0

    def counting(_one: Look, _other: Look) -> float:
        nonlocal asked
        asked += 1
        return 0.0

    monkeypatch.setattr(duplicates, "score_of", counting)
    last = list(likenesses(looks))[-1]
    assert last[0] == last[1]  # type: ignore[index] - a count
    assert 0 < asked < 40 * len(looks), "all with all would be two million"
