"""A model hub on the loopback interface: the protocol of the real one over a real socket, with faults on demand."""

import hashlib
import json
import re
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from specter2_gui.encoder.repositories import ADHOC_QUERY, BASE, PROXIMITY

_LARGE = (".bin", ".safetensors")
_NEVER_WANTED = {"README.md": b"# a card", ".gitattributes": b"*.bin filter=lfs", "tf_model.h5": b"another framework"}
_PORTAL = b"<!DOCTYPE html><html><title>Welcome to the library network</title><form>Log in</form></html>"


@dataclass
class Served:
    """One repository at one commit."""

    commit: str
    files: dict[str, bytes]


@dataclass
class Faults:
    """What goes wrong, by file name; ``api`` stands for the list of files."""

    status: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """Answered one after another instead of the file; the last one for good."""
    cut_after: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """Bytes after which the connection is closed, for one request after another; then no more."""
    held_after: dict[str, int] = field(default_factory=dict[str, int])
    """Bytes after which nothing more comes until the server is released."""
    other_bytes: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """Sent in place of the content, while the list and the headers state the right one."""
    unlisted: set[str] = field(default_factory=set[str])
    web_page: set[str] = field(default_factory=set[str])
    """A log-in page answers, with status 200."""
    other_commit: str = ""
    ignores_ranges: bool = False
    without_length: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it came, and how many bytes of a body went out."""

    method: str
    path: str
    start: int
    headers: Mapping[str, str]
    sent: int


class HubServer:
    """Repositories by name, faults that tests switch on, and a log of every request."""

    def __init__(self) -> None:
        self.repositories: dict[str, Served] = {}
        self.faults = Faults()
        self.log: list[Asked] = []
        self.released = threading.Event()
        self._grown = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = False  # joined on close: a test leaves no thread behind
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def endpoint(self) -> str:
        """What ``HF_ENDPOINT`` is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "HubServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Refuse connections from now on."""
        self.released.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def serve(self, name: str, commit: str, files: Mapping[str, bytes]) -> None:
        """Offer ``files``, and with them some that nobody should ask for."""
        self.repositories[name] = Served(commit, {**files, **_NEVER_WANTED})

    def serve_specter2(self, base: Path, proximity: Path, adhoc_query: Path) -> None:
        """Offer three folders as SPECTER2's repositories, under their real names and commits."""
        for repository, folder in ((BASE, base), (PROXIMITY, proximity), (ADHOC_QUERY, adhoc_query)):
            files = {path.name: path.read_bytes() for path in folder.iterdir()}
            self.serve(repository.name, repository.revision, files)

    def note(self, asked: Asked) -> None:
        """Write a request down."""
        with self._grown:
            self.log.append(asked)
            self._grown.notify_all()

    def was_asked_for(self, file: str, timeout_s: float = 10) -> bool:
        """Whether a request for ``file`` has come, or comes within ``timeout_s``."""
        with self._grown:
            return self._grown.wait_for(lambda: any(one.path.endswith(f"/{file}") for one in self.log), timeout_s)

    def asked_for(self, file: str) -> list[Asked]:
        """The requests whose body was (part of) ``file``, in their order."""
        return [asked for asked in self.log if asked.path.rpartition("/")[2] == file and asked.sent]


@contextmanager
def running_hub() -> Generator[HubServer]:
    """A hub that is gone, with all its threads, at the end."""
    with HubServer() as server:
        yield server


def digest_on_hub(name: str, content: bytes) -> str:
    """SHA-256 of a large file, git's blob SHA-1 of a small one, as the hub states them."""
    if name.endswith(_LARGE):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()


def _handler_of(server: HubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_GET(self) -> None:
            _answer(self, server)

        def do_HEAD(self) -> None:
            _answer(self, server)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Keep quiet."""

    return Handler


def _answer(handler: BaseHTTPRequestHandler, server: HubServer) -> None:
    """Answer one request as the hub would, or as the faults say."""
    path = urlsplit(handler.path).path
    if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)/revision/([^/]+)", path):
        _answer_list(handler, server, found[1])
    elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
        _answer_resolve(handler, server, found[1], found[3])
    elif found := re.fullmatch(r"/(?:cdn|api/resolve-cache/models)/([^/]+/[^/]+)/([0-9a-f]{40})/(.+)", path):
        _answer_content(handler, server, found[1], found[3], delivery=path.startswith("/cdn/"))
    else:
        _send(handler, server, 404, b"")


def _answer_list(handler: BaseHTTPRequestHandler, server: HubServer, name: str) -> None:
    repository = server.repositories.get(name)
    if _faulty(handler, server, "api"):
        return
    if repository is None:
        _send(handler, server, 401, b'{"error":"Repository not found"}', {"X-Error-Code": "RepoNotFound"})
        return
    offered = {file: content for file, content in repository.files.items() if file not in server.faults.unlisted}
    siblings = [_sibling(file, content) for file, content in offered.items()]
    commit = server.faults.other_commit or repository.commit
    body = json.dumps({"id": name, "sha": commit, "siblings": siblings}).encode()
    _send(handler, server, 200, body, {"Content-Type": "application/json"})


def _sibling(file: str, content: bytes) -> dict[str, object]:
    told: dict[str, object] = {"rfilename": file, "size": len(content), "blobId": "0" * 40}
    if file.endswith(_LARGE):
        return told | {"lfs": {"sha256": digest_on_hub(file, content), "size": len(content), "pointerSize": 134}}
    return told | {"blobId": digest_on_hub(file, content)}


def _answer_resolve(handler: BaseHTTPRequestHandler, server: HubServer, name: str, file: str) -> None:
    """Large files are redirected to the delivery network, small ones to a cache on the hub itself."""
    repository = server.repositories.get(name)
    if _faulty(handler, server, file.rpartition("/")[2]):
        return
    if repository is None or file not in repository.files:
        _send(handler, server, 404, b"", {"X-Error-Code": "EntryNotFound" if repository else "RepoNotFound"})
        return
    content = repository.files[file]
    large = file.endswith(_LARGE)
    place = f"{server.endpoint}/cdn" if large else "/api/resolve-cache/models"
    headers = _hub_headers(repository, file, content, server) | {
        "Location": f"{place}/{name}/{repository.commit}/{file}"
    }
    _send(handler, server, 302 if large else 307, b"", headers)


def _hub_headers(repository: Served, file: str, content: bytes, server: HubServer) -> dict[str, str]:
    digest = digest_on_hub(file, content)
    return {
        "X-Repo-Commit": server.faults.other_commit or repository.commit,
        "ETag": f'"{digest}"',
        "X-Linked-Etag": f'"{digest}"',
        "X-Linked-Size": str(len(content)),
    }


def _answer_content(
    handler: BaseHTTPRequestHandler, server: HubServer, name: str, file: str, *, delivery: bool
) -> None:
    repository = server.repositories[name]
    stated = repository.files[file]
    content = server.faults.other_bytes.get(file, stated)
    start = 0 if server.faults.ignores_ranges else _start(handler)
    headers = {"ETag": '"of-the-delivery-network"'} if delivery else _hub_headers(repository, file, stated, server)
    if start >= len(content) > 0:
        _send(handler, server, 416, b"", headers)
        return
    if start:
        headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
    _send(handler, server, 206 if start else 200, content[start:], headers, file=file)


def _start(handler: BaseHTTPRequestHandler) -> int:
    found = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    return int(found[1]) if found else 0


def _faulty(handler: BaseHTTPRequestHandler, server: HubServer, what: str) -> bool:
    """Answer with the fault that is switched on for ``what``, if there is one."""
    if what in server.faults.web_page:
        _send(handler, server, 200, _PORTAL, {"Content-Type": "text/html"})
        return True
    codes = server.faults.status.get(what, [])
    if not codes:
        return False
    code = codes.pop(0) if len(codes) > 1 else codes[0]
    if code == 0:  # from here on all is well
        del server.faults.status[what]
        return False
    _send(handler, server, code, b"")
    return True


def _send(
    handler: BaseHTTPRequestHandler,
    server: HubServer,
    status: int,
    body: bytes,
    headers: Mapping[str, str] | None = None,
    file: str = "",
) -> None:
    """Send one answer and close the connection; the log has it before the other side can have read its end."""
    handler.close_connection = True
    handler.send_response(status)
    if not server.faults.without_length or not file:
        handler.send_header("Content-Length", str(len(body)))
    for name, value in {**(headers or {}), "Connection": "close"}.items():
        handler.send_header(name, value)
    handler.end_headers()
    body = b"" if handler.command == "HEAD" else body
    cuts = server.faults.cut_after.get(file, [])
    if body and cuts:
        body = body[: cuts.pop(0)]
    held = server.faults.held_after.get(file) if body else None
    sent = len(body) if held is None else min(held, len(body))
    server.note(Asked(handler.command, handler.path, _start(handler), dict(handler.headers.items()), sent))
    _write(handler, body[:sent])
    if held is not None:
        server.released.wait(20)


def _write(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    try:
        handler.wfile.write(body)
    except (BrokenPipeError, ConnectionResetError):  # the other side has cancelled
        return
