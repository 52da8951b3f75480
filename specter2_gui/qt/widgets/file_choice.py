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
        self._all_answered: Callable[[list[Path]], object] | None = None

    def ask_open(self, title: str, kinds: str, answered: Callable[[Path], object]) -> None:
        """Ask for a file that is there."""
        self._ask(title, kinds, answered, saving=False)

    def ask_save(self, title: str, kinds: str, suggested: str, answered: Callable[[Path], object]) -> None:
        """Ask where to write; the dialog itself asks before a file is replaced."""
        self._ask(title, kinds, answered, saving=True, suggested=suggested)

    def ask_files(self, title: str, kinds: str, answered: Callable[[list[Path]], object]) -> None:
        """Ask for any number of files that are there."""
        dialog = self._dialog(title, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._all_answered = answered
        dialog.filesSelected.connect(self._answer_all)
        dialog.open()

    def ask_folder(self, title: str, answered: Callable[[Path], object]) -> None:
        """Ask for a folder that is there."""
        dialog = self._dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog, answered)

    def ask_new_folder(self, title: str, suggested: str, answered: Callable[[Path], object]) -> None:
        """Ask where a folder is to be made; one that is there can be named as well."""
        dialog = self._dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Choose"))
        dialog.selectFile(suggested)
        self._open(dialog, answered)

    def _dialog(self, title: str, kinds: str = "") -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder, kinds)
        dialog.setObjectName("fileChoice")
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _open(self, dialog: QFileDialog, answered: Callable[[Path], object]) -> None:
        self._answered = answered
        dialog.fileSelected.connect(self._answer)
        dialog.open()

    def _ask(
        self, title: str, kinds: str, answered: Callable[[Path], object], *, saving: bool, suggested: str = ""
    ) -> None:
        dialog = self._dialog(title, kinds)
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.AnyFile if saving else modes.ExistingFile)
        if saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))
            dialog.selectFile(suggested)
        self._open(dialog, answered)

    def _answer(self, name: str) -> None:
        path = Path(name)
        self._folder = str(path.parent)
        if self._answered is not None:
            self._answered(path)

    def _answer_all(self, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        self._folder = str(paths[0].parent)
        if self._all_answered is not None:
            self._all_answered(paths)
