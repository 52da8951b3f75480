"""A librarian's afternoon: from a file with mistakes in it to a search that has learned, and on to the next morning."""

from pathlib import Path

import pytest

from specter2_gui.app.runs import read_events, read_run
from specter2_gui.domain.events import RunStopped, StepDone
from specter2_gui.project.workspace import StoredTriplet
from tests.journeys.keyboard_librarian import KeyboardLibrarian
from tests.journeys.librarian import DELIVERIES, Librarian
from tests.journeys.triplet_file import another_triplet, sample_rows, write_mixed, write_scirepeval

LONG = {"model.max_length": "32", "train.lr": "0.001", "train.epochs": "1000", "train.eval_steps": "5"}
"""A training that goes on until somebody ends it, with many points on both curves."""
STOPPED = "stopped early"


def test_an_afternoon_with_the_mouse(librarian: Librarian, tmp_path: Path) -> None:
    an_afternoon(librarian, tmp_path / "triplets.json")


def test_an_afternoon_with_the_keyboard_alone(keyboard_librarian: KeyboardLibrarian, tmp_path: Path) -> None:
    an_afternoon(keyboard_librarian, tmp_path / "triplets.json")


def test_real_triplets_of_papers_are_loaded_and_counted(
    librarian: Librarian, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "triplets_scirepeval" / "triplets.jsonl"
    if not source.is_file():
        pytest.skip("the triplets of SciRepEval are not among the real collections")
    count, queries = write_scirepeval(source, tmp_path / "scirepeval.jsonl")
    librarian.opens_the_window()
    librarian.goes_to("curate")
    librarian.loads(tmp_path / "scirepeval.jsonl")
    assert librarian.sees.notices == [f"All {count} triplets can be used."]
    assert librarian.sees.count_line == f"{count} triplets, {queries} queries, 0 with a problem"
    librarian.goes_to("train")
    assert librarian.sees.readiness == f"Ready: {count} triplets of {queries} queries"


def an_afternoon(librarian: Librarian, file: Path) -> None:
    reasons = write_mixed(file)
    librarian.opens_the_window()
    mends_the_triplets(librarian, file, reasons)
    trains_until_it_is_better(librarian)
    searches_before_and_after(librarian)
    closes_during_a_second_training(librarian)


def mends_the_triplets(librarian: Librarian, file: Path, reasons: dict[int, str]) -> None:
    sees, good = librarian.sees, len(sample_rows())

    librarian.goes_to("curate")
    librarian.loads(file)
    assert sees.notices == [f"{good} of {good + 8} triplets can be used. 8 have a problem."]

    librarian.asks_for_the_bad_rows()
    read = librarian.reads_the_reasons()
    assert list(read) == list(reasons)
    assert [number for number, reason in reasons.items() if reason not in read[number]] == []

    librarian.deletes_all_that_is_shown()
    assert sees.notices[-1] == "8 triplets were deleted."
    librarian.shows_all_rows()
    assert sees.count_line == f"{good} triplets, 24 queries, 0 with a problem"

    librarian.makes_a_triplet(another_triplet(sample_rows()))
    assert len(librarian.rows) == good + 1
    librarian.undoes()
    assert len(librarian.rows) == good
    librarian.redoes()
    assert len(librarian.rows) == good + 1
    assert librarian.rows[-1].origin == "clicked"
    assert librarian.rows[-1].triplet == another_triplet(sample_rows())


def trains_until_it_is_better(librarian: Librarian) -> None:
    sees = librarian.sees

    librarian.goes_to("train")
    assert sees.readiness == f"Ready: {len(librarian.rows)} triplets of 24 queries"
    librarian.enters_settings(LONG)
    librarian.presses_train()
    heart = librarian.watches_the_curves_grow()
    assert heart.beats >= 2 * DELIVERIES, "a window that only wakes up for the news beats about once for each"

    librarian.pauses()
    assert sees.verdict.startswith("Paused at step")
    drawn = sees.training_curves.training_loss
    librarian.resumes()
    sees.wait_for(lambda: sees.training_curves.training_loss > drawn, "more points than before the pause")

    librarian.waits_for_a_better_model()
    librarian.stops_and_keeps_the_best()
    assert sees.verdict.startswith("Stopped early")

    librarian.goes_to("runs")
    assert [state for _name, state in sees.runs] == [STOPPED]


def searches_before_and_after(librarian: Librarian) -> None:
    sees = librarian.sees

    librarian.chooses_the_newest_run()
    assert sees.run_curves.training_loss > 1
    assert sees.run_curves.held_out_loss > 1
    librarian.uses_it_in_the_search()
    librarian.searches_for("what blocks the pipe network under the street?")
    assert len(sees.before) == len(sees.after) == 20
    moved = [paper for paper in sees.after if "up, was" in paper.moved or "down, was" in paper.moved]
    assert moved, "the training moved no paper"
    for paper in moved:
        there = [other.place for other in sees.before if other.title == paper.title]
        assert not there or paper.moved.endswith(f"was {there[0]}")


def closes_during_a_second_training(librarian: Librarian) -> None:
    librarian.goes_to("train")
    librarian.presses_train()
    librarian.waits_for_the_first_points()
    librarian.wants_to_close_the_window()
    librarian.answers_stop_keep_the_best_and_close()
    rows, lines = librarian.rows, librarian.sees.table
    assert not librarian.made.window.isVisible()
    librarian.leaves()
    assert librarian.threads_left() == []
    finds_everything_the_next_morning(librarian, rows, lines)


def finds_everything_the_next_morning(
    librarian: Librarian, rows: tuple[StoredTriplet, ...], lines: list[tuple[str, ...]]
) -> None:
    librarian.opens_the_window()
    sees = librarian.sees
    assert librarian.rows == rows
    librarian.goes_to("curate")
    assert sees.table == lines
    librarian.goes_to("runs")
    assert [state for _name, state in sees.runs] == [STOPPED, STOPPED]
    for run in librarian.made.panels.runs.model.runs:
        record, told = read_run(run.folder), read_events(run.folder)
        assert (record.status, record.usable, told.problem) == ("stopped", True, "")
        assert sum(isinstance(event, StepDone) for event in told.events) == record.steps
        assert isinstance(told.events[-1], RunStopped)
        assert told.events[-1].kept
