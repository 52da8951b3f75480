"""The verdict says what was measured, in counts, and no more than that."""

import pytest

from specter2_gui.domain.events import Evaluated, RunFailed, RunFinished, RunStopped
from specter2_gui.qt.verdict_words import Verdict, verdict

FINISHED = RunFinished(300, 60.0, 300, "triplet_accuracy", 0.0, 10.0)
STOPPED = RunStopped(300, 60.0, kept=True)


def judged(right_before: int, right_after: int, held_out: int, queries: int, *, early: bool = False) -> Verdict:
    """The verdict on a run that had so many held-out triplets in the right order before and after."""
    better = right_after > right_before
    checks = (
        Evaluated(0, 0.5, right_before / held_out, 0.1, best=True),
        Evaluated(300, 0.4, right_after / held_out, 0.1, best=better),
    )
    return verdict(STOPPED if early else FINISHED, checks, held_out, queries)


def test_the_counts_before_and_after_are_said_and_trying_is_proposed() -> None:
    found = judged(220, 270, 350, 50)
    assert found.kind == "success"
    assert found.headline == "More triplets in the right order than before."
    assert found.sentence.startswith("270 of 350 held-out triplets, before 220 of 350 (step 300).")
    assert found.sentence.endswith("Try your own queries to see what it means for the search.")
    assert "chance" not in found.sentence
    assert found.usable


@pytest.mark.parametrize(
    ("before", "after", "held_out", "queries"), [(22, 27, 35, 5), (22, 27, 35, 30), (220, 270, 350, 9)]
)
def test_a_difference_that_may_be_chance_is_called_that(before: int, after: int, held_out: int, queries: int) -> None:
    found = judged(before, after, held_out, queries)
    assert found.kind == "info", "green would say more than is known"
    assert f"{after} of {held_out} held-out triplets, before {before} of {held_out}" in found.sentence
    assert f"Only {held_out} triplets of {queries} queries were held out: this may be chance." in found.sentence


def test_the_search_is_never_called_better() -> None:
    for found in (judged(22, 27, 35, 5), judged(220, 270, 350, 50), judged(22, 22, 35, 5), judged(22, 20, 35, 5)):
        words = f"{found.headline} {found.sentence}".casefold()
        assert "better search" not in words
        assert "search is better" not in words
        assert "search better" not in words


def test_a_run_that_found_nothing_better_says_so_and_what_may_help() -> None:
    found = judged(22, 20, 35, 5)
    assert (found.kind, found.headline) == ("warning", "No better than before.")
    assert "22 of 35 held-out triplets were in the right order before the training" in found.sentence
    assert "the model you started from is kept" in found.sentence


def test_the_same_count_at_a_later_step_is_no_success() -> None:
    checks = (Evaluated(0, 0.5, 0.6, 0.1, best=True), Evaluated(50, 0.4, 0.6, 0.1, best=True))
    found = verdict(FINISHED, checks, 35, 5)
    assert (found.kind, found.headline) == ("info", "As many triplets in the right order as before.")
    assert "21 of 35 held-out triplets, before 21 of 35 (step 50)." in found.sentence


def test_a_run_that_was_ended_early_says_that_first() -> None:
    assert judged(220, 270, 350, 50, early=True).headline.startswith("Stopped early. More triplets")


def test_a_run_without_any_check_has_nothing_to_compare() -> None:
    found = verdict(STOPPED, (), 0, 0)
    assert found.headline == "Stopped before the first check."
    assert not found.usable


def test_a_cancelled_and_a_failed_run_leave_nothing_to_try() -> None:
    assert not verdict(RunStopped(3, 1.0, kept=False), (), 0, 0).usable
    failed = verdict(RunFailed("What", "Why", "How", details="frames"), (), 0, 0)
    assert (failed.headline, failed.sentence, failed.details) == ("What.", "Why. How.", "frames")
    assert not failed.usable
