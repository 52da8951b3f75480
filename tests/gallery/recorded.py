"""A training as it might have gone, for pictures: the same events every time."""

import math
import random
from pathlib import Path

from specter2_gui.app.runs import RunRecord
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    ModelLoaded,
    RunFailed,
    RunFinished,
    RunStarted,
    StepDone,
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


def events(until: int = STEPS) -> list[Event]:
    """The events of a run of 600 steps up to step ``until``."""
    draw = random.Random(5)  # noqa: S311 - data, not a secret
    found: list[Event] = [
        ModelLoaded(MODEL, "cpu", "fp32"),
        RunStarted("", MODEL, "query", "triplet_margin", "cosine", 0.2, STEPS, 5, 960, 192, 32, 8, 300_000),
    ]
    best = 0.0
    for step in range(until + 1):
        if step:
            loss = 0.16 * math.exp(-step / 220) + 0.03 + 0.05 * draw.random()
            found.append(StepDone(step, loss, 1e-4, step * 0.102))
        if step % 50 == 0:
            accuracy = 0.71 + 0.13 * (1 - math.exp(-step / 130)) - 0.06 * (step / STEPS) ** 2 + 0.006 * draw.random()
            found.append(
                Evaluated(step, 0.15 * math.exp(-step / 300) + 0.04, accuracy, step * 0.1, best=accuracy > best)
            )
            if accuracy > best:
                best = accuracy
                found.append(CheckpointSaved(step, "best"))
    return found


def runs(folder: Path) -> tuple[RunRecord, ...]:
    """A finished, a stopped and a failed run."""
    usual = Settings().model_dump()
    changed = {**usual, "train": {**usual["train"], "epochs": 8, "lr": 0.001}}
    tuned = f"{MODEL}, new query adapter"
    return (
        RunRecord(
            folder / "2026-01-12-2", "finished", started="2026-01-12T14:02:11+00:00", model=tuned,
            train_adapters="query", steps=STEPS, triplets=960, baseline={"triplet_accuracy": 0.71},
            best={"value": 0.83, "step": 350}, settings=changed,
        ),
        RunRecord(
            folder / "2026-01-12-1", "stopped", started="2026-01-12T13:31:40+00:00", model=tuned,
            train_adapters="query_and_paper", steps=212, triplets=960, baseline={"triplet_accuracy": 0.71},
            best={"value": 0.78, "step": 200}, settings=usual,
        ),
        RunRecord(
            folder / "2026-01-11-1", "failed", started="2026-01-11T09:12:05+00:00", model=MODEL, triplets=960,
            train_adapters="query_and_paper", stopped=f"{FAILED.what}. {FAILED.why}. {FAILED.how}.", settings=usual,
        ),
    )  # fmt: skip
