"""Where a run stands, whole on the disk: weights, optimizer, random numbers, position, and what was best so far."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from specter2_gui.disk.atomic import recover_folder, replace_folder
from specter2_gui.domain.errors import UserError
from specter2_gui.training.run_files import CHECKPOINT, CHECKPOINT_STATE

_TENSORS = "state.safetensors"
_FORMAT = "specter2_gui checkpoint 1"
_PARTS = ("weights", "best", "optimizer", "random", "collection")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a run has come: steps done, steps of the present epoch done, and what it has counted.

    ``events_bytes`` is the length of the run's file of events; what was written after it is done again.
    """

    step: int = 0
    epoch: int = 1
    in_epoch: int = 0
    checked: int = -1
    worse: int = 0
    best_step: int = -1
    triplets: int = 0
    step_seconds: float = 0.0
    seconds: float = 0.0
    texts: int = 0
    texts_asked: int = 0
    budget: int = 0
    events_bytes: int = 0
    at_margin: int = 0
    first_similarity: float | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that is needed to go on as if nothing had happened; tensors lie on the processor.

    ``checks`` holds the checks that are still needed, as plain values by what they are; ``record`` is the run's record at that moment.
    """

    position: Position
    weights: Mapping[str, Tensor]
    best: Mapping[str, Tensor]
    optimizer: Mapping[str, Tensor]
    random: Mapping[str, Tensor]
    collection: Mapping[str, Tensor]
    checks: Mapping[str, Any] = field(default_factory=dict[str, Any])
    record: Mapping[str, Any] = field(default_factory=dict[str, Any])


def save_checkpoint(run_dir: Path, checkpoint: Checkpoint) -> None:
    """Replace the checkpoint of the run in ``run_dir``, whole or not at all.

    Raises:
        OSError: there is no room, or the folder cannot be written; the previous checkpoint is then still there.
        ValueError: a weight is not a finite number; such a state is never written.
    """
    tensors = {
        f"{part}/{name}": tensor.contiguous() for part in _PARTS for name, tensor in getattr(checkpoint, part).items()
    }
    if not all(bool(torch.isfinite(tensor).all()) for tensor in checkpoint.weights.values()):
        raise ValueError("a checkpoint holds finite numbers")
    data = save_tensors(tensors)
    state: dict[str, Any] = {
        "format": _FORMAT,
        "tensors_sha256": hashlib.sha256(data).hexdigest(),
        "position": asdict(checkpoint.position),
        "checks": dict(checkpoint.checks),
        "record": dict(checkpoint.record),
    }

    state["state_sha256"] = _digest(state)

    def fill(folder: Path) -> None:
        (folder / _TENSORS).write_bytes(data)
        text = json.dumps(state, ensure_ascii=False, allow_nan=False)
        (folder / CHECKPOINT_STATE).write_text(text, encoding="utf-8")

    replace_folder(run_dir / CHECKPOINT, fill)


def load_checkpoint(run_dir: Path) -> Checkpoint | None:
    """The checkpoint of the run in ``run_dir``, or nothing when the run had not come so far.

    Raises:
        UserError: it is damaged, or of a form this version does not know.
    """
    folder = run_dir / CHECKPOINT
    recover_folder(folder)
    if not folder.is_dir():
        return None
    try:
        state = json.loads((folder / CHECKPOINT_STATE).read_bytes())
        data = (folder / _TENSORS).read_bytes()
        whole = state.pop("state_sha256") == _digest(state)
        if not whole or state["format"] != _FORMAT or state["tensors_sha256"] != hashlib.sha256(data).hexdigest():
            raise _damaged(run_dir)
        tensors = load_tensors(data)  # bytes, not a mapped file: the folder is replaced while the run goes on
        parts = {part: _part(tensors, part) for part in _PARTS}
        return Checkpoint(Position(**state["position"]), **parts, checks=state["checks"], record=state["record"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, SafetensorError) as error:
        raise _damaged(run_dir) from error


def random_state() -> dict[str, Tensor]:
    """The state of torch's random numbers on the processor and on each graphics card, as bytes."""
    found = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        found |= {f"cuda{number}": state for number, state in enumerate(torch.cuda.get_rng_state_all())}
    return found


def restore_random(state: Mapping[str, Tensor]) -> None:
    """Put :func:`random_state` back; cards that are not there any more are passed over."""
    torch.set_rng_state(state["cpu"])
    for number in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        if f"cuda{number}" in state:
            torch.cuda.set_rng_state(state[f"cuda{number}"], number)


def _part(tensors: Mapping[str, Tensor], part: str) -> dict[str, Tensor]:
    return {name.removeprefix(f"{part}/"): tensor for name, tensor in tensors.items() if name.startswith(f"{part}/")}


def _digest(state: Mapping[str, Any]) -> str:
    """SHA-256 of ``state`` as it reads back: a changed digit is still JSON."""
    text = json.dumps(state, ensure_ascii=True, sort_keys=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _damaged(run_dir: Path) -> UserError:
    return UserError(
        f"The training in '{run_dir.name}' cannot be resumed",
        "Its checkpoint is damaged or was written by another version of the program",
        "Train again; the best model of this run, if it has one, can be searched with as it is",
    )
