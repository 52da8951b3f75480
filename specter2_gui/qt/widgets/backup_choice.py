"""The backups of a project to choose from, with what each was made before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from specter2_gui.project.backups import Backup
from specter2_gui.project.lock import when
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M


class BackupChoice(QDialog):
    """Asks without stopping the window; deletes itself when it is answered."""

    chosen = Signal(Path)

    def __init__(self, parent: QWidget, backups: Sequence[Backup]) -> None:
        super().__init__(parent)
        self.setObjectName("backupChoice")
        self.setWindowTitle(self.tr("Go back to a backup"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Backups, the newest first"))
        for backup in backups:
            item = QListWidgetItem(f"{when(backup.made)}, {self._reason(backup)}")
            item.setData(Qt.ItemDataRole.UserRole, str(backup.path))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_button = self.buttons.addButton(self.tr("Go back"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_button.setObjectName("goBack")
        self._lay_out()
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        self.list.itemActivated.connect(self._choose)

    def _reason(self, backup: Backup) -> str:
        return {
            "daily": self.tr("made before the first change of the day"),
            "bulk": self.tr("made before many papers changed at once"),
            "version": self.tr("made before a newer version of the program"),
        }.get(backup.reason, self.tr("made when you asked for it"))

    def _lay_out(self) -> None:
        words = QLabel(
            self.tr(
                "Papers, queries, judgements and triplets become what they were then. The project as it is now is kept in its "
                "folder “replaced”, and trainings stay."
            )
        )
        words.setWordWrap(True)
        set_kind(words, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        for widget in (words, self.list, self.buttons):
            column.addWidget(widget)
        self.resize(560, 360)

    def _choose(self) -> None:
        for item in self.list.selectedItems():
            self.chosen.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))
        self.accept()
