"""Fetching from a hub over a real socket: progress, resuming, verifying, cancelling, and nothing but what is wanted."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder import hub_connection
from specter2_gui.encoder.catalogue import Backbone, find_backbone, known_models
from specter2_gui.encoder.hub import FetchProgress, fetch, hub_answers
from specter2_gui.encoder.repositories import ADHOC_QUERY, BASE, PROXIMITY, SPECTER2, Repository
from tests.hub_server import HubServer, digest_on_hub

WEIGHTS = "pytorch_model.bin"
MAIN_COMMIT = "c" * 40


def fetch_all(name: str = "specter2") -> list[FetchProgress]:
    return list(fetch(name, threading.Event()))


def error_of(name: str = "specter2") -> UserError:
    with pytest.raises(UserError) as caught:
        fetch_all(name)
    return caught.value


def partial_files(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*.incomplete"))


def weights_of(server: HubServer) -> bytes:
    return server.repositories[BASE.name].files[WEIGHTS]


def test_a_download_reports_bytes_over_all_files_and_ends_at_the_total(hub: HubServer) -> None:
    reports = fetch_all()
    total = sum(
        len(content)
        for served in hub.repositories.values()
        for name, content in served.files.items()
        if name not in ("README.md", ".gitattributes", "tf_model.h5")
    )
    done = [report.done for report in reports]
    assert {report.total for report in reports} == {total}
    assert done[0] == 0
    assert done == sorted(done)
    assert reports[-1].done == total
    assert {report.file for report in reports} > {f"{BASE.name}/{WEIGHTS}", f"{ADHOC_QUERY.name}/pytorch_adapter.bin"}


def test_what_was_fetched_is_found_with_both_adapters(hub: HubServer, cache: Path) -> None:
    fetch_all()
    found = find_backbone("specter2")
    assert found.folder == cache / "models--allenai--specter2_base" / "snapshots" / BASE.revision
    assert (found.folder / WEIGHTS).read_bytes() == weights_of(hub)
    assert found.published[Role.PAPER].name == PROXIMITY.revision
    assert found.published[Role.QUERY].name == ADHOC_QUERY.revision
    assert find_backbone("auto") == found
    status = known_models()[0]
    assert status.present
    assert status.size_bytes == fetch_all()[-1].total


def test_nothing_but_the_wanted_files_is_asked_for(hub: HubServer) -> None:
    fetch_all()
    asked = {entry.path.partition("?")[0].rpartition("/")[2] for entry in hub.log}
    wanted = {name for repository in SPECTER2 for name in hub.repositories[repository.name].files}
    assert asked == wanted - {"README.md", ".gitattributes", "tf_model.h5"} | {one.revision for one in SPECTER2}


def test_safetensors_are_preferred_where_the_hub_has_both(hub: HubServer) -> None:
    files = {"config.json": b"{}", "vocab.txt": b"[PAD]", WEIGHTS: b"old form", "model.safetensors": b"new form"}
    hub.serve("someone/model", MAIN_COMMIT, files)
    fetch_all("someone/model")
    assert hub.asked_for("model.safetensors")
    assert not hub.asked_for(WEIGHTS)


def test_no_request_carries_a_token_or_a_password(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login librarian password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    fetch_all()
    assert hub.log
    assert not [entry for entry in hub.log if {name.lower() for name in entry.headers} & {"authorization", "cookie"}]


def test_a_connection_cut_in_the_middle_is_taken_up_where_it_broke_off(hub: HubServer) -> None:
    hub.faults.cut_after[WEIGHTS] = [100_000, 50_000]
    assert fetch_all()[-1].done == fetch_all()[-1].total
    requests = hub.asked_for(WEIGHTS)
    assert [entry.start for entry in requests] == [0, 100_000, 150_000]
    assert sum(entry.sent for entry in requests) == len(weights_of(hub))


def test_a_download_that_was_given_up_is_resumed_by_the_next(hub: HubServer, cache: Path) -> None:
    hub.faults.cut_after[WEIGHTS] = [100_000, 0, 0, 0, 0, 0]
    assert error_of().sentence == (
        "The download from 127.0.0.1 broke off. The connection was lost again and again; of pytorch_model.bin, "
        "100 kB of 300 kB are kept. Start it again: it goes on from there."
    )
    [partial] = partial_files(cache)
    assert partial.stat().st_size == 100_000
    assert known_models()[0].note == "downloaded in part; it goes on where it stopped"
    hub.faults.cut_after.clear()
    hub.log.clear()
    fetch_all()
    assert [(entry.start, entry.sent) for entry in hub.asked_for(WEIGHTS)] == [(100_000, 200_000)]
    assert find_backbone("specter2")
    assert not partial_files(cache)


def test_a_server_that_ignores_the_range_sends_the_file_once_more_from_its_start(hub: HubServer) -> None:
    hub.faults.ignores_ranges = True
    hub.faults.cut_after[WEIGHTS] = [100_000]
    fetch_all()
    assert (find_backbone("specter2").folder / WEIGHTS).read_bytes() == weights_of(hub)


def test_a_body_without_a_stated_length_is_measured(hub: HubServer) -> None:
    hub.faults.without_length = True
    hub.faults.cut_after[WEIGHTS] = [100_000]
    fetch_all()
    assert (find_backbone("specter2").folder / WEIGHTS).read_bytes() == weights_of(hub)


def test_cancel_ends_a_stalling_download_at_the_next_chunk_and_keeps_what_arrived(hub: HubServer, cache: Path) -> None:
    hub.faults.held_after[WEIGHTS] = 120_000
    cancel = threading.Event()
    last = FetchProgress("", 0, 1)
    for report in fetch("specter2", cancel):
        last = report
        if report.file.endswith(WEIGHTS) and sum(path.stat().st_size for path in partial_files(cache)) == 120_000:
            cancel.set()
    assert last.done < last.total
    hub.released.set()
    hub.faults.held_after.clear()
    hub.log.clear()
    fetch_all()
    assert [entry.start for entry in hub.asked_for(WEIGHTS)] == [120_000]
    assert find_backbone("specter2")


def test_cancel_ends_a_read_that_waits_for_bytes_which_never_come(hub: HubServer, cache: Path) -> None:
    hub.faults.held_after[WEIGHTS] = 120_000
    cancel, arrived = threading.Event(), threading.Event()

    def follow() -> None:
        for _ in fetch("specter2", cancel):
            if sum(path.stat().st_size for path in partial_files(cache)) == 120_000:
                arrived.set()

    worker = threading.Thread(target=follow)
    worker.start()
    assert arrived.wait(10)
    cancel.set()
    worker.join(hub_connection.TIMEOUTS_S[1] / 3)
    assert not worker.is_alive()
    assert [path.stat().st_size for path in partial_files(cache)] == [120_000]


def test_an_oversized_half_of_a_download_is_thrown_away(hub: HubServer, cache: Path) -> None:
    half = cache / "models--allenai--specter2_base" / "blobs" / f"{digest_on_hub(WEIGHTS, weights_of(hub))}.incomplete"
    half.parent.mkdir(parents=True)
    half.write_bytes(bytes(len(weights_of(hub)) + 1))
    fetch_all()
    assert [entry.start for entry in hub.asked_for(WEIGHTS)] == [0]
    assert find_backbone("specter2")


def test_a_damaged_half_of_a_download_is_found_out(hub: HubServer, cache: Path) -> None:
    half = cache / "models--allenai--specter2_base" / "blobs" / f"{digest_on_hub(WEIGHTS, weights_of(hub))}.incomplete"
    half.parent.mkdir(parents=True)
    half.write_bytes(bytes(100_000))
    assert "Its check sum is not the one" in error_of().why
    fetch_all()
    assert find_backbone("specter2")


def test_where_links_are_not_allowed_the_files_themselves_lie_in_the_snapshot(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("a required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    fetch_all()
    weights = find_backbone("specter2").folder / WEIGHTS
    assert not weights.is_symlink()
    assert weights.read_bytes() == weights_of(hub)
    hub.log.clear()
    assert fetch_all()[-1].done == fetch_all()[-1].total
    assert not hub.asked_for(WEIGHTS)


def test_cancel_ends_the_wait_between_two_attempts(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("specter2_gui.encoder.hub_transfer.PAUSES_S", (3600.0,))
    hub.faults.status[WEIGHTS] = [503]
    cancel = threading.Event()
    reports: list[FetchProgress] = []
    worker = threading.Thread(target=lambda: reports.extend(fetch("specter2", cancel)))
    worker.start()
    assert hub.was_asked_for(WEIGHTS)
    cancel.set()
    worker.join(10)
    assert not worker.is_alive()
    assert reports[-1].done < reports[-1].total


def test_a_cancelled_download_makes_no_request(hub: HubServer) -> None:
    cancel = threading.Event()
    cancel.set()
    assert list(fetch("specter2", cancel)) == []
    assert hub.log == []


def test_right_size_with_wrong_bytes_is_removed_and_said(hub: HubServer, cache: Path) -> None:
    hub.faults.other_bytes[WEIGHTS] = bytes(len(weights_of(hub)))
    assert error_of().sentence == (
        "The file pytorch_model.bin of 'allenai/specter2_base' arrived damaged. Its check sum is not the one the hub "
        "states, so it was removed and is not used. Start the download again; if it happens again, something between "
        "the hub and this computer changes files."
    )
    assert not partial_files(cache)
    assert not list(cache.rglob(WEIGHTS))
    with pytest.raises(UserError, match="SPECTER2 is not on this computer"):
        find_backbone("specter2")
    hub.faults.other_bytes.clear()
    fetch_all()
    assert find_backbone("specter2")


def test_a_small_file_with_wrong_bytes_is_removed_too(hub: HubServer, cache: Path) -> None:
    hub.faults.other_bytes["vocab.txt"] = b"x" * 2000
    assert "The file vocab.txt of 'allenai/specter2_base' arrived damaged. Its check sum" in error_of().sentence
    assert not list(cache.rglob("vocab.txt"))


def test_a_file_changed_between_two_halves_of_a_download_is_not_used(hub: HubServer, cache: Path) -> None:
    hub.faults.cut_after[WEIGHTS] = [100_000]
    hub.faults.other_bytes[WEIGHTS] = b"\0" * len(weights_of(hub))
    assert "Its check sum is not the one" in error_of().why
    assert not list(cache.rglob(WEIGHTS))


@pytest.mark.parametrize("difference", [-1, 1])
def test_a_wrong_size_is_removed_and_said(hub: HubServer, cache: Path, difference: int) -> None:
    hub.faults.other_bytes[WEIGHTS] = bytes(len(weights_of(hub)) + difference)
    assert error_of().sentence.startswith(
        "The file pytorch_model.bin of 'allenai/specter2_base' arrived damaged. Its size is not the one the hub "
        "states, so it was removed and is not used. "
    )
    assert not partial_files(cache)


def test_a_body_longer_than_it_should_be_is_not_read_to_its_end(hub: HubServer, cache: Path) -> None:
    hub.faults.without_length = True
    hub.faults.other_bytes[WEIGHTS] = bytes(len(weights_of(hub)) * 20)
    assert "Its size is not the one" in error_of().why
    assert not partial_files(cache)


def test_a_file_damaged_in_the_cache_is_refused_and_replaced_by_the_next_download(hub: HubServer) -> None:
    fetch_all()
    found = find_backbone("specter2")
    weights = (found.folder / WEIGHTS).resolve()
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    with pytest.raises(UserError, match=r"'allenai/specter2_base' on this computer is damaged\. .*pytorch_model\.bin"):
        find_backbone("auto")
    hub.log.clear()
    fetch_all()
    assert [entry.path.rpartition("/")[2] for entry in hub.log if entry.sent and "/cdn/" in entry.path] == [WEIGHTS]
    assert (find_backbone("specter2").folder / WEIGHTS).read_bytes() == weights_of(hub)


def test_fetching_what_is_there_downloads_nothing(hub: HubServer) -> None:
    fetch_all()
    hub.log.clear()
    [report] = fetch_all()
    assert report.done == report.total
    assert [entry.path.partition("?")[0].split("/")[1] for entry in hub.log] == ["api"] * 3


def test_any_other_model_is_fetched_at_the_commit_that_is_newest(hub: HubServer, cache: Path) -> None:
    files = {"config.json": b'{"max_position_embeddings": 64}', "vocab.txt": b"[PAD]", "model.safetensors": b"weights"}
    hub.serve("someone/model", MAIN_COMMIT, files)
    fetch_all("someone/model")
    assert (cache / "models--someone--model" / "refs" / "main").read_text(encoding="ascii") == MAIN_COMMIT
    found = find_backbone("someone/model")
    assert found.folder.name == MAIN_COMMIT
    assert (found.pooling, found.distance, found.max_length) == ("cls", "l2", 64)
    assert found.title == "someone/model (first token, L2 distance)"


def test_an_adapter_is_fetched_by_its_name_and_can_be_started_from(
    hub: HubServer, cache: Path, tiny_specter2: Backbone
) -> None:
    from specter2_gui.config.settings import Model
    from specter2_gui.encoder.encoder import load_encoder

    folder = tiny_specter2.published[Role.PAPER]
    hub.serve("someone/adapter", MAIN_COMMIT, {path.name: path.read_bytes() for path in folder.iterdir()})
    asked = Model(query_adapter="someone/adapter")
    with pytest.raises(UserError, match="specter2-gui fetch someone/adapter"):
        load_encoder(tiny_specter2, asked, device="cpu")
    assert fetch_all("someone/adapter")[-1].file == "someone/adapter/pytorch_adapter.bin"
    hub.log.clear()
    encoder = load_encoder(tiny_specter2, asked, device="cpu")
    assert encoder.role_hash(Role.QUERY) == encoder.role_hash(Role.PAPER)
    assert hub.log == []
    weights = next(cache.glob("models--someone--adapter/snapshots/*/pytorch_adapter.bin")).resolve()
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError, match="'someone/adapter' on this computer is damaged"):
        load_encoder(tiny_specter2, asked, device="cpu")


@pytest.mark.usefixtures("hub")
@pytest.mark.parametrize("repository", SPECTER2, ids=lambda repository: repository.name)
def test_each_name_of_specter2_means_all_three_parts(repository: Repository) -> None:
    fetch_all(repository.name)
    assert find_backbone(repository.name) == find_backbone("specter2")


def test_the_cache_is_that_of_the_hubs_own_library(hub: HubServer, cache: Path) -> None:
    fetch_all()
    program = (
        "import json, sys, huggingface_hub as hub\n"
        "folder = hub.snapshot_download(sys.argv[1], revision=sys.argv[2], local_files_only=True)\n"
        "cache = hub.scan_cache_dir()\n"
        "print(json.dumps([folder, len(cache.repos), [str(w) for w in cache.warnings]]))"
    )
    answer = _in_a_fresh_process(program, cache, hub.endpoint, "HF_HUB_OFFLINE=1")
    assert json.loads(answer) == [str(find_backbone("specter2").folder), 3, []]


def test_a_download_begun_by_the_hubs_own_library_is_finished_here(hub: HubServer, cache: Path) -> None:
    program = "import sys, huggingface_hub as hub\nhub.hf_hub_download(sys.argv[1], 'vocab.txt', revision=sys.argv[2])"
    _in_a_fresh_process(program, cache, hub.endpoint, "HF_HUB_OFFLINE=0")
    half = cache / "models--allenai--specter2_base" / "blobs" / f"{digest_on_hub(WEIGHTS, weights_of(hub))}.incomplete"
    half.write_bytes(weights_of(hub)[:70_000])
    hub.log.clear()
    fetch_all()
    assert not hub.asked_for("vocab.txt")
    assert [entry.start for entry in hub.asked_for(WEIGHTS)] == [70_000]


def _in_a_fresh_process(program: str, cache: Path, endpoint: str, offline: str) -> str:
    """Run ``program`` where the library has not been switched off by this one."""
    name, _, value = offline.partition("=")
    environment = os.environ | {"HF_HUB_CACHE": str(cache), "HF_ENDPOINT": endpoint, name: value}
    environment |= {"TRANSFORMERS_OFFLINE": value, "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    arguments = [sys.executable, "-c", program, BASE.name, BASE.revision]
    return subprocess.run(arguments, env=environment, check=True, capture_output=True, text=True).stdout


def test_the_hub_answers_when_it_is_there(hub: HubServer) -> None:
    assert hub_answers(5)
    assert hub.was_asked_for("config.json")  # an answer without a body can be read before it is written down
    assert [entry.method for entry in hub.log] == ["HEAD"]


def test_a_log_in_page_is_not_a_hub(hub: HubServer) -> None:
    hub.faults.web_page.add("config.json")
    assert not hub_answers(5)


def test_no_hub_answers_where_nobody_listens(hub: HubServer) -> None:
    hub.stop()
    assert not hub_answers(5)


def test_no_hub_is_asked_when_downloads_are_switched_off(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "1")
    assert not hub_answers(5)
    assert hub.log == []


def test_a_hub_that_never_begins_to_answer_is_not_waited_for_long() -> None:
    assert max(hub_connection.TIMEOUTS_S) <= 15


def test_a_tiny_specter2_is_fetched_loaded_and_encodes_without_another_request(
    hub: HubServer, tiny_specter2: Backbone
) -> None:
    import numpy as np

    from specter2_gui.config.settings import Settings
    from specter2_gui.encoder.encoder import load_encoder

    published = tiny_specter2.published
    hub.serve_specter2(tiny_specter2.folder, published[Role.PAPER], published[Role.QUERY])
    fetch_all()
    hub.log.clear()
    encoder = load_encoder(find_backbone("specter2"), Settings().model, device="cpu")
    expected = load_encoder(tiny_specter2, Settings().model, device="cpu")
    for role in Role:
        vectors = encoder.encode(role, ["water in soil", "a new vaccine"])
        assert np.isfinite(vectors).all()
        np.testing.assert_array_equal(vectors, expected.encode(role, ["water in soil", "a new vaccine"]))
    assert not np.allclose(encoder.encode(Role.QUERY, ["water"]), encoder.encode(Role.PAPER, ["water"]))
    model = Settings().model.model_copy(update={"query_adapter": PROXIMITY.name})
    swapped = load_encoder(find_backbone("specter2"), model, device="cpu")
    assert swapped.role_hash(Role.QUERY) == encoder.role_hash(Role.PAPER)
    assert hub.log == []
