"""``python -m tests.gallery.readme [OUT] [collection]``: draws the pictures of the README: a real training on the sample, and an import.

With ``collection`` only the picture of the import is drawn.
"""

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
from specter2_gui.qt.panels.collection import IMPORTS
from specter2_gui.qt.session import open_session
from tests.gallery.made_files import catalogue, loans

SIZE = QSize(1280, 800)
QUERY = "Do ladders and open gates get migrations past an obstruction?"
"""One of the sample's queries that are never trained on, and one of those that gain."""


def main(out: Path, *, collection_only: bool = False) -> int:
    """Play the demo, import a file, and take the pictures into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME_VARIABLE] = str(Path(folder) / "home")
        session = open_session()
        try:
            if not collection_only:
                session.made.background.loop.run_until_complete(play(session.made, Path(folder)))
                take(session.made, "train", "light", out)
                search(session.made)
                take(session.made, "search", "dark", out)
            bring_in(session.made, Path(folder))
            take(session.made, "collection", "light", out)
        finally:
            session.made.window.may_close = None
            session.end()
    return 0


def bring_in(made: Composition, folder: Path) -> None:
    """Import a catalogue, and a file in which some records cannot be read; its receipt is on show."""
    for file in (catalogue(folder), loans(folder)):
        made.importing.import_files([file])
        settle(made)
    made.panels.collection.show_tab(IMPORTS)
    made.window.show_page("collection")
    settle(made)
    made.window.notices.close_newest()


def settle(made: Composition) -> None:
    """Wait until nothing is at work."""
    background = made.background
    background.loop.run_until_complete(
        until(background.busy_changed, background.loop, lambda: not (background.busy or made.importing.busy))
    )


def search(made: Composition) -> None:
    """Bring the hits for :data:`QUERY` on show."""
    made.panels.search.bar.field.setText(QUERY)
    made.searching.search(QUERY)
    settle(made)


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
    names = [name for name in sys.argv[1:] if name != "collection"]
    target = Path(names[0]) if names else resources() / "pictures"
    sys.exit(main(target, collection_only="collection" in sys.argv[1:]))
