"""Where faults are written down: a local file that rotates and holds places in the program, never anybody's texts."""

import logging
import logging.handlers
import traceback
from pathlib import Path
from typing import cast

from specter2_gui.disk.places import home

_LARGEST = 512 * 1024
_KEPT = 3


class FramesOnly(logging.Formatter):
    """Writes a fault as its frames and class; its message may quote a query and stays out of the file."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name the library calls
        """Frames and class of the fault, outermost first."""
        error = cast("tuple[object, ...]", ei)[1] if isinstance(ei, tuple) else None
        return frames_of(error) if isinstance(error, BaseException) else ""


def frames_of(error: BaseException) -> str:
    """The frames and the class of ``error`` without its message."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}"


def log_file() -> Path:
    """The log of this program; it may not be there yet."""
    return home() / "log" / "specter2_gui.log"


def log_handler() -> logging.Handler:
    """What writes records into :func:`log_file`; its folder is made, the file comes with the first record.

    Raises:
        OSError: the folder cannot be made.
    """
    file = log_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace", delay=True
    )
    handler.setFormatter(FramesOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler


def write_fault(fault: BaseException | str) -> Path:
    """Append a fault, or the frames of one that was caught elsewhere, to the log; gives the log file.

    Raises:
        OSError: the log cannot be written.
    """
    handler = log_handler()
    text = fault if isinstance(fault, str) else frames_of(fault)
    record = logging.LogRecord("specter2_gui", logging.ERROR, "", 0, "fault\n%s", (text,), None)
    try:
        handler.handle(record)
    finally:
        handler.close()
    return log_file()
