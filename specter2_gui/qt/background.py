"""Jobs off the GUI thread: short ones and long tasks, numbered requests, stale answers dropped, faults told and logged."""

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import qasync
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from specter2_gui.domain.errors import UserError

T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[UserError | None], object]
"""Told the error when a person can mend it, and ``None`` after a fault, which has been told and logged already."""

_WORKERS = 2
_TASKS = 4
"""Long tasks have threads of their own, or two of them would keep every page waiting for its rows."""

_log = logging.getLogger(__name__)


class Background(QObject):
    """Owned by the application, never by a window; ``done``, ``failed`` and ``each`` are called on the GUI thread.

    ``slot`` names what is asked ("search", "index"): only the newest request of a slot is answered, older answers are
    dropped without a word. Requests with an empty slot are all answered. Pass bound methods, never lambdas that hold widgets.
    """

    refused = Signal(str)
    """A person can mend it and nobody took care: the sentence to show."""
    faulted = Signal(str, str)
    """A fault of the program: the sentence to show and the details to copy."""
    busy_changed = Signal(int)
    """How many jobs are waiting or at work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loop = _new_loop()
        self._short = ThreadPoolExecutor(_WORKERS, thread_name_prefix="background")
        self._long = ThreadPoolExecutor(_TASKS, thread_name_prefix="task")
        self._tasks: set[asyncio.Task[None]] = set()
        self._newest: dict[str, int] = {}
        self._number = 0
        self._closed = False

    def run(
        self,
        work: Callable[..., T],
        *args: Any,
        done: Done[T],
        failed: Failed | None = None,
        slot: str = "",
        long: bool = False,
    ) -> None:
        """Call ``work(*args)`` in a worker thread and then ``done`` with its answer, or ``failed``.

        What takes more than a moment is ``long``, so that it keeps no page waiting for its rows.
        """
        self._start(self._long if long else self._short, self._ask(slot), slot, done, failed, work, args)

    def follow(
        self,
        work: Callable[..., Iterator[T]],
        *args: Any,
        each: Done[T],
        done: Callable[[], object],
        failed: Failed | None = None,
        slot: str = "",
    ) -> None:
        """Loop over the generator ``work(*args)`` in a thread for long tasks; ``each`` gets its newest value, ``done`` ends it.

        When the GUI thread is slower than the generator, values between are skipped: this is for progress. With
        :func:`stopping` it can be ended early.
        """
        number = self._ask(slot)
        relay = _Relay(self.loop, each, lambda: self._is_newest(slot, number))

        def ended(_answer: object) -> None:
            relay.deliver()  # Qt does not promise that what was posted first arrives first
            done()

        def refused(error: UserError | None) -> None:
            relay.deliver()
            self._refuse(error, failed)

        self._start(self._long, number, slot, ended, refused, relay.exhaust, (work, args))

    def forget(self, slot: str) -> None:
        """Drop the answer that ``slot`` is waiting for."""
        self._ask(slot)

    @property
    def busy(self) -> int:
        """How many jobs are waiting or at work."""
        return len(self._tasks)

    def close(self) -> None:
        """Take no more requests, drop all answers, wait for the work in progress and free the threads."""
        if self._closed:
            return
        self._closed = True
        for pool in (self._short, self._long):
            pool.shutdown(wait=True, cancel_futures=True)
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            self.loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self.loop.close()

    def _ask(self, slot: str) -> int:
        self._number += 1
        if slot:
            self._newest[slot] = self._number
        return self._number

    def _is_newest(self, slot: str, number: int) -> bool:
        return not self._closed and self._newest.get(slot, number) == number

    def _start(
        self,
        pool: ThreadPoolExecutor,
        number: int,
        slot: str,
        done: Done[Any],
        failed: Failed | None,
        work: Callable[..., Any],
        args: tuple[Any, ...],
    ) -> None:
        if self._closed:
            return
        answer = asyncio.wrap_future(pool.submit(work, *args), loop=self.loop)
        # The loop keeps no strong reference to a waiting task; without this set it could vanish at a collection.
        task = self.loop.create_task(self._answer(number, slot, done, failed, answer))
        self._tasks.add(task)
        task.add_done_callback(self._end)
        self.busy_changed.emit(len(self._tasks))

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not self._closed:
            self.busy_changed.emit(len(self._tasks))

    async def _answer(
        self, number: int, slot: str, done: Done[Any], failed: Failed | None, waiting: "asyncio.Future[Any]"
    ) -> None:
        error: UserError | None = None
        try:
            answer = await waiting
            if self._is_newest(slot, number):
                done(answer)
            return
        except UserError as refusal:
            error = refusal
        except Exception as fault:  # noqa: BLE001 - the one place where a fault of a short job becomes words
            self._tell(fault)
        if self._is_newest(slot, number):
            self._refuse(error, failed)

    def _refuse(self, error: UserError | None, failed: Failed | None) -> None:
        if failed is not None:
            failed(error)
        elif error is not None:
            self.refused.emit(error.sentence)

    def _tell(self, fault: Exception) -> None:
        details = "".join(traceback.format_exception(fault))
        _log.error("a short job failed: %s", type(fault).__name__, exc_info=fault)
        self.faulted.emit(
            self.tr("Something in the program went wrong; your data is safe. Try again, or copy the details."), details
        )


def stopping(stop: threading.Event, work: Callable[..., Iterator[T]]) -> Callable[..., Iterator[T]]:
    """``work`` as a generator that ends before its next value, and closes what it stands for, once ``stop`` is set."""

    def until_stopped(*args: Any) -> Iterator[T]:
        values = work(*args)
        try:
            for value in values:
                yield value
                if stop.is_set():
                    return
        finally:
            if isinstance(values, Generator):
                values.close()

    return until_stopped


class _Relay:
    """Carries the newest value of a generator from a worker thread to the GUI thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, each: Done[Any], wanted: Callable[[], bool]) -> None:
        self._loop = loop
        self._each = each
        self._wanted = wanted
        self._lock = threading.Lock()
        self._newest: tuple[Any, ...] = ()
        """The newest value, unless it was told already."""

    def exhaust(self, work: Callable[..., Iterator[Any]], args: tuple[Any, ...]) -> None:
        """Runs in the worker: one delivery is under way at a time, and it takes the newest value with it."""
        for value in work(*args):
            with self._lock:
                under_way, self._newest = bool(self._newest), (value,)
            if not under_way:
                self._loop.call_soon_threadsafe(self.deliver)

    def deliver(self) -> None:
        """Tell the newest value, if it was not told yet."""
        with self._lock:
            newest, self._newest = self._newest, ()
        if newest and self._wanted():
            self._each(*newest)


def _new_loop() -> asyncio.AbstractEventLoop:
    """Asyncio on Qt's event loop; it works as soon as Qt's loop turns, whoever turns it."""
    return cast("asyncio.AbstractEventLoop", cast("Any", qasync).QEventLoop(QApplication.instance()))
