"""How often the window's event loop turned while something else was at work."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

BEAT_MS = 16


class Heartbeat(QObject):
    """Beats 60 times a second while the window answers; ``deliveries`` counts how often news of a training came in."""

    def __init__(self) -> None:
        super().__init__()
        self.beats = 0
        self.deliveries = 0
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def deliver(self, _events: list[Any]) -> None:
        """News came in; connect it with the signal that brings them."""
        self.deliveries += 1

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def _beat(self) -> None:
        self.beats += 1
