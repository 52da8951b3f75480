"""How long a run takes for what: the time until each kind of event, measured from outside."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from specter2_gui.domain.events import Event, ModelLoaded, RunFailed, RunFinished, RunStarted, StepDone


@dataclass(slots=True)
class Watched:
    """What a run did and when: ``spent`` holds seconds by the kind of event they led to."""

    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    steps: int = 0
    triplets: int = 0
    seconds: float = 0.0
    after_loading: float = 0.0
    started: RunStarted | None = None
    finished: RunFinished | None = None

    @property
    def step_seconds(self) -> float:
        """Seconds in the steps alone: neither loading, nor checks, nor vectors of papers that stay as they are.

        On a graphics card losses are told later than they are computed, and a pace may be told in between.
        """
        return self.spent["StepDone"] + self.spent["Pace"]

    @property
    def triplets_per_s(self) -> float:
        """Triplets a second in the steps alone."""
        return self.triplets / self.step_seconds if self.step_seconds else 0.0


def watch(events: Iterator[Event], settle: Callable[[], None] | None = None) -> Watched:
    """Follow ``events`` to the end; ``settle`` waits for a device after the last step and counts as part of it.

    Ends the program with the sentence of the run when that failed.
    """
    watched, begun = Watched(), time.perf_counter()
    loaded = asked = begun
    for event in events:
        if settle is not None and _is_last_step(event, watched):
            settle()
        now = time.perf_counter()
        watched.spent[type(event).__name__] += now - asked
        if isinstance(event, ModelLoaded):
            loaded = now
        _take(watched, event)
        asked = time.perf_counter()
    watched.seconds, watched.after_loading = asked - begun, asked - loaded
    return watched


def _is_last_step(event: Event, watched: Watched) -> bool:
    return isinstance(event, StepDone) and watched.started is not None and event.step == watched.started.steps


def _take(watched: Watched, event: Event) -> None:
    match event:
        case RunStarted():
            watched.started = event
        case StepDone():
            watched.steps += 1
        case RunFinished():
            watched.finished = event
            started = watched.started
            watched.triplets = started.triplets * started.epochs if started and not event.stopped else 0
        case RunFailed():
            sys.exit(f"The run failed. {event.what}. {event.why}. {event.how}. {event.details}")
        case _:
            pass
