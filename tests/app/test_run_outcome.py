"""What a training leaves behind: the verdict, the figures in the record, and no text of anybody."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch

from specter2_gui.app.finetuning import finetune
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Estimated, Evaluated, Event, RunFinished, RunStarted, StepDone, VerdictReached
from specter2_gui.domain.split import query_digest, query_key
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.training import judged_rows, judging
from specter2_gui.training.control import Control
from specter2_gui.training.gradients import Objective
from specter2_gui.training.mined_file import paper_digest
from specter2_gui.training.plan import Plan
from specter2_gui.training.run_folder import read_run
from tests.material import make_triplets
from tests.trainings import course_of, learnable_triplets, of, record_of, settings_for

TRIPLETS = learnable_triplets()


@pytest.fixture
def settings(tiny_backbone: Backbone) -> Settings:
    return settings_for(tiny_backbone)


@pytest.mark.parametrize("adapters", ["query", "query_and_paper"])
@pytest.mark.parametrize("end", ["finish", "stop_early", "cancel"])
def test_no_text_of_a_query_or_paper_stays_in_the_folder(
    tiny_backbone: Backbone, tmp_path: Path, adapters: str, end: str
) -> None:
    control, run = Control(), tmp_path / "run"
    settings = settings_for(tiny_backbone, model__train_adapters=adapters, data__mined_negatives=1)
    for event in finetune(settings, TRIPLETS, run, control):
        if isinstance(event, StepDone) and event.step == 4 and end != "finish":
            assert (run / "triplets.json").exists()
            getattr(control, end)()
    assert not (run / "triplets.json").exists()
    assert not (run / "checkpoint").exists()
    assert (run / "best").exists() == (end != "cancel")
    texts = {text.encode() for triplet in TRIPLETS for text in (triplet.query, *triplet.positive, *triplet.negative)}
    for file in run.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert [text for text in texts if text and text in content] == [], file.name


def test_the_verdict_compares_the_best_with_the_untouched_model_query_by_query(
    settings: Settings, tmp_path: Path
) -> None:
    events = list(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    checks, [verdict] = of(Evaluated, events), of(VerdictReached, events)
    best = [check for check in checks if check.best][-1]
    assert verdict.metric == "triplet_accuracy"
    assert verdict.difference == pytest.approx(best.triplet_accuracy - checks[0].triplet_accuracy)
    assert verdict.difference > 0, "otherwise nothing is tried"
    assert (verdict.better, verdict.same, verdict.worse) == (2, 0, 0)
    facts = record_of(tmp_path / "run")
    assert facts["verdict"]["word"] == verdict.word
    assert facts["verdict"]["interval"] == [verdict.low, verdict.high]
    assert facts["baseline"] == {"loss": checks[0].loss, "triplet_accuracy": checks[0].triplet_accuracy}
    assert facts["best"] == {
        "step": best.step, "metric": "triplet_accuracy", "value": best.triplet_accuracy, "loss": best.loss,
        "triplet_accuracy": best.triplet_accuracy,
    }  # fmt: skip


def test_a_verdict_comes_before_an_early_end_too_and_not_before_a_pause(settings: Settings, tmp_path: Path) -> None:
    for ask, told in (("stop_early", 1), ("pause", 0), ("cancel", 0)):
        control, events = Control(), list[Event]()
        for event in finetune(settings, TRIPLETS, tmp_path / ask, control):
            events.append(event)
            if isinstance(event, StepDone) and event.step == 4:
                getattr(control, ask)()
        assert len(of(VerdictReached, events)) == told


def judged_run(
    backbone: Backbone, folder: Path, judged_data: dict[str, Any], adapters: str = "query", **more: Any
) -> list[Event]:
    settings = settings_for(backbone, model__train_adapters=adapters, **judged_data, **more)
    return list(finetune(settings, make_triplets(8, 3), folder, Control()))


@pytest.mark.parametrize("adapters", ["query", "query_and_paper"])
def test_judgements_of_queries_that_are_not_trained_on_choose_the_best_model(
    tiny_backbone: Backbone, tmp_path: Path, judged_data: dict[str, Any], adapters: str
) -> None:
    events = judged_run(tiny_backbone, tmp_path / "run", judged_data, adapters)
    [started], checks, [verdict] = of(RunStarted, events), of(Evaluated, events), of(VerdictReached, events)
    assert (started.judged_queries, started.papers) == (verdict.better + verdict.same + verdict.worse, 40)
    assert 5 <= started.judged_queries < 8, "some of the eight are trained on and do not count"
    last = events[-1]
    assert isinstance(last, RunFinished)
    figures = [check.figures for check in checks if check.figures is not None]
    assert len(figures) == len(checks)
    assert set(figures[0]) == {"ndcg@10", "mrr", "map", "recall@100"}
    best = next(check.figures for check in checks if check.step == last.best_step)
    assert best is not None
    assert (last.metric, last.value) == ("ndcg@10", best["ndcg@10"])
    assert last.value >= figures[0]["ndcg@10"], "never below the untouched model"
    assert verdict.metric == "ndcg@10"
    assert verdict.difference == pytest.approx(last.value - figures[0]["ndcg@10"])
    assert dict(verdict.systems["base"]) == figures[0]
    assert dict(verdict.systems["tuned"]) == best
    facts = read_run(tmp_path / "run").facts
    assert facts["bm25"] == verdict.systems["bm25"]
    assert {name: facts["baseline"][name] for name in figures[0]} == figures[0]
    assert {name: facts["best"][name] for name in best} == best


def test_judged_runs_are_the_same_every_time(
    tiny_backbone: Backbone, tmp_path: Path, judged_data: dict[str, Any]
) -> None:
    for name in ("one", "two"):
        judged_run(tiny_backbone, tmp_path / name, judged_data, "query_and_paper")
    assert course_of(tmp_path / "one") == course_of(tmp_path / "two")
    assert record_of(tmp_path / "one") == record_of(tmp_path / "two")


def test_where_papers_learn_checks_search_a_pool_and_the_verdict_the_whole_collection(
    tiny_backbone: Backbone, tmp_path: Path, judged_data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = judged_run(tiny_backbone, tmp_path / "whole", judged_data, "query_and_paper")
    right, seen = judging.Judged.pool, list[int]()

    def small(self: judging.Judged, ranked: Any) -> list[int]:
        found = right(self, ranked, 12)
        seen.append(len(found))
        return found

    searched = list[int]()
    figures = judged_rows.JudgedRows._vectors

    def counted(self: Any, embedder: Any, chosen: Any) -> Any:
        searched.append(len(chosen))
        return figures(self, embedder, chosen)

    monkeypatch.setattr(judging.Judged, "pool", small)
    monkeypatch.setattr(judged_rows.JudgedRows, "_vectors", counted)
    events = judged_run(tiny_backbone, tmp_path / "pool", judged_data, "query_and_paper")
    assert seen == [12]
    checks = len(of(Evaluated, events))
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert searched == [40, 40, *[12] * checks, *([40] if last.best_step else [])], "pool, before, checks, after"
    [verdict], [wholly] = of(VerdictReached, events), of(VerdictReached, plain)
    first = of(Evaluated, plain)[0].figures
    assert first is not None
    assert dict(verdict.systems["base"]) == dict(wholly.systems["base"]) == first
    assert [step.loss for step in of(StepDone, events)] == [step.loss for step in of(StepDone, plain)]
    [same] = [check.figures for check in of(Evaluated, plain) if check.step == last.best_step]
    assert dict(verdict.systems["tuned"]) == same, "the best of the pool, tried on all papers"


def test_a_query_is_trained_on_or_judged_and_never_both(
    tiny_backbone: Backbone, tmp_path: Path, judged_data: dict[str, Any]
) -> None:
    """Written otherwise it is the same query."""
    loud = [type(t)(t.query.upper(), *t.positive, *t.negative) for t in make_triplets(8, 3)]
    settings = settings_for(tiny_backbone, **judged_data)
    shouted = of(RunStarted, finetune(settings, loud, tmp_path / "loud", Control()))
    quiet = of(RunStarted, judged_run(tiny_backbone, tmp_path / "quiet", judged_data))
    assert query_key(loud[0].query) == query_key(make_triplets(8, 3)[0].query)
    assert shouted[0].judged_queries == quiet[0].judged_queries


@pytest.mark.parametrize("adapters", ["query", "query_and_paper"])
def test_mined_negatives_from_a_collection_go_with_a_loss_over_it(
    tiny_backbone: Backbone, tmp_path: Path, judged_data: dict[str, Any], adapters: str
) -> None:
    """Mined papers need not be in any triplet, and the loss has to find each of them among its own."""
    more = {"data__mined_negatives": 3, "train__loss": "collection_softmax", "train__epochs": 1}
    events = judged_run(tiny_backbone, tmp_path / "run", judged_data, adapters, **more)
    [started] = of(RunStarted, events)
    assert started.mined_triplets == started.triplets - 18 > 0
    listed = [json.loads(line) for line in (tmp_path / "run" / "mined.jsonl").read_text("utf-8").splitlines()]
    assert len(listed) == started.mined_triplets
    assert {one["origin"] for one in listed} == {"mined"}
    given = {(query_digest(one.query), paper_digest(*one.negative)) for one in make_triplets(8, 3)}
    assert {one["query"] for one in listed} <= {query for query, _negative in given}
    assert all((one["query"], one["negative"]) not in given for one in listed), "judged negatives are not mined"
    assert isinstance(events[-1], RunFinished), events[-1]


def test_the_share_of_encodes_saved_is_the_one_counted_by_hand(tiny_backbone: Backbone, tmp_path: Path) -> None:
    """Six queries of four triplets, a step each: queries alone 6 of 72; papers too, those of each step."""
    triplets = learnable_triplets(8, 4)
    for adapters in ("query", "query_and_paper"):
        run = tmp_path / adapters
        settings = settings_for(tiny_backbone, model__train_adapters=adapters, train__epochs=1)
        list(finetune(settings, triplets, run, Control()))
        share = record_of(run)["encodes_saved"]
        if adapters == "query":
            assert share == pytest.approx(1 - 6 / 72)
        else:
            texts = sum(
                1 + len({side for triplet in own for side in (triplet.positive, triplet.negative)})
                for own in (triplets[start : start + 4] for start in range(0, 32, 4))
                if own[0].query not in held_out(run, triplets)
            )
            assert share == pytest.approx(1 - texts / 72)


def held_out(run: Path, triplets: list[Any]) -> set[str]:
    from specter2_gui.domain.split import query_digest

    trained = set(record_of(run)["training_queries"])
    return {triplet.query for triplet in triplets if query_digest(triplet.query) not in trained}


def test_the_trial_before_the_first_step_changes_nothing(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from specter2_gui.training import loop

    right = Objective.of
    monkeypatch.setattr(Objective, "of", lambda *rest: right(*rest) * (1 + torch.rand(())))  # a loss that draws
    settings = settings_for(tiny_backbone, model__train_adapters="query_and_paper", train__loss="multiple_negatives")
    tried = list(finetune(settings, TRIPLETS, tmp_path / "tried", Control()))
    monkeypatch.setattr(loop, "probe", lambda *_: iter(()))
    plain = list(finetune(settings, TRIPLETS, tmp_path / "plain", Control()))
    assert len(of(Estimated, tried)) == 1
    assert not of(Estimated, plain)
    assert course_of(tmp_path / "tried") == course_of(tmp_path / "plain")
    assert record_of(tmp_path / "tried") == record_of(tmp_path / "plain")


@pytest.mark.parametrize(("epochs", "told"), [(1, 0), (2, 1)])
def test_a_run_is_estimated_from_ten_steps_on(tiny_backbone: Backbone, tmp_path: Path, epochs: int, told: int) -> None:
    events = list(finetune(settings_for(tiny_backbone, train__epochs=epochs), TRIPLETS, tmp_path / "run", Control()))
    found = of(Estimated, events)
    assert len(found) == told
    for estimate in found:
        assert estimate.steps == 10
        assert min(estimate.seconds, estimate.tokens_per_s, estimate.memory_mb) > 0
        assert events.index(estimate) < events.index(of(StepDone, events)[0])


@pytest.mark.parametrize(("adapters", "times"), [("query", 1), ("query_and_paper", 3)])
def test_the_vectors_a_loss_sees_are_renewed_each_epoch_where_papers_learn(
    tiny_backbone: Backbone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, adapters: str, times: int
) -> None:
    right, seen = Plan.renew_collection, list[torch.Tensor]()

    def renew(self: Plan) -> None:
        right(self)
        assert self.objective.collection is not None
        seen.append(self.objective.collection.vectors.clone())

    monkeypatch.setattr(Plan, "renew_collection", renew)
    settings = settings_for(
        tiny_backbone, model__train_adapters=adapters, train__loss="collection_softmax", train__epochs=3
    )
    list(finetune(settings, TRIPLETS, tmp_path / "run", Control()))
    assert len(seen) == times
    assert all(not torch.equal(before, after) for before, after in pairwise(seen))
