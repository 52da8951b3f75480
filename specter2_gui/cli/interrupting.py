"""What Ctrl+C, a signal to terminate and a closed terminal mean to a run: stop early, cancel, end, or pause."""

import os
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from specter2_gui.training.control import Control
from specter2_gui.training.run_files import BEST

_Handler = Callable[[int, FrameType | None], None]
_PAUSING = ("SIGTERM", "SIGHUP")  # Windows knows no SIGHUP
_SIGNAL_STATUS = 128
"""Added to the number of a signal it is the exit status of a program that the signal ended, as shells have it."""


class Interruption:
    """Hands what a person or the system asks for on to a run; ``status`` is the exit status once a signal paused it."""

    def __init__(self, control: Control, run_dir: Path) -> None:
        self._control, self._run_dir = control, run_dir
        self.status = 0

    def ctrl_c(self, _number: int, _frame: FrameType | None) -> None:
        """The first stops early, the second cancels, the third ends the program as it stands."""
        if self._control.requested in (None, "pause"):
            _shout(_STOPPING if (self._run_dir / BEST).is_dir() else _STOPPING_UNCHECKED)
            self._control.stop_early()
        elif self._control.requested == "stop early":
            _shout("Cancelling; nothing will be kept. Press Ctrl+C again to end at once, with everything as it stands.")
            self._control.cancel()
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def signalled(self, number: int, _frame: FrameType | None) -> None:
        """Pause, unless the run is ending anyway; the same signal once more ends the program as it stands."""
        signal.signal(number, signal.SIG_DFL)
        if self._control.requested is None:
            _shout("Pausing after this step.")
            self.status = _SIGNAL_STATUS + number
            self._control.pause()


@contextmanager
def listening(control: Control, run_dir: Path) -> Generator[Interruption]:
    """Within the block the signals go to the run in ``run_dir``; one that the caller ignores (``nohup``) stays ignored."""
    interruption = Interruption(control, run_dir)
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    handlers: dict[signal.Signals, _Handler] = {signal.SIGINT: interruption.ctrl_c}
    for name in _PAUSING:
        number: signal.Signals | None = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            handlers[number] = interruption.signalled
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def noticing_ctrl_c() -> Generator[Callable[[], bool]]:
    """Within the block Ctrl+C interrupts as ever; the function that is given says whether it was pressed.

    SQLite makes an error of its own of an interruption that comes while it calls back.
    """
    pressed = threading.Event()

    def notice(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield pressed.is_set
        return
    signal.signal(signal.SIGINT, notice)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


_STOPPING = "Stopping after this step; the best model so far is kept. Press Ctrl+C again to cancel and keep nothing."
_STOPPING_UNCHECKED = "Stopping. There is no model to keep before the first check is done."


def _shout(text: str) -> None:
    """A line on standard error from a signal handler, which may have interrupted a print."""
    with suppress(OSError):
        os.write(2, f"\n{text}\n".encode())
