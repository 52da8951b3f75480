"""The one file that owns the training thread: events cross to the window in batches, ten times a second."""

import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from specter2_gui.domain.events import Event, RunFailed, RunFinished, RunPaused, RunStopped
from specter2_gui.training.control import Control

_STACK_BYTES = 16 << 20
_DRAIN_MS = 100

Work = Callable[[Control], Iterator[Event]]
"""What a training is: a generator of events that looks at the control between its steps."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its last event, and where it lies if anything was kept."""

    event: RunFinished | RunStopped | RunPaused | RunFailed
    run_dir: Path


class _TrainingThread(QThread):
    """Loops over the generator; every fault becomes a ``RunFailed``, since an exception here would just vanish."""

    def __init__(self, work: Work, control: Control, events: deque[Event]) -> None:
        super().__init__()
        self.setObjectName("training")
        self.setStackSize(_STACK_BYTES)  # macOS gives a thread 512 KB, too little for a backward pass
        self._work = work
        self._control = control
        self._events = events

    def run(self) -> None:
        """Work until the generator ends."""
        try:
            for event in self._work(self._control):
                self._events.append(event)
        except Exception as fault:  # noqa: BLE001 - the one place where a fault of the training thread becomes an event
            self._events.append(
                RunFailed(
                    "The training stopped because of a fault in the program",
                    "It is not your triplets",
                    "Try again, or copy the details to report it",
                    details="".join(traceback.format_exception(fault)),
                )
            )


class Trainer(QObject):
    """Owned by the application, never by a window: at most one training at a time."""

    events_arrived = Signal(list)
    """The events since the last time, oldest first."""
    began = Signal()
    ended = Signal(object)
    """An :class:`Ended`, after all events have arrived and the thread is gone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _TrainingThread | None = None
        self._control: Control | None = None
        self._events: deque[Event] = deque()
        self._last: Event | None = None
        self._run_dir = Path()
        self._timer = QTimer(self)
        self._timer.setInterval(_DRAIN_MS)
        self._timer.timeout.connect(self._drain)

    @property
    def running(self) -> bool:
        """Whether a training is at work or about to end."""
        return self._thread is not None

    def start(self, work: Work, run_dir: Path) -> None:
        """Begin; the first events come within a tenth of a second. Only when nothing is running."""
        if self._thread is not None:
            raise RuntimeError("one training at a time")
        self._run_dir = run_dir
        self._last = None
        self._control = Control()
        self._thread = _TrainingThread(work, self._control, self._events)
        self._thread.finished.connect(self._end)
        self._timer.start()
        self._thread.start()
        self.began.emit()

    def pause(self) -> None:
        """Ask for an end after the present step, with everything written down that is needed to go on."""
        if self._control is not None:
            self._control.pause()

    def stop_early(self) -> None:
        """Ask for an end after the present step, keeping the best model."""
        if self._control is not None:
            self._control.stop_early()

    def cancel(self) -> None:
        """Ask for an end after the present step, throwing the run away."""
        if self._control is not None:
            self._control.cancel()

    def wait(self) -> None:
        """Stand still until the thread is gone; only for the very end of the program."""
        if self._thread is not None:
            self._thread.wait()
            self._end()

    def _drain(self) -> None:
        arrived: list[Event] = []
        while self._events:
            arrived.append(self._events.popleft())
        if arrived:
            self._last = arrived[-1]
            self.events_arrived.emit(arrived)

    def _end(self) -> None:
        if self._thread is None:
            return
        self._thread.wait()
        self._timer.stop()
        self._drain()
        thread, self._thread, self._control = self._thread, None, None
        thread.deleteLater()
        self.ended.emit(Ended(self._final(), self._run_dir))

    def _final(self) -> RunFinished | RunStopped | RunPaused | RunFailed:
        if isinstance(self._last, RunFinished | RunStopped | RunPaused | RunFailed):
            return self._last
        return RunFailed(
            "The training ended without saying how",
            "Its last message is missing",
            "Look at the Runs page for what was kept, and try again",
        )
