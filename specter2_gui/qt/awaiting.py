"""Waiting for signals in coroutines: for the demo and the gallery, which drive the window themselves."""

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, SignalInstance


class _Heard(QObject):
    """Turns the next news of a signal into a result that can be awaited."""

    def __init__(self, signal: SignalInstance, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.future: asyncio.Future[tuple[Any, ...]] = loop.create_future()
        self._signal = signal
        signal.connect(self.hear)

    def hear(self, *news: object) -> None:
        """The first news counts."""
        self._signal.disconnect(self.hear)
        if not self.future.done():
            self.future.set_result(news)


async def next_news(
    signal: SignalInstance, loop: asyncio.AbstractEventLoop, act: Callable[[], object]
) -> tuple[Any, ...]:
    """Do ``act`` and wait for the signal's next news."""
    heard = _Heard(signal, loop)
    act()
    return await heard.future


async def until(signal: SignalInstance, loop: asyncio.AbstractEventLoop, true: Callable[[], bool]) -> None:
    """Wait until a news of the signal finds ``true``."""
    while not true():
        heard = _Heard(signal, loop)  # named, since the signal keeps no reference to it
        await heard.future
