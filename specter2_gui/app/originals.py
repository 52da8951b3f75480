"""The bytes of an imported file, kept as they are under the name of their SHA-256."""

import hashlib
import os
import tempfile
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specter2_gui.disk.atomic import sync_folder

_AT_ONCE: Final = 1 << 20
_PART: Final = ".part"
_BEGINNING: Final = threading.Lock()
_AT_WORK: Final[set[Path]] = set()
"""The copies that this program is writing: another import beside them leaves them alone."""


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
    handle, part = _begun(folder)
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
        _AT_WORK.discard(part)


def _begun(folder: Path) -> tuple[int, Path]:
    """A new file for a copy; what a crash left of others goes, since only one program at a time copies into a project."""
    with _BEGINNING:
        for left in folder.glob(f".*{_PART}"):
            if left not in _AT_WORK:
                left.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=_PART)
        part = Path(name)
        _AT_WORK.add(part)
    return handle, part


def _placed(part: Path, place: Path) -> Original:
    if place.exists() and place.stat().st_size == part.stat().st_size:
        return Original(place, place.name, new=False)
    part.replace(place)
    sync_folder(place.parent)
    return Original(place, place.name, new=True)
