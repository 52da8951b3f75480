"""The same rules for rows that people edit in the window: numbers and five texts."""

from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.triplet_checks import check_set
from specter2_gui.domain.triplets import FIELDS, Triplet
from tests.domain.rows import row

GOOD = tuple(row(1).values())


def test_good_rows_have_their_triplet_and_no_problems() -> None:
    (found,) = check_set([(4, GOOD)])
    assert (found.row, found.problems, found.triplet) == (4, (), Triplet(*GOOD))


def test_results_come_one_a_row_in_order_with_the_numbers_given() -> None:
    results = check_set([(7, GOOD), (3, ("",) * 5), (9, GOOD)])
    assert [found.row for found in results] == [7, 3, 9]
    assert [problem.field for problem in results[1].problems] == ["query", "positive_title", "negative_title"]
    assert results[2].problems[0].text.startswith("Row 9: the same triplet is already in row 7.")
    assert results[1].triplet is None


def test_what_a_bad_row_holds_can_still_be_shown() -> None:
    (found,) = check_set([(1, ("moths\x00", " plumes ", "", "scales\ud800", ""))])
    assert found.fields == ("moths\ufffd", "plumes", "", "scales\ufffd", "")


def test_a_mended_row_is_good_when_it_is_checked_again() -> None:
    (bad,) = check_set([(1, ("", *GOOD[1:]))])
    (mended,) = check_set([(1, ("how do moths find it", *bad.fields[1:]))])
    assert bad.problems
    assert not mended.problems


@given(st.lists(st.tuples(*[st.sampled_from(["a", "b", " a ", "", "\x00"])] * 5), max_size=12))
def test_accepted_rows_never_contradict_one_another(rows: list[tuple[str, ...]]) -> None:
    results = check_set(enumerate(rows, start=1))
    triplets = [found.triplet for found in results if found.triplet is not None]
    positives = {(triplet.query, "".join(triplet.positive)) for triplet in triplets if not all(triplet.positive)}
    negatives = {(triplet.query, "".join(triplet.negative)) for triplet in triplets if not all(triplet.negative)}
    assert not positives & negatives
    assert len(set(triplets)) == len(triplets)
    assert len(results) == len(rows)
    assert all(len(found.fields) == len(FIELDS) for found in results)
