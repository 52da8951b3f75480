"""What is said when there is no screen to show the window on: one line, where Qt would end the program with a core dump."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress

from specter2_gui.domain.errors import UserError

NO_SCREEN_STATUS = 2
"""Exit status of the program when no window can be shown: something a person can mend."""


def refuse_without_screen() -> None:
    """Let nothing begin where no screen is even named.

    Raises:
        UserError: this is Linux, and the environment names neither a screen nor another way to draw.
    """
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named):
        raise UserError(
            "The window cannot be shown", "This computer or this connection has no screen",
            "Start the program where there is one, or use its commands: specter2-gui --help",
        )  # fmt: skip


@contextmanager
def unreachable_screen_said() -> Generator[None]:
    """Within the block, in which Qt's application is made, a screen it cannot draw on ends the program in words.

    Qt aborts the process then; its message handler is the last that runs before.
    """
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler  # Qt comes with the window only

    said: list[str] = []

    def qt_said(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        said.append(message)
        if kind == QtMsgType.QtFatalMsg:
            _leave(_unreachable(" ".join(said)))

    qInstallMessageHandler(qt_said)
    try:
        yield
    finally:
        qInstallMessageHandler(None)


def _unreachable(messages: str) -> UserError:
    if "xcb-cursor0" in messages:
        return UserError(
            "The window cannot be shown", "A system library that draws windows is missing, or the screen cannot be reached",
            "Install it (Debian and Ubuntu: apt install libxcb-cursor0), or use the commands: specter2-gui --help",
        )  # fmt: skip
    return UserError(
        "The window cannot be shown", "The screen that the environment names cannot be reached",
        "Check DISPLAY, WAYLAND_DISPLAY and QT_QPA_PLATFORM, or use the commands: specter2-gui --help",
    )  # fmt: skip


def say(refusal: UserError) -> None:
    """The one line on standard error."""
    with suppress(OSError):
        os.write(2, f"error: {refusal.sentence}\n".encode())


def _leave(refusal: UserError) -> None:
    say(refusal)
    os._exit(NO_SCREEN_STATUS)
