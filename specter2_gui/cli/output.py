"""Standard output for the one result alone, in UTF-8; whatever else is printed anywhere goes to standard error."""

import io
import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stdout, suppress
from typing import Any, TextIO


def prepare_streams() -> None:
    """Write UTF-8 whatever the system's code page is; half characters come out as escapes instead of an error.

    A stream that was closed before the program began is replaced by one that goes nowhere.
    """
    for name in ("stdout", "stderr"):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def result_stream() -> Generator[TextIO]:
    """The real standard output; until the end of the block everything else that is printed goes to standard error.

    Libraries below Python write to the file descriptor, so that one is turned away as well.
    """
    out = sys.stdout
    with suppress(OSError, ValueError):
        out.flush()
    with redirect_stdout(sys.stderr), _descriptor_turned_away() as saved:
        if saved is None or not _writes_to_descriptor_1(out):
            yield out
            return
        with os.fdopen(saved, "w", encoding="utf-8", errors="backslashreplace", closefd=False) as stream:
            yield stream


def write_result(stream: TextIO, text: str) -> None:
    """Write ``text``; a reader that has gone away (``| head``) is no error."""
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
            os.dup2(nowhere.fileno(), stream.fileno())


def as_json(value: Any) -> str:
    """``value`` as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def say(text: str) -> None:
    """A line on standard error; nobody there to read it is no error."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


@contextmanager
def _descriptor_turned_away() -> Generator[int | None]:
    """Descriptor 1 goes to standard error within the block; gives a copy of what it was, or nothing if one is closed."""
    try:
        saved = os.dup(1)
    except OSError:
        yield None
        return
    try:
        with suppress(OSError):
            os.dup2(2, 1)
        yield saved
    finally:
        os.dup2(saved, 1)
        os.close(saved)


def _writes_to_descriptor_1(stream: TextIO) -> bool:
    try:
        return stream.fileno() == 1
    except (OSError, ValueError, AttributeError):
        return False
