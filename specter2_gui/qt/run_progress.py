"""How far a run is, in words and as a share, from the events that have arrived so far."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from specter2_gui.domain.events import (
    Estimated,
    Event,
    FoldStep,
    ModelLoaded,
    Pace,
    PapersEncoded,
    RunStarted,
    StepDone,
)
from specter2_gui.qt.event_words import duration, memory
from specter2_gui.qt.widgets.counts import number

_GAP = "   |   "


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` (0: nobody knows), and the same in ``words``."""

    done: int
    total: int
    words: str


class RunProgress:
    """Give it every event; it holds the plan of the run and its newest pace."""

    def __init__(self) -> None:
        self.plan: RunStarted | None = None
        self.device = "cpu"
        """As torch names it."""
        self._pace: Pace | None = None
        self._first: StepDone | None = None

    def after(self, events: Iterable[Event]) -> Progress | None:
        """Take in ``events``; how far the run is now, or None if that has not changed."""
        newest: Progress | None = None
        for event in events:
            newest = self._after(event) or newest
        return newest

    def _after(self, event: Event) -> Progress | None:
        if isinstance(event, ModelLoaded):
            self.device = event.device
        elif isinstance(event, RunStarted):
            self.plan, self._first, self._pace = event, None, None
        elif isinstance(event, Pace):
            self._pace = event
        elif isinstance(event, StepDone):
            self._first = self._first or event
            return self._step(event)
        elif isinstance(event, PapersEncoded):
            words = _tr("Reading the papers that this training needs: {0} of {1}").format(
                number(event.done), number(event.total)
            )
            return Progress(event.done, event.total, words)
        elif isinstance(event, Estimated):
            words = _tr("About {0} in all, with {1} of memory").format(duration(event.seconds), memory(event.memory_mb))
            return Progress(0, event.steps, words)
        elif isinstance(event, FoldStep):
            return _fold(event)
        return None

    def _step(self, step: StepDone) -> Progress | None:
        if self.plan is None:
            return None
        total = self.plan.steps
        words = _tr("Step {0} of {1}").format(number(step.step), number(total))
        left = self._seconds_left(step)
        if left is not None:
            words += _GAP + _tr("about {0} left").format(duration(left))
        return Progress(step.step, total, words)

    def _seconds_left(self, step: StepDone) -> float | None:
        """What the run says itself, less the steps since; before its first word, what the steps so far suggest."""
        steps_left = (self.plan.steps if self.plan else 0) - step.step
        if self._pace is not None and self.plan is not None and self.plan.steps > self._pace.step:
            return self._pace.seconds_left * steps_left / (self.plan.steps - self._pace.step)
        taken = step.step - self._first.step if self._first else 0
        if self._first is None or taken < 1:
            return None
        return (step.seconds - self._first.seconds) / taken * steps_left


def _fold(event: FoldStep) -> Progress:
    done = (event.fold - 1) * event.steps + event.step
    words = _tr("Checking the recipe: part {0} of {1}").format(number(event.fold), number(event.folds))
    steps = _tr("step {0} of {1}").format(number(event.step), number(event.steps))
    return Progress(done, event.folds * event.steps, words + _GAP + steps)


def _tr(text: str) -> str:
    return QCoreApplication.translate("progress", text)
