"""What the hub says a repository holds: its commit, and size and digest of each file that is wanted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import requests

from specter2_gui.encoder import hub_errors
from specter2_gui.encoder.hub_cache import is_commit, is_digest
from specter2_gui.encoder.hub_connection import Connection
from specter2_gui.encoder.repositories import SPECTER2, Repository, kind_offered, missing_files, wanted_files

_LONGEST_ANSWER = 16_000_000


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at a commit; ``digest`` is the SHA-256 of a large file, or git's SHA-1 (40 digits) of a small one."""

    repository: Repository
    commit: str
    path: str
    size: int
    digest: str


def list_files(connection: Connection, repository: Repository) -> tuple[RemoteFile, ...]:
    """Ask the hub for the wanted files of ``repository``; nothing else it may hold is ever fetched.

    Of a repository that a person named nobody knows beforehand whether it is a backbone or an adapter: its files tell.

    Raises:
        UserError: not reachable, refused, not found, not the hub, another commit than the pinned one, a file missing.
        Interruption: busy, or broken off.
    """
    url = f"{connection.endpoint}/api/models/{repository.name}/revision/{repository.revision}?blobs=true"
    with connection.get(url, repository=repository.name) as response:
        answer = _parsed(connection, response)
    commit = answer.get("sha")
    if not isinstance(commit, str) or not is_commit(commit):
        raise hub_errors.not_the_hub(connection.endpoint)
    if is_commit(repository.revision) and commit != repository.revision:
        raise hub_errors.changed_on_the_way(repository.name)
    offered = {file.path: file for file in _files(answer, repository, commit)}
    kind = repository.kind if repository in SPECTER2 else kind_offered(offered)
    missing = missing_files(kind, offered)
    if missing:
        raise hub_errors.missing_file(repository.name, " and ".join(missing))
    return tuple(offered[name] for name in wanted_files(kind, offered))


def _parsed(connection: Connection, response: requests.Response) -> dict[str, Any]:
    """The JSON object in the answer; anything else did not come from a hub."""
    body = bytearray()
    for chunk in connection.chunks(response):
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise hub_errors.not_the_hub(connection.endpoint)
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise hub_errors.not_the_hub(connection.endpoint) from error
    if not isinstance(answer, dict):
        raise hub_errors.not_the_hub(connection.endpoint)
    return cast("dict[str, Any]", answer)


def _files(answer: dict[str, Any], repository: Repository, commit: str) -> Iterator[RemoteFile]:
    """The files of the answer that carry all that is needed to verify them."""
    siblings: object = answer.get("siblings")
    for sibling in cast("list[Any]", siblings) if isinstance(siblings, list) else []:
        match sibling:
            case {"rfilename": str(path), "lfs": {"sha256": str(digest), "size": int(size)}}:
                pass
            case {"rfilename": str(path), "blobId": str(digest), "size": int(size)}:
                pass
            case _:
                continue
        if size > 0 and is_digest(digest):
            yield RemoteFile(repository, commit, path, size, digest)
