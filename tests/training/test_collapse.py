from dataclasses import replace

import pytest

from specter2_gui.training.checking import Check
from specter2_gui.training.checkpoint import Position
from specter2_gui.training.collapse import CollapseWatch


def resumed(watch: CollapseWatch, **lost: object) -> CollapseWatch:
    """A watch that goes on from the state of another, less what was ``lost``."""
    found = CollapseWatch(1.0)
    found.restore(replace(Position(), **(watch.state() | lost)))
    return found


@pytest.mark.parametrize(("lost", "told"), [({}, 1), ({"at_margin": 0}, 0)])
def test_steps_at_the_margin_are_counted_through_a_pause(lost: dict[str, object], told: int) -> None:
    watch = CollapseWatch(1.0)
    for step in range(1, 13):
        assert watch.after_step(step, 1.0) == []
    again = resumed(watch, **lost)
    assert sum(len(again.after_step(step, 1.0)) for step in range(13, 21)) == told


@pytest.mark.parametrize(("lost", "told"), [({}, 0), ({"told": False}, 1)])
def test_what_was_told_before_a_pause_is_not_told_again(lost: dict[str, object], told: int) -> None:
    watch = CollapseWatch(1.0)
    assert sum(len(watch.after_step(step, 1.0)) for step in range(1, 21)) == 1
    assert len(resumed(watch, **lost).after_step(21, 1.0)) == told


@pytest.mark.parametrize(("lost", "told"), [({}, 1), ({"first_similarity": None}, 0)])
def test_vectors_are_compared_with_those_before_the_first_step(lost: dict[str, object], told: int) -> None:
    watch = CollapseWatch(1.0)
    watch.after_check(0, Check(1, 0.5, 0.4))
    assert len(resumed(watch, **lost).after_check(50, Check(1, 0.5, 0.99))) == told


def test_a_loss_without_such_a_value_is_judged_by_its_vectors_alone() -> None:
    watch = CollapseWatch(None)
    assert not any(watch.after_step(step, 1.0) for step in range(50))
    watch.after_check(0, Check(1, 0.5, 0.4))
    assert watch.after_check(50, Check(1, 0.5, 0.99))
