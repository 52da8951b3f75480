"""Where faults go: one local log file of frames and class names, and one signal for the window."""

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from specter2_gui.disk.fault_log import log_file, log_handler

_log = logging.getLogger("specter2_gui.faults")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_LOGGERS = ("specter2_gui", "qasync")


class FaultWatch(QObject):
    """Catches what nobody caught, in any thread; ``faulted`` carries a sentence and the details to copy."""

    faulted = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crash_file: TextIO | None = None
        self._handler: logging.Handler | None = None

    def start(self) -> Path:
        """Open the log and take over every hook; returns the log file."""
        file = log_file()
        self._handler = log_handler()
        for name in _LOGGERS:
            logging.getLogger(name).addHandler(self._handler)
        self._crash_file = (file.parent / "crash.txt").open("a", encoding="utf-8")
        faulthandler.enable(self._crash_file)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        qInstallMessageHandler(self._qt_said)
        return file

    def stop(self) -> None:
        """Give every hook back and close the files."""
        qInstallMessageHandler(None)
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        faulthandler.disable()
        if self._crash_file is not None:
            self._crash_file.close()
        if self._handler is not None:
            for name in _LOGGERS:
                logging.getLogger(name).removeHandler(self._handler)
            self._handler.close()

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("uncaught %s", kind.__name__, exc_info=(kind, error, trace))
        sentence = self.tr(
            "Something in the program went wrong; what was saved is safe. Copy the details to report it."
        )
        self.faulted.emit(sentence, "".join(traceback.format_exception(kind, error, trace)))

    def _uncaught_in_thread(self, fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            self._uncaught(fault.exc_type, fault.exc_value, fault.exc_traceback)

    def _qt_said(self, kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
