"""Bringing one file from the hub into the cache: resumed where it broke off, verified before it counts as there."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from filelock import Timeout
from huggingface_hub import hf_hub_url
from huggingface_hub.utils import WeakFileLock  # pyright: ignore[reportPrivateImportUsage] - exported, not marked so

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder import hub_errors
from specter2_gui.encoder.hub_cache import digest_of, hub_cache, point_to, put_in_place, repository_folder
from specter2_gui.encoder.hub_connection import Connection
from specter2_gui.encoder.hub_listing import RemoteFile

PAUSES_S = (1.0, 2.0, 4.0, 8.0)
"""Waits between attempts that brought nothing new; after the last one the download gives up."""

_LOCK_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file of the hub belongs in the cache."""

    pointer: Path
    blob: Path
    partial: Path
    lock: Path

    @property
    def partial_bytes(self) -> int:
        """How much of an earlier download there is."""
        return self.partial.stat().st_size if self.partial.is_file() else 0


def place_of(file: RemoteFile) -> Place:
    """Where ``file`` belongs, by the layout of the hub's library."""
    folder = repository_folder(file.repository)
    blob = folder / "blobs" / file.digest
    return Place(
        pointer=folder / "snapshots" / file.commit / file.path,
        blob=blob,
        partial=blob.with_name(f"{blob.name}.incomplete"),
        lock=hub_cache() / ".locks" / folder.name / f"{file.digest}.lock",
    )


def is_there(file: RemoteFile, connection: Connection) -> bool:
    """Whether ``file`` is in the cache with the right content; a damaged one is removed."""
    place = place_of(file)
    for path in (place.pointer, place.blob):
        if path.is_file() and not _is_right(path, file, connection):
            path.resolve().unlink(missing_ok=True)
            path.unlink(missing_ok=True)
    if not place.pointer.is_file() and place.blob.is_file():
        point_to(place.blob, place.pointer)
    return place.pointer.is_file()


def transfer(file: RemoteFile, connection: Connection) -> Iterator[int]:
    """Fetch ``file``, yielding after each chunk how many of its bytes are on the disk.

    A lost connection is taken up again after a pause, from the byte where it broke off; what arrived stays on the
    disk when it is given up or cancelled. Only a file with the right size and digest gets its name in the cache.

    Raises:
        UserError: given up; or the content is wrong, which removes what arrived.
        Cancelled: the person has stopped it.
    """
    place = place_of(file)
    with _locked(place, file):
        yield from _until_whole(file, place, connection)
        if not _is_right(place.partial, file, connection):
            place.partial.unlink()
            raise hub_errors.wrong_content(file.repository.name, file.path, size=False)
        put_in_place(place.partial, place.blob)
        point_to(place.blob, place.pointer)


def _until_whole(file: RemoteFile, place: Place, connection: Connection) -> Iterator[int]:
    """Try until the partial file has its full size."""
    pauses = iter(PAUSES_S)
    while place.partial_bytes != file.size:
        before = place.partial_bytes
        try:
            yield from _attempt(file, place, connection)
            fault = _broken_off(file, place, connection)
        except hub_errors.ConnectionLost as lost:
            fault = _broken_off(file, place, connection) if place.partial_bytes else lost.error
        except hub_errors.Interruption as busy:
            fault = busy.error
        if place.partial_bytes > before:
            pauses = iter(PAUSES_S)
        if place.partial_bytes != file.size:
            pause = next(pauses, None)
            if pause is None:
                raise fault
            connection.pause(pause)


def _broken_off(file: RemoteFile, place: Place, connection: Connection) -> UserError:
    return hub_errors.broken_off(connection.endpoint, file.path, place.partial_bytes, file.size)


def _attempt(file: RemoteFile, place: Place, connection: Connection) -> Iterator[int]:
    """One request for what is missing; ends when the body does, whole or not."""
    start = place.partial_bytes
    if start > file.size:
        place.partial.unlink()
        start = 0
    url = hf_hub_url(file.repository.name, file.path, revision=file.commit, endpoint=connection.endpoint)
    with connection.get(url, repository=file.repository.name, file=file.path, start=start) as response:
        _check_answer(response, file, connection)
        start = start if response.status_code == 206 else 0  # some servers send the whole file for a part
        _check_size(response, file, start)
        with place.partial.open("r+b" if start else "wb") as out:
            done = out.seek(start)
            for chunk in connection.chunks(response):
                done += len(chunk)
                if done > file.size:
                    _discard_oversize(file, place)
                out.write(chunk)
                out.flush()
                yield done


def _check_answer(response: requests.Response, file: RemoteFile, connection: Connection) -> None:
    """Refuse an answer that is not of the hub, or of another commit or content than the listing told.

    Of the digests only ``X-Linked-Etag`` is looked at: the ``ETag`` of a delivery network is its own affair.
    """
    chain = [*response.history, response]
    commits = {answer.headers["X-Repo-Commit"] for answer in chain if "X-Repo-Commit" in answer.headers}
    if not commits or response.headers.get("Content-Encoding", "identity") != "identity":
        raise hub_errors.not_the_hub(connection.endpoint)
    linked = {
        answer.headers["X-Linked-Etag"].removeprefix("W/").strip('"')
        for answer in chain
        if "X-Linked-Etag" in answer.headers
    }
    if commits != {file.commit} or linked - {file.digest}:
        raise hub_errors.changed_on_the_way(file.repository.name)


def _check_size(response: requests.Response, file: RemoteFile, start: int) -> None:
    """Refuse an answer whose stated length is not what is missing; a partial file that fits nothing is removed."""
    length = response.headers.get("Content-Length")
    if response.status_code == 416 or (length is not None and int(length) != file.size - start):
        _discard_oversize(file, place_of(file))


def _discard_oversize(file: RemoteFile, place: Place) -> None:
    place.partial.unlink(missing_ok=True)
    raise hub_errors.wrong_content(file.repository.name, file.path, size=True)


def _is_right(path: Path, file: RemoteFile, connection: Connection) -> bool:
    return path.stat().st_size == file.size and digest_of(path, file.digest, connection.still_wanted) == file.digest


@contextmanager
def _locked(place: Place, file: RemoteFile) -> Generator[None]:
    """Hold the lock that the hub's library takes for the same file, so that two programs never write one download."""
    for path in (place.lock, place.blob):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with WeakFileLock(place.lock, timeout=_LOCK_WAIT_S):
            yield
    except Timeout as error:
        raise hub_errors.busy_elsewhere(file.repository.name) from error
