"""The cache of the model hub on this computer, in the layout its own library uses, so that both find the same files.

``models--<org>--<name>/blobs/<digest>`` holds the bytes, ``snapshots/<commit>/<file>`` points to them, ``refs/main``
names the newest commit known, and ``blobs/<digest>.incomplete`` is a download that broke off.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from specter2_gui.disk import atomic
from specter2_gui.encoder.repositories import Repository, missing_files, wanted_files

_COMMIT = re.compile(r"[0-9a-f]{40}")
_DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_CHUNK = 1 << 20


def hub_cache() -> Path:
    """The folder of the cache, by the variables the hub's library obeys, read at each call."""
    home = os.environ.get("XDG_CACHE_HOME", "~/.cache") + "/huggingface"
    usual = os.environ.get("HUGGINGFACE_HUB_CACHE", os.environ.get("HF_HOME", home) + "/hub")
    return Path(os.path.expandvars(os.environ.get("HF_HUB_CACHE", usual))).expanduser()


def is_digest(text: str) -> bool:
    """Whether ``text`` can be a digest of the hub: SHA-256 (64 digits) of a large file, git's SHA-1 (40) of a small."""
    return _DIGEST.fullmatch(text) is not None


def is_commit(text: str) -> bool:
    """Whether ``text`` is a full commit name."""
    return _COMMIT.fullmatch(text) is not None


def repository_folder(repository: Repository) -> Path:
    """Where everything of ``repository`` lies in the cache, whether it exists or not."""
    return hub_cache() / f"models--{repository.name.replace('/', '--')}"


def snapshot(repository: Repository, commit: str = "") -> Path | None:
    """The folder with the files of ``commit`` (default: of the repository's revision), if it is known here at all."""
    commit = commit or _known_commit(repository)
    return repository_folder(repository) / "snapshots" / commit if commit else None


def complete_snapshot(repository: Repository) -> Path | None:
    """The snapshot of ``repository`` if none of the files it needs is missing or empty, else None."""
    folder = snapshot(repository)
    if folder is None or not folder.is_dir():
        return None
    return None if missing_files(repository.kind, files_in(folder)) else folder


def files_in(folder: Path) -> frozenset[str]:
    """Names of the non-empty files in ``folder``, and as ``1_Pooling/config.json`` those one folder below."""
    found = (path for pattern in ("*", "*/*") for path in folder.glob(pattern))
    return frozenset(path.relative_to(folder).as_posix() for path in found if path.is_file() and path.stat().st_size)


def damaged_file(repository: Repository, folder: Path) -> str:
    """The first file of a snapshot whose content is not what its digest promises, or the empty string.

    Where the system knows no symbolic links the cache does not tell the digest; such a file is taken as it is: it
    was verified when it was fetched.
    """
    for name in wanted_files(repository.kind, files_in(folder)):
        path = folder / name
        digest = path.resolve().name if path.is_symlink() else ""
        if is_digest(digest) and not _is_intact(path.resolve(), digest, _state(path)):
            return name
    return ""


def digest_of(path: Path, kind: str, still_wanted: Callable[[], None] = lambda: None) -> str:
    """The digest of a file: its SHA-256 if ``kind`` (a digest to compare with) has 64 digits, else git's of a blob.

    ``still_wanted`` is called before each megabyte and may raise to end the reading.
    """
    size = path.stat().st_size
    digest = hashlib.sha256() if len(kind) == 64 else hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            still_wanted()
            digest.update(chunk)
    return digest.hexdigest()


def put_in_place(partial: Path, blob: Path) -> None:
    """Turn a verified download into a blob, on the disk before it has its name."""
    with partial.open("r+b") as file:
        os.fsync(file.fileno())
    partial.replace(blob)
    atomic.sync_folder(blob.parent)


def point_to(blob: Path, pointer: Path) -> None:
    """Let ``pointer`` in a snapshot show ``blob``; where links are not allowed the file itself moves there."""
    pointer.parent.mkdir(parents=True, exist_ok=True)
    pointer.unlink(missing_ok=True)
    try:
        pointer.symlink_to(os.path.relpath(blob, pointer.parent))
    except OSError:  # Windows without developer mode, file systems without links
        shutil.move(blob, pointer)


def remember_newest(repository: Repository, commit: str) -> None:
    """Note which commit the revision of ``repository`` stood for; a pinned one needs no note."""
    if repository.revision != commit:
        atomic.write_text(repository_folder(repository) / "refs" / repository.revision, commit)


def _known_commit(repository: Repository) -> str:
    if is_commit(repository.revision):
        return repository.revision
    note = repository_folder(repository) / "refs" / repository.revision
    text = note.read_text(encoding="ascii", errors="replace").strip() if note.is_file() else ""
    return text if is_commit(text) else ""


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=64)
def _is_intact(path: Path, digest: str, state: tuple[int, int]) -> bool:  # noqa: ARG001 - a changed file is read again
    """Whether the content of ``path`` has ``digest``; 440 MB are read once per process, not at each question."""
    return digest_of(path, digest) == digest
