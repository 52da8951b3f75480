"""Writing a file or a folder so that a crash leaves the old one or the new one, never half of one."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

_SUFFIX: Final = ".part"
_TEMPORARY: Final = re.compile(r"\.(.+)\.[a-z0-9_]{8}" + re.escape(_SUFFIX))
"""The names that :mod:`tempfile` makes here."""


def _read_mask() -> int:
    """The mask for new files; reading it is setting it, so this is done once, before there are threads."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


_MASK = _read_mask()


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO]:
    """A file to write that takes the place of ``path`` when the block ends: a synced temporary sibling renamed over it.

    A block that fails leaves ``path`` as it was.

    Raises:
        OSError: the folder cannot be made or written; ``path`` is then what it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            _share(Path(name), 0o666)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_bytes(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``.

    Raises:
        OSError: as :func:`replacing`.
    """
    with replacing(path) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` in UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Replace ``path`` by ``value`` as indented JSON; NaN and infinity are refused since JSON has neither."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def replace_folder(path: Path, fill: Callable[[Path], None]) -> None:
    """Replace the folder ``path`` by a new one whose content ``fill`` writes into the empty folder it is given.

    The old folder stays in place until the new one is complete and synced; if a crash falls between the two
    renames, :func:`recover_folder` brings the old one back.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    recover_folder(path)
    new = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX))
    try:
        fill(new)
        _share(new, 0o777)
        for file in sorted(new.rglob("*")):
            if file.is_file():
                _sync_file(file)
        sync_folder(new)
        if path.exists():
            path.rename(_old(path))
        new.rename(path)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        recover_folder(path)
        raise
    sync_folder(path.parent)
    shutil.rmtree(_old(path), ignore_errors=True)


def recover_folder(path: Path) -> None:
    """Finish what an interrupted :func:`replace_folder` left: the old folder goes back, or goes if the new one came."""
    old = _old(path)
    if not old.exists():
        return
    if path.exists():
        shutil.rmtree(old)
    else:
        old.rename(path)


def sync_folder(path: Path) -> None:
    """Ask the system to put the folder's entries on the disk; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes in lower-case hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def intended(path: Path) -> Path:
    """The place that ``path`` was to take, where it is or lies in a temporary sibling; else ``path`` itself."""
    return Path(*(found[1] if (found := _TEMPORARY.fullmatch(part)) else part for part in path.parts))


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")


def _share(path: Path, mode: int) -> None:
    """Give ``path`` the rights of any new file: temporary ones are private, and colleagues share a folder of runs."""
    if os.name != "nt":
        path.chmod(mode & ~_MASK)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
