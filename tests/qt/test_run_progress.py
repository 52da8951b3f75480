"""How far a run is, said in words that follow from its events alone."""

from specter2_gui.domain.events import Estimated, FoldStep, Pace, PapersEncoded, RunStarted, StepDone
from specter2_gui.qt.event_words import event_words, rough_duration
from specter2_gui.qt.run_progress import RunProgress
from tests.gallery import recorded

PLAN = next(event for event in recorded.events(0) if isinstance(event, RunStarted))


def pace(step: int, seconds_left: float) -> Pace:
    return Pace(step, 31_400.0, 78.4, 0.11, 0.42, 0.63, seconds_left, 912.0)


def test_before_the_first_step_the_estimate_is_said() -> None:
    found = RunProgress().after([PLAN, Estimated(61.0, 912.0, 31_400.0, 600)])
    assert found is not None
    assert (found.done, found.total) == (0, 600)
    assert found.words == "About 1 min 1 s in all, with 912 MB of memory"


def test_papers_that_are_read_are_counted() -> None:
    found = RunProgress().after([PapersEncoded(30, 102)])
    assert found is not None
    assert found.words == "Reading the papers that this training needs: 30 of 102"


def test_the_time_left_is_what_the_run_itself_says_less_the_steps_since() -> None:
    progress = RunProgress()
    progress.after([PLAN, StepDone(100, 0.2, 1e-4, 10.0), pace(100, 50.0)])
    found = progress.after([StepDone(350, 0.2, 1e-4, 35.0)])
    assert found is not None
    assert found.words == "Step 350 of 600   |   about 25 s left"


def test_a_resumed_run_reckons_from_the_step_it_went_on_from() -> None:
    progress = RunProgress()
    first = progress.after([PLAN, StepDone(501, 0.2, 1e-4, 40.0)])
    assert first is not None
    assert first.words == "Step 501 of 600", "nothing is known after one step"
    second = progress.after([StepDone(503, 0.2, 1e-4, 42.0)])
    assert second is not None
    assert second.words.endswith("about 1 min 37 s left")


def test_cross_validation_is_told_part_by_part() -> None:
    found = RunProgress().after(recorded.fold_events())
    assert found is not None
    assert found.words == "Checking the recipe: part 2 of 5   |   step 84 of 120"
    assert (found.done, found.total) == (204, 600)
    assert event_words(recorded.fold_events()[0]) == (
        "Part 1 of 5: 6 queries never trained on; nDCG@10 0.661, before 0.604."
    )
    assert event_words(FoldStep(2, 5, 84, 120)) == ""


def test_news_that_say_nothing_about_the_distance_change_nothing() -> None:
    assert RunProgress().after([PLAN]) is None


def test_an_expected_time_is_no_finer_than_it_can_be_known() -> None:
    said = [rough_duration(seconds) for seconds in (3, 21, 58, 200, 3500, 4000, 7300)]
    assert said == [
        "a few seconds", "about 20 s", "about 1 min", "about 3 min", "about 1 h", "about 1 h 10 min", "about 2 h",
    ]  # fmt: skip
