"""Progress on standard error: plain lines in a log, one rewritten line on a terminal."""

import shutil
import sys
import time
from contextlib import suppress

from specter2_gui.cli.event_words import fold_line, sentence, step_line
from specter2_gui.cli.output import say
from specter2_gui.domain.events import Event, FoldStep, Pace, PapersEncoded, RunFailed, RunStarted, StepDone

_EVERY_S_IN_LOG = 10.0
_EVERY_S_ON_TERMINAL = 0.1
_STEPS_TO_GUESS_FROM = 3
"""The first steps of a run are slower than the others."""


class Progress:
    """Says lines that stay, and in between how far the work is, not too often."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._every = _EVERY_S_ON_TERMINAL if self._terminal else _EVERY_S_IN_LOG
        self._last = time.monotonic()
        self._open = False
        self._started: RunStarted | None = None
        self._pace: Pace | None = None

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
        width = shutil.get_terminal_size().columns - 1  # a character in the last column may begin a new line
        with suppress(OSError):
            sys.stderr.write("\r" + text[:width].ljust(width))
            sys.stderr.flush()
        self._open = True

    def close(self) -> None:
        """End a rewritten line."""
        if self._open:
            say("")
            self._open = False

    def papers(self, done: int, total: int) -> None:
        """How many papers have a vector."""
        self.far(f"Papers read: {done:,} of {total:,}", last=done == total)

    def event(self, event: Event) -> None:
        """Tell one event of a run."""
        match event:
            case StepDone():
                self._step(event)
            case Pace():
                self._pace = event
            case FoldStep():
                self.far(fold_line(event), last=event.step == event.steps)
            case PapersEncoded():
                self.papers(event.done, event.total)
            case RunFailed() if self._started is not None:  # before that there was no run to speak of
                self.say(f"The run ended at step {event.step}")
            case _:
                if isinstance(event, RunStarted):
                    self._started, self._pace = event, None
                if text := sentence(event):
                    self.say(text)

    def _step(self, event: StepDone) -> None:
        steps = self._started.steps if self._started else event.step
        self.far(step_line(event, steps, self._pace, self._seconds_left(event, steps)), last=event.step == steps)

    def _seconds_left(self, event: StepDone, steps: int) -> float | None:
        """By the pace; before the first, by the steps of this run so far, unless others took some of them."""
        if self._pace is not None:
            return self._pace.seconds_left
        if self._started is None or self._started.resumed_from or event.step < _STEPS_TO_GUESS_FROM:
            return None
        return event.seconds / event.step * (steps - event.step)
