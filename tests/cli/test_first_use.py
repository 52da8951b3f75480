"""SPECTER2 comes onto the computer when it is named for the first time, and nothing else does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.encoder.repositories import ADHOC_QUERY, BASE, PROXIMITY
from tests.cli.conftest import Files, Said, Shell
from tests.hub_server import HubServer, running_hub
from tests.tiny import make_tiny_specter2


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A hub that has a tiny SPECTER2, and an empty cache."""
    make_tiny_specter2(tmp_path / "published")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_hub() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.endpoint)
        for repository, name in ((BASE, "base"), (PROXIMITY, "proximity"), (ADHOC_QUERY, "adhoc_query")):
            folder = tmp_path / "published" / name
            files = {file.name: file.read_bytes() for file in folder.iterdir()}
            server.serve(repository.name, repository.revision, files)
        yield server


def search(shell: Shell, files: Files, model: str) -> Said:
    return shell("search", "--model", model, "--collection", files.collection, "--query", "bee honey", "--json")


def test_specter2_is_downloaded_once_and_said(shell: Shell, files: Files, hub: HubServer) -> None:
    first = search(shell, files, "specter2")
    assert first.status == 0
    assert "SPECTER2 is not on this computer yet" in first.err
    assert "SPECTER2" in first.value["model"]
    hub.log.clear()
    again = search(shell, files, "specter2")
    assert again.value == first.value
    assert "downloaded" not in again.err
    assert hub.log == []


def test_a_training_downloads_it_too(shell: Shell, files: Files, hub: HubServer, tmp_path: Path) -> None:
    said = shell(
        "finetune", files.config, "--set", "model.backbone=specter2", "--set", "train.epochs=1",
        "--out", tmp_path / "run", "--json",
    )  # fmt: skip
    assert said.status == 0, said.err
    assert "SPECTER2" in said.value["model"]
    assert hub.log


def test_a_name_that_looks_like_one_of_the_hub_is_never_asked_of_it(shell: Shell, files: Files, hub: HubServer) -> None:
    said = search(shell, files, "my/folder")
    assert said.status == 2
    assert "not on this computer" in said.error
    assert hub.log == []


def test_with_downloads_switched_off_it_is_refused_with_the_way_to_get_it(
    shell: Shell, files: Files, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "1")
    said = search(shell, files, "specter2")
    assert said.status == 2
    assert "specter2-gui fetch specter2" in said.error
    assert hub.log == []


def test_auto_takes_what_is_here_and_asks_nobody(shell: Shell, files: Files, hub: HubServer) -> None:
    said = search(shell, files, "auto")
    assert "SPECTER2" not in (said.out or said.error)
    assert hub.log == []
