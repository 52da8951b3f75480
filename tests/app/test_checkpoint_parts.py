"""Leaving any one part out of a checkpoint has to show, or that part was never needed or never compared."""

from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.app.finetuning import finetune, resume
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import RunPaused, StepDone
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.training import checkpoint as checkpoints
from specter2_gui.training import losses
from specter2_gui.training.checkpoint import Checkpoint, Position, load_checkpoint
from specter2_gui.training.control import Control
from tests.trainings import assert_same_run, copied, learnable_triplets, settings_for

TRIPLETS = learnable_triplets()
NOISY = '''"""The softmax over the collection, made uncertain."""

import torch

from specter2_gui.training.losses import collection_softmax

USES_COLLECTION = True


def loss(step, options):
    return collection_softmax.loss(step, options) * (1 + 0.2 * torch.rand(()))
'''


@pytest.fixture
def settings(tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A run in which all counts: random numbers, vectors that age, patience that ends it, a best in the past."""
    (tmp_path / "losses").mkdir()
    (tmp_path / "losses" / "noisy.py").write_text(NOISY, encoding="utf-8")
    monkeypatch.setattr(losses, "__path__", [*losses.__path__, str(tmp_path / "losses")])
    return settings_for(
        tiny_backbone, model__train_adapters="query_and_paper", train__loss="noisy", train__epochs=3,
        train__eval_steps=2, train__patience=4, train__lr=3e-2,
    )  # fmt: skip


def paused(settings: Settings, run: Path, step: int) -> Path:
    control = Control()
    for event in finetune(settings, TRIPLETS, run, control):
        if isinstance(event, StepDone) and event.step == step:
            control.pause()
    return run


def at(**changes: Any) -> Callable[[Checkpoint], Checkpoint]:
    return lambda found: replace(found, position=replace(found.position, **changes))


def without_steps(found: Checkpoint) -> Checkpoint:
    kept = {name: torch.zeros_like(t) if name.endswith("/step") else t for name, t in found.optimizer.items()}
    return replace(found, optimizer=kept)


def without_moments(found: Checkpoint) -> Checkpoint:
    kept = {name: t if name.endswith("/step") else torch.zeros_like(t) for name, t in found.optimizer.items()}
    return replace(found, optimizer=kept)


LEFT_OUT: dict[str, Callable[[Checkpoint], Checkpoint]] = {
    "weights": lambda found: replace(found, weights=found.best),
    "best": lambda found: replace(found, best=found.weights),
    "all of the optimizer": lambda found: replace(found, optimizer={}),
    "moments": without_moments,
    "the optimizer's step": without_steps,
    "random": lambda found: replace(found, random={"cpu": torch.Generator().manual_seed(1).get_state()}),
    "collection": lambda found: replace(found, collection={}),
    "epoch": at(epoch=1),
    "in_epoch": at(in_epoch=0),
    "step": at(step=0),
    "worse": at(worse=0),
    "best_step": at(best_step=-1),
    "counted texts": at(texts=0),
    "the first check": lambda found: replace(
        found, checks={**found.checks, "baseline": {**found.checks["baseline"], "by_query": {"someone": 1.0}}}
    ),
    "what was best": lambda found: replace(found, checks={**found.checks, "best": {**found.checks["best"], "loss": 9}}),
}


@pytest.fixture
def half(settings: Settings, tmp_path: Path) -> tuple[Path, Path]:
    """A whole run, and one that was paused after seven steps and has lost its best model with the power."""
    list(finetune(settings, TRIPLETS, tmp_path / "whole", Control()))
    return tmp_path / "whole", paused(settings, tmp_path / "paused", 7)


def test_what_is_left_out_of_a_checkpoint_shows(
    half: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, run = half
    found = load_checkpoint(run)
    assert found is not None
    unnoticed: list[str] = []
    for name, leave_out in {"nothing": lambda same: same, **LEFT_OUT}.items():
        again = copied(run, tmp_path / name)
        (again / "best" / "manifest.json").unlink()  # so that the best comes from the checkpoint
        changed = leave_out(found)
        monkeypatch.setattr(checkpoints, "load_checkpoint", lambda _, changed=changed: changed)
        list(resume(again, Control()))
        try:
            assert_same_run(again, whole)
            unnoticed.append(name)
        except AssertionError:
            pass
    assert unnoticed == ["nothing"]


def other(value: Any) -> Any:
    """Another value of the same kind."""
    return not value if isinstance(value, bool) else (value or 0) + 1


def test_a_run_that_is_resumed_and_paused_at_once_stands_where_it_stood(half: tuple[Path, Path]) -> None:
    """Each part that a checkpoint keeps is put back and kept again, be it what it may."""
    _, run = half
    before = load_checkpoint(run)
    assert before is not None
    values = {f.name: other(getattr(before.position, f.name)) for f in fields(Position)}
    kept_as_they_are = {"events_bytes", "seconds", "in_epoch", "epoch", "best_step", "budget", "worse"}
    changed = {name: value for name, value in values.items() if name not in kept_as_they_are}
    moved = replace(before, position=replace(before.position, **changed, budget=777))
    checkpoints.save_checkpoint(run, moved)
    control = Control()
    control.pause()
    assert isinstance(list(resume(run, control))[-1], RunPaused)
    after = load_checkpoint(run)
    assert after is not None
    for part in ("weights", "best", "optimizer", "random", "collection"):
        mine, theirs = getattr(before, part), getattr(after, part)
        assert mine.keys() == theirs.keys()
        assert mine, part
        assert all(torch.equal(mine[name], theirs[name]) for name in mine), part
    told = {"events_bytes", "seconds"}
    assert {k: v for k, v in asdict(after.position).items() if k not in told} == {
        k: v for k, v in asdict(moved.position).items() if k not in told
    }
    assert after.checks == moved.checks
