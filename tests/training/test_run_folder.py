import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    ModelLoaded,
    RunFailed,
    RunFinished,
    RunStopped,
    StepDone,
    VerdictReached,
    Warned,
)
from specter2_gui.training.run_folder import RunFolder, read_events, read_run

EVENTS: list[Event] = [
    ModelLoaded("Tiny", "cpu", "fp32"),
    Evaluated(0, 0.9, 0.5, 0.1, best=True),
    CheckpointSaved(0, "best"),
    StepDone(1, 0.8, 1e-4, 0.2),
    Warned("Bücher “é”", 1),
    Evaluated(1, 0.7, 0.75, 0.1, best=True),
    CheckpointSaved(1, "best"),
    VerdictReached("triplet_accuracy", "better", 0.25, 0.1, 0.4, 3, 1, 1, ("0a1b",), {}),
    RunFinished(1, 2.5, 1, "triplet_accuracy", 0.75, 33.0),
]


def written(folder: Path, events: list[Event]) -> Path:
    run = RunFolder(folder, {"triplets": 12, "rejected": 1})
    for event in events:
        run.append(event)
    run.close()
    return folder


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    folder = written(tmp_path / "run", EVENTS)
    record = read_run(folder)
    assert (record.status, record.steps, record.seconds, record.triplets_per_s) == ("finished", 1, 2.5, 33.0)
    assert (record.triplets, record.rejected, record.model) == (12, 1, "Tiny")
    assert record.baseline == {"loss": 0.9, "triplet_accuracy": 0.5}
    assert record.best == {
        "step": 1, "metric": "triplet_accuracy", "value": 0.75, "loss": 0.7, "triplet_accuracy": 0.75,
    }  # fmt: skip
    assert record.started
    assert record.ended
    assert read_events(folder).events == tuple(EVENTS)
    assert read_events(folder).problem == ""


def test_each_event_is_one_line_of_json_with_its_name(tmp_path: Path) -> None:
    lines = (written(tmp_path / "run", EVENTS) / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines] == [type(event).__name__ for event in EVENTS]


def test_a_line_torn_by_a_crash_is_left_out_and_said(tmp_path: Path) -> None:
    folder = written(tmp_path / "run", EVENTS)
    file = folder / "events.jsonl"
    file.write_bytes(file.read_bytes()[:-5])
    found = read_events(folder)
    assert found.events == tuple(EVENTS[:-1])
    assert "last line is incomplete" in found.problem


def test_an_event_of_another_version_is_left_out_and_said(tmp_path: Path) -> None:
    folder = written(tmp_path / "run", EVENTS[:1])
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b'{"event": "MoonRose", "step": 3}\n{"event": "StepDone"}\n[]\n')
    found = read_events(folder)
    assert found.events == tuple(EVENTS[:1])
    assert "Line 2" in found.problem


def test_a_run_at_work_is_running_and_one_whose_program_died_is_interrupted(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run = RunFolder(folder, {})
    assert read_run(folder).status == "running"
    run.close()
    assert read_run(folder).status == "interrupted"


def test_a_killed_program_leaves_an_interrupted_run(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    program = (
        "import os, pathlib, signal, sys; from specter2_gui.training.run_folder import RunFolder; "
        "run = RunFolder(pathlib.Path(sys.argv[1]), {}); os.kill(os.getpid(), signal.SIGTERM); signal.pause()"
    )
    subprocess.run([sys.executable, "-c", program, str(folder)], check=False)
    assert (folder / ".running").exists()
    assert read_run(folder).status == "interrupted"


def test_a_best_model_lost_between_two_renames_is_brought_back(tmp_path: Path) -> None:
    """The moment in which a program can die while it replaces the best model: the old one is aside, the new not there."""
    folder = tmp_path / "run"
    run = RunFolder(folder, {})
    (folder / ".best.old").mkdir()
    assert not read_run(folder).usable, "a run at work mends itself"
    run.close()
    assert read_run(folder).usable
    assert (folder / "best").is_dir()


@pytest.mark.parametrize(
    ("event", "status", "stopped"),
    [
        (RunStopped(3, 1.0, kept=True, best_step=2, metric="triplet_accuracy", value=0.7), "stopped", "stop early"),
        (RunStopped(3, 1.0, kept=False), "cancelled", "cancelled"),
        (RunFailed("This", "That", "So", 3), "failed", "This. That. So."),
        (RunFinished(3, 1.0, 2, "triplet_accuracy", 0.7, 5.0, "early stopping"), "finished", "early stopping"),
    ],
)
def test_how_a_run_ended_is_on_record(tmp_path: Path, event: Event, status: str, stopped: str) -> None:
    record = read_run(written(tmp_path / "run", [*EVENTS[:3], event]))
    assert (record.status, record.stopped, record.steps) == (status, stopped, 3)
    assert (record.best is None) == (status == "cancelled")


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"not empty.*does not exist yet"):
        RunFolder(tmp_path, {})
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    RunFolder(tmp_path, {}).close()
    assert (tmp_path / "run.json").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "holds no run.json"), (b"{", "cannot be read"), (b"[]", "something else"), (b'{"steps": "x"}', "'steps'")],
)
def test_what_is_no_run_is_refused_with_the_reason(tmp_path: Path, content: bytes | None, why: str) -> None:
    if content is not None:
        (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(UserError, match="not the folder of a run") as refused:
        read_run(tmp_path)
    assert why in refused.value.why


def test_events_that_are_not_there_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"events\.jsonl is missing"):
        read_events(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told_when_an_event_is_written(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run", {})
    os.close(run._events)
    run._events = os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(OSError, match="space") as full:
        run.append(EVENTS[0])
    assert full.value.errno == errno.ENOSPC
    run.close()


def test_a_best_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run", {})

    def whole(folder: Path) -> None:
        (folder / "weights").write_text("old", encoding="utf-8")

    run.save_best(whole)

    def broken(folder: Path) -> None:
        (folder / "weights").write_text("new", encoding="utf-8")
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        run.save_best(broken)
    run.close()
    assert (run.best / "weights").read_text(encoding="utf-8") == "old"
    assert [path.name for path in run.folder.iterdir() if path.name.startswith(".")] == []


def test_a_run_is_gone_on_with_from_a_place_in_its_events(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run", {"triplets": 12})
    for event in EVENTS[:4]:
        run.append(event)
    known, place = dict(run.record), run.settle_events()
    for event in EVENTS[4:7]:
        run.append(event)
    run.close()
    (tmp_path / "run" / ".run.json.x.part").write_text("torn", encoding="utf-8")
    (tmp_path / "run" / ".best.x.part").mkdir()
    again = RunFolder.reopen(tmp_path / "run", known, place)
    again.append(EVENTS[4])
    again.close()
    found = read_events(tmp_path / "run")
    assert found.events == (*EVENTS[:4], EVENTS[4])
    assert found.problem == ""
    record = read_run(tmp_path / "run")
    assert record.facts["resumed"] == 1
    assert record.best == known["best"], "what came after that place is forgotten"
    assert list((tmp_path / "run").glob(".*.part")) == []


def test_events_lost_with_the_power_leave_whole_lines(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run", {})
    for event in EVENTS[:3]:
        run.append(event)
    place = run.settle_events()
    run.close()
    file = tmp_path / "run" / "events.jsonl"
    file.write_bytes(file.read_bytes()[:-4])
    again = RunFolder.reopen(tmp_path / "run", run.record, place)
    again.append(EVENTS[3])
    again.close()
    assert read_events(tmp_path / "run").events == (*EVENTS[:2], EVENTS[3])


def test_a_run_at_work_is_not_opened_a_second_time(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run", {})
    run.append(EVENTS[0])
    with pytest.raises(UserError, match="at work already"):
        RunFolder.reopen(tmp_path / "run", run.record, 0)
    run.append(EVENTS[1])
    run.close()
    assert read_events(tmp_path / "run").events == tuple(EVENTS[:2])


@pytest.mark.parametrize(
    ("status", "resumable"),
    [("paused", True), ("failed", True), ("running", True), ("finished", False), ("stopped", False), ("odd", False)],
)
def test_only_a_run_that_ended_before_its_end_can_be_resumed(tmp_path: Path, status: str, resumable: bool) -> None:
    run = RunFolder(tmp_path / "run", {})
    run.note(status=status)
    run.close()
    assert not read_run(tmp_path / "run").resumable, "its triplets are not there"
    (tmp_path / "run" / "triplets.json").write_text("{}", encoding="utf-8")
    assert read_run(tmp_path / "run").resumable == resumable


@pytest.mark.parametrize("there", [True, False])
def test_what_a_run_that_never_began_has_written_is_removed(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "run").mkdir()
    run = RunFolder(tmp_path / "run", {})
    run.append(EVENTS[0])
    run.remove()
    assert (tmp_path / "run").exists() == there
    assert not there or list((tmp_path / "run").iterdir()) == []
    assert not run.open


@pytest.mark.parametrize(("content", "step"), [(b'{"step": 7}', 7), (b"{", -1), (b"[]", -1), (b'{"step": "x"}', -1)])
def test_the_step_of_the_best_on_the_disk_is_read_from_its_manifest(tmp_path: Path, content: bytes, step: int) -> None:
    run = RunFolder(tmp_path / "run", {})
    assert run.best_on_disk() == -1
    (run.best).mkdir()
    (run.best / "manifest.json").write_bytes(content)
    assert run.best_on_disk() == step
    run.close()
