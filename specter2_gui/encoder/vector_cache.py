"""Vectors kept on the disk, so that a text is encoded once for each model, whoever asks for it again."""

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from sqlite3 import Error as DatabaseTrouble

import numpy as np
from numpy.typing import NDArray

from specter2_gui.disk.places import home
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.encoding import Encoder, Progress
from specter2_gui.encoder.hashes import json_sha256
from specter2_gui.encoder.vector_file import VectorFile, digest_of, remove
from specter2_gui.encoder.vectors import batches

MOST_BYTES = 4_000_000_000
"""What all files of the cache may take together: about 1.2 million vectors of 768 numbers."""

_FORMAT = 1
"""Part of every file's name: raise it when files are written otherwise, or when a model gives other vectors than before."""

_CHARACTERS_AT_ONCE = {"cpu": 40_000, "mps": 400_000, "cuda": 1_000_000}
"""How much text is encoded between two writings: a few seconds of work, which is all that a kill can cost."""

_READ_AT_ONCE = 8192
_SUFFIX = ".vectors"


def cached_encode(
    encoder: Encoder,
    role: Role,
    texts: Sequence[str],
    folder: Path | None = None,
    on_progress: Progress | None = None,
    stop: Callable[[], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> NDArray[np.float32]:
    """As :func:`encoding` in one call; between two batches ``stop`` is called, which may raise to end the work."""

    def heard(done: int, total: int) -> None:
        if stop is not None:
            stop()
        if on_progress is not None:
            on_progress(done, total)

    work = encoding(encoder, role, texts, folder, heard, warn)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def encoding(
    encoder: Encoder,
    role: Role,
    texts: Sequence[str],
    folder: Path | None = None,
    on_progress: Progress | None = None,
    warn: Callable[[str], None] | None = None,
) -> Generator[tuple[int, int], None, NDArray[np.float32]]:
    """Vectors of ``texts`` in their order, float32 of shape ``(len(texts), dim)``, from the disk where they lie there.

    What is missing is encoded in parts, each written as soon as it is made, so that work which is ended goes on from
    there the next time. After each part, and after each reading, it yields how many of how many distinct texts have a
    vector, those from the disk counted in; ``on_progress(done, total)`` hears the same after each batch too, and may
    raise to end the work. The adapters of ``role`` must not change meanwhile.

    The last digits of a vector depend on the texts it was encoded together with. What lies on the disk is used as it
    is, bit for bit, and where another program was quicker its vector is taken, so all who share ``folder`` (None:
    :func:`vectors_folder`) compute with the same numbers. A file that is damaged, locked or cannot be written never
    ends the work: ``warn`` is told once in a sentence, and the rest is encoded without it.

    Raises:
        UserError: as :meth:`Encoder.encode <specter2_gui.encoder.encoding.Encoder.encode>`.
    """
    place = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    vectors = np.empty((len(place), encoder.dim), dtype=np.float32)
    if place:
        digests = _digests(encoder, list(place))
        kept = _Kept(cache_file(encoder, role, folder), encoder.dim, warn)
        heard = on_progress or _nobody
        try:
            missing = yield from _read(kept, digests, vectors, heard)
            yield from _encode(encoder, role, list(place), digests, missing, vectors, kept, heard)
        finally:
            kept.close()
    return vectors[[place[text] for text in texts]]


def vectors_folder() -> Path:
    """Where the vectors of this computer's models lie; made when the first are written."""
    return home() / "cache" / "vectors"


def cache_file(encoder: Encoder, role: Role, folder: Path | None = None) -> Path:
    """The file for the present vectors of ``role``; its name is a hash of all that decides them but the texts.

    Devices of two kinds compute with other last digits, so each has its own file.
    """
    key = json_sha256(
        {
            "format": _FORMAT,
            "role": encoder.role_hash(role),
            "precision": encoder.precision,
            "device": encoder.device.type,
            "dim": encoder.dim,
        }
    )
    return (vectors_folder() if folder is None else folder) / f"{key[:40]}{_SUFFIX}"


def trim(folder: Path, most_bytes: int, keep: Path | None = None) -> None:
    """Remove files of the cache in ``folder`` until all take at most ``most_bytes``, the longest unused first.

    ``keep`` stays whatever its size, and so does a file another program is writing just now.
    """
    found: list[tuple[float, int, Path]] = []
    for path in folder.glob(f"*{_SUFFIX}"):
        with suppress(OSError):  # gone meanwhile
            state = path.stat()
            found.append((state.st_mtime, state.st_size, path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= most_bytes:
            return
        if path != keep and remove(path):
            total -= size


class _Kept:
    """A file of vectors that may fail at any time: from then on it is left alone, and the person is told once."""

    def __init__(self, path: Path, dim: int, warn: Callable[[str], None] | None) -> None:
        self._path = path
        self._warn = warn
        self._file: VectorFile | None = None
        try:
            self._file = VectorFile(path, dim)
            trim(path.parent, MOST_BYTES, keep=path)
        except (DatabaseTrouble, OSError) as error:
            self._give_up(error)

    def read(self, digests: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors that are there."""
        if self._file is not None:
            try:
                return self._file.read(digests)
            except DatabaseTrouble as error:
                self._give_up(error)
        return {}

    def write(self, digests: Sequence[bytes], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Keep ``vectors``; gives those that now lie in the file, which another program may have written."""
        if self._file is not None:
            try:
                return self._file.write(digests, vectors)
            except DatabaseTrouble as error:
                self._give_up(error)
        return vectors

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _give_up(self, error: DatabaseTrouble | OSError) -> None:
        damaged = VectorFile.is_damage(error)
        self.close()
        if damaged:
            remove(self._path)
        if self._warn is not None:
            self._warn(_DAMAGED if damaged else _NOT_USABLE)


def _digests(encoder: Encoder, texts: list[str]) -> list[bytes]:
    try:
        return [digest_of(text) for text in texts]
    except UnicodeEncodeError:
        encoder.tokenize(texts)  # refuses the text in words, by its number
        raise


def _read(
    kept: _Kept, digests: list[bytes], vectors: NDArray[np.float32], heard: Progress
) -> Generator[tuple[int, int], None, list[int]]:
    """Fill the rows of ``vectors`` that lie on the disk; gives the other rows."""
    missing: list[int] = []
    for start in range(0, len(digests), _READ_AT_ONCE):
        part = digests[start : start + _READ_AT_ONCE]
        found = kept.read(part)
        for row, digest in enumerate(part, start=start):
            if digest in found:
                vectors[row] = found[digest]
            else:
                missing.append(row)
        done = start + len(part) - len(missing)
        if found:
            heard(done, len(digests))
            yield done, len(digests)
    return missing


def _encode(
    encoder: Encoder,
    role: Role,
    texts: list[str],
    digests: list[bytes],
    missing: list[int],
    vectors: NDArray[np.float32],
    kept: _Kept,
    heard: Progress,
) -> Generator[tuple[int, int]]:
    """Fill the rows ``missing`` of ``vectors``, the longest texts first."""
    done = len(texts) - len(missing)
    most = _CHARACTERS_AT_ONCE.get(encoder.device.type, _CHARACTERS_AT_ONCE["cpu"])
    for group in batches([len(texts[row]) for row in missing], most):
        rows = [missing[index] for index in group]
        told = partial(_told, heard, done, len(texts))
        made = encoder.encode(role, [texts[row] for row in rows], on_progress=told)
        vectors[rows] = kept.write([digests[row] for row in rows], made)
        done += len(rows)
        yield done, len(texts)


def _told(heard: Progress, before: int, total: int, done: int, _part: int) -> None:
    heard(before + done, total)


def _nobody(_done: int, _total: int) -> None:
    """Hears of progress where nobody asked for it."""


_DAMAGED = (
    "The file with the vectors of earlier searches is damaged and is not used; the papers are encoded anew, which "
    "takes longer this time."
)
_NOT_USABLE = (
    "The vectors of earlier searches cannot be read or kept just now (the disk is full, the folder is read-only, or "
    "another program holds the file); the papers are encoded anew, which takes longer."
)
