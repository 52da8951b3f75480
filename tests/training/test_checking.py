import pytest
import torch

from specter2_gui.training.checking import Check, mean_cosine
from specter2_gui.training.collapse import CollapseWatch


def test_the_mean_cosine_is_that_of_all_pairs() -> None:
    vectors = torch.randn(6, 4, generator=torch.Generator().manual_seed(1))
    pairs = [torch.cosine_similarity(vectors[i], vectors[j], dim=0) for i in range(6) for j in range(6) if i != j]
    assert mean_cosine(vectors) == pytest.approx(float(torch.stack(pairs).mean()), abs=1e-6)
    assert mean_cosine(vectors[:1]) == 0


def check_of(loss: float, *values: float) -> Check:
    by_query = {f"q{number}": value for number, value in enumerate(values)}
    return Check(loss, sum(values) / len(values), 0.1, by_query=by_query)


def test_a_clear_rise_wins_whatever_the_loss_says() -> None:
    start = check_of(0.5, 0.5, 0.5, 0.5, 0.5)
    assert check_of(0.9, 0.7, 0.8, 0.7, 0.8).better_than(start, start)
    assert not check_of(0.1, 0.3, 0.2, 0.3, 0.2).better_than(start, start)


def test_among_models_that_the_queries_cannot_tell_apart_the_lower_loss_wins() -> None:
    start = check_of(0.5, 0.1, 0.1, 0.1, 0.1)
    best = check_of(0.4, 0.9, 0.5, 0.5, 0.5)
    within = (0.4, 0.8, 0.4, 0.6)  # a little lower on average, by less than the error of that change
    assert check_of(0.3, *within).better_than(best, start)
    assert not check_of(0.4, *within).better_than(best, start)
    assert not check_of(0.3, 0.2, 0.2, 0.2, 0.2).better_than(best, start)


def test_no_loss_makes_up_for_a_figure_below_the_untouched_model() -> None:
    start = check_of(0.5, 0.9, 0.5, 0.5, 0.5)
    assert not check_of(0.1, 0.4, 0.8, 0.4, 0.6).better_than(start, start)


def test_one_query_alone_has_no_error_and_decides_by_its_value() -> None:
    start = check_of(0.5, 0.5)
    assert check_of(0.9, 0.6).better_than(start, start)
    assert check_of(0.4, 0.5).better_than(start, start)
    assert not check_of(0.5, 0.5).better_than(start, start)


def test_a_loss_that_sits_at_the_margin_is_told_once() -> None:
    watch = CollapseWatch(1.0)
    told = [watch.after_step(step, 1.0005) for step in range(1, 60)]
    assert [len(warnings) for warnings in told].index(1) == 19
    assert sum(map(len, told)) == 1


def test_a_loss_that_only_passes_the_margin_is_not_told() -> None:
    watch = CollapseWatch(1.0)
    assert not any(watch.after_step(step, 1.0 if step % 10 else 0.9) for step in range(100))


def test_vectors_that_become_alike_are_told() -> None:
    watch = CollapseWatch(1.0)
    assert watch.after_check(0, Check(1, 0.5, 0.4)) == []
    [warning] = watch.after_check(50, Check(1, 0.5, 0.991))
    assert warning.step == 50
    assert "0.991" in warning.text
    assert watch.after_check(100, Check(1, 0.5, 0.999)) == []


def test_vectors_that_were_alike_from_the_start_are_not_told() -> None:
    watch = CollapseWatch(1.0)
    watch.after_check(0, Check(1, 0.5, 0.985))
    assert watch.after_check(50, Check(1, 0.5, 0.986)) == []
