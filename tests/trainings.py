"""Short trainings of the tiny model, and what of them has to be the same however often they are interrupted."""

import json
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    RunFinished,
    RunStopped,
    StepDone,
    VerdictReached,
)
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.training.run_folder import read_events
from tests.material import TOPICS, make_papers

Kind = TypeVar("Kind")

_TIMED = {"started", "ended", "seconds", "triplets_per_s", "peak_memory_mb", "padding_share", "resumed"}
_TOLD = Evaluated | CheckpointSaved | StepDone | VerdictReached | RunFinished | RunStopped


def learnable_triplets(queries: int = 8, per_query: int = 3) -> list[Triplet]:
    """Triplets of one rule, so that what is learnt of some queries holds for the others: one topic answers, one does not."""
    draw, papers, words = random.Random(5), make_papers(40), TOPICS[0].split()  # noqa: S311 - test material, no secret
    right, wrong = papers[:: len(TOPICS)], papers[1 :: len(TOPICS)]
    found: dict[Triplet, None] = {}
    for number in range(queries):
        query = f"{' '.join(draw.sample(words, 2))} question {number}"
        wanted = len(found) + per_query
        while len(found) < wanted:
            yes, no = draw.choice(right), draw.choice(wrong)
            found.setdefault(Triplet(query, yes.title, yes.abstract, no.title, no.abstract))
    return list(found)


def settings_for(backbone: Backbone, **more: Any) -> Settings:
    """Two epochs of five steps on the processor, checked after every third; ``section__name`` sets anything else."""
    sections: dict[str, dict[str, Any]] = {
        "data": {"validation_share": 0.25, "seed": 1},
        "model": {"backbone": str(backbone.folder), "frozen_layers": 0},
        "train": {
            "loss": "triplet_margin", "lr": 3e-2, "epochs": 2, "batch_size": 4, "eval_steps": 3, "device": "cpu", "precision": "fp32",
        },
    }  # fmt: skip
    for key, value in more.items():
        section, _, name = key.partition("__")
        sections[section][name] = value
    return Settings.model_validate(sections)


def of(kind: type[Kind], events: Iterable[Event]) -> list[Kind]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def until(events: Iterator[Event], enough: Callable[[Event], bool]) -> list[Event]:
    """The events up to the first that is ``enough``; the rest is left where it is."""
    found: list[Event] = []
    for event in events:
        found.append(event)
        if enough(event):
            break
    return found


def copied(run_dir: Path, target: Path) -> Path:
    """The folder of a run as a program that dies in this moment leaves it."""
    shutil.copytree(run_dir, target)
    return target


def course_of(run_dir: Path) -> list[Event]:
    """What a run has told of its steps, checks and end, without times."""
    untimed: list[Event] = []
    for event in read_events(run_dir).events:
        if isinstance(event, StepDone | Evaluated):
            untimed.append(replace(event, seconds=0.0))
        elif isinstance(event, RunFinished | RunStopped):
            untimed.append(replace(event, seconds=0.0, triplets_per_s=0.0))
        elif isinstance(event, _TOLD):
            untimed.append(event)
    return untimed


def record_of(run_dir: Path) -> dict[str, Any]:
    """``run.json`` without times and memory."""
    record: dict[str, Any] = json.loads((run_dir / "run.json").read_text(encoding="utf-8"))
    return {name: value for name, value in record.items() if name not in _TIMED}


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def assert_same_run(found: Path, wanted: Path) -> None:
    """Both runs took the same steps to the last bit, and left the same model."""
    assert course_of(found) == course_of(wanted)
    assert record_of(found) == record_of(wanted)
    assert files_of(found / "best") == files_of(wanted / "best")
