"""How a person ends or pauses a run that works in another thread: a request that is looked at between two batches."""

import threading
from typing import Literal

Request = Literal["pause", "stop early", "cancel"]


class CancelledError(Exception):
    """The run is to end with nothing kept; raised between two batches, where nothing is half done."""


class Control:
    """The line from a person to a run; usable from any thread, also from a signal handler."""

    def __init__(self) -> None:
        self._pause = threading.Event()
        self._stop = threading.Event()
        self._cancel = threading.Event()

    def pause(self) -> None:
        """Ask the run to write down where it stands after the present step, and to let go of everything it holds."""
        self._pause.set()

    def stop_early(self) -> None:
        """Ask the run to end after the present step and to keep its best model."""
        self._stop.set()

    def cancel(self) -> None:
        """Ask the run to end as soon as possible and to discard its model; cannot be taken back."""
        self._cancel.set()

    @property
    def requested(self) -> Request | None:
        """What was asked for; a cancel outweighs a stop, and a stop a pause."""
        if self._cancel.is_set():
            return "cancel"
        if self._stop.is_set():
            return "stop early"
        return "pause" if self._pause.is_set() else None

    def raise_if_cancelled(self) -> None:
        """Leave the present work when the person cancelled.

        Raises:
            CancelledError: the run is to be discarded.
        """
        if self._cancel.is_set():
            raise CancelledError

    def raise_if_requested(self, *, keeping: bool = False) -> None:
        """Leave the present work on any request: for the time before the first check, when nothing is there to keep.

        With ``keeping`` a run that was resumed has a best model already, so a stop waits until this can be kept.

        Raises:
            CancelledError: the run is to end.
        """
        if self.requested is not None and not (keeping and self.requested == "stop early"):
            raise CancelledError
