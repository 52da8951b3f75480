"""Python's cyclic garbage collector, moved to the GUI thread: in a worker thread it would destroy parts of the window there."""

import gc

from PySide6.QtCore import QObject, QTimer

_TICK_MS = 1000
_EVERY_MIDDLE = 10
_EVERY_FULL = 60


class CollectingTimer(QObject):
    """Switches the automatic collector off and collects by a timer; ``settle`` after start-up makes that cheap."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the youngest objects, now and then the older ones."""
        self._ticks += 1
        if self._ticks % _EVERY_FULL == 0:
            gc.collect(2)
        else:
            gc.collect(1 if self._ticks % _EVERY_MIDDLE == 0 else 0)

    def settle(self) -> None:
        """What is there now will stay: leave it out of all later collections."""
        gc.collect()
        gc.freeze()

    def loosen(self) -> None:
        """What was settled goes now: collect it as well."""
        gc.unfreeze()
        gc.collect()

    def stop(self) -> None:
        """Hand collecting back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
