"""The arithmetic of the benchmarks: medians, ratios, marks, shares and intervals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from specter2_gui.domain.events import (
    Evaluated,
    Event,
    ModelLoaded,
    Pace,
    PapersEncoded,
    RunFailed,
    RunFinished,
    RunStarted,
    StepDone,
)
from tests.benchmarks import embedding, embedding_profile, memory, queries_only, scaling, training
from tests.benchmarks.embedding import Way, fastest
from tests.benchmarks.flops import forward_flops, training_flops
from tests.benchmarks.random_bert import Size
from tests.benchmarks.turns import Answer, ProgramFailedError, figures, last_object, ratio
from tests.benchmarks.watching import watch


def answers(key: str, *values: float, peak: float = 100.0, **more: Any) -> list[Answer]:
    return [Answer({key: value, **more}, 1.0, peak + place) for place, value in enumerate(values)]


def test_a_slow_round_does_not_move_the_median() -> None:
    found = figures(answers("triplets_per_s", 10.0, 1.0, 11.0), "triplets_per_s")
    assert found == {"triplets_per_s": 10.0, "rounds": [10.0, 1.0, 11.0], "peak_mb": 102}


def test_a_training_is_compared_by_medians_and_passes_only_with_every_mark() -> None:
    sides = {
        "ours": answers("triplets_per_s", 20.0, 22.0, 4.0),
        "seed loop": answers("triplets_per_s", 1.0, 0.5, 1.0),
        "sentence-transformers, LoRA": answers("triplets_per_s", 2.0, 2.0, 2.0),
    }
    found = training.compared(sides, "shared")
    assert found["ratio"] == {"seed_loop": 20.0, "sentence_transformers": 10.0}
    assert found["passed"]
    sides["sentence-transformers, LoRA"] = answers("triplets_per_s", 2.1, 2.1, 2.1)
    assert not training.compared(sides, "shared")["passed"]
    assert training.compared(sides, "distinct")["passed"], "all-distinct texts have a lower mark"


def test_the_share_of_memory_is_that_of_the_highest_peaks() -> None:
    sides = {"ours": answers("x", 1, 1, peak=49.0), "seed loop": answers("x", 1, 1, peak=99.0)}
    assert memory.peaks(sides)["share_of_peer"] == {"seed loop": 0.5}


def test_a_short_training_that_searches_worse_does_not_pass() -> None:
    ours = searched(5.0, {"q1": 0.5, "q2": 0.4})
    peer = searched(100.0, {"q1": 0.5, "q2": 0.4})
    assert queries_only.compared(ours, peer)["time_share"] == 0.05
    assert queries_only.compared(ours, peer)["passed"]
    better_peer = searched(100.0, {"q1": 0.5, "q2": 0.42})
    assert not queries_only.compared(ours, better_peer)["passed"]
    assert "by_query" not in queries_only.compared(ours, peer)["ours"]["last"]


def test_a_difference_is_averaged_over_seeds_before_queries_are_drawn() -> None:
    ours = [{"q1": 0.6, "q2": 0.4}, {"q1": 0.4, "q2": 0.6}]
    theirs = [{"q1": 0.4, "q2": 0.4}, {"q1": 0.4, "q2": 0.4}]
    found = queries_only.difference(ours, theirs)
    assert (found["ndcg10"], found["interval"], found["in_words"]) == (0.1, [0.1, 0.1], "ours is higher")
    assert queries_only.difference(theirs, ours)["in_words"] == "ours is lower"
    assert queries_only.difference(ours[:1], ours[1:])["in_words"] == "no clear difference"
    with pytest.raises(ValueError, match="the same queries"):
        queries_only.difference(ours, [{"q1": 0.5}])


def searched(seconds: float, by_query: dict[str, float]) -> list[Answer]:
    tuned = sum(by_query.values()) / len(by_query)
    return answers("train_s", seconds, ndcg10_base=0.4, ndcg10_tuned=tuned, by_query=by_query)


def test_ten_times_as_much_at_ten_times_the_cost_is_a_piece_at_the_same_cost() -> None:
    small, large = answers("s", 2.0, count=100), answers("s", 30.0, count=1000)
    assert scaling.cost(small, large, "s")["s"] == {"each": [0.02, 0.03], "dearer": 1.5}
    assert not scaling.cost(small, large, "s")["passed"]


def test_the_peer_is_taken_at_its_fastest_in_a_format_that_compares() -> None:
    ways = [Way("fp32", "16", 10.0), Way("fp32", "64", 12.0), Way("bf16", "32", 9.0), Way("autocast", "32", 30.0)]
    assert fastest(ways, "fp32").batch == "64"
    assert fastest(ways, "bf16") == fastest(ways, "auto") == ways[3]


def test_cosines_are_of_the_same_paper_on_both_sides(tmp_path: Path) -> None:
    one, other = np.eye(2, dtype=np.float32), np.array([[2.0, 0.0], [1.0, 1.0]], dtype=np.float32)
    for name, vectors in (("one", one), ("other", other)):
        np.save(tmp_path / f"{name}.npy", vectors)
    found = embedding.cosines(tmp_path / "one.npy", tmp_path / "other.npy")
    assert found == {"min": pytest.approx(0.5**0.5, abs=1e-6), "mean": pytest.approx((1 + 0.5**0.5) / 2, abs=1e-6)}


def test_nothing_can_be_quicker_than_products_at_the_peak() -> None:
    assert embedding.most_possible(2.0, gflop_needed=100.0, peak_gflops=100.0) == 2.0


def test_every_operation_is_of_one_kind_and_the_shares_add_up() -> None:
    times = {"aten::addmm": 5.0, "mkldnn::_linear_pointwise": 1.0, "aten::_softmax": 1.0, "aten::gelu": 1.0}
    shares = embedding_profile.shares_of(times | {"aten::native_layer_norm": 1.0, "aten::cat": 0.5, "outside": 0.5})
    assert shares == {"products": 0.6, "attention": 0.1, "activation": 0.1, "norms": 0.1, "other": 0.1}


def test_nothing_can_be_divided_by_nothing() -> None:
    assert ratio(1.0, 0.0) is None
    assert ratio(1.0, 3.0) == 0.3333


def test_the_result_is_the_last_object_whatever_was_printed_before() -> None:
    assert last_object('warning\n{"a": 1}\n{"a": 2}\nbye\n', "it") == {"a": 2}
    with pytest.raises(ProgramFailedError, match="no JSON object"):
        last_object("nothing\n", "it")


def test_operations_of_a_layer_are_those_counted_by_hand() -> None:
    size = Size(hidden=16, layers=1, heads=1, vocabulary=10, positions=8)
    weights = 4 * 16 * 16 + 2 * 16 * 64 + 2 * 16 * 1  # attention, feed-forward, adapter
    assert forward_flops(size, [3]) == 2 * weights * 3 + 4 * 16 * 9
    assert forward_flops(size, [3, 5]) == forward_flops(size, [3]) + forward_flops(size, [5])
    assert training_flops(size, [3]) == 2 * forward_flops(size, [3])


def recorded(monkeypatch: pytest.MonkeyPatch, *told: tuple[float, Event]) -> Iterator[Event]:
    """Events, each after the seconds beside it, on a clock that nothing else moves."""
    clock = [0.0]
    monkeypatch.setattr("tests.benchmarks.watching.time.perf_counter", lambda: clock[0])

    def events() -> Iterator[Event]:
        for seconds, event in told:
            clock[0] += seconds
            yield event

    return events()


def started(triplets: int) -> RunStarted:
    return RunStarted("run", "Tiny", "query", "triplet_margin", "l2", 1.0, 2, 1, triplets, 1, 2, 1, 10)


def test_only_steps_count_as_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    events = recorded(
        monkeypatch,
        (5.0, ModelLoaded("Tiny", "cpu", "fp32")),
        (1.0, started(12)),
        (2.0, PapersEncoded(4, 4)),
        (3.0, Evaluated(0, 1.0, 0.5, 3.0, True)),  # noqa: FBT003 - the order of the event's fields
        (0.5, StepDone(1, 1.0, 0.1, 0.5)),
        (0.5, Pace(1, 1.0, 1.0, 0.0, 0.0, None, 1.0, 1.0)),
        (1.0, StepDone(2, 1.0, 0.1, 1.0)),
        (4.0, RunFinished(2, 9.0, 0, "ndcg@10", 0.5, 6.0)),
    )
    waited: list[int] = []
    watched = watch(events, lambda: waited.append(1))
    assert (watched.step_seconds, watched.steps, watched.triplets) == (2.0, 2, 12)
    assert watched.triplets_per_s == 6.0
    assert (watched.seconds, watched.after_loading) == (17.0, 12.0)
    assert waited == [1], "a device is waited for once, after the last step"


def test_a_run_that_failed_gives_no_figures() -> None:
    with pytest.raises(SystemExit, match="The disk is full"):
        watch(iter([RunFailed("There is no room", "The disk is full", "Free some")]))
