import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.app.finetuning import finetune, resume
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Event, ModelLoaded, RunFailed, RunFinished, StepDone, Warned
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.training.control import Control
from specter2_gui.training.run_folder import read_run
from tests.material import make_papers, write_lines
from tests.tiny import make_tiny_backbone
from tests.trainings import copied, course_of, files_of, learnable_triplets, of, settings_for

TRIPLETS = learnable_triplets()


def until_step(settings: Settings, run: Path, ask: str, step: int = 2) -> Path:
    """A run of which something is asked after some steps."""
    control = Control()
    for event in finetune(settings, TRIPLETS, run, control):
        if isinstance(event, StepDone) and event.step == step:
            getattr(control, ask)()
    return run


@pytest.fixture
def paused(tiny_backbone: Backbone, tmp_path: Path) -> Path:
    return until_step(settings_for(tiny_backbone), tmp_path / "paused", "pause")


def refused(run: Path) -> RunFailed:
    """How the run is refused; nothing in its folder changes."""
    before = files_of(run)
    [failed] = list(resume(run, Control()))
    assert isinstance(failed, RunFailed)
    assert failed.details == ""
    assert files_of(run) == before
    return failed


@pytest.mark.parametrize(
    ("ask", "words"), [("stop_early", "stopped early"), ("cancel", "cancelled, and nothing was kept")]
)
def test_a_run_that_was_ended_on_purpose_cannot_be_resumed(
    tiny_backbone: Backbone, tmp_path: Path, ask: str, words: str
) -> None:
    failed = refused(until_step(settings_for(tiny_backbone), tmp_path / "ended", ask))
    assert failed.what == "The training in 'ended' cannot be resumed"
    assert words in failed.why


def test_a_finished_run_cannot_be_resumed(tiny_backbone: Backbone, tmp_path: Path) -> None:
    list(finetune(settings_for(tiny_backbone, train__epochs=1), TRIPLETS, tmp_path / "run", Control()))
    assert "come to its end" in refused(tmp_path / "run").why


def test_a_run_at_work_cannot_be_resumed(tiny_backbone: Backbone, tmp_path: Path) -> None:
    events = finetune(settings_for(tiny_backbone), TRIPLETS, tmp_path / "run", Control())
    for event in events:
        if isinstance(event, StepDone) and event.step == 4:
            assert "at work in this moment" in refused(tmp_path / "run").why
    assert read_run(tmp_path / "run").status == "finished"


def test_a_run_that_went_astray_cannot_be_resumed(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from specter2_gui.training import gradients

    right = gradients.Objective.of
    monkeypatch.setattr(gradients.Objective, "of", lambda *rest: right(*rest) * float("nan"))
    last = list(finetune(settings_for(tiny_backbone), TRIPLETS, tmp_path / "run", Control()))[-1]
    assert isinstance(last, RunFailed)
    assert "Nothing to go on from is left" in refused(tmp_path / "run").why


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    assert "holds no run.json" in refused(tmp_path).why


def other_triplets(run: Path) -> None:
    found = json.loads((run / "triplets.json").read_text(encoding="utf-8"))
    found["texts"][0] += " changed"
    (run / "triplets.json").write_text(json.dumps(found), encoding="utf-8")


def torn_triplets(run: Path) -> None:
    file = run / "triplets.json"
    file.write_bytes(file.read_bytes()[:-20])


def torn_checkpoint(run: Path) -> None:
    file = run / "checkpoint" / "state.safetensors"
    file.write_bytes(file.read_bytes()[:-20])


def other_settings(run: Path) -> None:
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    record["settings"]["train"]["lr"] = "fast"
    (run / "run.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (other_triplets, "The triplets in its folder are not those it began with"),
        (torn_triplets, "are not in its folder, or cannot be read"),
        (torn_checkpoint, "checkpoint is damaged"),
        (other_settings, "Its settings are damaged"),
    ],
)
def test_a_run_whose_folder_was_spoilt_is_refused_in_words(
    paused: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(paused)
    failed = refused(paused)
    assert words in failed.why
    assert "best model of this run" in failed.how
    assert read_run(paused).usable


def test_a_run_whose_triplets_are_gone_is_not_offered_and_refused(paused: Path) -> None:
    (paused / "triplets.json").unlink()
    assert not read_run(paused).resumable
    assert "Nothing to go on from" in refused(paused).why


def last_of(events: Iterator[Event]) -> RunFailed:
    last = list(events)[-1]
    assert isinstance(last, RunFailed)
    return last


def test_a_judged_collection_that_has_changed_is_refused(
    tiny_backbone: Backbone, tmp_path: Path, judged_data: dict[str, Any]
) -> None:
    run = until_step(settings_for(tiny_backbone, **judged_data), tmp_path / "run", "pause")
    papers = [{"id": paper.id, "title": paper.title, "abstract": "other"} for paper in make_papers(40)]
    write_lines(Path(judged_data["data__collection"]), papers)
    assert "data.collection has changed" in refused(run).why


def test_a_model_that_has_changed_is_refused_and_the_right_one_goes_on(tmp_path: Path) -> None:
    backbone = make_tiny_backbone(tmp_path / "backbone")
    run = until_step(settings_for(backbone), tmp_path / "run", "pause")
    shutil.move(backbone.folder, tmp_path / "right")
    make_tiny_backbone(tmp_path / "backbone", seed=9)
    failed = last_of(resume(run, Control()))
    assert "have changed on this computer" in failed.why
    assert (read_run(run).status, read_run(run).resumable) == ("failed", True)
    shutil.rmtree(tmp_path / "backbone")
    assert "backbone" in last_of(resume(run, Control())).what
    shutil.move(tmp_path / "right", backbone.folder)
    list(finetune(settings_for(backbone), TRIPLETS, tmp_path / "whole", Control()))
    assert isinstance(list(resume(run, Control()))[-1], RunFinished)
    assert course_of(run) == course_of(tmp_path / "whole")


def test_other_versions_are_said_and_no_reason_to_refuse(paused: Path) -> None:
    for name in ("run.json",):
        record = json.loads((paused / name).read_text(encoding="utf-8"))
        record["versions"]["torch"] = "1.0"
        (paused / name).write_text(json.dumps(record), encoding="utf-8")
    events = list(resume(paused, Control()))
    assert any("another version of torch" in warned.text for warned in of(Warned, events))
    assert isinstance(events[-1], RunFinished)


def test_another_precision_is_said_and_no_reason_to_refuse(paused: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from specter2_gui.app import run_work

    right = run_work.load_start

    def lower(backbone: Backbone, settings: Settings) -> Any:
        train = settings.train.model_copy(update={"precision": "bf16"})
        return right(backbone, settings.model_copy(update={"train": train}))

    monkeypatch.setattr(run_work, "load_start", lower)
    events = list(resume(copied(paused, paused.with_name("copy")), Control()))
    assert any("in fp32 and goes on on cpu in bf16" in warned.text for warned in of(Warned, events))
    assert of(ModelLoaded, events)[0].precision == "bf16"
