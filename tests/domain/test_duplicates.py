import random

from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.duplicates import Contradiction, contradiction_words, contradictions, joined


def test_who_shares_a_link_is_in_one_group() -> None:
    assert joined([(1, 2), (5, 6), (3, 2), (9,)]) == [(1, 2, 3), (5, 6)]
    assert joined([]) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_groups_do_not_overlap_and_do_not_depend_on_the_order(links: list[tuple[int, int]]) -> None:
    groups = joined(links)
    members = [member for group in groups for member in group]
    assert len(members) == len(set(members))
    assert all(any(one in group and other in group for group in groups) for one, other in links if one != other)
    random.Random(1).shuffle(links)  # noqa: S311 - an order, not a secret
    assert {frozenset(group) for group in joined(links)} == {frozenset(group) for group in groups}


def test_a_long_chain_is_one_group() -> None:
    assert len(joined([(number, number + 1) for number in range(50_000)])) == 1


def test_contradictions_name_who_was_judged_how() -> None:
    qrels = {"q1": {"a": 1, "b": 0, "c": 1}, "q2": {"a": 2, "b": 1}, "q3": {"b": 0}}
    found = contradictions([("a", "b"), ("c", "d")], qrels)
    assert found == [Contradiction("q1", (("a", 1), ("b", 0)))]
    assert contradiction_words(found).startswith("1 group of identical papers has contradictory judgements")
    assert contradiction_words([]) == ""
