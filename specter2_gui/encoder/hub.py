"""Fetching a model from the hub on purpose: listed, resumed, verified, cancellable, with progress in bytes.

This is the only way to the network in the whole program. What needs the network's packages is imported inside the
functions, so that asking for the words of this module costs nothing.
"""

import errno
import shutil
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from specter2_gui.disk.places import shown
from specter2_gui.encoder import downloads_forbidden, hub_errors
from specter2_gui.encoder.hub_cache import hub_cache, remember_newest
from specter2_gui.encoder.repositories import BASE, SPECTER2, SPECTER2_NAMES, Repository, is_hub_name

if TYPE_CHECKING:
    from specter2_gui.encoder.hub_connection import Connection
    from specter2_gui.encoder.hub_listing import RemoteFile

REPORT_EVERY_S = 0.1
"""Least time between two reports within one file."""

_SPARE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """Of ``total`` bytes over all files of a model ``done`` are on the disk; ``file`` is the one in work."""

    file: str
    done: int
    total: int


def fetch(name: str, cancel: threading.Event) -> Iterator[FetchProgress]:
    """Bring the model ``name`` (``specter2`` or a hub name) into the hub's cache.

    Every file wanted is listed first; files already there are verified and kept, half-downloaded ones resumed. The
    last progress of a complete download has ``done == total``; after ``cancel`` is set the iterator just ends, at the
    next chunk, and what arrived is taken up by the next call.

    Raises:
        UserError: downloads are forbidden, no network, refused, not found, file missing, content wrong, disk full,
            or the same model is being downloaded elsewhere.
    """
    repositories = _repositories_of(name)
    if downloads_forbidden():
        raise hub_errors.downloads_forbidden()
    from specter2_gui.encoder.hub_connection import Connection  # requests: a tenth of a second nobody waits for before

    try:
        with _told_about_disk(), Connection(cancel) as connection:
            yield from _fetch_all(repositories, connection)
    except hub_errors.Cancelled:
        return
    except hub_errors.Interruption as interruption:
        raise interruption.error from interruption


def hub_answers(timeout_s: float) -> bool:
    """Whether the hub can be reached and is a hub, and not a log-in page.

    One request for the headers of one small file. It is made only when the person is on a page that offers the
    download; without a network it is False at once. ``timeout_s`` limits the connection and the answer, each.
    """
    if downloads_forbidden():
        return False
    import requests  # a tenth of a second nobody waits for before

    from specter2_gui.encoder.hub_connection import Connection

    with Connection(threading.Event()) as connection:
        try:
            return connection.is_hub(f"{BASE.name}/resolve/{BASE.revision}/config.json", timeout_s)
        except requests.RequestException:
            return False


def _repositories_of(name: str) -> tuple[Repository, ...]:
    if name in ("auto", *SPECTER2_NAMES):
        return SPECTER2
    if name == "starter" or Path(name).expanduser().is_dir() or not is_hub_name(name):
        raise hub_errors.not_fetchable(name)
    return (Repository(name, "main", "backbone"),)


def _fetch_all(repositories: tuple[Repository, ...], connection: "Connection") -> Iterator[FetchProgress]:
    from specter2_gui.encoder.hub_listing import list_files
    from specter2_gui.encoder.hub_transfer import is_there, transfer

    files = [file for repository in repositories for file in list_files(connection, repository)]
    total = sum(file.size for file in files)
    absent = [file for file in files if not is_there(file, connection)]
    done = total - sum(file.size for file in absent)
    _check_room(absent)
    yield FetchProgress(_label(absent[0] if absent else files[-1]), done, total)
    for file in absent:
        reported = monotonic()
        for arrived in transfer(file, connection):
            if monotonic() - reported >= REPORT_EVERY_S:
                reported = monotonic()
                yield FetchProgress(_label(file), done + arrived, total)
        done += file.size
        yield FetchProgress(_label(file), done, total)
    for file in files:
        remember_newest(file.repository, file.commit)


def _label(file: "RemoteFile") -> str:
    return f"{file.repository.name}/{file.path}"


def _check_room(absent: "list[RemoteFile]") -> None:
    """Refuse before the first byte what would not fit on the disk, with some room to spare."""
    from specter2_gui.encoder.hub_transfer import place_of

    needed = sum(file.size - min(place_of(file).partial_bytes, file.size) for file in absent)
    existing = next(folder for folder in (hub_cache(), *hub_cache().absolute().parents) if folder.is_dir())
    free = shutil.disk_usage(existing).free
    if needed and needed + _SPARE_BYTES > free:
        raise hub_errors.no_room(needed + _SPARE_BYTES, free, shown(existing))


@contextmanager
def _told_about_disk() -> Generator[None]:
    """Tell what the system says about the disk in words; the network's faults are told where they arise."""
    try:
        yield
    except OSError as error:
        place = shown(hub_cache())
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise hub_errors.disk_full(place) from error
        raise hub_errors.not_writable(place, error.strerror or "no reason given") from error
