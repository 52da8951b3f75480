"""What is left of a run on the disk: whether every file of it can be read, and what it computed to the last bit."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.numpy import load_file

from specter2_gui.config.load import parse_settings
from specter2_gui.domain.errors import UserError
from specter2_gui.training.run_folder import read_events, read_run

_TORN = "last line is incomplete"


@dataclass(frozen=True, slots=True)
class Traces:
    """All that has to be the same: losses of steps, figures of checks, the best step, and digests of the best model."""

    steps: dict[int, tuple[float, float]]
    checks: dict[int, tuple[Any, ...]]
    best: dict[str, Any]
    adapters: dict[str, str]


def traces_of(run_dir: Path) -> Traces:
    """What the run in ``run_dir`` computed, from its files.

    Raises:
        ValueError: a step or a check is told twice with different numbers.
    """
    steps: dict[int, tuple[float, float]] = {}
    checks: dict[int, tuple[Any, ...]] = {}
    for line in (run_dir / "events.jsonl").read_bytes().splitlines():
        event = json.loads(line)
        if event["event"] == "StepDone":
            _note(steps, event["step"], (event["loss"], event["lr"]))
        elif event["event"] == "Evaluated":
            figures = tuple(sorted((event.get("figures") or {}).items()))
            _note(checks, event["step"], (event["loss"], event["triplet_accuracy"], event["best"], figures))
    record = json.loads((run_dir / "run.json").read_bytes())
    adapters = {
        path.relative_to(run_dir).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((run_dir / "best").rglob("*.safetensors"))
    }
    return Traces(steps, checks, dict(record.get("best") or {}), adapters)


def unreadable(run_dir: Path) -> list[str]:
    """Sentences about every file of the run that cannot be read at this moment; empty when all can.

    Half-written files that nobody reads yet (``.part``) do not count, nor does a last event torn by a crash, which
    readers leave out.
    """
    return [f"{path.relative_to(run_dir)}: {why}" for path, why in _faults(run_dir)]


def torn_line(run_dir: Path) -> bool:
    """Whether the last event is incomplete."""
    try:
        return _TORN in read_events(run_dir).problem
    except UserError:
        return False


def half_written(run_dir: Path) -> list[str]:
    """The names of what a crash left half written directly in the folder of the run."""
    return sorted(path.name for path in run_dir.glob(".*") if path.suffix in (".part", ".old"))


def _faults(run_dir: Path) -> Iterator[tuple[Path, str]]:
    try:
        read_run(run_dir)
        problem = read_events(run_dir).problem
        if problem and _TORN not in problem:
            yield run_dir / "events.jsonl", problem
    except UserError as error:
        yield run_dir / "run.json", error.sentence
    for path in sorted(run_dir.rglob("*")):
        if path.is_file() and not any(part.endswith(".part") for part in path.relative_to(run_dir).parts):
            why = _fault_of(path)
            if why:
                yield path, why


def _fault_of(path: Path) -> str:
    try:
        if path.suffix == ".json":
            json.loads(path.read_bytes())
        elif path.suffix == ".safetensors":
            load_file(path)
        elif path.name == "settings.yaml":
            parse_settings(path.read_text(encoding="utf-8"), path.name)
    except (OSError, ValueError, UserError, SafetensorError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _note(found: dict[int, Any], step: int, values: Any) -> None:
    if found.setdefault(step, values) != values:
        raise ValueError(f"step {step} is told twice with different numbers: {found[step]} and {values}")
