"""The bytes of an imported file, kept as they are under the name of their SHA-256."""

import hashlib
import os
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specter2_gui.disk.atomic import sync_folder

_AT_ONCE: Final = 1 << 20
_PART: Final = ".part"


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file: where it lies, its hash in hexadecimal digits, and whether it was not there before."""

    path: Path
    sha256: str
    new: bool

    def forget(self) -> None:
        """Remove it again where nothing else can refer to it: the import it was kept for came to nothing."""
        if self.new:
            self.path.unlink(missing_ok=True)


def keeping(path: Path, folder: Path) -> Generator[int, None, Original]:
    """Copy the file ``path`` into ``folder``; yields how many bytes are copied. Ended early, it leaves nothing.

    Raises:
        OSError: the file cannot be read, or the copy not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f".*{_PART}"):  # by a crash: only one program at a time copies files into a project
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=_PART)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while data := file.read(_AT_ONCE):
                    digest.update(data)
                    copy.write(data)
                    yield copy.tell()
            copy.flush()
            os.fsync(copy.fileno())
        return _placed(part, folder / digest.hexdigest())
    finally:
        part.unlink(missing_ok=True)


def _placed(part: Path, place: Path) -> Original:
    if place.exists() and place.stat().st_size == part.stat().st_size:
        return Original(place, place.name, new=False)
    part.replace(place)
    sync_folder(place.parent)
    return Original(place, place.name, new=True)
