"""What a terminal and a log are told while a run works."""

import pytest

from specter2_gui.cli.event_words import duration, fold_line, memory, sentence, step_line
from specter2_gui.cli.progress import Progress
from specter2_gui.domain.events import (
    Estimated,
    Evaluated,
    FoldDone,
    FoldStep,
    Pace,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    RunStopped,
    StepDone,
)

ONE = RunStarted("/runs/1", "Tiny", "query", "triplet_margin", "l2", 1.0, 1, 1, 1, 1, 1, 1, 10)
MANY = RunStarted(
    "/runs/1", "Tiny", "query_and_paper", "triplet_margin", "l2", 1.0, 300, 3, 1200, 40, 80, 20, 10,
    judged_queries=12, papers=170, resumed_from=150,
)  # fmt: skip


def test_numbers_and_their_nouns_agree() -> None:
    assert "queries only: 1 triplet of 1 query in 1 step; 1 triplet of 1 query held out." in sentence(ONE)
    assert "queries and papers: 1,200 triplets of 80 queries in 300 steps; 40 triplets of 20 queries" in sentence(MANY)
    assert "after 1 step " in sentence(RunFinished(1, 3.0, 1, "triplet_accuracy", 0.5, 1.0))
    assert sentence(RunStopped(1, 3.0, kept=False)) == "Cancelled after 1 step; nothing is kept"
    assert sentence(RunPaused(2, 3.0)) == "Paused after 2 steps"


def test_the_judged_queries_and_the_step_of_a_resumed_run_are_told() -> None:
    assert sentence(MANY).startswith("Going on from step 150. ")
    assert "12 held-out queries with judgements searched in 170 papers." in sentence(MANY)
    assert "judgements" not in sentence(ONE)


def test_the_estimate_says_time_and_memory() -> None:
    assert sentence(Estimated(118.0, 600.4, 900.0, 80)) == "About 2 min, 600 MB of memory"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.1, "1 s"), (12.4, "12 s"), (59.9, "1 min"), (90, "2 min"), (3599, "1 h 0 min"), (3600, "1 h 0 min"), (7810, "2 h 10 min")],
)  # fmt: skip
def test_times_are_as_precise_as_a_guess(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(("megabytes", "words"), [(0.4, "0 MB"), (999, "999 MB"), (1234, "1.2 GB")])
def test_memory_is_told_in_its_unit(megabytes: float, words: str) -> None:
    assert memory(megabytes) == words


def test_a_check_shows_ndcg_where_there_are_judgements() -> None:
    judged = Evaluated(50, 0.25, 0.75, 1.0, best=True, figures={"ndcg@10": 0.61234, "mrr": 0.5})
    assert sentence(judged) == (
        "After step 50: nDCG@10 0.6123, 75.0% of held-out triplets in order, loss 0.2500, best so far"
    )
    assert "nDCG" not in sentence(Evaluated(0, 0.25, 0.75, 1.0, best=True))


def test_a_step_shows_the_pace_once_it_is_known() -> None:
    step = StepDone(12, 0.5, 1e-4, 3.0)
    assert step_line(step, 100, None, None) == "Step 12 of 100: loss 0.5000"
    pace = Pace(10, 5210.4, 30.0, 0.123, 0.4, None, 130.0, 800.0)
    assert step_line(step, 100, pace, 130.0) == (
        "Step 12 of 100: loss 0.5000, about 2 min left; 5,210 tokens/s, 12% padding, 40% encodes saved"
    )


def test_folds_are_told_with_their_figures() -> None:
    assert fold_line(FoldStep(2, 5, 30, 90)) == "Cross-validation, fold 2 of 5: step 30 of 90"
    assert sentence(FoldDone(2, 5, 1, "ndcg@10", 0.4, 0.5)) == (
        "Fold 2 of 5: nDCG@10 0.4000 before, nDCG@10 0.5000 after, on 1 query its training never saw"
    )


def test_a_refusal_before_the_run_is_no_end_of_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    refused = RunFailed("No model", "It is not here", "Fetch it")
    Progress().event(refused)
    assert capsys.readouterr().err == ""
    progress = Progress()
    progress.event(ONE)
    progress.event(refused)
    assert "The run ended at step 0" in capsys.readouterr().err


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Progress:
    """Progress on a terminal of 60 columns that shows every line."""
    monkeypatch.setattr("specter2_gui.cli.progress._EVERY_S_ON_TERMINAL", -1.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    del capsys
    return Progress()


def test_on_a_terminal_the_line_is_rewritten_and_never_wraps(
    terminal: Progress, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.event(MANY)
    terminal.event(Pace(150, 5210.4, 30.0, 0.123, 0.4, None, 130.0, 800.0))
    terminal.event(StepDone(151, 0.5, 1e-4, 3.0))
    terminal.event(StepDone(152, 0.4, 1e-4, 3.0))
    lines = capsys.readouterr().err.split("\r")[1:]
    assert [line.split(":")[0] for line in lines] == ["Step 151 of 300", "Step 152 of 300"]
    assert all("about 2 min left" in line and len(line) == 59 for line in lines)


def test_a_resumed_run_guesses_no_time_from_steps_it_did_not_take(
    terminal: Progress, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.event(MANY)
    terminal.event(StepDone(151, 0.5, 1e-4, 3.0))
    assert "left" not in capsys.readouterr().err
