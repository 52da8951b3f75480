import pytest

from specter2_gui.training.schedule import lr_factor, warmup_steps


def test_the_rate_rises_to_the_full_one_and_falls_to_nothing() -> None:
    factors = [lr_factor(done, 10, 4, "linear") for done in range(11)]
    assert factors == pytest.approx([0.25, 0.5, 0.75, 1, 1, 5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6, 0])


def test_no_step_is_wasted_on_a_rate_of_nought() -> None:
    for steps in (1, 2, 3, 10):
        for warmup in range(steps + 1):
            assert all(lr_factor(done, steps, warmup, "linear") > 0 for done in range(steps))


def test_a_constant_rate_stays_after_the_warm_up() -> None:
    assert [lr_factor(done, 4, 2, "constant") for done in range(4)] == pytest.approx([0.5, 1, 1, 1])


def test_a_warm_up_that_was_asked_for_has_at_least_one_step() -> None:
    assert [warmup_steps(15, 0.1), warmup_steps(3, 0.1), warmup_steps(3, 0.0)] == [2, 1, 0]


def test_a_warm_up_is_not_longer_for_the_rounding_of_a_computer() -> None:
    assert 0.07 * 100 > 7
    assert warmup_steps(100, 0.07) == 7


def test_a_run_of_one_step_takes_it_at_the_full_rate_whatever_the_warm_up() -> None:
    for ratio in (0.0, 0.1, 0.9):
        assert lr_factor(0, 1, warmup_steps(1, ratio), "linear") == 1
