import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.app.finetuning import finetune, resume
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    FoldDone,
    FoldStep,
    PapersEncoded,
    RunFinished,
    RunPaused,
    RunStarted,
    RunStopped,
    StepDone,
    VerdictReached,
)
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.training.control import Control
from specter2_gui.training.run_folder import read_events, read_run
from tests.trainings import (
    assert_same_run,
    copied,
    course_of,
    files_of,
    learnable_triplets,
    of,
    record_of,
    settings_for,
    until,
)

TRIPLETS = learnable_triplets()
MANY = learnable_triplets(10, 4)
BOTH = {"model__train_adapters": "query_and_paper"}
KINDS: dict[str, dict[str, Any]] = {
    "queries only": {},
    "queries and papers": BOTH,
    "a best in the past": {"data__seed": 3, "train__lr": 1e-2},
    "low rank": {**BOTH, "model__adapter": "lora"},
    "a frozen layer": {**BOTH, "model__frozen_layers": 1},
    "a frozen layer and queries only": {"model__frozen_layers": 1},
    "a loss over kept vectors": {"train__loss": "collection_softmax"},
    "a loss over vectors that age": {**BOTH, "train__loss": "collection_softmax"},
    "mined negatives": {"data__mined_negatives": 2, "train__loss": "multiple_negatives"},
    "patience": {"train__patience": 3, "train__eval_steps": 2, "train__lr": 1e-12, "train__weight_decay": 0.0},
}


def begun(settings: Any, folder: Path, control: Control | None = None) -> Any:
    return finetune(settings, TRIPLETS, folder, control or Control(), source="mine.json")


def deaths(settings: Any, folder: Path, control: Control | None = None) -> list[tuple[Event, Path]]:
    """A whole run in ``folder``, and for each of its events the folder a program leaves that dies right there."""
    found: list[tuple[Event, Path]] = []
    for number, event in enumerate(begun(settings, folder, control)):
        found.append((event, copied(folder, folder.with_name(f"died-{number}"))))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_paused_run_goes_on_bit_for_bit(tiny_backbone: Backbone, tmp_path: Path, kind: str) -> None:
    settings = settings_for(tiny_backbone, **KINDS[kind])
    list(begun(settings, tmp_path / "whole"))
    steps = len(of(StepDone, course_of(tmp_path / "whole")))
    assert steps > 4, "otherwise little is tested"
    run, begin = tmp_path / "paused", begun
    for step in (2, 3, 5):  # between checks, at a check, at the end of an epoch
        control = Control()
        for event in begin(settings, run, control):
            if isinstance(event, StepDone) and event.step == step:
                control.pause()
        assert read_run(run).status == "paused"
        assert read_run(run).resumable
        assert not (run / ".running").exists(), "nothing is held"
        begin = gone_on
    last = list(resume(run, Control()))[-1]
    assert isinstance(last, RunFinished)
    assert_same_run(run, tmp_path / "whole")
    assert read_run(run).facts["resumed"] == 3


def test_the_kinds_of_runs_have_their_best_at_different_times(tiny_backbone: Backbone, tmp_path: Path) -> None:
    """Otherwise the tests above compare less than they seem to."""
    best: dict[str, int] = {}
    for kind in ("queries only", "queries and papers", "a best in the past"):
        list(begun(settings_for(tiny_backbone, **KINDS[kind]), tmp_path / kind))
        best[kind] = record_of(tmp_path / kind)["best"]["step"]
    assert best == {"queries only": 10, "queries and papers": 10, "a best in the past": 6}


def gone_on(_settings: Any, folder: Path, control: Control) -> Any:
    return resume(folder, control)


@pytest.mark.parametrize(
    ("kind", "every"),
    [("queries only", 4), ("patience", 3), ("a best in the past", 4), ("a loss over vectors that age", 2)],
    ids=str,
)
def test_a_run_that_died_anywhere_goes_on_bit_for_bit(
    tiny_backbone: Backbone, tmp_path: Path, kind: str, every: int
) -> None:
    """A copy of the folder at an event is what a crash in that moment leaves; among them the last before the end."""
    whole = tmp_path / "whole"
    left = deaths(settings_for(tiny_backbone, **KINDS[kind]), whole)
    for event, folder in left[-2::-every]:
        assert read_run(folder).status == "interrupted", event
        list(resume(folder, Control()))
        assert_same_run(folder, whole)
        assert read_events(folder).problem == ""


def test_a_run_that_is_closed_goes_on_bit_for_bit(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone)
    list(begun(settings, tmp_path / "whole"))
    for kind in (RunStarted, Evaluated, VerdictReached):
        events = begun(settings, tmp_path / kind.__name__)
        until(events, lambda event, kind=kind: isinstance(event, kind))
        events.close()
        list(resume(tmp_path / kind.__name__, Control()))
        assert_same_run(tmp_path / kind.__name__, tmp_path / "whole")


def test_short_queries_that_meet_in_other_steps_make_no_difference(tiny_backbone: Backbone, tmp_path: Path) -> None:
    """The last digits of what comes out of the frozen layers may depend on how many tokens went through together."""
    words = ["bee", "river", "star", "school", "gene", "ocean", "moon", "honey", "health", "brain"]
    numbers = {query: number for number, query in enumerate(dict.fromkeys(triplet.query for triplet in MANY))}
    short = [replace(triplet, query=words[numbers[triplet.query]]) for triplet in MANY]
    settings = settings_for(tiny_backbone, model__frozen_layers=1, train__batch_size=3)
    list(finetune(settings, short, tmp_path / "whole", Control()))
    for step in (9, 12):
        control, run = Control(), tmp_path / f"paused {step}"
        for event in finetune(settings, short, run, control):
            if isinstance(event, StepDone) and event.step == step:
                control.pause()
        list(resume(run, Control()))
        assert_same_run(run, tmp_path / "whole")


def test_the_events_of_a_resumed_run_tell_each_step_once_and_where_it_went_on(
    tiny_backbone: Backbone, tmp_path: Path
) -> None:
    control, run = Control(), tmp_path / "run"
    events = begun(settings_for(tiny_backbone), run, control)
    for event in events:
        if isinstance(event, StepDone) and event.step == 4:
            control.pause()
    list(resume(run, Control()))
    told = read_events(run).events
    assert [started.resumed_from for started in of(RunStarted, told)] == [0, 4]
    assert max(Counter(step.step for step in of(StepDone, told)).values()) == 1
    assert max(Counter(check.step for check in of(Evaluated, told)).values()) == 1
    assert not of(RunPaused, told), "it went on, so it is paused no more"


def test_a_pause_before_the_first_check_begins_anew(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings, control = settings_for(tiny_backbone), Control()
    list(begun(settings, tmp_path / "whole"))
    control.pause()
    run = tmp_path / "paused"
    paused = list(begun(settings, run, control))[-1]
    assert isinstance(paused, RunPaused)
    assert not (run / "checkpoint").exists()
    list(resume(run, Control()))
    assert_same_run(run, tmp_path / "whole")


def test_a_stop_while_a_resumed_run_gets_ready_keeps_its_best(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, control, run = settings_for(tiny_backbone), Control(), tmp_path / "run"
    for event in begun(settings, run, control):
        if isinstance(event, StepDone):
            control.pause()
    monkeypatch.setenv("SPECTER2_GUI_HOME", str(tmp_path / "no vectors here"))
    again = Control()
    again.stop_early()
    events = list(resume(run, again))
    assert of(PapersEncoded, events), "the papers are encoded anew, and the stop is asked for meanwhile"
    assert isinstance(events[-1], RunStopped)
    assert events[-1].kept
    assert read_run(run).status == "stopped"
    assert read_run(run).usable


@pytest.mark.parametrize("request_", ["cancel", "pause"])
def test_a_cancel_or_a_pause_while_a_resumed_run_gets_ready_is_heeded(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request_: str
) -> None:
    settings, control, run = settings_for(tiny_backbone), Control(), tmp_path / "run"
    for event in begun(settings, run, control):
        if isinstance(event, StepDone) and event.step == 2:
            control.pause()
    state = json.loads((run / "checkpoint" / "state.json").read_text(encoding="utf-8"))
    monkeypatch.setenv("SPECTER2_GUI_HOME", str(tmp_path / "no vectors here"))
    again = Control()
    getattr(again, request_)()
    last = list(resume(run, again))[-1]
    record = read_run(run)
    if request_ == "cancel":
        assert isinstance(last, RunStopped)
        assert (last.step, last.kept) == (2, False)
        assert (record.status, record.usable, record.resumable) == ("cancelled", False, False)
    else:
        assert isinstance(last, RunPaused)
        assert (last.step, last.seconds > state["position"]["seconds"]) == (2, True)
        assert (record.status, record.resumable) == ("paused", True)


def test_a_run_of_judgements_goes_on_bit_for_bit(tiny_backbone: Backbone, tmp_path: Path, judged_data: Any) -> None:
    settings = settings_for(tiny_backbone, **BOTH, **judged_data)
    whole = tmp_path / "whole"
    left = deaths(settings, whole)
    for _, folder in left[-2::-5]:
        list(resume(folder, Control()))
        assert_same_run(folder, whole)
    assert record_of(whole)["best"]["metric"] == "ndcg@10"


def test_what_only_a_run_that_goes_on_needs_is_gone_at_its_end(tiny_backbone: Backbone, tmp_path: Path) -> None:
    run = tmp_path / "run"
    folders = [folder for event, folder in deaths(settings_for(tiny_backbone), run) if isinstance(event, StepDone)]
    assert {"checkpoint", "triplets.json"} <= {path.name for path in folders[4].iterdir()}
    list(resume(folders[4], Control()))
    for folder in (run, folders[4]):
        assert {path.name for path in folder.iterdir()} == {"run.json", "events.jsonl", "settings.yaml", "best"}


def test_a_line_of_events_lost_with_the_power_leaves_no_torn_one(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone)
    left = deaths(settings, tmp_path / "whole")
    [folder] = [folder for event, folder in left if isinstance(event, StepDone) and event.step == 5]
    file = folder / "events.jsonl"
    position = json.loads((folder / "checkpoint" / "state.json").read_text(encoding="utf-8"))["position"]
    file.write_bytes(file.read_bytes()[: position["events_bytes"] - 7])
    list(resume(folder, Control()))
    assert read_events(folder).problem == ""
    assert isinstance(read_events(folder).events[-1], RunFinished)


def test_a_best_model_that_a_crash_kept_too_early_gives_way_to_that_of_the_checkpoint(
    tiny_backbone: Backbone, tmp_path: Path
) -> None:
    """It died after the sixth step had become the best and before that was in a checkpoint, and is stopped at once."""
    left = deaths(settings_for(tiny_backbone), tmp_path / "whole")
    [died] = [folder for event, folder in left if isinstance(event, CheckpointSaved) and event.step == 6]
    [third] = [folder for event, folder in left if isinstance(event, CheckpointSaved) and event.step == 3]
    control = Control()
    control.stop_early()
    last = list(resume(died, control))[-1]
    assert isinstance(last, RunStopped)
    assert (last.step, last.best_step) == (3, 3)
    assert files_of(died / "best") == files_of(third / "best")


def test_a_cross_validation_goes_on_with_the_folds_that_are_not_done(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone, data__folds=3)
    whole = list(begun(settings, tmp_path / "whole"))
    run, control = tmp_path / "paused", Control()
    first: list[Event] = []
    for event in begun(settings, run, control):
        first.append(event)
        if isinstance(event, FoldDone) and event.fold == 2:
            control.pause()
    assert isinstance(first[-1], RunPaused)
    rest = list(resume(run, Control()))
    assert {event.fold for event in of(FoldStep, rest)} == {3}, "no fold is trained twice"
    assert of(FoldDone, rest) == of(FoldDone, whole)
    assert of(VerdictReached, rest) == of(VerdictReached, whole)
    assert "folds_done" not in {name for name, value in record_of(run).items() if value}
