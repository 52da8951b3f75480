"""What each event of a run changes in its record."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    ModelLoaded,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    RunStopped,
    VerdictReached,
    as_record,
)
from specter2_gui.training.run_files import JUDGED_METRIC, METRIC


def changes_by(event: Event, record: Mapping[str, Any]) -> dict[str, Any]:
    """What ``event`` changes in ``run.json`` (``record`` is its present content); nothing for most steps."""
    match event:
        case ModelLoaded():
            return {"model": event.model, "device": event.device, "precision": event.precision}
        case RunStarted():
            plan = as_record(event)
            return {key: plan[key] for key in _PLAN} | {"training_triplets": event.triplets}
        case Evaluated():
            check = {"loss": event.loss, METRIC: event.triplet_accuracy, **(event.figures or {})}
            first = {"baseline": check} if event.step == 0 else {}
            return {"last_check": {"step": event.step, **check}, "steps": event.step} | first
        case CheckpointSaved():
            check = {name: value for name, value in record.get("last_check", {}).items() if name != "step"}
            metric = JUDGED_METRIC if JUDGED_METRIC in check else METRIC
            return {"best": {"step": event.step, "metric": metric, "value": check.get(metric, 0.0), **check}}
        case VerdictReached():
            return {"verdict": _verdict(event)} | ({"bm25": event.systems["bm25"]} if "bm25" in event.systems else {})
        case _:
            return _changes_by_end(event)


def _changes_by_end(event: Event) -> dict[str, Any]:
    match event:
        case RunFinished():
            status, stopped = "finished", event.stopped
        case RunStopped(kept=True):
            status, stopped = "stopped", "stop early"
        case RunStopped():
            status, stopped = "cancelled", "cancelled"
        case RunPaused():
            return {"status": "paused", "steps": event.step, "seconds": event.seconds}
        case RunFailed():
            stopped = UserError(event.what, event.why, event.how).sentence
            return {"status": "failed", "ended": now(), "steps": event.step, "stopped": stopped}
        case _:
            return {}
    changes = {"status": status, "ended": now(), "steps": event.step, "seconds": event.seconds, "stopped": stopped}
    if status == "cancelled":
        changes["best"] = None
    return changes | {"triplets_per_s": event.triplets_per_s}


def _verdict(event: VerdictReached) -> dict[str, Any]:
    return {
        "word": event.word,
        "metric": event.metric,
        "difference": event.difference,
        "interval": [event.low, event.high],
        "better": event.better,
        "same": event.same,
        "worse": event.worse,
        "worse_queries": list(event.worse_queries),
        "folds": event.folds,
    }


_PLAN = (
    "train_adapters", "loss", "distance", "margin", "epochs",
    "validation_triplets", "queries", "validation_queries", "trainable", "judged_queries", "papers",
    "mined_triplets",
)  # fmt: skip


def now() -> str:
    """The present moment in coordinated universal time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
