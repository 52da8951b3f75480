"""The points behind the curves: thinned without losing an end or an extreme, smoothed without lag at the start."""

import math
import random

import pytest

from specter2_gui.domain.events import Evaluated, StepDone
from specter2_gui.qt.widgets.curve_data import CurveData
from specter2_gui.qt.widgets.thinned import Thinned


def test_a_long_series_keeps_its_extremes_and_its_last_point() -> None:
    draw = random.Random(3)  # noqa: S311 - data, not a secret
    values = [draw.random() for _ in range(20_001)]
    values[7_777], values[12_345] = 9.0, -9.0
    thinned = Thinned(100)
    for step, value in enumerate(values, start=1):
        thinned.add(step, value)
        if step in (1, 2, 199, 200, 201, 5_000):
            assert thinned.points()[0][-1] == step
    xs, ys = thinned.points()
    assert len(xs) <= 401
    assert (xs[-1], ys[-1]) == (20_001, values[-1])
    assert max(ys) == 9.0
    assert min(ys) == -9.0
    assert xs == sorted(xs)


def test_smoothing_starts_at_the_first_loss_and_follows() -> None:
    data = CurveData(0.9)
    data.add(StepDone(step, 2.0, 1e-4, step / 10) for step in range(1, 50))
    assert data.smooth()[1] == pytest.approx([2.0] * len(data.smooth()[1]))


def test_smoothing_by_nothing_shows_the_raw_losses() -> None:
    data = CurveData(0.9)
    data.add(StepDone(step, math.sin(step), 1e-4, step / 10) for step in range(1, 50))
    assert data.smooth() != data.raw()
    data.smooth_by(0.0)
    assert data.smooth()[1] == pytest.approx(data.raw()[1])


def test_the_first_loss_that_is_no_number_is_marked_and_not_drawn() -> None:
    data = CurveData()
    data.add([StepDone(1, 1.0, 1e-4, 0.1), StepDone(2, math.nan, 1e-4, 0.2), StepDone(3, math.nan, 1e-4, 0.3)])
    assert data.first_nan == 2
    assert data.raw() == ([1], [1.0])


def test_the_best_check_is_the_newest_that_nothing_surpassed() -> None:
    data = CurveData()
    data.add(
        [
            Evaluated(0, 1.0, 0.5, 0, best=True),
            Evaluated(10, 0.8, 0.7, 1, best=True),
            Evaluated(20, 0.9, 0.6, 2, best=False),
        ]
    )
    assert data.baseline is not None
    assert data.best is not None
    assert (data.baseline.step, data.best.step) == (0, 10)


def test_the_table_has_a_line_for_every_step_and_empty_cells_where_nothing_was_measured() -> None:
    data = CurveData()
    data.add(
        [Evaluated(0, 1.5, 0.5, 0, best=True), StepDone(1, 1.25, 1e-4, 0.1), Evaluated(1, 1.0, 0.75, 1, best=True)]
    )
    assert data.table().splitlines() == [
        "step,training_loss,held_out_loss,triplet_accuracy",
        "0,,1.5,0.5",
        "1,1.25,1.0,0.75",
    ]
