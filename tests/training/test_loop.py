import json
import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.config.settings import Data, Model, Settings, Train
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    PapersEncoded,
    RunFinished,
    RunStarted,
    RunStopped,
    StepDone,
    Warned,
)
from specter2_gui.domain.papers import Role
from specter2_gui.domain.split import split_by_query
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_trained
from specter2_gui.training.control import Control
from specter2_gui.training.loop import train
from specter2_gui.training.run_folder import RunFolder
from tests.material import make_triplets

NewEncoder = Callable[..., Encoder]
GOLDEN = Path(__file__).with_name("golden.json")


def settings_of(adapters: str = "query", **train_values: Any) -> Settings:
    values = {
        "loss": "triplet_margin", "lr": 3e-2, "batch_size": 8, "epochs": 3, "eval_steps": 4, "device": "cpu",
        "precision": "fp32",
    }  # fmt: skip
    return Settings(
        data=Data(validation_share=0.3),
        model=Model.model_validate({"train_adapters": adapters, "pooling": "mean", "frozen_layers": 0}),
        train=Train.model_validate(values | train_values),
    )


def course(
    encoder: Encoder, folder: Path, settings: Settings, control: Control | None = None, run: RunFolder | None = None
) -> Iterator[Event]:
    training, held_out = split_by_query(make_triplets(), settings.data.validation_share, settings.data.seed)
    run = run or RunFolder(folder, {"triplets": 30})
    try:
        for event in train(encoder, training, held_out, settings, run, control or Control()):
            run.append(event)
            yield event
    finally:
        run.close()


def of(kind: type[Any], events: list[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("adapters", ["query", "query_and_paper"])
def test_a_run_tells_its_plan_its_steps_its_checks_and_its_end(
    new_encoder: NewEncoder, tmp_path: Path, adapters: str
) -> None:
    events = list(course(new_encoder(settings_of()), tmp_path / "run", settings_of(adapters)))
    [started], finished = of(RunStarted, events), events[-1]
    assert isinstance(finished, RunFinished)
    assert started.triplets + started.validation_triplets == 30
    assert started.steps == 3 * math.ceil(started.triplets / 8)
    steps = of(StepDone, events)
    assert [step.step for step in steps] == list(range(1, started.steps + 1))
    assert {step.epoch for step in steps} == {1, 2, 3}
    checks = of(Evaluated, events)
    assert [check.step for check in checks] == sorted({0, *range(4, started.steps, 4), started.steps})
    best = [check for check in checks if check.best]
    assert [saved.step for saved in of(CheckpointSaved, events)] == [check.step for check in best]
    assert (finished.best_step, finished.value) == (best[-1].step, best[-1].triplet_accuracy)
    assert finished.value >= checks[0].triplet_accuracy
    assert bool(of(PapersEncoded, events)) == (adapters == "query")
    assert finished.triplets_per_s > 0


@pytest.mark.parametrize("adapters", ["query", "query_and_paper"])
def test_only_the_adapters_that_shall_learn_change_and_the_backbone_never(
    new_encoder: NewEncoder, tmp_path: Path, adapters: str
) -> None:
    encoder = new_encoder(settings_of())
    before, backbone = {role: encoder.role_hash(role) for role in Role}, encoder.backbone_hash
    list(course(encoder, tmp_path / "run", settings_of(adapters)))
    changed = {role for role in Role if encoder.role_hash(role) != before[role]}
    assert changed == ({Role.QUERY} if adapters == "query" else set(Role))
    assert encoder.backbone_hash == backbone


def test_the_best_on_the_disk_is_the_model_of_the_best_check(new_encoder: NewEncoder, tmp_path: Path) -> None:
    encoder = new_encoder(settings_of())
    hashes: dict[int, str] = {}
    events: list[Event] = []
    for event in course(encoder, tmp_path / "run", settings_of(lr=0.05, epochs=6)):
        events.append(event)
        if isinstance(event, Evaluated):
            hashes[event.step] = encoder.role_hash(Role.QUERY)
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    assert load_trained(tmp_path / "run" / "best", device="cpu").role_hash(Role.QUERY) == hashes[finished.best_step]
    record = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert record["adapters"]["after"]["query"] == hashes[finished.best_step]
    best = record["best"]
    assert (best["step"], best["metric"], best["value"]) == (finished.best_step, "triplet_accuracy", finished.value)


def test_a_training_that_only_spoils_keeps_the_untouched_start(new_encoder: NewEncoder, tmp_path: Path) -> None:
    """First the model learns the answers by heart, then it is taught the opposite."""
    triplets = make_triplets()
    run = RunFolder(tmp_path / "good", {})
    list(
        train(new_encoder(settings_of()), triplets, triplets, settings_of("query_and_paper", epochs=10), run, Control())
    )
    run.close()
    good = load_trained(tmp_path / "good" / "best", device="cpu")
    known = good.role_hash(Role.QUERY)
    assert known != new_encoder(settings_of()).role_hash(Role.QUERY)
    turned = [
        Triplet(t.query, t.negative_title, t.negative_abstract, t.positive_title, t.positive_abstract) for t in triplets
    ]
    run = RunFolder(tmp_path / "bad", {})
    events = list(train(good, turned, triplets, settings_of("query_and_paper"), run, Control()))
    run.close()
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    assert finished.best_step == 0
    assert load_trained(tmp_path / "bad" / "best", device="cpu").role_hash(Role.QUERY) == known
    checks = of(Evaluated, events)
    assert checks[-1].loss > checks[0].loss


def test_two_runs_with_one_seed_are_the_same_to_the_last_digit(new_encoder: NewEncoder, tmp_path: Path) -> None:
    first, second = (
        [
            (event.loss, event.lr)
            for event in of(StepDone, list(course(new_encoder(settings_of()), tmp_path / name, settings_of())))
        ]
        for name in ("one", "two")
    )
    assert first == second


def test_it_works_the_same_in_another_thread_without_gradients_there(new_encoder: NewEncoder, tmp_path: Path) -> None:
    found: list[Event] = []

    def work() -> None:
        torch.set_grad_enabled(False)  # belongs to this thread; the loop must not rely on it
        found.extend(course(new_encoder(settings_of()), tmp_path / "thread", settings_of()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    here = list(course(new_encoder(settings_of()), tmp_path / "here", settings_of()))
    assert [step.loss for step in of(StepDone, found)] == [step.loss for step in of(StepDone, here)]


def test_stop_early_gives_the_newest_weights_their_chance_and_keeps_the_best(
    new_encoder: NewEncoder, tmp_path: Path
) -> None:
    control = Control()
    events: list[Event] = []
    for event in course(new_encoder(settings_of()), tmp_path / "run", settings_of(eval_steps=100), control):
        events.append(event)
        if isinstance(event, StepDone) and event.step == 3:
            control.stop_early()
    stopped = events[-1]
    assert isinstance(stopped, RunStopped)
    assert stopped.kept
    assert [check.step for check in of(Evaluated, events)] == [0, 3]
    assert stopped.step == 3
    assert load_trained(tmp_path / "run" / "best", device="cpu").dim == 32


def test_a_cancel_discards_the_model(new_encoder: NewEncoder, tmp_path: Path) -> None:
    control = Control()
    events: list[Event] = []
    for event in course(new_encoder(settings_of()), tmp_path / "run", settings_of(), control):
        events.append(event)
        if isinstance(event, StepDone) and event.step == 2:
            control.cancel()
    last = events[-1]
    assert isinstance(last, RunStopped)
    assert (last.step, last.kept, last.best_step) == (2, False, 0)
    assert not (tmp_path / "run" / "best").exists()
    assert json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))["status"] == "cancelled"


def test_a_stop_before_anything_was_checked_keeps_nothing(new_encoder: NewEncoder, tmp_path: Path) -> None:
    control = Control()
    control.stop_early()
    events = list(course(new_encoder(settings_of()), tmp_path / "run", settings_of(), control))
    assert isinstance(events[-1], RunStopped)
    assert not events[-1].kept
    assert not of(StepDone, events)


def test_patience_ends_a_run_that_gets_no_better(new_encoder: NewEncoder, tmp_path: Path) -> None:
    settings = settings_of(lr=1e-12, epochs=20, eval_steps=1, patience=2, weight_decay=0)
    events = list(course(new_encoder(settings_of()), tmp_path / "run", settings))
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    assert finished.stopped == "early stopping"
    checks = of(Evaluated, events)
    assert not any(check.best for check in checks[-2:])
    assert finished.step == finished.best_step + 2


def test_a_loss_that_is_no_number_keeps_the_best_until_then(new_encoder: NewEncoder, tmp_path: Path) -> None:
    encoder = new_encoder(settings_of())
    start = encoder.role_hash(Role.QUERY)
    run = RunFolder(tmp_path / "run", {})
    events = course(encoder, tmp_path / "run", settings_of(), run=run)
    for event in events:
        if isinstance(event, StepDone):
            break
    with torch.no_grad():
        for parameter in encoder.trainable([Role.QUERY]):
            parameter.fill_(float("nan"))
    with pytest.raises(UserError, match="went astray"):
        list(events)
    assert load_trained(tmp_path / "run" / "best", device="cpu").role_hash(Role.QUERY) == start


def test_texts_that_all_look_the_same_to_the_model_are_told_once(new_encoder: NewEncoder, tmp_path: Path) -> None:
    settings = settings_of(batch_size=1, epochs=2)
    settings = settings.model_copy(update={"model": settings.model.model_copy(update={"max_length": 8})})
    long = "protein gene cell cancer brain heart lung blood"  # what follows is cut off
    alike = [
        replace(t, positive_title=f"{long} {n}", negative_title=f"{long} x{n}") for n, t in enumerate(make_triplets())
    ]
    run = RunFolder(tmp_path / "run", {})
    events = list(train(new_encoder(settings), alike[:15], alike[15:], settings, run, Control()))
    run.close()
    [warned] = of(Warned, events)
    assert warned.step == 20
    assert "nearly the same vector" in warned.text


def test_the_card_says_what_it_is_and_holds_no_text_of_a_query(new_encoder: NewEncoder, tmp_path: Path) -> None:
    list(course(new_encoder(settings_of()), tmp_path / "run", settings_of()))
    card = (tmp_path / "run" / "best" / "README.md").read_text(encoding="utf-8")
    for words in ("Tiny SPECTER2", "load_adapter", "specter2-gui search --run", "recovered", "Apache-2.0"):
        assert words in card
    for triplet in make_triplets():
        for file in (tmp_path / "run").rglob("*"):
            if file.is_file():
                assert triplet.query.encode() not in file.read_bytes(), file.name


def test_the_card_shows_how_to_load_the_adapters_with_the_library(
    tiny_backbone: Backbone, new_encoder: NewEncoder, tmp_path: Path
) -> None:
    """The lines of the card are run as they stand, and give the vectors of the program."""
    settings = settings_of(epochs=2)
    list(course(new_encoder(settings, tiny_backbone), tmp_path / "run", settings))
    best = tmp_path / "run" / "best"
    code = (best / "README.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {}
    exec(code.replace("BACKBONE", str(tiny_backbone.folder)).replace("FOLDER", str(best)), names)  # noqa: S102 - the lines of a card this test has just made
    ours = load_trained(best, device="cpu")
    token_ids = ours.tokenize(["protein gene effect"])
    with torch.no_grad():
        hidden = names["model"](input_ids=torch.tensor(token_ids)).last_hidden_state
        torch.testing.assert_close(hidden.mean(dim=1), ours.forward(Role.QUERY, token_ids))


def test_the_losses_are_those_written_down(new_encoder: NewEncoder, tmp_path: Path) -> None:
    """The golden run: to rewrite golden.json after a wanted change, delete it and run this test once.

    The learning rate is small enough that processors with other rounding stay within the tolerance.
    """
    found: dict[str, list[float]] = {}
    for adapters in ("query", "query_and_paper"):
        settings = settings_of(adapters, lr=2e-3)
        events = list(course(new_encoder(settings), tmp_path / adapters, settings))
        found[adapters] = [step.loss for step in of(StepDone, events)]
    if not GOLDEN.exists():
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        pytest.fail("golden.json was missing and has been written; look at it and run again")
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert found.keys() == golden.keys()
    for adapters, losses in golden.items():
        assert found[adapters] == pytest.approx(losses, rel=1e-5)
