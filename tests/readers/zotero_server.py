"""A Zotero on the loopback interface: its local interface as the real one speaks it, with faults on demand."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class FakeZotero:
    """The items it has and what goes wrong; ``asked`` are the paths of all requests."""

    items: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    groups: dict[int, tuple[str, list[dict[str, Any]]]] = field(
        default_factory=dict[int, tuple[str, list[dict[str, Any]]]]
    )
    """The name and the items of each group's library."""
    status: int = 200
    body: bytes | None = None
    """Sent instead of a page of items."""
    total: str | None = None
    """Sent instead of how many items there are."""
    breaks_off: bool = False
    lost_after: int | None = None
    """Items that go away once so many requests have come."""
    asked: list[str] = field(default_factory=list[str])
    agents: list[str] = field(default_factory=list[str])
    port: int = 0


def item(key: str, title: str = "", **data: Any) -> dict[str, Any]:
    """An item as the interface shows it, with what stands around its data."""
    inner = {"key": key, "version": 1, "itemType": "journalArticle", "title": title, **data}
    return {"key": key, "version": 1, "library": {"type": "user", "id": 1}, "links": {}, "meta": {}, "data": inner}


@contextmanager
def running_zotero(zotero: FakeZotero) -> Generator[FakeZotero]:
    """``zotero`` at a free port, gone with all its threads at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(zotero))
    server.daemon_threads = False
    zotero.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield zotero
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler_of(zotero: FakeZotero) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 20

        def do_GET(self) -> None:
            zotero.asked.append(self.path)
            zotero.agents.append(self.headers.get("User-Agent", ""))
            _answer(self, zotero)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Keep quiet."""

    return Handler


def _answer(handler: BaseHTTPRequestHandler, zotero: FakeZotero) -> None:
    address = urlsplit(handler.path)
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    found = _objects(zotero, address.path)
    if zotero.status != 200 or found is None:
        status = zotero.status if zotero.status != 200 else 404
        _send(handler, status, "text/plain", b"Local API is not enabled" if status == 403 else b"Not found", {})
        return
    if zotero.lost_after is not None and len(zotero.asked) > zotero.lost_after:
        zotero.items.pop(0)
        zotero.lost_after = None
    items = sorted(found, key=lambda one: one["data"].get("dateAdded", ""))
    start = int(asked.get("start", 0))
    page = items[start : start + int(asked.get("limit", len(items)))]
    body = json.dumps(page, indent=4).encode() if zotero.body is None else zotero.body
    total = str(len(items)) if zotero.total is None else zotero.total
    headers = {"Total-Results": total, "Zotero-API-Version": "3", "Last-Modified-Version": "0"}
    _send(handler, 200, "application/json", body, headers, cut=zotero.breaks_off)


def _objects(zotero: FakeZotero, path: str) -> list[dict[str, Any]] | None:
    """What lies at ``path``; None for nothing."""
    if path == "/api/users/0/items":
        return zotero.items
    if path == "/api/users/0/groups":
        return [
            {"id": number, "version": 1, "links": {}, "meta": {}, "data": {"id": number, "version": 1, "name": name}}
            for number, (name, _) in zotero.groups.items()
        ]
    groups = {f"/api/groups/{number}/items": items for number, (_, items) in zotero.groups.items()}
    return groups.get(path)


def _send(
    handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, headers: dict[str, str], *, cut: bool = False
) -> None:
    handler.send_response(status)
    for name, value in {
        **headers,
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2] if cut else body)
