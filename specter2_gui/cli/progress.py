"""Progress on standard error: plain lines in a log, one rewritten line on a terminal."""

import sys
import time
from contextlib import suppress

from specter2_gui.cli.output import say
from specter2_gui.domain.events import (
    Evaluated,
    Event,
    ModelLoaded,
    PapersEncoded,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StepDone,
    Warned,
)

_EVERY_S_IN_LOG = 10.0
_EVERY_S_ON_TERMINAL = 0.1
_LINE = 78
_ROLES = {"query": "queries only", "query_and_paper": "queries and papers"}


class Progress:
    """Says lines that stay, and in between how far the work is, not too often."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._every = _EVERY_S_ON_TERMINAL if self._terminal else _EVERY_S_IN_LOG
        self._last = time.monotonic()
        self._open = False
        self._steps = 0

    def say(self, text: str) -> None:
        """A line that stays."""
        self.close()
        say(text)

    def far(self, text: str, *, last: bool = False) -> None:
        """How far the work is; left out when the last such line is too recent, unless it is the ``last``."""
        now = time.monotonic()
        if now - self._last < self._every and not (last and self._terminal):
            return
        self._last = now
        if not self._terminal:
            say(text)
            return
        with suppress(OSError):
            sys.stderr.write("\r" + text[:_LINE].ljust(_LINE))
            sys.stderr.flush()
        self._open = True

    def close(self) -> None:
        """End a rewritten line."""
        if self._open:
            say("")
            self._open = False

    def papers(self, done: int, total: int) -> None:
        """How many papers have a vector."""
        self.far(f"Papers read: {done} of {total}", last=done == total)

    def event(self, event: Event) -> None:
        """Tell one event of a run."""
        match event:
            case RunStarted():
                self._steps = event.steps
                self.say(_started(event))
            case StepDone():
                left = event.seconds / event.step * (self._steps - event.step)
                text = f"Step {event.step} of {self._steps}: loss {event.loss:.4f}, about {left:.0f} s left"
                self.far(text, last=event.step == self._steps)
            case PapersEncoded():
                self.papers(event.done, event.total)
            case ModelLoaded():
                self.say(f"Model: {event.model}, on {event.device} with {event.precision}")
            case _:
                text = _sentence(event)
                if text:
                    self.say(text)


def _started(event: RunStarted) -> str:
    return (
        f"Training {_ROLES.get(event.train_adapters, event.train_adapters)}: {event.triplets} triplets of "
        f"{event.queries} queries in {event.steps} steps; {event.validation_triplets} triplets of "
        f"{event.validation_queries} queries are held out. Run folder: {event.run_dir}"
    )


def _sentence(event: Event) -> str:
    match event:
        case Evaluated():
            name = "Untouched model" if event.step == 0 else f"After step {event.step}"
            best = ", best so far" if event.best and event.step else ""
            return f"{name}: {event.triplet_accuracy:.1%} of held-out triplets in order, loss {event.loss:.4f}{best}"
        case Warned():
            return f"Note: {event.text}"
        case RunFinished():
            why = " early, since checks found nothing better" if event.stopped else ""
            return f"Ended{why} after {event.step} steps and {event.seconds:.0f} s; the best model is that of step {event.best_step}"
        case RunStopped(kept=True):
            return f"Stopped after {event.step} steps; the best model is that of step {event.best_step}"
        case RunStopped():
            return f"Cancelled after {event.step} steps; nothing is kept"
        case RunFailed():
            return f"The run ended at step {event.step}"
        case _:
            return ""
