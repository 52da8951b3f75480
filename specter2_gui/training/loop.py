"""The training loop: a generator of events over steps, checks on held-out queries, checkpoints and the best model."""

import math
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor

from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Event, RunFinished, RunPaused, RunStopped, StepDone, VerdictReached
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.encoder import Encoder
from specter2_gui.training.batches import Batch
from specter2_gui.training.checkpoint import Checkpoint
from specter2_gui.training.control import CancelledError, Control
from specter2_gui.training.course import Course, Outcome
from specter2_gui.training.embedder import with_less_memory
from specter2_gui.training.gradients import add_gradient
from specter2_gui.training.judging import Judged
from specter2_gui.training.mined_file import save_mined
from specter2_gui.training.optimization import diverged
from specter2_gui.training.plan import make_plan
from specter2_gui.training.probing import probe
from specter2_gui.training.run_folder import RunFolder
from specter2_gui.training.sampling import epoch_batches

_STEPS_UNREAD = {"cuda": 8}
"""Losses that may stay on the device: reading one makes the program wait for it."""


def train(
    encoder: Encoder,
    triplets: Sequence[Triplet],
    validation: Sequence[Triplet],
    settings: Settings,
    run: RunFolder,
    control: Control,
    *,
    judged: Judged | None = None,
    checkpoint: Checkpoint | None = None,
    verdict: VerdictReached | None = None,
) -> Generator[Event, None, Outcome | None]:
    """Train the adapters of ``encoder``, which belongs to this run alone, and keep the best in ``run``.

    ``triplets`` and ``validation`` are not empty and share no query; ``judged``, whose queries are not among those
    of ``triplets``, makes nDCG@10 choose the best model instead of the order of held-out triplets. Yields RunStarted
    first and RunFinished, RunStopped or RunPaused last, before it the verdict, which is that of the held-out queries
    unless a cross-validation has given ``verdict``; the untouched model is the first candidate for the best. The
    caller writes the events down. With ``checkpoint`` the run goes on from there: on a processor its losses and
    weights are those of a run that was never interrupted, to the last bit. Runs in any thread, and moves between
    threads only from one event to the next. Returns the outcome unless the run was paused or cancelled.

    Raises:
        UserError: the loss is unknown, or loss or gradient left the finite numbers; the best model stays.
        OSError: the run folder cannot be written.
        torch.OutOfMemoryError: not even the smallest part of a step fits on the graphics card.
    """
    torch.manual_seed(settings.data.seed)  # pyright: ignore[reportUnknownMemberType] - torch leaves it untyped
    begun, step = time.monotonic(), 0 if checkpoint is None else checkpoint.position.step
    before = 0.0 if checkpoint is None else checkpoint.position.seconds
    course: Course | None = None
    try:
        keeping = checkpoint is not None
        plan = yield from make_plan(encoder, triplets, validation, settings, control, judged, keeping=keeping)
        save_mined(run.folder, plan, [*triplets, *validation], judged)
        course = Course(encoder, settings, plan, run)
        loop = _Loop(course, run, control, settings, verdict)
        yield course.started(step)
        yield from loop.prepare(checkpoint)
        return (yield from loop.steps())
    except CancelledError:
        seconds = before + time.monotonic() - begun
        step = step if course is None else max(step, course.at.step)
        if control.requested == "pause":  # before the first step there is nothing to save that is not there already
            yield RunPaused(step, seconds)
        else:
            run.discard()
            yield RunStopped(step, seconds, kept=False)
    return None


@dataclass(frozen=True, slots=True)
class _Unread:
    """A step whose loss and length of gradient may still be on the device."""

    step: int
    epoch: int
    lr: float
    loss: Tensor
    length: Tensor
    seconds: float


class _Loop:
    def __init__(
        self, course: Course, run: RunFolder, control: Control, settings: Settings, verdict: VerdictReached | None
    ) -> None:
        self._verdict = verdict
        self._course, self._run, self._control, self._train = course, run, control, settings.train
        self._seed = settings.data.seed
        self._plan = course.plan
        self._most_unread = _STEPS_UNREAD.get(self._plan.embedder.device.type, 1)
        self._unread: list[_Unread] = []
        self._first = time.monotonic()

    def prepare(self, checkpoint: Checkpoint | None) -> Iterator[Event]:
        """Compute what stays as it is; then check the untouched model, or stand where the checkpoint was."""
        plan, course = self._plan, self._course
        if plan.papers_learn and plan.judged is not None:
            plan.judged.narrow(plan.embedder, plan.encoder.distance)
        plan.renew_collection()
        if checkpoint is not None:
            course.restore(checkpoint)
            self._first = time.monotonic() - course.at.seconds
            return
        yield from probe(plan, course.optimization, self._batches(1))
        course.note_whole()
        yield from course.check()
        course.save()
        self._first = time.monotonic()

    def steps(self) -> Generator[Event, None, Outcome | None]:
        """Step until the plan is done, patience is at its end or the person ends the run; then the last event."""
        course = self._course
        for epoch in range(course.at.epoch, self._train.epochs + 1):
            if epoch > 1 and course.at.in_epoch == 0 and self._plan.papers_learn:
                self._plan.renew_collection()
            for number, batch in enumerate(self._batches(epoch)):
                if number < course.at.in_epoch:
                    continue  # done before the pause
                if course.out_of_patience():  # asked before a step, since a resumed run may stand at its end already
                    return (yield from self._finish("early stopping"))
                if self._control.requested is not None:
                    return (yield from self._end_as_asked())
                self._one_step(batch, epoch)
                yield from self._after_step()
            course.move(epoch=epoch + 1, in_epoch=0)
        return (yield from self._finish(None))

    def _batches(self, epoch: int) -> Iterator[Batch]:
        return epoch_batches(self._plan.rows, self._train.batch_size, self._seed, epoch)

    def _one_step(self, batch: Batch, epoch: int) -> None:
        """One step of the optimizer."""
        plan, course = self._plan, self._course
        done = course.at.step

        def gradient() -> Tensor:
            course.optimization.clear()
            return add_gradient(plan.embedder, plan.objective, batch)

        course.pacer.begin()
        loss = with_less_memory(plan.embedder, gradient)
        length = course.optimization.step(done)
        course.pacer.end(batch)
        course.move(step=done + 1, in_epoch=course.at.in_epoch + 1, epoch=epoch)
        seconds = time.monotonic() - self._first
        self._unread.append(_Unread(done + 1, epoch, course.optimization.lr(done), loss, length, seconds))

    def _after_step(self) -> Iterator[Event]:
        course = self._course
        at_check = course.at.step % self._train.eval_steps == 0
        if at_check or len(self._unread) >= self._most_unread:
            yield from self._read()
        yield from course.pacer.tell(course.at.step)
        if at_check:
            yield from course.check()
            course.save()

    def _read(self) -> Iterator[Event]:
        """Fetch the losses of the steps since the last time, all at once.

        Raises:
            UserError: a loss or a gradient is not finite.
        """
        unread, self._unread = self._unread, []
        yield from self._plan.embedder.warnings(self._course.at.step)
        if not unread:
            return
        begun = time.monotonic()
        both = torch.stack([torch.stack([one.loss.float(), one.length.float()]) for one in unread])
        values = cast("list[list[float]]", both.tolist())  # pyright: ignore[reportUnknownMemberType] - untyped
        self._course.pacer.waited(time.monotonic() - begun)
        for one, (loss, length) in zip(unread, values, strict=True):
            if not math.isfinite(loss):
                raise diverged("The loss is no longer a finite number")
            if not math.isfinite(length):
                raise diverged("The gradient is no longer finite")
            yield StepDone(one.step, loss, one.lr, one.seconds, one.epoch)
            yield from self._course.after_step(one.step, loss)

    def _end_as_asked(self) -> Generator[Event, None, Outcome | None]:
        """Pause, or give the newest adapters their chance and end with the best."""
        self._control.raise_if_cancelled()
        yield from self._read()
        course = self._course
        if self._control.requested == "pause":
            course.save()
            yield RunPaused(course.at.step, course.seconds)
            return None
        if course.at.checked != course.at.step:
            yield from course.check()
        yield from self._last_words()
        step, metric, value = course.best()
        yield RunStopped(
            course.at.step, course.seconds, kept=True, best_step=step, metric=metric, value=value,
            triplets_per_s=course.pacer.triplets_per_s,
        )  # fmt: skip
        return course.outcome()

    def _finish(self, stopped: str | None) -> Generator[Event, None, Outcome | None]:
        course = self._course
        yield from self._read()
        if course.at.checked != course.at.step:
            yield from course.check()
        yield from self._last_words()
        step, metric, value = course.best()
        speed = course.pacer.triplets_per_s
        yield RunFinished(course.at.step, course.seconds, step, metric, value, speed, stopped)
        return course.outcome()

    def _last_words(self) -> Iterator[Event]:
        """The verdict, and what was counted, before the last event."""
        pacer = self._course.pacer
        yield self._verdict or self._course.verdict()
        self._run.note(
            encodes_saved=pacer.encodes_saved, padding_share=pacer.padding_share, peak_memory_mb=pacer.memory_mb
        )
