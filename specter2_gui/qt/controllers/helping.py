"""What the Help menu says: versions, shortcuts, where files are."""

import platform
from collections.abc import Sequence
from html import escape
from importlib import metadata

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from specter2_gui import __version__
from specter2_gui.app.runs import default_folder
from specter2_gui.disk import places
from specter2_gui.disk.fault_log import log_file

_PACKAGES = ("PySide6_Essentials", "torch", "adapters", "transformers", "pyqtgraph", "qasync")


class HelpingController(QObject):
    """Opens small windows that do not stop the work."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts: Sequence[QAction] = ()

    def list_shortcuts_of(self, actions: Sequence[QAction]) -> None:
        """These actions are listed under "Shortcuts"."""
        self._shortcuts = actions

    def about(self) -> None:
        """Name the program and what it runs on."""
        rows = [("specter2_gui", __version__), ("Python", platform.python_version())]
        rows += [(name, metadata.version(name)) for name in _PACKAGES]
        words = self.tr(
            "Fine-tunes SPECTER2's adapters on a library's own judgements, and searches with the result. Apache-2.0."
        )
        self._open("aboutBox", self.tr("About specter2_gui"), f"<p>{words}</p>{_table(rows)}")

    def shortcuts(self) -> None:
        """List every key that does something."""
        text = QKeySequence.SequenceFormat.NativeText
        rows = [
            (action.shortcut().toString(text), action.text().replace("&", "").split(":")[0])
            for action in self._shortcuts
            if not action.shortcut().isEmpty()
        ]
        self._open("shortcutsBox", self.tr("Shortcuts"), _table(rows))

    def places(self) -> None:
        """Say where everything is kept."""
        rows = [
            (self.tr("Triplets and settings"), str(places.home())),
            (self.tr("Runs"), str(default_folder())),
            (self.tr("Log"), str(log_file())),
        ]
        box = self._open("placesBox", self.tr("Where files are"), _table(rows))
        button = QPushButton(self.tr("Open folder"))
        button.clicked.connect(self._open_home)
        box.addButton(button, QMessageBox.ButtonRole.ActionRole)

    def _open_home(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(places.home())))

    def _open(self, name: str, title: str, text: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setObjectName(name)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(f"<h3>{title}</h3>{text}")
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.finished.connect(box.deleteLater)
        box.open()
        return box


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td style='padding-right:16px'>{escape(left)}</td><td>{escape(right)}</td></tr>" for left, right in rows
    )
    return f"<table>{cells}</table>"
