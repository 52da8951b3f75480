"""A file that says "a living program works here": the system itself lets go of it when the program dies."""

import os
from pathlib import Path
from typing import IO

if os.name == "nt":
    import msvcrt

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


class Held:
    """A held file; :meth:`release` lets go of it and removes it. Dying lets go of it too and leaves the empty file."""

    def __init__(self, path: Path) -> None:
        """Make and hold ``path``.

        Raises:
            OSError: the file cannot be made. A file system that knows no locks is no error: the file is just there.
        """
        self._path = path
        self._file: IO[bytes] = path.open("ab")
        try:
            _lock(self._file, wait=True)
        except OSError:  # no locks on this file system: `is_held` cannot ask there either and answers yes
            return

    def release(self) -> None:
        """Let go; may be called again."""
        if not self._file.closed:
            self._file.close()
            self._path.unlink(missing_ok=True)


def is_held(path: Path) -> bool:
    """Whether a living program holds ``path``; where the file is there and the system gives no answer, yes."""
    try:
        file = path.open("rb+")
    except FileNotFoundError:
        return False
    except OSError:
        return True
    with file:
        try:
            _lock(file, wait=False)
        except OSError:
            return True
    return False
