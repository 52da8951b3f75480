import json
import os
import shutil
import stat
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import cast

import pytest

from specter2_gui.app.finetuning import data_sha256, finetune, new_run_dir
from specter2_gui.config.load import parse_settings
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import (
    Evaluated,
    Event,
    ModelLoaded,
    RunFailed,
    RunFinished,
    RunStarted,
    StepDone,
    VerdictReached,
    Warned,
)
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import load_trained
from specter2_gui.training.control import Control
from specter2_gui.training.run_folder import read_events, read_run
from tests.trainings import learnable_triplets, of, settings_for

TRIPLETS = learnable_triplets()


@pytest.fixture
def settings(tiny_backbone: Backbone) -> Settings:
    return settings_for(tiny_backbone)


def test_a_training_leaves_a_complete_run_folder(settings: Settings, tmp_path: Path) -> None:
    events = list(finetune(settings, TRIPLETS, tmp_path / "run", Control(), rejected=2, source="mine.json"))
    assert [type(event) for event in events if isinstance(event, ModelLoaded | RunStarted | RunFinished)] == [
        ModelLoaded, RunStarted, RunFinished,
    ]  # fmt: skip
    assert isinstance(events[-2], VerdictReached)
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "run.json", "events.jsonl", "settings.yaml", "best",
    }  # fmt: skip
    assert read_events(tmp_path / "run").events == tuple(events)
    record = read_run(tmp_path / "run")
    assert (record.status, record.triplets, record.rejected) == ("finished", 24, 2)
    facts = record.facts
    assert facts["source"] == "mine.json"
    assert facts["data_sha256"] == data_sha256(TRIPLETS)
    assert facts["training_triplets"] + facts["validation_triplets"] == 24
    assert len(facts["backbone_sha256"]) == 64
    assert facts["adapters"]["before"]["paper"] == facts["adapters"]["after"]["paper"]
    assert {"torch", "adapters", "transformers", "python", "specter2_gui"} <= facts["versions"].keys()
    assert record.baseline is not None
    assert record.best is not None
    text = (tmp_path / "run" / "settings.yaml").read_text(encoding="utf-8")
    assert parse_settings(text, "settings.yaml") == settings


def test_no_query_held_out_is_trained_on_and_all_triplets_are_used(settings: Settings, tmp_path: Path) -> None:
    [started] = of(RunStarted, finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert (started.queries, started.validation_queries) == (6, 2)
    assert (started.triplets, started.validation_triplets) == (18, 6)


def test_two_trainings_with_one_seed_have_the_same_losses(settings: Settings, tmp_path: Path) -> None:
    first, second = (
        [
            (event.step, event.loss)
            for event in finetune(settings, TRIPLETS, tmp_path / name, Control())
            if isinstance(event, StepDone | Evaluated)
        ]
        for name in ("one", "two")
    )
    assert first == second
    assert len(first) > 4


def test_low_rank_adapters_have_the_same_start_every_time(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone, model__adapter="lora")
    for name in ("one", "two"):
        assert isinstance(list(finetune(settings, TRIPLETS, tmp_path / name, Control()))[-1], RunFinished)
    one, two = (read_run(tmp_path / name).facts["adapters"]["before"] for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("adapter", ["seq_bn", "lora"])
@pytest.mark.parametrize(
    ("adapters", "distance", "precision"), [("query", "cosine", "bf16"), ("query_and_paper", "l2", "fp32")]
)
def test_each_kind_of_training_of_a_model_like_specter2_is_searched_with_as_it_was_checked(
    tiny_specter2: Backbone, tmp_path: Path, adapter: str, adapters: str, distance: str, precision: str
) -> None:
    """From published adapters in a folder laid out as on the hub, through the training, to the saved model."""
    names = {"base": "specter2_base", "proximity": "specter2", "adhoc_query": "specter2_adhoc_query"}
    for name, on_hub in names.items():
        shutil.copytree(tiny_specter2.folder.parent / name, tmp_path / on_hub)
    settings = settings_for(
        tiny_specter2, model__backbone=str(tmp_path), model__adapter=adapter, model__train_adapters=adapters,
        train__distance=distance, train__precision=precision,
    )  # fmt: skip
    events = list(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    [loaded], last = of(ModelLoaded, events), events[-1]
    assert "with its published adapters" in loaded.model
    assert loaded.precision == precision
    assert isinstance(last, RunFinished), last
    hashes = read_run(tmp_path / "run").facts["adapters"]
    assert last.best_step > 0, "otherwise nothing below is tested"
    assert (hashes["before"]["paper"] != hashes["after"]["paper"]) == (adapters == "query_and_paper")
    tuned = load_trained(tmp_path / "run" / "best", device="cpu")
    assert {str(role): tuned.role_hash(role) for role in Role} == hashes["after"]
    assert tuned.distance == distance


def test_a_limit_takes_only_so_many_triplets(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone, data__limit=12)
    [started] = of(RunStarted, finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert started.triplets + started.validation_triplets == 12
    card = (tmp_path / "run" / "best" / "README.md").read_text(encoding="utf-8")
    assert f"{started.triplets} learned from, {started.validation_triplets} held out" in card


def test_the_sample_and_few_held_out_queries_are_said(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone)
    warned = [
        event.text
        for event in finetune(settings, TRIPLETS, tmp_path / "run", Control(), source="sample")
        if isinstance(event, Warned)
    ]
    assert any("sample collection" in text for text in warned)
    assert any("Only 2 queries are held out" in text for text in warned)


def failure_of(events: Iterator[Event]) -> RunFailed:
    last = list(events)[-1]
    assert isinstance(last, RunFailed)
    return last


def test_one_query_is_not_enough(settings: Settings, tmp_path: Path) -> None:
    failed = failure_of(finetune(settings, learnable_triplets(1, 4), tmp_path / "run", Control()))
    assert "not enough" in failed.what
    assert failed.details == ""
    assert not (tmp_path / "run").exists(), "its name is free again"


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    failed = failure_of(finetune(settings, TRIPLETS, tmp_path, Control()))
    assert "not empty" in failed.why
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["letter.txt"]


def test_a_backbone_that_is_not_there_is_told_in_words(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone, model__backbone=str(tmp_path / "nowhere"))
    failed = failure_of(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert "nowhere" in failed.what
    assert not (tmp_path / "run").exists()


def test_a_refused_training_leaves_a_folder_that_was_there_as_empty_as_it_was(
    tiny_backbone: Backbone, tmp_path: Path
) -> None:
    settings = settings_for(tiny_backbone, model__backbone=str(tmp_path / "nowhere"))
    (tmp_path / "run").mkdir()
    failure_of(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert list((tmp_path / "run").iterdir()) == []


def test_a_device_that_is_not_there_is_refused(tiny_backbone: Backbone, tmp_path: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this computer has the device")
    settings = settings_for(tiny_backbone, train__device="cuda")
    assert "cuda" in failure_of(finetune(settings, TRIPLETS, tmp_path / "run", Control())).what


def test_an_unknown_loss_is_refused_by_name(tiny_backbone: Backbone, tmp_path: Path) -> None:
    settings = settings_for(tiny_backbone, train__loss="triplet_magrin")
    events = list(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert "triplet_magrin" in failure_of(iter(events)).what
    assert not any(isinstance(event, ModelLoaded) for event in events), "no model is loaded for it"


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="this account may write everywhere")
def test_a_read_only_folder_is_told_in_words(settings: Settings, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    failed = failure_of(finetune(settings, TRIPLETS, closed / "run", Control()))
    assert "may not write" in failed.what


def test_a_file_in_the_way_of_the_folder_is_told_in_words(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    failed = failure_of(finetune(settings, TRIPLETS, tmp_path / "file" / "run", Control()))
    assert "cannot be made" in failed.what
    assert failed.details == ""


def test_a_fault_becomes_an_event_whose_details_hold_no_text(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from specter2_gui.training import plan

    def broken(*_: object, **__: object) -> None:
        raise KeyError(TRIPLETS[0].query)

    monkeypatch.setattr(plan, "prepare", broken)
    failed = failure_of(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert "fault in the program" in failed.what
    assert "KeyError" in failed.details
    assert read_events(tmp_path / "run").events[-1] == failed
    assert read_run(tmp_path / "run").resumable
    assert TRIPLETS[0].query not in (tmp_path / "run" / "events.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the limit on file sizes is one of Unix")
def test_a_full_disk_during_the_training_keeps_what_was_saved(settings: Settings, tmp_path: Path) -> None:
    import resource
    import signal

    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    events: list[Event] = []
    try:
        for event in finetune(settings, TRIPLETS, tmp_path / "run", Control()):
            events.append(event)
            if isinstance(event, Evaluated) and event.step > 0:
                size = (tmp_path / "run" / "events.jsonl").stat().st_size
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    failed = events[-1]
    assert isinstance(failed, RunFailed)
    assert "no room left" in failed.what
    assert json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))["best"]
    assert (tmp_path / "run" / "best" / "manifest.json").exists()


def test_an_abandoned_training_is_interrupted_and_keeps_its_best(settings: Settings, tmp_path: Path) -> None:
    events = cast("Generator[Event]", finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    for event in events:
        if isinstance(event, StepDone):
            break
    assert read_run(tmp_path / "run").status == "running"
    events.close()
    assert read_run(tmp_path / "run").status == "interrupted"
    assert (tmp_path / "run" / "best").is_dir()


def test_the_next_run_folder_is_numbered_by_the_day(tmp_path: Path) -> None:
    settings = Settings.model_validate({"train": {"output_dir": str(tmp_path)}})
    first = new_run_dir(settings)
    assert first.parent == tmp_path
    assert first.name.endswith("-1")
    assert not first.exists()
    first.mkdir()
    assert new_run_dir(settings).name == first.name[:-1] + "2"


def test_without_a_folder_runs_go_where_the_program_keeps_its_own(tmp_path: Path) -> None:
    assert new_run_dir(Settings()).parent == tmp_path / "specter2_gui_home" / "runs"
