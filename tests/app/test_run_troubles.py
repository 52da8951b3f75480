"""What goes wrong around a run ends it in plain words, with a folder that can be read and gone on with."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.app.finetuning import finetune, resume
from specter2_gui.config.settings import Settings
from specter2_gui.disk import atomic
from specter2_gui.domain.events import Evaluated, Event, RunFailed, RunFinished, StepDone, Warned
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import load_trained
from specter2_gui.training.control import Control
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.gradients import Objective
from specter2_gui.training.run_folder import read_events, read_run
from tests.trainings import assert_same_run, learnable_triplets, of, settings_for

TRIPLETS = learnable_triplets()
Raise = Callable[..., Any]


@pytest.fixture(params=["query", "query_and_paper"])
def settings(tiny_backbone: Backbone, request: pytest.FixtureRequest) -> Settings:
    return settings_for(tiny_backbone, model__train_adapters=request.param)


def failing(
    what: Any, name: str, error: BaseException, when: Callable[..., bool]
) -> Callable[[pytest.MonkeyPatch], None]:
    """Let ``what.name`` raise ``error`` on the calls that ``when`` names."""
    right = getattr(what, name)

    def broken(*rest: Any, **more: Any) -> Any:
        if when(*rest):
            raise error
        return right(*rest, **more)

    return lambda patch: patch.setattr(what, name, broken)


def in_folder(name: str) -> Callable[..., bool]:
    return lambda path, *_: any(part.startswith(f".{name}.") for part in Path(path).parts)


def always(*_: Any) -> bool:
    return True


def full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")


TROUBLES: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str]] = {
    "no room for the best": (failing(atomic, "_sync_file", full(), in_folder("best")), "no room left"),
    "no room for the checkpoint": (failing(atomic, "_sync_file", full(), in_folder("checkpoint")), "no room left"),
    "no room for an event": (failing(os, "write", full(), always), "no room left"),
    "a disk that fails": (failing(os, "fsync", OSError(errno.EIO, "I/O", "x"), always), "disk failed"),
    "a folder that is read-only": (
        failing(atomic.tempfile, "mkdtemp", OSError(errno.EROFS, "read-only", "x"), always), "may not write",
    ),
    "a card that is gone": (
        failing(Embedder, "forward_both", RuntimeError("CUDA error: unspecified launch failure"), always),
        "graphics card stopped answering",
    ),
    "a card without memory": (
        failing(Embedder, "forward_both", torch.OutOfMemoryError("out of memory"), always),
        "graphics card has not enough memory",
    ),
    "a computer without memory": (failing(Embedder, "forward_both", MemoryError(), always), "not enough memory"),
    "a fault": (failing(Objective, "of", KeyError(TRIPLETS[0].query), always), "fault in the program"),
}  # fmt: skip


def run_until_it_fails(
    settings: Settings, run: Path, break_: Callable[[pytest.MonkeyPatch], None], step: int
) -> list[Event]:
    """A run that something happens to after ``step`` steps; it is over when the run has ended."""
    events: list[Event] = []
    with pytest.MonkeyPatch.context() as patch:
        for event in finetune(settings, TRIPLETS, run, Control()):
            events.append(event)
            if isinstance(event, StepDone) and event.step == step:
                break_(patch)
    return events


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_trouble_ends_the_run_in_words_and_the_run_goes_on_when_it_is_over(
    tiny_backbone: Backbone, tmp_path: Path, trouble: str
) -> None:
    settings = settings_for(tiny_backbone, model__train_adapters="query_and_paper", train__lr=3e-2)
    break_, words = TROUBLES[trouble]
    run = tmp_path / "run"
    failed = run_until_it_fails(settings, run, break_, 5)[-1]
    assert isinstance(failed, RunFailed), failed
    assert words in failed.what.lower() or words in failed.what
    assert bool(failed.details) == (trouble == "a fault")
    assert TRIPLETS[0].query not in failed.details
    record = read_run(run)
    assert record.status in ("failed", "interrupted")
    assert record.resumable
    assert read_events(run).problem == ""
    assert load_trained(run / "best", device="cpu").dim == 32
    assert not list(run.rglob("*.part"))
    assert isinstance(list(resume(run, Control()))[-1], RunFinished)
    list(finetune(settings, TRIPLETS, tmp_path / "whole", Control()))
    assert_same_run(run, tmp_path / "whole")


def test_half_an_event_that_found_no_room_is_taken_back(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, cut = os.write, [False]

    def short(handle: int, data: bytes) -> int:
        half, cut[0] = cut[0], False
        return right(handle, data[: len(data) // 2] if half else data)

    monkeypatch.setattr(os, "write", short)
    last: Event | None = None
    for last in finetune(settings_for(tiny_backbone), TRIPLETS, tmp_path / "run", Control()):
        cut[0] = isinstance(last, StepDone) and last.step == 4
    assert isinstance(last, RunFailed)
    found = read_events(tmp_path / "run")
    assert found.problem == ""
    assert found.events[-1] == last


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_that_are_none_end_the_run_and_keep_its_best(settings: Settings, tmp_path: Path, step: int) -> None:
    right = Objective.of

    def astray(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(Objective, "of", lambda *rest: right(*rest) * float("nan"))

    run = tmp_path / "run"
    events = run_until_it_fails(settings, run, astray, step)
    failed = events[-1]
    assert isinstance(failed, RunFailed)
    assert "went astray" in failed.what
    assert failed.step == step
    assert not any(event.loss != event.loss for event in events if isinstance(event, StepDone | Evaluated))
    record = read_run(run)
    assert (record.status, record.resumable, record.usable) == ("failed", False, True)
    assert not (run / "checkpoint").exists()
    assert not (run / "triplets.json").exists()


def test_a_model_that_gives_no_numbers_is_told_before_the_first_step(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Objective.of
    monkeypatch.setattr(Objective, "of", lambda *rest: right(*rest) * float("nan"))
    failed = list(finetune(settings_for(tiny_backbone), TRIPLETS, tmp_path / "run", Control()))[-1]
    assert isinstance(failed, RunFailed)
    assert failed.what == "The training could not begin"
    assert not read_run(tmp_path / "run").usable


def short_of_memory(times: int) -> Iterator[bool]:
    """Whether the next pass with gradient finds no room: from the second pass on, so many times."""
    yield False
    yield from [True] * times
    while True:
        yield False


@pytest.mark.parametrize("times", [1, 2])
def test_a_card_with_too_little_memory_takes_parts_and_gives_the_same_losses(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    list(finetune(settings, TRIPLETS, tmp_path / "whole", Control()))
    right, short = Embedder.forward_both, short_of_memory(times)

    def forward(self: Embedder, *rest: Any) -> Any:
        if torch.is_grad_enabled() and next(short):
            raise torch.OutOfMemoryError("out of memory")
        return right(self, *rest)

    monkeypatch.setattr(Embedder, "forward_both", forward)
    events = list(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert isinstance(events[-1], RunFinished)
    told = [warned.text for warned in of(Warned, events) if "too little memory" in warned.text]
    assert [next(int(word) for word in text.split() if word.isdigit()) for text in told] == [8192, 4096][:times]
    whole = read_events(tmp_path / "whole").events
    assert [step.loss for step in of(StepDone, events)] == pytest.approx(
        [step.loss for step in of(StepDone, whole)], rel=1e-5
    )


def test_a_card_with_too_little_memory_for_a_check_takes_parts_too(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, short = Embedder.forward_both, short_of_memory(1)

    def forward(self: Embedder, *rest: Any) -> Any:
        if not torch.is_grad_enabled() and next(short):
            raise torch.OutOfMemoryError("out of memory")
        return right(self, *rest)

    monkeypatch.setattr(Embedder, "forward_both", forward)
    events = list(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert isinstance(events[-1], RunFinished)
    assert any("too little memory" in warned.text for warned in of(Warned, events))
