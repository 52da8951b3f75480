"""Takes pictures of a window that has come to rest, light and dark, in two sizes."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication

from specter2_gui.qt.awaiting import until
from specter2_gui.qt.composition import Composition

SIZES = (QSize(1280, 800), QSize(1024, 680))
SCHEMES = ("light", "dark")


class Camera:
    """Stands before the window of ``made``; takes only pictures whose names begin with one of ``wanted``, if there are any."""

    def __init__(self, app: QApplication, made: Composition, out: Path, wanted: tuple[str, ...] = ()) -> None:
        self._app = app
        self._made = made
        self._out = out
        self._wanted = wanted

    def take(self, page: str, name: str) -> None:
        """Show ``page`` and draw it into the files of ``name``."""
        made = self._made
        made.window.show_page(page)
        if self._wanted and not name.startswith(self._wanted):
            return
        self.settle()
        for scheme in SCHEMES:
            made.shell.use_scheme(scheme)
            for size in SIZES:
                made.window.resize(size)
                self._draw_all()
                made.window.grab().save(str(self._out / f"{name}_{scheme}_{size.width()}x{size.height()}.png"))

    def settle(self) -> None:
        """Wait until nothing is at work."""
        background = self._made.background
        background.loop.run_until_complete(until(background.busy_changed, background.loop, self._at_rest))

    def _at_rest(self) -> bool:
        made = self._made
        return made.background.busy == 0 and not (made.gestures.busy or made.importing.busy)

    def _draw_all(self) -> None:
        """Layouts settle in several rounds of events; a table reads the lines that came into view."""
        for _round in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self._app.processEvents()
            self.settle()
        for curves in (self._made.panels.train.curves, self._made.panels.runs.curves):
            curves.redraw()
        self._app.processEvents()
