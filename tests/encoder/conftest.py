"""A model hub on this computer for the tests of downloads, and a cache of their own."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.encoder import hub as fetching
from specter2_gui.encoder import hub_transfer
from specter2_gui.encoder.repositories import ADHOC_QUERY, BASE, PROXIMITY
from tests.hub_server import HubServer, running_hub

BACKBONE_FILES = {
    "config.json": 700,
    "tokenizer.json": 4000,
    "tokenizer_config.json": 300,
    "special_tokens_map.json": 112,
    "vocab.txt": 2000,
    "pytorch_model.bin": 300_000,
}
ADAPTER_FILES = {"adapter_config.json": 900, "pytorch_adapter.bin": 40_000}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hub's cache of this test, empty, with downloads allowed."""
    folder = tmp_path / "cache of the hub"
    monkeypatch.setenv("HF_HUB_CACHE", str(folder))
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(hub_transfer, "PAUSES_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr(fetching, "REPORT_EVERY_S", 0.0)
    return folder


@pytest.fixture
def hub(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:  # noqa: ARG001 - a cache of its own too
    """A hub with SPECTER2's three repositories; their files have the right names and random content."""
    chance = random.Random(13)  # noqa: S311 - content, not a secret
    with running_hub() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.endpoint)
        for repository, sizes in ((BASE, BACKBONE_FILES), (PROXIMITY, ADAPTER_FILES), (ADHOC_QUERY, ADAPTER_FILES)):
            files = {name: chance.randbytes(size) for name, size in sizes.items()}
            settings = {
                name: b'{"filled": "%b"}' % (b"x" * sizes[name]) for name in sizes if name.endswith("config.json")
            }
            server.serve(repository.name, repository.revision, files | settings)
        yield server
