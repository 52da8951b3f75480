"""Closing the window: at once when nothing runs; else the person is asked, and a training ends cleanly first."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QPushButton

from specter2_gui.qt.training_thread import Trainer
from specter2_gui.qt.window import MainWindow


class ClosingController(QObject):
    """Answers the window's question whether it may close; closes it later when a training has ended."""

    def __init__(self, window: MainWindow, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._trainer = trainer
        self._close_after = False
        self._box: QMessageBox | None = None
        self._stop: QPushButton | None = None
        window.may_close = self.may_close
        trainer.ended.connect(self._training_ended)

    def may_close(self) -> bool:
        """False while a training runs; the question is asked without blocking anything."""
        if not self._trainer.running:
            return True
        if self._box is None and not self._close_after:
            self._ask()
        return False

    def _ask(self) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("closeQuestion")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("A training is running"))
        box.setText(self.tr("A training is running. What shall happen to it?"))
        box.setInformativeText(self.tr("Stopping keeps the best model so far; it takes a few seconds."))
        self._stop = box.addButton(self.tr("Stop, keep the best and close"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(self.tr("Keep training"), QMessageBox.ButtonRole.RejectRole)
        self._stop.setObjectName("stopAndClose")
        keep.setObjectName("keepTraining")
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.finished.connect(self._answered)
        self._box = box
        box.open()

    def _answered(self) -> None:
        box, self._box = self._box, None
        if box is None:
            return
        stop = box.clickedButton() is self._stop
        self._stop = None
        box.deleteLater()
        if not stop:
            return
        self._close_after = True
        self._trainer.stop_early()
        self._window.notices.say(
            self.tr("Stopping the training; the window closes as soon as the best model is saved.")
        )
        if not self._trainer.running:
            self._window.close()

    def _training_ended(self) -> None:
        if self._box is not None:
            self._box.reject()
        if self._close_after:
            self._window.close()
