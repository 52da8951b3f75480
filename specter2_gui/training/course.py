"""Where a run stands: its plan, its counts, its checks, and how all of it goes to the disk and comes back."""

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import CheckpointSaved, Evaluated, Event, RunStarted, VerdictReached, Warned
from specter2_gui.domain.verdict import verdict_of
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.best_model import save_best
from specter2_gui.training.checking import Check
from specter2_gui.training.checkpoint import Checkpoint, Position, random_state, restore_random, save_checkpoint
from specter2_gui.training.collapse import CollapseWatch
from specter2_gui.training.optimization import Optimization, diverged
from specter2_gui.training.pacing import Pacer
from specter2_gui.training.plan import Plan
from specter2_gui.training.run_folder import RunFolder

_NO_STEP = -1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a training has brought: the weights of the best model, and the checks before and with it."""

    best: Mapping[str, Tensor]
    before: Check
    after: Check


class Course:
    """The changing state of a run; everything fixed is in its :class:`Plan`."""

    def __init__(self, encoder: Encoder, settings: Settings, plan: Plan, run: RunFolder) -> None:
        self._encoder, self._settings, self._run = encoder, settings, run
        self.plan = plan
        self.optimization = Optimization(plan.parameters, settings.train, plan.steps)
        self.pacer = Pacer(plan)
        self._collapse = CollapseWatch(plan.collapse_margin)
        self.at = Position()
        self._begun = time.monotonic()
        self._weights: Mapping[str, Tensor] = {}
        self._checks: dict[str, Check] = {}

    @property
    def seconds(self) -> float:
        """Seconds of work, those before a pause included."""
        return self.at.seconds + time.monotonic() - self._begun

    @property
    def best_step(self) -> int:
        """The step of the best model so far; -1 before the first check."""
        return self.at.best_step

    def started(self, resumed_from: int = 0) -> RunStarted:
        """The plan as an event."""
        return replace(self.plan.started(str(self._run.folder)), resumed_from=resumed_from)

    def move(self, **changes: Any) -> None:
        """Change the position."""
        self.at = replace(self.at, **changes)

    def check(self) -> Iterator[Event]:
        """Try the held-out queries with the present adapters, and keep these if they are the best so far.

        Raises:
            UserError: the loss is not a finite number.
        """
        begun = time.monotonic()
        found = self.plan.checker.check()
        if not math.isfinite(found.loss):
            kept = self.at.best_step != _NO_STEP
            raise diverged("The loss on the held-out triplets is not a finite number", kept=kept)
        known = self._checks
        best = "best" not in known or found.better_than(known["best"], known["baseline"])
        self.move(checked=self.at.step, worse=0 if best else self.at.worse + 1)
        seconds = time.monotonic() - begun
        yield from self.plan.embedder.warnings(self.at.step)
        yield Evaluated(self.at.step, found.loss, found.triplet_accuracy, seconds, best, found.figures)
        yield from self._collapse.after_check(self.at.step, found)
        if best:
            self._checks["best"] = found
            self._checks.setdefault("baseline", found)
            self._weights = self._encoder.snapshot(self.plan.roles)
            self.move(best_step=self.at.step)
            self._save_best()
            yield CheckpointSaved(self.at.step, self._run.best.name)

    def after_step(self, step: int, loss: float) -> list[Warned]:
        """A warning when the vectors run together."""
        return self._collapse.after_step(step, loss)

    def out_of_patience(self) -> bool:
        """Whether so many checks as were asked for found nothing better, with steps still to go."""
        return 0 < self._settings.train.patience <= self.at.worse and self.at.step < self.plan.steps

    def verdict(self) -> VerdictReached:
        """The best model against the untouched one, over the whole collection where there is one."""
        before, after = self._checks["baseline"], self._checks["best"]
        judged = self.plan.judged
        if judged is not None and not judged.is_whole:
            present = self._encoder.snapshot(self.plan.roles)
            before = self._checks["whole"]
            self._encoder.restore(self._weights)
            after = self.plan.checker.check(whole=True) if self.at.best_step else before
            self._encoder.restore(present)
        systems = {}
        if judged is not None and before.figures is not None and after.figures is not None:
            systems = {"bm25": judged.bm25, "base": before.figures, "tuned": after.figures}
        return verdict_of(after.metric, before.by_query, after.by_query, systems=systems)

    def note_whole(self) -> None:
        """Measure the untouched model over the whole collection, where later checks see a part of it."""
        judged = self.plan.judged
        if judged is not None and not judged.is_whole:
            self._checks["whole"] = self.plan.checker.check(whole=True)

    def outcome(self) -> Outcome:
        """What the run has brought so far; only after the first check."""
        return Outcome(self._weights, self._checks["baseline"], self._checks["best"])

    def best(self) -> tuple[int, str, float]:
        """Step, metric and value of the best model so far."""
        found = self._checks.get("best")
        return (0, "", 0.0) if found is None else (self.at.best_step, found.metric, found.value)

    def save(self) -> None:
        """Write down where the run stands, so that it can go on from here to the last bit.

        Raises:
            OSError: the folder cannot be written; the checkpoint before is still there.
        """
        position = replace(
            self.at,
            seconds=self.seconds,
            budget=self.plan.embedder.budget,
            events_bytes=self._run.settle_events(),
            **self.pacer.counts(),
            **self._collapse.state(),
        )
        collection = self.plan.objective.collection if self.plan.papers_learn else None
        save_checkpoint(
            self._run.folder,
            Checkpoint(
                position,
                weights=self._encoder.snapshot(self.plan.roles),
                best=self._weights,
                optimizer=self.optimization.state(),
                random=random_state(),
                collection={} if collection is None else {"vectors": collection.vectors.cpu()},
                checks={name: check.as_record() for name, check in self._checks.items()},
                record=self._run.record,
            ),
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Stand where the run stood when ``checkpoint`` was saved."""
        self.at = checkpoint.position
        self._checks = {name: Check.of_record(record) for name, record in checkpoint.checks.items()}
        self._weights = dict(checkpoint.best)
        self._encoder.restore(checkpoint.best)
        if self._run.best_on_disk() != self.at.best_step and self.at.best_step != _NO_STEP:
            self._save_best()  # a crash may have left that of a later step, which will come again
        self._encoder.restore(checkpoint.weights)
        self.optimization.restore(checkpoint.optimizer)
        self.plan.embedder.budget = self.at.budget
        if "vectors" in checkpoint.collection and self.plan.objective.collection is not None:
            device = self.plan.embedder.device
            self.plan.objective.collection.vectors = checkpoint.collection["vectors"].to(device)
        self.pacer.restore(self.at)
        self._collapse.restore(self.at)
        restore_random(checkpoint.random)
        self._begun = time.monotonic()

    def _save_best(self) -> None:
        save_best(
            self._run, self._encoder, self._settings, self.at.best_step, self._checks["best"], self._checks["baseline"]
        )
