"""The context menu of the curves: keep them as picture, drawing or table, or show everything again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QMenu, QWidget

from specter2_gui.disk.atomic import write_bytes
from specter2_gui.qt.widgets.file_choice import FileChoice

Save = Callable[[Path], object]


class CurveMenu(QMenu):
    """Asks for a file and hands it to ``picture`` or ``table``; ``fit`` undoes zooming."""

    refused = Signal(str)
    """The sentence to show when the file could not be written."""

    def __init__(self, owner: QWidget, picture: Save, table: Save, fit: Callable[[], object]) -> None:
        super().__init__(owner)
        self._files = FileChoice(owner)
        self._picture = picture
        self._table = table
        self._add(self.tr("Save as picture (PNG)…"), self._ask_png)
        self._add(self.tr("Save as drawing (SVG)…"), self._ask_svg)
        self._add(self.tr("Save as table (CSV)…"), self._ask_csv)
        self.addSeparator()
        self._add(self.tr("Show everything"), fit)

    def _add(self, words: str, act: Callable[[], object]) -> None:
        action = QAction(words, self)
        action.triggered.connect(act)
        self.addAction(action)

    def _ask_png(self) -> None:
        self._files.ask_save(self.tr("Save the curves as a picture"), "PNG (*.png)", "curves.png", self._keep_picture)

    def _ask_svg(self) -> None:
        self._files.ask_save(self.tr("Save the curves as a drawing"), "SVG (*.svg)", "curves.svg", self._keep_picture)

    def _ask_csv(self) -> None:
        self._files.ask_save(self.tr("Save the curves as a table"), "CSV (*.csv)", "curves.csv", self._keep_table)

    def _keep_picture(self, file: Path) -> None:
        self._keep(self._picture, file)

    def _keep_table(self, file: Path) -> None:
        self._keep(self._table, file)

    def _keep(self, save: Save, file: Path) -> None:
        try:
            save(file)
        except OSError:
            words = self.tr(
                "“{0}” could not be written. The disk is full or the folder read-only. Choose another folder."
            )
            self.refused.emit(words.format(file.name))


def save_widget(widget: QWidget, file: Path) -> None:
    """Write ``widget`` as it looks now: as SVG if the file's ending says so, else as PNG.

    Raises:
        OSError: the file cannot be written; it is then what it was.
    """
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if file.suffix.lower() == ".svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(widget.size())
        generator.setViewBox(widget.rect())
        widget.render(generator, QPoint())
    else:
        widget.grab().save(buffer, "PNG")
    write_bytes(file, bytes(buffer.data().data()))
