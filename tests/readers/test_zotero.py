"""The library of a running Zotero, fetched over a real socket from a server that speaks its local interface."""

import json
import socket
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.reading import begin
from specter2_gui.readers.zotero import PAGE, ItemsFetched, Library, libraries, save_library
from tests.readers.zotero_server import FakeZotero, item, running_zotero


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "zotero.json"


def fault(zotero: FakeZotero, target: Path) -> UserError:
    with running_zotero(zotero), pytest.raises(UserError) as caught:
        list(save_library(target, port=zotero.port))
    assert not target.exists()
    return caught.value


def test_a_library_of_several_pages_is_saved_and_read_as_papers(target: Path) -> None:
    papers = [
        item(f"KEY{number:05}", f"paper {number}", abstractNote="words", date="2020") for number in range(2 * PAGE + 30)
    ]
    with running_zotero(FakeZotero(papers)) as zotero:
        steps = list(save_library(target, port=zotero.port))
    assert [step.read for step in steps] == [PAGE, 2 * PAGE, len(papers)]
    assert {step.total for step in steps} == {len(papers)}
    reading = begin(target)
    records = [one for one in reading if isinstance(one, RawRecord)]
    assert reading.format.name == "zotero-api"
    assert reading.start_marks == len(records) == len(papers)
    assert [record.title for record in records] == [f"paper {number}" for number in range(len(papers))]
    assert records[0].ids == (("key", "KEY00000"),)


def test_attachments_notes_and_annotations_are_left_out_and_counted(target: Path) -> None:
    others = [item("A", "PDF", itemType="attachment"), item("N", itemType="note"), item("X", itemType="annotation")]
    with running_zotero(FakeZotero([*others, item("P", "paper"), item("Q", "\ud800 <i>more</i>")])) as zotero:
        assert list(save_library(target, port=zotero.port)) == [ItemsFetched(read=5, total=5, saved=2)]
    assert [one["key"] for one in json.loads(target.read_text(encoding="utf-8"))] == ["P", "Q"]


def test_an_empty_library_is_an_empty_list(target: Path) -> None:
    with running_zotero(FakeZotero()) as zotero:
        assert list(save_library(target, port=zotero.port)) == [ItemsFetched(0, 0, 0)]
    assert json.loads(target.read_text(encoding="utf-8")) == []


def test_only_the_items_are_asked_for_page_by_page_and_no_proxy_is_used(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://proxy.invalid:1")
    with running_zotero(FakeZotero([item(str(number), "t") for number in range(PAGE + 1)])) as zotero:
        list(save_library(target, port=zotero.port))
    starts = [
        f"/api/users/0/items?format=json&sort=dateAdded&direction=asc&limit={PAGE}&start={start}" for start in (0, PAGE)
    ]
    assert zotero.asked == starts
    assert not any(agent.startswith("Mozilla") for agent in zotero.agents), "Zotero refuses browsers"


def test_when_zotero_does_not_allow_it_the_setting_is_named(target: Path) -> None:
    error = fault(FakeZotero(status=403), target)
    assert "Allow other applications on this computer to communicate with Zotero" in error.how
    assert "Settings" in error.how
    assert "Advanced" in error.how


def test_when_zotero_is_not_running_that_is_said(target: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UserError, match="Start Zotero"):
        list(save_library(target, port=port))
    assert not target.exists()


@pytest.mark.parametrize("status", [400, 404, 501])
def test_a_zotero_that_is_too_old_is_named_as_such(status: int, target: Path) -> None:
    assert "version 7" in fault(FakeZotero(status=status), target).how


@pytest.mark.parametrize("status", [302, 500, 503])
def test_any_other_answer_is_shown_with_its_number(status: int, target: Path) -> None:
    assert str(status) in fault(FakeZotero(status=status), target).why


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[1]", b"[" * 100_000, b"\xff\xfe"])
def test_an_answer_that_is_no_list_of_items_is_not_taken_for_one(body: bytes, target: Path) -> None:
    assert "not understood" in fault(FakeZotero(body=body), target).what


@pytest.mark.parametrize("total", ["", "many", "-1", "9" * 40])
def test_an_answer_that_does_not_say_how_many_there_are_is_refused(total: str, target: Path) -> None:
    assert "how many" in fault(FakeZotero([item("A", "t")], total=total), target).why


def test_an_answer_that_breaks_off_leaves_no_file(target: Path) -> None:
    assert "broke off" in fault(FakeZotero([item("A", "t")], breaks_off=True), target).what


def test_a_library_that_changes_meanwhile_is_refused(target: Path) -> None:
    papers = [item(str(number), "t") for number in range(2 * PAGE)]
    assert "changed" in fault(FakeZotero(list(papers), lost_after=1), target).what
    assert "changed" in fault(FakeZotero(papers, total=str(3 * PAGE)), target).what
    assert "changed" in fault(FakeZotero([papers[0], papers[0]]), target).what


def test_stopping_early_leaves_no_file(target: Path) -> None:
    with running_zotero(FakeZotero([item(str(number), "t") for number in range(2 * PAGE)])) as zotero:
        steps = save_library(target, port=zotero.port)
        assert next(steps).read == PAGE
        steps.close()
    assert not target.exists()
    assert len(zotero.asked) == 1


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be saved"):
        list(save_library(tmp_path / "absent" / "zotero.json", port=1))


def test_the_libraries_of_groups_stand_behind_the_own_one_by_their_names() -> None:
    groups = {7: ("Zebras", [item("Z")]), 12: ("ants", [item("A")]), 3: (" ", [])}
    with running_zotero(FakeZotero([item("P")], groups=groups)) as zotero:
        found = libraries(zotero.port)
    assert [(library.name, library.group) for library in found] == [
        ("My Library", None),
        ("ants", 12),
        ("Group 3", 3),
        ("Zebras", 7),
    ]


def test_the_library_of_a_group_is_saved_and_no_other(target: Path) -> None:
    with running_zotero(FakeZotero([item("OWN")], groups={7: ("Zebras", [item("Z1"), item("Z2")])})) as zotero:
        list(save_library(target, library=Library("Zebras", 7), port=zotero.port))
    assert [one["key"] for one in json.loads(target.read_text(encoding="utf-8"))] == ["Z1", "Z2"]
