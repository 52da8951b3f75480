"""The folder of a run: what is written while it works, so that it can be followed and read through the folder alone."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from specter2_gui.disk.atomic import replace_folder, write_json, write_text
from specter2_gui.disk.holding import Held
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    ModelLoaded,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    as_record,
)
from specter2_gui.training.run_files import BEST, EVENTS_FILE, HELD_FILE, METRIC, RUN_FILE, SETTINGS_FILE
from specter2_gui.training.run_record import RunEvents, RunRecord, read_events, read_run

__all__ = ["RunEvents", "RunFolder", "RunRecord", "read_events", "read_run"]


class RunFolder:
    """The one writer of a run's folder: ``run.json``, ``events.jsonl``, ``settings.yaml`` and ``best/``.

    ``run.json`` is always whole; a line of ``events.jsonl`` is written by one call, so only a crash can tear the last.
    """

    def __init__(self, folder: Path, facts: Mapping[str, Any]) -> None:
        """Begin a run in ``folder``, which must be absent or empty; ``facts`` go into ``run.json``.

        Raises:
            UserError: the folder holds something already.
            OSError: it cannot be made or written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UserError(
                f"The run cannot be written into '{folder}'",
                "That folder is not empty, and nothing in it shall be overwritten",
                "Name a folder that does not exist yet",
            )
        self.folder = folder
        self._held = Held(folder / HELD_FILE)
        self.record: dict[str, Any] = {"status": "running", "started": _now(), **facts}
        self._events = os.open(folder / EVENTS_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY, 0o644)
        self._write_record()

    @property
    def best(self) -> Path:
        """Where the best model so far lies."""
        return self.folder / BEST

    def note(self, **facts: Any) -> None:
        """Add ``facts`` to ``run.json``."""
        self.record |= facts
        self._write_record()

    def write_settings(self, text: str) -> None:
        """Keep the settings of the run as YAML."""
        write_text(self.folder / SETTINGS_FILE, text)

    def append(self, event: Event) -> None:
        """Write ``event`` to ``events.jsonl``, and what it changes to ``run.json``.

        Raises:
            OSError: the disk is full, or the folder is gone.
        """
        line = json.dumps(as_record(event), ensure_ascii=False, allow_nan=False)
        data = line.encode("utf-8", "replace") + b"\n"
        if os.write(self._events, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder / EVENTS_FILE))
        changes = changes_by(event, self.record)
        if changes:
            self.note(**changes)

    def save_best(self, fill: Callable[[Path], None]) -> None:
        """Replace ``best/`` by what ``fill`` writes into an empty folder; the old one stays until that is complete."""
        replace_folder(self.best, fill)

    def discard_best(self) -> None:
        """Remove ``best/``."""
        shutil.rmtree(self.best, ignore_errors=True)

    def close(self) -> None:
        """Let go of the folder; may be called again."""
        if self._events >= 0:
            os.close(self._events)
            self._events = -1
        self._held.release()

    def _write_record(self) -> None:
        write_json(self.folder / RUN_FILE, self.record)


def changes_by(event: Event, record: Mapping[str, Any]) -> dict[str, Any]:
    """What ``event`` changes in ``run.json`` (``record`` is its present content); nothing for most steps."""
    match event:
        case ModelLoaded():
            return {"model": event.model, "device": event.device, "precision": event.precision}
        case RunStarted():
            plan = as_record(event)
            return {key: plan[key] for key in _PLAN} | {"training_triplets": event.triplets}
        case Evaluated():
            check = {"step": event.step, "loss": event.loss, METRIC: event.triplet_accuracy}
            first = {"baseline": {"loss": event.loss, METRIC: event.triplet_accuracy}} if event.step == 0 else {}
            return {"last_check": check, "steps": event.step} | first
        case CheckpointSaved():
            value = record.get("last_check", {}).get(METRIC, 0.0)
            return {"best": {"step": event.step, "metric": METRIC, "value": value}}
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
        case RunFailed():
            stopped = UserError(event.what, event.why, event.how).sentence
            return {"status": "failed", "ended": _now(), "steps": event.step, "stopped": stopped}
        case _:
            return {}
    changes = {"status": status, "ended": _now(), "steps": event.step, "seconds": event.seconds, "stopped": stopped}
    if status == "cancelled":
        changes["best"] = None
    return changes | {"triplets_per_s": event.triplets_per_s}


_PLAN = (
    "train_adapters", "loss", "distance", "margin", "epochs",
    "validation_triplets", "queries", "validation_queries", "trainable",
)  # fmt: skip
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line feeds into two characters


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
