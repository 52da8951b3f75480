"""``python -m tests.gallery.readme``: draws the two pictures of the README from a real training on the sample collection."""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from specter2_gui.disk.places import HOME_VARIABLE, resources
from specter2_gui.qt.awaiting import until
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.demo_play import play
from specter2_gui.qt.session import open_session

SIZE = QSize(1280, 800)
QUERY = "Do ladders and open gates get migrations past an obstruction?"
"""One of the sample's queries that are never trained on, and one of those that gain."""


def main(out: Path) -> int:
    """Play the demo and take the pictures into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME_VARIABLE] = str(Path(folder) / "home")
        session = open_session()
        try:
            session.made.background.loop.run_until_complete(play(session.made, Path(folder)))
            take(session.made, "train", "light", out)
            search(session.made)
            take(session.made, "search", "dark", out)
        finally:
            session.made.window.may_close = None
            session.end()
    return 0


def search(made: Composition) -> None:
    """Bring the hits for :data:`QUERY` on show."""
    background = made.background
    made.panels.search.bar.field.setText(QUERY)
    made.searching.search(QUERY)
    background.loop.run_until_complete(until(background.busy_changed, background.loop, lambda: background.busy == 0))


def take(made: Composition, page: str, scheme: str, out: Path) -> None:
    """One picture; layouts and curves settle in several rounds of events."""
    made.shell.use_scheme(scheme)
    made.window.show_page(page)
    made.window.resize(SIZE)
    made.window.notices.pass_on()
    made.panels.search.bar.field.deselect()
    for _round in range(3):
        QApplication.processEvents()
        made.panels.train.curves.redraw()
    small(made.window.grab().toImage()).save(str(out / f"{page}-{scheme}.png"), quality=0)


def small(image: QImage) -> QImage:
    """``image`` in its 256 most frequent colours: a window has few, and the file is a third of the size."""
    pixels = memoryview(image.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    table = [colour for colour, _count in Counter(pixels).most_common(256)]
    no_dots = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, no_dots)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else resources() / "pictures"))
