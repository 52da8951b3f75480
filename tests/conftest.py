"""What every test gets: folders of its own, no way out of the computer, and a tiny real model on demand."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.encoder.catalogue import Backbone
from tests.tiny import make_tiny_backbone, make_tiny_specter2

_HOME = Path(tempfile.mkdtemp(prefix="specter2_gui_tests_"))
_LOOPBACK = {"", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104 - compared with, never bound

# Read by the libraries when they are first imported, so they are set before any test module is.
os.environ |= {
    "HF_HOME": str(_HOME / "hub"),
    "SPECTER2_GUI_HOME": str(_HOME / "home"),
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
for _name in ("HF_HUB_CACHE", "HF_ENDPOINT", "HF_TOKEN", "TRANSFORMERS_CACHE"):
    os.environ.pop(_name, None)


def pytest_unconfigure() -> None:
    """Throw the session's folders away."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program keeps for itself goes into the test's own folder."""
    monkeypatch.setenv("SPECTER2_GUI_HOME", str(tmp_path / "specter2_gui_home"))


@pytest.fixture(autouse=True)
def network_guard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse every contact beyond this computer, and fail the test that tried, even if it swallowed the refusal.

    A test about a missing network clears the list it is given.
    """
    contacts: list[str] = []
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_outside(_host_of(self, address), contacts)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_outside(_host_of(self, address), contacts)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        _refuse_outside(host, contacts)
        return getaddrinfo(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield contacts
    if contacts:
        pytest.fail(f"the test reached out to {', '.join(contacts)}")


def _host_of(connecting: socket.socket, address: Any) -> object:
    return address[0] if connecting.family in (socket.AF_INET, socket.AF_INET6) else None


def _refuse_outside(host: object, contacts: list[str]) -> None:
    """Note and refuse ``host`` unless it is this computer (or none at all)."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name not in _LOOPBACK and not name.startswith("127."):
        contacts.append(name)
        raise OSError(f"a test tried to reach {name}")


@pytest.fixture(scope="session")
def tiny_backbone(tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    """A tiny real BERT without published adapters; shared, so never written to."""
    return make_tiny_backbone(tmp_path_factory.mktemp("tiny") / "backbone")


@pytest.fixture(scope="session")
def tiny_specter2(tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    """A tiny real model in the layout of SPECTER2, with both published adapters; shared, so never written to."""
    return make_tiny_specter2(tmp_path_factory.mktemp("tiny_specter2"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real collections beside the checkout; the test is skipped where there is none."""
    root = Path(__file__).resolve().parent.parent
    named = os.environ.get("SPECTER2_GUI_DATA")
    folder = Path(named) if named else root.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no folder of real collections: set SPECTER2_GUI_DATA to one")
    return folder
