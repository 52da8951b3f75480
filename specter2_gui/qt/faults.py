"""Where faults go: one local log file of frames and class names, and one signal for the window."""

import faulthandler
import logging
import logging.handlers
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO, cast

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from specter2_gui.disk.fault_log import frames_of, log_file

_log = logging.getLogger("specter2_gui.faults")
_LARGEST = 512 * 1024
_KEPT = 3
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_LOGGERS = ("specter2_gui", "qasync")


class FramesOnly(logging.Formatter):
    """Writes a fault as its frames and class; its message may quote a query and stays out of the file."""

    def formatException(self, ei: object) -> str:
        """Frames and class of the fault, outermost first."""
        error = cast("tuple[object, ...]", ei)[1] if isinstance(ei, tuple) else None
        return frames_of(error) if isinstance(error, BaseException) else ""


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
        file.parent.mkdir(parents=True, exist_ok=True)
        self._handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(FramesOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
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
