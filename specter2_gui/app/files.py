"""Reading a file somebody named: its bytes, or plain words about why there are none."""

import stat
from pathlib import Path

from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError

LARGEST = 1_000_000_000
"""Bytes; a larger file is refused before it fills the memory."""


def read_file(path: Path, what: str) -> bytes:
    """The bytes of ``path``; ``what`` says what the file is for, e.g. ``triplets``.

    Raises:
        UserError: it is absent, a folder, a device or a pipe, larger than :data:`LARGEST`, or cannot be read.
    """
    name = shown(path)
    try:
        if path.is_dir():
            raise UserError(f"'{name}' is a folder", f"A file with {what} is needed", "Name the file in that folder")
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # reading one might never end
            raise UserError(
                f"'{name}' is no regular file",
                "It is a device or a pipe, which has no end to wait for",
                f"Write the {what} into a file and name that",
            )
        size = found.st_size
        if size > LARGEST:
            raise UserError(
                f"The file '{name}' is too large",
                f"It has {size / 1e9:.1f} GB, and more than {LARGEST / 1e9:.0f} GB of {what} cannot be held",
                "Divide the file and use a part of it",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(
            f"There is no file '{name}'", f"It should hold the {what}", "Check the name and folder"
        ) from None
    except (OSError, ValueError):  # ValueError: a name with a zero character
        raise UserError(
            f"The file '{name}' cannot be read", "The system does not let this program read it",
            "Check that you may open it, or make a copy of it and use that",
        ) from None  # fmt: skip
