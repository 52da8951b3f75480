"""The training loop: a generator of events over steps, checks on held-out triplets, and the best model kept."""

import math
import time
from collections.abc import Iterator, Sequence

import torch

from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    RunFinished,
    RunStarted,
    RunStopped,
    StepDone,
)
from specter2_gui.domain.papers import Role
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.batch_loss import batch_loss
from specter2_gui.training.batches import Batch, epoch_batches, prepare, steps_per_epoch
from specter2_gui.training.best_model import save_best
from specter2_gui.training.checking import Check, check
from specter2_gui.training.collapse import CollapseWatch
from specter2_gui.training.control import CancelledError, Control
from specter2_gui.training.embedder import Embedder
from specter2_gui.training.losses import get_loss
from specter2_gui.training.optimization import Optimization, diverged
from specter2_gui.training.run_files import METRIC
from specter2_gui.training.run_folder import RunFolder


def train(
    encoder: Encoder,
    triplets: Sequence[Triplet],
    validation: Sequence[Triplet],
    settings: Settings,
    run: RunFolder,
    control: Control,
) -> Iterator[Event]:
    """Train the adapters of ``encoder``, which belongs to this run alone, and keep the best in ``run``.

    ``triplets`` and ``validation`` are not empty and share no query. Yields RunStarted first and RunFinished or
    RunStopped last; the untouched model is the first candidate for the best. The caller writes the events down.
    On a processor the same arguments give the same numbers. Runs in any thread, and moves between threads only
    from one event to the next.

    Raises:
        UserError: the loss is unknown, or loss or gradient left the finite numbers; the best model stays.
        OSError: the run folder cannot be written.
    """
    torch.manual_seed(settings.data.seed)  # pyright: ignore[reportUnknownMemberType] - torch leaves it untyped
    course = _Course(encoder, triplets, validation, settings, run, control)
    yield course.started()
    try:
        yield from course.prepare()
        yield from course.steps()
    except CancelledError:
        run.discard_best()
        yield RunStopped(course.step, course.seconds, kept=False)


class _Course:
    """Where a run stands."""

    def __init__(
        self,
        encoder: Encoder,
        triplets: Sequence[Triplet],
        validation: Sequence[Triplet],
        settings: Settings,
        run: RunFolder,
        control: Control,
    ) -> None:
        self._begun = time.monotonic()
        self._encoder, self._settings, self._run, self._control = encoder, settings, run, control
        self._counts = (len(triplets), len(validation), _queries(triplets), _queries(validation))
        self._both = settings.model.train_adapters == "query_and_paper"
        self._parameters = encoder.trainable([Role.QUERY, Role.PAPER] if self._both else [Role.QUERY])
        self._loss = get_loss(settings.train.loss)
        self._margin = settings.margin_for(encoder.distance)
        texts, (self._rows, self._held_out) = prepare(encoder, triplets, validation)
        self._embedder = Embedder(encoder, texts, control)
        self._total = settings.train.epochs * steps_per_epoch(len(triplets), settings.train.batch_size)
        self._optimization = Optimization(self._parameters, settings.train, self._total)
        self._collapse = CollapseWatch(self._margin)
        self.step = 0
        self._last_loss = 0.0
        self._best: tuple[int, Check] | None = None
        self._baseline: Check | None = None
        self._checked = -1
        self._worse = 0
        self._step_seconds = 0.0
        self._seen = 0

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._begun

    def started(self) -> RunStarted:
        """The plan."""
        triplets, held_out, queries, held_out_queries = self._counts
        return RunStarted(
            run_dir=str(self._run.folder),
            model=self._encoder.title,
            train_adapters=self._settings.model.train_adapters,
            loss=self._settings.train.loss,
            distance=self._encoder.distance,
            margin=self._margin,
            steps=self._total,
            epochs=self._settings.train.epochs,
            triplets=triplets,
            validation_triplets=held_out,
            queries=queries,
            validation_queries=held_out_queries,
            trainable=sum(parameter.numel() for parameter in self._parameters),
        )

    def prepare(self) -> Iterator[Event]:
        """Compute what stays as it is, and check the untouched model."""
        if not self._both:
            yield from self._embedder.freeze_papers()
        yield from self._check()

    def steps(self) -> Iterator[Event]:
        """Step until the plan is done, patience is at its end or the person ends the run; then the last event."""
        first = time.monotonic()
        for epoch in range(1, self._settings.train.epochs + 1):
            for batch in self._batches(epoch):
                self._control.raise_if_cancelled()
                if self._control.requested is not None:
                    yield from self._stop_early()
                    return
                yield self._one_step(batch, epoch, first)
                yield from self._collapse.after_step(self.step, self._last_loss)
                if self.step % self._settings.train.eval_steps == 0:
                    yield from self._check()
                if self._out_of_patience():
                    yield self._finished("early stopping")
                    return
        if self._checked != self.step:
            yield from self._check()
        yield self._finished(None)

    def _batches(self, epoch: int) -> Iterator[Batch]:
        return epoch_batches(self._rows, self._settings.train.batch_size, self._settings.data.seed, epoch)

    def _one_step(self, batch: Batch, epoch: int, first: float) -> StepDone:
        """One step of the optimizer; the gradient mode is set here since it belongs to the thread, not the run."""
        begun, lr = time.monotonic(), self._optimization.lr
        with torch.enable_grad():
            loss = batch_loss(self._embedder, batch, self._loss, self._margin, self._encoder.distance)
            self._last_loss = self._optimization.step(loss)
        self.step += 1
        self._seen += len(batch)
        self._step_seconds += time.monotonic() - begun
        return StepDone(self.step, self._last_loss, lr, time.monotonic() - first, epoch)

    def _check(self) -> Iterator[Event]:
        """Try the held-out triplets with the present adapters, and keep these if they are the best so far."""
        begun = time.monotonic()
        result = check(self._embedder, self._held_out, self._loss, self._margin, self._encoder.distance)
        if not math.isfinite(result.loss):
            raise diverged("The loss on the held-out triplets is not a finite number", kept=self._best is not None)
        best = self._best is None or result.better_than(self._best[1])
        self._checked = self.step
        self._worse = 0 if best else self._worse + 1
        yield Evaluated(self.step, result.loss, result.triplet_accuracy, time.monotonic() - begun, best)
        yield from self._collapse.after_check(self.step, result)
        if best:
            self._best = (self.step, result)
            self._baseline = self._baseline or result
            save_best(self._run, self._encoder, self._settings, self.step, result, self._baseline)
            yield CheckpointSaved(self.step, self._run.best.name)

    def _stop_early(self) -> Iterator[Event]:
        """Give the newest adapters their chance, then end with the best."""
        if self._checked != self.step:
            yield from self._check()
        step, value = self._winner()
        yield RunStopped(
            self.step, self.seconds, kept=True, best_step=step, metric=METRIC, value=value, triplets_per_s=self._speed()
        )

    def _finished(self, stopped: str | None) -> RunFinished:
        step, value = self._winner()
        return RunFinished(self.step, self.seconds, step, METRIC, value, self._speed(), stopped)

    def _out_of_patience(self) -> bool:
        """Whether so many checks as were asked for found nothing better, with steps still to go."""
        return 0 < self._settings.train.patience <= self._worse and self.step < self._total

    def _winner(self) -> tuple[int, float]:
        return (self._best[0], self._best[1].triplet_accuracy) if self._best else (0, 0.0)

    def _speed(self) -> float:
        """Triplets a second in the steps alone."""
        return self._seen / self._step_seconds if self._step_seconds > 0 else 0.0


def _queries(triplets: Sequence[Triplet]) -> int:
    return len({triplet.query for triplet in triplets})
