"""A training as it might have gone, for pictures: the same events every time."""

import math
import random
from dataclasses import replace
from pathlib import Path

from specter2_gui.app.runs import RunRecord
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import (
    CheckpointSaved,
    Estimated,
    Evaluated,
    Event,
    FoldDone,
    FoldStep,
    ModelLoaded,
    Pace,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    StepDone,
    VerdictReached,
    VerdictWord,
)

MODEL = "Starter (all-MiniLM-L6-v2)"
STEPS = 600
FAILED = RunFailed(
    "The model does not fit into the memory of the graphics card",
    "It has 4 GB, and 8 triplets at once need more",
    "Lower the batch to 4 and train again",
    12,
)
FINISHED = RunFinished(STEPS, 61.0, 350, "triplet_accuracy", 0.83, 78.4)


def events(until: int = STEPS, seed: int = 5, fall: float = 220.0) -> list[Event]:
    """The events of a run of 600 steps up to step ``until``; its losses need ``fall`` steps to fall to a third."""
    draw = random.Random(seed)  # noqa: S311 - data, not a secret
    found: list[Event] = [
        ModelLoaded(MODEL, "cpu", "fp32"),
        RunStarted("", MODEL, "query", "triplet_margin", "cosine", 0.2, STEPS, 5, 960, 192, 32, 8, 300_000),
    ]
    best = 0.0
    for step in range(until + 1):
        if step:
            loss = 0.16 * math.exp(-step / fall) + 0.03 + 0.05 * draw.random()
            found.append(StepDone(step, loss, 1e-4, step * 0.102))
        if step % 50 == 0:
            accuracy = 0.71 + 0.13 * (1 - math.exp(-step / 130)) - 0.06 * (step / STEPS) ** 2 + 0.006 * draw.random()
            found.append(
                Evaluated(step, 0.15 * math.exp(-step / (fall + 80)) + 0.04, accuracy, step * 0.1, best=accuracy > best)
            )
            if accuracy > best:
                best = accuracy
                found.append(CheckpointSaved(step, "best"))
    return found


FIGURES = {
    "bm25": {"ndcg@10": 0.583, "mrr": 0.602, "map": 0.511, "recall@100": 0.905},
    "base": {"ndcg@10": 0.612, "mrr": 0.655, "map": 0.548, "recall@100": 0.931},
}
PAUSED = RunPaused(360, 37.4)
FINISHED_JUDGED = RunFinished(STEPS, 61.0, 350, "ndcg@10", 0.667, 78.4)


def judged_events(until: int = STEPS, *, gain: float = 0.06, seed: int = 5, fall: float = 220.0) -> list[Event]:
    """The same run with judged queries and with its pace: nDCG@10 changes by ``gain`` at the most."""
    draw = random.Random(seed)  # noqa: S311 - data, not a secret
    found: list[Event] = [Estimated(61.0, 912.0, 31_400.0, STEPS)]
    best = -1.0
    for event in events(until, seed, fall):
        if isinstance(event, CheckpointSaved):
            continue
        if isinstance(event, RunStarted):
            found.append(replace(event, judged_queries=40, papers=1200))
        elif isinstance(event, Evaluated):
            share = event.step / STEPS
            ndcg = 0.612 + gain * (1 - math.exp(-4 * share)) - 0.5 * abs(gain) * share**3 + 0.004 * draw.random()
            figures = {**FIGURES["base"], "ndcg@10": ndcg if event.step else 0.612}
            better = figures["ndcg@10"] > best
            best = max(best, figures["ndcg@10"])
            found.append(replace(event, figures=figures, best=better))
            found += [CheckpointSaved(event.step, "best")] if better else []
        else:
            found.append(event)
        if isinstance(event, StepDone) and event.step % 20 == 0:
            found.append(pace(event.step))
    return found


def pace(step: int) -> Pace:
    """How fast the run is at ``step``."""
    return Pace(step, 31_400.0, 78.4, 0.11, 0.42, 0.63, (STEPS - step) * 0.102, 912.0)


def reached(word: VerdictWord) -> VerdictReached:
    """A verdict over forty judged queries, with some that lost."""
    change, low, high = {
        "better": (0.055, 0.021, 0.088),
        "no clear difference": (0.008, -0.019, 0.034),
        "worse": (-0.047, -0.081, -0.012),
    }[word]
    better, same, worse = {"better": (23, 13, 4), "no clear difference": (13, 17, 10), "worse": (5, 14, 21)}[word]
    tuned = {**FIGURES["base"], "ndcg@10": 0.612 + change}
    names = tuple(f"q{number}" for number in range(1, worse + 1))
    systems = {**FIGURES, "tuned": tuned}
    return VerdictReached("ndcg@10", word, change, low, high, better, same, worse, names, systems)


def fold_events() -> list[Event]:
    """Cross-validation in its second part."""
    return [FoldDone(1, 5, 6, "ndcg@10", 0.604, 0.661), FoldStep(2, 5, 84, 120)]


def runs(folder: Path) -> tuple[RunRecord, ...]:
    """A finished and judged, a paused, a stopped and a failed run."""
    usual = Settings().model_dump()
    changed = {**usual, "train": {**usual["train"], "epochs": 11, "lr": 0.001}}
    tuned = f"{MODEL}, new query adapter"
    verdict = {
        "word": "better", "metric": "ndcg@10", "difference": 0.055, "interval": [0.021, 0.088],
        "better": 23, "same": 13, "worse": 4, "worse_queries": ["q1", "q2", "q3", "q4"], "folds": 0,
    }  # fmt: skip
    return (
        RunRecord(
            folder / "2026-01-12-3", "paused", started="2026-01-12T15:20:08+00:00", model=tuned,
            train_adapters="query", steps=360, seconds=37.4, triplets=960, settings=usual,
            baseline={"triplet_accuracy": 0.71, "ndcg@10": 0.612},
            best={"value": 0.651, "step": 350, "metric": "ndcg@10", "triplet_accuracy": 0.81, "ndcg@10": 0.651},
        ),
        RunRecord(
            folder / "2026-01-12-2", "finished", started="2026-01-12T14:02:11+00:00", model=tuned,
            train_adapters="query", steps=STEPS, seconds=61.0, triplets=960, settings=changed,
            baseline={"triplet_accuracy": 0.71, "ndcg@10": 0.612},
            best={"value": 0.667, "step": 350, "metric": "ndcg@10", "triplet_accuracy": 0.83, "ndcg@10": 0.667},
            facts={"verdict": verdict, "bm25": FIGURES["bm25"]},
        ),
        RunRecord(
            folder / "2026-01-12-1", "stopped", started="2026-01-12T13:31:40+00:00", model=tuned,
            train_adapters="query_and_paper", steps=212, seconds=48.0, triplets=960,
            baseline={"triplet_accuracy": 0.71},
            best={"value": 0.78, "step": 200, "metric": "triplet_accuracy", "triplet_accuracy": 0.78}, settings=usual,
        ),
        RunRecord(
            folder / "2026-01-11-1", "failed", started="2026-01-11T09:12:05+00:00", model=MODEL, triplets=960,
            train_adapters="query_and_paper", stopped=f"{FAILED.what}. {FAILED.why}. {FAILED.how}.", settings=usual,
        ),
    )  # fmt: skip
