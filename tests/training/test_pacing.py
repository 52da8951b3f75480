from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from specter2_gui.config.settings import Settings
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training import pacing
from specter2_gui.training.batches import batch_of
from specter2_gui.training.checkpoint import Position
from specter2_gui.training.control import Control
from specter2_gui.training.pacing import Pacer
from specter2_gui.training.plan import Plan, make_plan
from tests.material import make_triplets


class Clock:
    """A time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic=found.monotonic))
    return found


@pytest.fixture
def plan(new_encoder: Callable[..., Encoder]) -> Plan:
    settings = Settings.model_validate({"train": {"batch_size": 4, "epochs": 1, "loss": "triplet_margin"}})
    work = make_plan(new_encoder(settings), make_triplets(5, 4), make_triplets(2, 2, 9), settings, Control(), None)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def a_step(pacer: Pacer, plan: Plan, clock: Clock, seconds: float, texts: int, tokens: int) -> None:
    pacer.begin()
    clock.now += seconds
    plan.embedder.work.texts += texts
    plan.embedder.work.tokens += tokens
    pacer.end(batch_of(np.zeros((4, 3), np.int64)))


def test_the_pace_is_that_of_the_steps_since_the_last_time(plan: Plan, clock: Clock) -> None:
    pacer = Pacer(plan)
    a_step(pacer, plan, clock, 0.4, texts=6, tokens=100)
    assert pacer.tell(1) == [], "not before a second has gone by"
    plan.embedder.work.texts += 50  # a check
    plan.embedder.work.tokens += 5000
    clock.now += 9
    a_step(pacer, plan, clock, 0.6, texts=6, tokens=140)
    [pace] = pacer.tell(2)
    assert pace.tokens_per_s == pytest.approx(240 / 1.0)
    assert pace.triplets_per_s == pytest.approx(8 / 1.0)
    assert pace.encodes_saved == pytest.approx(1 - 12 / 24)
    assert pace.seconds_left == pytest.approx((plan.steps - 2) * 0.5)
    assert pace.memory_mb > 0
    clock.now += 5
    assert pacer.tell(2) == [], "no step was taken since"
    a_step(pacer, plan, clock, 2.0, texts=3, tokens=400)
    [later] = pacer.tell(3)
    assert (later.tokens_per_s, later.triplets_per_s) == (pytest.approx(200), pytest.approx(2))
    assert pacer.triplets_per_s == pytest.approx(12 / 3.0)


def test_time_that_the_device_needs_to_finish_counts(plan: Plan, clock: Clock) -> None:
    pacer = Pacer(plan)
    a_step(pacer, plan, clock, 0.5, texts=1, tokens=1)
    pacer.waited(1.5)
    assert pacer.triplets_per_s == pytest.approx(2)


def test_what_was_counted_before_a_pause_counts_on(plan: Plan, clock: Clock) -> None:
    before = Pacer(plan)
    a_step(before, plan, clock, 2.0, texts=6, tokens=100)
    after = Pacer(plan)
    after.restore(Position(**before.counts()))
    assert (after.triplets_per_s, after.encodes_saved) == (before.triplets_per_s, before.encodes_saved)
    a_step(after, plan, clock, 2.0, texts=12, tokens=100)
    assert after.encodes_saved == pytest.approx(1 - 18 / 24)
    [pace] = after.tell(2)
    assert pace.triplets_per_s == pytest.approx(2), "since the pause"


def test_before_a_step_nothing_is_told(plan: Plan, clock: Clock) -> None:
    pacer = Pacer(plan)
    clock.now += 10
    assert pacer.tell(0) == []
    assert (pacer.triplets_per_s, pacer.encodes_saved) == (0, 0)
