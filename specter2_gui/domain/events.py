"""What a run reports while it works: frozen events of plain numbers and words, the same for window, terminal and file.

A run yields any number of ``ModelLoaded``, ``PapersEncoded`` and ``Warned``, one ``RunStarted``, then steps and
evaluations, and ends with exactly one of ``RunFinished``, ``RunStopped`` or ``RunFailed``.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelLoaded:
    """The backbone and its adapters are in memory; ``model`` names them in words."""

    model: str
    device: str
    precision: str


@dataclass(frozen=True, slots=True)
class PapersEncoded:
    """Of ``total`` distinct papers ``done`` have a vector."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the person should know although the run goes on, in a sentence."""

    text: str
    step: int = 0


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The plan of the run; ``steps`` is the number of optimizer steps it will take if nothing stops it."""

    run_dir: str
    model: str
    train_adapters: str
    loss: str
    distance: str
    margin: float
    steps: int
    epochs: int
    triplets: int
    validation_triplets: int
    queries: int
    validation_queries: int
    trainable: int


@dataclass(frozen=True, slots=True)
class StepDone:
    """One optimizer step: its mean training loss, the learning rate it used, seconds since the first step began."""

    step: int
    loss: float
    lr: float
    seconds: float
    epoch: int = 1


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Held-out triplets after ``step`` steps (0: the untouched model, the baseline); ``best`` if no value was better."""

    step: int
    loss: float
    triplet_accuracy: float
    seconds: float
    best: bool


@dataclass(frozen=True, slots=True)
class CheckpointSaved:
    """The model of ``step`` lies complete in ``path`` (relative to the run folder)."""

    step: int
    path: str


@dataclass(frozen=True, slots=True)
class RunFinished:
    """Every planned step was taken, or early stopping ended the run (``stopped`` says ``early stopping`` then)."""

    step: int
    seconds: float
    best_step: int
    metric: str
    value: float
    triplets_per_s: float
    stopped: str | None = None


@dataclass(frozen=True, slots=True)
class RunStopped:
    """The person ended the run; ``kept`` tells whether its best model is still there (stop early) or not (cancel)."""

    step: int
    seconds: float
    kept: bool
    best_step: int = 0
    metric: str = ""
    value: float = 0.0
    triplets_per_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RunFailed:
    """The run could not go on: what, why and how as in :class:`~specter2_gui.domain.errors.UserError`.

    ``details`` holds the traceback when the cause is a fault of the program; it is never shown unasked.
    """

    what: str
    why: str
    how: str
    step: int = 0
    details: str = ""


Event = (
    ModelLoaded | PapersEncoded | Warned | RunStarted | StepDone | Evaluated | CheckpointSaved
    | RunFinished | RunStopped | RunFailed
)  # fmt: skip
"""Any event of a run."""


def as_record(event: Event) -> dict[str, Any]:
    """``event`` as one JSON object: its class name under ``event``, then its fields."""
    return {"event": type(event).__name__, **asdict(event)}
