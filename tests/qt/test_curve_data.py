"""The points behind the curves: thinned without losing an end or an extreme, smoothed without lag at the start."""

import math
import random

import pytest

from specter2_gui.domain.events import Evaluated, RunPaused, RunStarted, RunStopped, StepDone, VerdictReached
from specter2_gui.qt.widgets.curve_data import CurveData
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG
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


def test_a_judged_run_is_measured_by_its_ranking_and_any_other_by_its_triplets() -> None:
    data = CurveData()
    data.add([Evaluated(0, 1.0, 0.5, 0, best=True)])
    assert data.measure is ACCURACY
    assert data.measured() == ([0.0], [50.0])
    data.add([Evaluated(10, 0.8, 0.7, 1, best=True, figures={"ndcg@10": 0.61, "mrr": 0.7})])
    assert data.measure is NDCG
    assert data.measured() == ([10.0], [0.61])
    assert data.best_point() == ([10.0], [0.61])
    assert data.table().splitlines()[0] == "step,training_loss,held_out_loss,triplet_accuracy,mrr,ndcg@10"
    assert data.table().splitlines()[1:] == ["0,,1.0,0.5,,", "10,,0.8,0.7,0.7,0.61"]


def test_keyword_search_is_known_once_the_verdict_is_reached() -> None:
    data = CurveData()
    systems = {"bm25": {"ndcg@10": 0.58}}
    data.add([VerdictReached("ndcg@10", "better", 0.1, 0.05, 0.15, 3, 1, 0, (), systems)])
    assert data.bm25 == 0.58


def plan(steps: int, resumed_from: int = 0) -> RunStarted:
    return RunStarted("", "m", "query", "l", "l2", 1.0, steps, 1, 10, 5, 4, 2, 100, resumed_from=resumed_from)


def test_what_a_resumed_run_does_again_is_drawn_once() -> None:
    data = CurveData()
    data.add([plan(9), Evaluated(0, 1.0, 0.5, 0, best=True)])
    data.add(StepDone(step, 1.0 / step, 1e-4, step / 10) for step in range(1, 8))
    data.add([Evaluated(6, 0.5, 0.7, 1, best=True), plan(9, resumed_from=5), StepDone(6, 0.25, 1e-4, 0.1)])
    assert data.steps == [1, 2, 3, 4, 5, 6]
    assert data.losses[-1] == 0.25
    assert data.raw() == ([1, 2, 3, 4, 5, 6], [1.0, 0.5, 1 / 3, 0.25, 0.2, 0.25])
    assert [one.step for one in data.evaluations] == [0]


def test_a_check_that_is_told_twice_counts_once() -> None:
    data = CurveData()
    data.add([Evaluated(6, 0.5, 0.7, 1, best=True), Evaluated(6, 0.5, 0.7, 1, best=True)])
    assert len(data.evaluations) == 1


def test_room_is_left_for_the_steps_to_come_but_not_for_those_that_never_will() -> None:
    data = CurveData()
    data.add([plan(100), StepDone(30, 1.0, 1e-4, 1.0)])
    assert data.span == 100
    data.add([RunPaused(30, 3.0)])
    assert (data.span, data.ended) == (100, False), "a paused run may go on"
    data.add([RunStopped(30, 3.0, kept=True)])
    assert (data.span, data.ended) == (30, True)
