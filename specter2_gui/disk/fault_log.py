"""Where faults are written down: a local file that rotates and holds places in the program, never anybody's texts."""

import logging
import logging.handlers
import traceback
from pathlib import Path

from specter2_gui.disk.places import home

_LARGEST = 512 * 1024
_KEPT = 3


def frames_of(error: BaseException) -> str:
    """The frames and the class of ``error`` without its message."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}"


def log_file() -> Path:
    """The log of this program; it may not be there yet."""
    return home() / "log" / "specter2_gui.log"


def write_fault(fault: BaseException | str) -> Path:
    """Append a fault, or the frames of one that was caught elsewhere, to the log; gives the log file.

    Raises:
        OSError: the log cannot be written.
    """
    file = log_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    text = fault if isinstance(fault, str) else frames_of(fault)
    record = logging.LogRecord("specter2_gui", logging.ERROR, "", 0, "fault\n%s", (text,), None)
    try:
        handler.handle(record)
    finally:
        handler.close()
    return file
