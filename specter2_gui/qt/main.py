"""Opens the window: what must be in place before the first widget, and the order of everything after it."""

import ctypes
import importlib.util
import os
from pathlib import Path

from specter2_gui.domain.errors import UserError
from specter2_gui.qt.screen import NO_SCREEN_STATUS, refuse_without_screen, say, unreachable_screen_said


def open_window() -> int:
    """Open the window and stay until it is closed; the exit status of the program."""
    preload_torch_library()
    try:
        refuse_without_screen()
    except UserError as refusal:
        say(refusal)
        return NO_SCREEN_STATUS
    # Qt is imported here and not above, since the first line has to come first.
    from specter2_gui.qt.session import make_application, start_session

    with unreachable_screen_said():
        _application = make_application()  # the session takes it over; without a name it would be gone by then
    session = start_session()
    return 2 if session is None else session.stay()


def preload_torch_library() -> None:
    """On Windows, load torch's core library before Qt's libraries.

    Both bring a C++ runtime; once Qt's is loaded, importing torch 2.9 or newer fails with "DLL initialization routine
    failed" (pytorch issue 166628). Loading this one library takes milliseconds, importing torch here would take seconds.
    """
    if os.name != "nt":
        return
    found = importlib.util.find_spec("torch")
    for place in (found.submodule_search_locations or ()) if found else ():
        library = Path(place) / "lib" / "c10.dll"
        if library.is_file():
            ctypes.CDLL(str(library))
