"""What the lines of a plot mean: each with its sign in its colour, so that the colour is not the only difference."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QSizePolicy

from specter2_gui.qt.design.style import current_scheme, set_kind
from specter2_gui.qt.design.tokens import SPACE_M

Entry = tuple[str, str, str]
"""Name of a colour of the scheme, the sign drawn in it, and the words."""


class CurveLegend(QLabel):
    """Stands beside the heading of a plot; gives way before the page has to grow."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self.setContentsMargins(SPACE_M, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_kind(self, "muted")

    def name(self, entries: Sequence[Entry]) -> None:
        """Name these lines and no others."""
        if self._entries != tuple(entries):
            self._entries = tuple(entries)
            self.setAccessibleName(", ".join(words for _colour, _sign, words in entries))
            self.write()

    def write(self) -> None:
        """Write it in the colours of the scheme as it is now."""
        scheme = current_scheme()
        parts = [
            f'<span style="color:{getattr(scheme, colour)}">{sign}</span>&nbsp;{words}'
            for colour, sign, words in self._entries
        ]
        self.setText("&nbsp;&nbsp; ".join(parts))
