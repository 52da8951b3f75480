"""What a run reports while it works: frozen events of plain numbers and words, the same for window, terminal and file.

A run yields any number of ``ModelLoaded``, ``PapersEncoded`` and ``Warned``, one ``RunStarted`` (one more each time
it is resumed), then steps and evaluations, and ends with exactly one of ``RunFinished``, ``RunStopped``, ``RunPaused``
or ``RunFailed``. A ``VerdictReached`` comes before the end wherever there is something to compare. No event holds the
text of a query or of a paper.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Figures = Mapping[str, float]
"""Measures of a system by name: ``ndcg@10``, ``mrr``, ``map``, ``recall@100``, each from 0 to 1."""


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
    """The plan of the run; ``steps`` is the number of optimizer steps it will take if nothing stops it.

    ``mined_triplets`` of the ``triplets`` have a negative that a model found and nobody has judged.
    ``judged_queries`` is the number of held-out queries with judgements (0: triplets alone choose the best model),
    ``papers`` the size of the collection they are searched in, and ``resumed_from`` the step of the checkpoint that
    the run goes on from (0: it begins).
    """

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
    judged_queries: int = 0
    papers: int = 0
    resumed_from: int = 0
    mined_triplets: int = 0


@dataclass(frozen=True, slots=True)
class Estimated:
    """What a probe of a few steps says about the rest, before the first step: time in seconds, memory in megabytes."""

    seconds: float
    memory_mb: float
    tokens_per_s: float
    steps: int


@dataclass(frozen=True, slots=True)
class StepDone:
    """One optimizer step: its mean training loss, the learning rate it used, seconds since the first step began."""

    step: int
    loss: float
    lr: float
    seconds: float
    epoch: int = 1


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the run is, over the steps since the last one of these, and how long it will take.

    ``padding_share`` is the share of computed tokens that were padding; ``encodes_saved`` the share of texts that
    needed no pass through the model because the step held them already or their vectors were kept; ``utilisation``
    the share of the speed that this device reaches in a plain matrix product (None where that was not measured);
    ``memory_mb`` the most the run has taken so far, on the graphics card if it uses one.
    """

    step: int
    tokens_per_s: float
    triplets_per_s: float
    padding_share: float
    encodes_saved: float
    utilisation: float | None
    seconds_left: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Held-out queries after ``step`` steps (0: the untouched model, the baseline); ``best`` if it is the model to keep.

    ``figures`` are those of the held-out queries with judgements, where there are any.
    """

    step: int
    loss: float
    triplet_accuracy: float
    seconds: float
    best: bool
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class FoldStep:
    """Cross-validation has taken ``step`` of ``steps`` steps of the fold ``fold`` (from 1) of ``folds``."""

    fold: int
    folds: int
    step: int
    steps: int


@dataclass(frozen=True, slots=True)
class FoldDone:
    """The queries of one fold, never seen in its training: their number, and ``metric`` before and after."""

    fold: int
    folds: int
    queries: int
    metric: str
    base: float
    tuned: float


VerdictWord = Literal["better", "no clear difference", "worse"]


@dataclass(frozen=True, slots=True)
class VerdictReached:
    """The best model against the untouched one, query by query, in the unit of ``metric``.

    ``difference`` is the mean change and ``low`` to ``high`` its 95 % interval by paired bootstrap; the word follows
    from the interval alone. ``better``, ``same`` and ``worse`` count queries; ``worse_queries`` names those that fell,
    the largest fall first, by their ids (triplets without judgements: by the digest of the query). ``systems`` holds
    the figures of ``bm25``, ``base`` and ``tuned`` where there are judgements. ``folds`` is 0 without
    cross-validation, and then the same queries have chosen the best step.
    """

    metric: str
    word: VerdictWord
    difference: float
    low: float
    high: float
    better: int
    same: int
    worse: int
    worse_queries: tuple[str, ...]
    systems: Mapping[str, Figures]
    folds: int = 0


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
class RunPaused:
    """The person paused the run; everything needed to go on lies in its folder, and no memory is held."""

    step: int
    seconds: float


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
    ModelLoaded | PapersEncoded | Warned | RunStarted | Estimated | StepDone | Pace | Evaluated | CheckpointSaved
    | FoldStep | FoldDone | VerdictReached | RunFinished | RunStopped | RunPaused | RunFailed
)  # fmt: skip
"""Any event of a run."""


def as_record(event: Event) -> dict[str, Any]:
    """``event`` as one JSON object: its class name under ``event``, then its fields."""
    return {"event": type(event).__name__, **asdict(event)}
