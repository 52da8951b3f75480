"""Asking for a file without stopping the window: the dialog opens, the answer comes as a call."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget


class FileChoice(QObject):
    """One question at a time; it remembers the folder of the last answer while the window is open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._folder = ""
        self._answered: Callable[[Path], object] | None = None

    def ask_open(self, title: str, kinds: str, answered: Callable[[Path], object]) -> None:
        """Ask for a file that is there."""
        self._ask(title, kinds, answered, saving=False)

    def ask_save(self, title: str, kinds: str, suggested: str, answered: Callable[[Path], object]) -> None:
        """Ask where to write; the dialog itself asks before a file is replaced."""
        self._ask(title, kinds, answered, saving=True, suggested=suggested)

    def _ask(
        self, title: str, kinds: str, answered: Callable[[Path], object], *, saving: bool, suggested: str = ""
    ) -> None:
        dialog = QFileDialog(self._window, title, self._folder, kinds)
        dialog.setObjectName("fileChoice")
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.AnyFile if saving else modes.ExistingFile)
        if saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))
            dialog.selectFile(suggested)
        self._answered = answered
        dialog.fileSelected.connect(self._answer)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _answer(self, name: str) -> None:
        path = Path(name)
        self._folder = str(path.parent)
        if self._answered is not None:
            self._answered(path)
