"""The Imports tab: files in, a receipt for each, every number with its list, and the way back."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from specter2_gui.app.receipts import receipt_of
from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.receipt_papers import ReceiptPapers
from tests.app.importing import ris, ris_file
from tests.qt.conftest import Said
from tests.qt.heartbeat import Heartbeat
from tests.qt.importing import PATIENCE_MS, Desk, drop, open_desk
from tests.readers.ris_records import DAMAGES, PAPERS
from tests.readers.samples import COUNT, SAMPLES
from tests.readers.zotero_server import FakeZotero, item, running_zotero


@pytest.fixture
def desk(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Iterator[Desk]:
    with open_desk(qtbot, project, gestures, background, tasks, notify) as opened:
        yield opened


def refs(folder: Path, *numbers: int, name: str = "refs.ris") -> Path:
    return ris_file(folder / name, [ris(number) for number in numbers])


def no_title(number: int) -> str:
    return ris(number, TI=None, AB=None)


def button(desk: Desk) -> str:
    """What the button of the newest notice says."""
    action = desk.said.actions[-1]
    assert isinstance(action, tuple)
    return str(action[0])


def test_without_imports_there_is_one_place_to_drop_files(desk: Desk) -> None:
    assert desk.view.page == "start"
    assert desk.view.start.zone.isVisible()
    assert "Excel" in desk.view.start.zone.sentence.text()
    assert not desk.view.list.isVisible()


def test_several_dropped_files_become_receipts_the_newest_first(desk: Desk, tmp_path: Path) -> None:
    drop(desk.view.start.zone, [refs(tmp_path, 1, 2, name="a.ris"), refs(tmp_path, 3, name="b.ris")])
    desk.settle()
    assert desk.view.page == "imports"
    assert desk.names() == ["b.ris", "a.ris"]
    assert desk.view.receipt.name.text() == "a.ris", "the first of them is shown"
    assert desk.said.said[-1] == ("2 files were imported: 3 papers added.", "success")


def test_files_may_be_dropped_anywhere_on_the_tab(desk: Desk, tmp_path: Path) -> None:
    drop(desk.view, [refs(tmp_path, 1)])
    desk.settle()
    drop(desk.view.zone, [refs(tmp_path, 2, name="more.ris")])
    desk.settle()
    assert desk.names() == ["more.ris", "refs.ris"]


def test_a_click_asks_for_any_number_of_files(desk: Desk, tmp_path: Path) -> None:
    paths = [refs(tmp_path, 1, name="a.ris"), refs(tmp_path, 2, name="b.ris")]
    desk.qtbot.mouseClick(desk.view.start.zone, Qt.MouseButton.LeftButton)
    dialog = desk.view.findChild(QFileDialog, "fileChoice")
    assert dialog is not None
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.close()
    desk.settle()
    assert sorted(desk.names()) == ["a.ris", "b.ris"]


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_of_every_kind_has_a_receipt_that_adds_up(desk: Desk, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"sample of {kind}"
    path.write_bytes(SAMPLES[kind])
    desk.take(path)
    receipt = desk.view.receipt
    assert receipt.headline.text() == f"{COUNT} records in the file: {COUNT} read, 0 rejected"
    assert receipt.balance.accessibleName().startswith("3 start marks = 3 records + 0 rejects. The numbers add up")
    assert desk.counts()["added"] == COUNT


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_accounted_for_to_the_last_record(desk: Desk, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "damaged.ris"
    path.write_bytes(DAMAGES[damage]())
    desk.take(path)
    assert desk.counts()["added"] == len(PAPERS)
    assert "The numbers add up" in desk.view.receipt.balance.sentence.text()


def test_numbers_that_do_not_add_up_are_an_alarm_in_words(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1, 2))
    shown = desk.view.receipt.shown
    assert shown is not None
    desk.view.receipt.show_receipt(replace(shown, receipt=replace(shown.receipt, start_marks=4)))
    balance = desk.view.receipt.balance
    assert "4 start marks ≠ 2 records + 0 rejects" in balance.accessibleName()
    assert "2 records that begin in the file are neither read nor rejected" in balance.sentence.text()
    assert balance.property("notice") == "error"


def test_the_papers_behind_a_number_are_as_many_as_it_says(desk: Desk, tmp_path: Path) -> None:
    records = [ris(1), ris(2, AB=None), ris(3, DO="10.1000/m.1"), no_title(4)]
    desk.take(refs(tmp_path, 7, name="other.ris"), ris_file(tmp_path / "refs.ris", records))
    desk.choose("refs.ris")
    assert desk.counts() == {"added": 3, "rejects": 1, "title only": 1, "duplicates": 1}
    source = frozenset({desk.row().id})
    assert desk.filter_of("added") == PaperFilter(sources=source, duplicates="shown")
    assert desk.project.papers.count(desk.filter_of("added")) == 3
    assert desk.project.papers.count(desk.filter_of("title only")) == 1
    rows = desk.project.papers.rows(desk.project.papers.ids(desk.filter_of("duplicates")))
    assert sum(row.hidden for row in rows) == 1
    tiles = desk.view.receipt.tiles
    assert [tiles[name].accessibleName() for name in ("rejects", "duplicates")] == ["1 reject", "1 duplicate hidden"]
    assert "Those of this file that they are hidden behind are listed too." in tiles["duplicates"].toolTip()


def test_a_number_of_nothing_opens_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1))
    tiles = desk.view.receipt.tiles
    assert [name for name, tile in tiles.items() if tile.isEnabled()] == ["added"]
    assert tiles["added"].accessibleName() == "1 added"


def test_the_same_file_again_adds_nothing_and_says_so(desk: Desk, tmp_path: Path) -> None:
    path = refs(tmp_path, 1, 2)
    desk.take(path)
    desk.take(path)
    assert "very same file was imported before" in desk.view.receipt.news.text()
    assert "Nothing in it was new" in desk.view.receipt.news.text()
    assert desk.counts() == {"there": 2}
    desk.press("there")
    assert desk.view.page == "papers"
    assert [row.key for row in desk.view.papers.rows] == ["r1", "r2"]
    desk.qtbot.mouseClick(desk.view.papers.back_button, Qt.MouseButton.LeftButton)
    assert desk.view.page == "imports"


def test_a_newer_state_of_a_file_tells_what_was_updated_and_what_was_kept(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1, 2, 3))
    edited = desk.project.papers.get("r2")
    assert edited is not None
    desk.project.papers.edit(edited.id, {"title": "My own words for the bees of meadow number 2"})
    newer = [ris(1, AB="Longer now."), ris(2, AB="Another."), ris(3), ris(4, AB=None)]
    desk.take(ris_file(tmp_path / "refs (1).ris", newer))
    assert desk.counts() == {"added": 1, "there": 1, "update": 1, "kept": 1, "title only": 1}
    assert "Only what is new or changed was taken" in desk.view.receipt.news.text()
    for tile, key in (("update", "r1"), ("kept", "r2"), ("there", "r3"), ("title only", "r4")):
        desk.press(tile)
        assert [row.key for row in desk.view.papers.rows] == [key]
        desk.view.papers.back_button.click()


def test_where_the_list_is_lost_the_number_stays_and_says_that(desk: Desk, tmp_path: Path) -> None:
    path = refs(tmp_path, 1, 2)
    desk.take(path)
    desk.take(path)
    for note in (desk.project.place.cache / "receipts").iterdir():
        note.unlink()
    desk.view.list.setCurrentIndex(desk.view.list.model().index(1, 0))
    desk.choose("refs.ris")
    tile = desk.view.receipt.tiles["there"]
    assert tile.number.text() == "2"
    assert not tile.isEnabled()
    assert "not known any more" in tile.toolTip()


def test_long_lists_come_as_they_are_scrolled(desk: Desk, tmp_path: Path) -> None:
    path = refs(tmp_path, *range(450))
    desk.take(path)
    desk.take(path)
    desk.press("there")
    papers: ReceiptPapers = desk.view.papers
    assert len(papers.rows) == 200
    for _ in range(3):
        papers.table.scrollToBottom()
        desk.settle()
    desk.qtbot.waitUntil(lambda: len(papers.rows) == 450)
    assert len({row.key for row in papers.rows}) == 450


def test_undoing_the_newest_import_undoes_all_it_changed(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1, 2))
    desk.take(ris_file(tmp_path / "refs (1).ris", [ris(1, AB="Another abstract."), ris(3)]))
    desk.view.receipt.undo_button.click()
    desk.settle()
    first = desk.project.papers.get("r1")
    assert first is not None
    assert first.abstract == "We counted the bees of meadow 1."
    assert desk.names() == ["refs.ris"]
    assert desk.said.said[-1] == ("The import of “refs (1).ris” was undone: 1 paper was taken out.", "info")
    desk.act()
    assert desk.names() == ["refs (1).ris", "refs.ris"]
    assert desk.project.papers.count() == 3


def test_an_older_import_can_be_taken_back_and_that_be_undone(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1, 2, name="old.ris"), refs(tmp_path, 3, name="new.ris"))
    desk.choose("old.ris")
    desk.view.receipt.undo_button.click()
    desk.settle()
    assert desk.names() == ["new.ris"]
    assert [row.key for row in desk.project.papers.all()] == ["r3"]
    desk.act()
    assert desk.names() == ["new.ris", "old.ris"]
    assert desk.project.papers.count() == 3


def test_taking_back_an_older_import_says_what_stays(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1))
    desk.take(ris_file(tmp_path / "refs (1).ris", [ris(1, AB="Another abstract."), ris(2)]))
    desk.take(refs(tmp_path, 9, name="last.ris"))
    desk.choose("refs (1).ris")
    desk.view.receipt.undo_button.click()
    desk.settle()
    assert "1 paper from before stays as this file changed it" in desk.said.texts[-1]


def test_an_import_of_the_same_name_is_not_undone_in_the_place_of_another(desk: Desk, tmp_path: Path) -> None:
    """The newest gesture is the import of a file of the same name: only that one may be undone."""
    desk.take(refs(tmp_path, 1, 2))
    desk.take(refs(tmp_path, 3, 4))
    oldest = desk.view.list.entries[1]
    desk.view.list.setCurrentIndex(desk.view.list.model().index(1, 0))
    desk.settle()
    assert desk.row() == oldest
    desk.view.receipt.undo_button.click()
    desk.settle()
    assert [row.key for row in desk.project.papers.all()] == ["r3", "r4"]


def test_the_list_follows_undo_and_redo_of_the_menu(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1))
    desk.undo()
    assert desk.view.page == "start"
    desk.gestures.ask("Redoing", desk.project.redo)
    desk.settle()
    assert desk.view.page == "imports"
    assert desk.names() == ["refs.ris"]


def test_a_notice_of_an_import_is_taken_back_with_the_import_and_redo_is_offered(desk: Desk, tmp_path: Path) -> None:
    outdated: list[str] = []
    desk.controller.outdated.connect(outdated.append)
    desk.take(ris_file(tmp_path / "refs.ris", [ris(1), no_title(2)]))
    told = desk.said.texts[-1]
    assert button(desk) == "Show the rejects"
    desk.view.receipt.undo_button.click()
    desk.settle()
    assert outdated == [told]
    assert button(desk) == "Redo"
    desk.act()
    assert desk.names() == ["refs.ris"]
    assert desk.said.texts[-1] == "Done again: Import 1 paper from refs.ris."


def test_a_notice_of_several_imports_is_taken_back_when_one_of_them_is_undone_in_the_menu(
    desk: Desk, tmp_path: Path
) -> None:
    outdated: list[str] = []
    desk.controller.outdated.connect(outdated.append)
    desk.take(refs(tmp_path, 1, name="a.ris"), refs(tmp_path, 2, name="b.ris"))
    told = desk.said.texts[-1]
    desk.undo()
    assert outdated == [told]
    desk.undo()
    assert outdated == [told], "once is enough"


def test_the_numbers_of_a_receipt_say_what_is_left_of_them_when_another_import_is_undone(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take(refs(tmp_path, 1, 2, name="first.ris"))
    first = desk.row().id
    again = ris(3, DO="10.1000/m.1")
    desk.take(ris_file(tmp_path / "second.csv.ris", [ris(1), ris(2), again]))
    tiles = desk.view.receipt.tiles
    assert [tiles[name].accessibleName() for name in ("there", "duplicates")] == [
        "2 already there", "1 duplicate hidden",
    ]  # fmt: skip
    desk.gestures.ask("Removing", partial(desk.project.imports.remove, first))
    desk.settle()
    assert tiles["there"].accessibleName() == "2 already there, now 0"
    assert tiles["duplicates"].accessibleName() == "1 duplicate hidden, now 0"
    assert not tiles["duplicates"].isEnabled()
    assert "There are none any more." in tiles["duplicates"].toolTip()
    assert tiles["added"].accessibleName() == "1 added"


def test_papers_that_are_deleted_are_missed_in_the_receipt_that_is_shown(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1, 2))
    desk.gestures.ask("Deleting", partial(desk.project.papers.delete, list(desk.project.papers.ids())[:1]))
    desk.settle()
    assert desk.view.receipt.tiles["added"].accessibleName() == "2 added, now 1"


def test_a_refused_file_has_a_card_and_keeps_no_other_from_coming_in(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "article.pdf"
    bad.write_bytes(b"%PDF-1.7\n" + b"x" * 100)
    desk.take(bad, refs(tmp_path, 1))
    assert sorted(desk.names()) == ["article.pdf", "refs.ris"]
    desk.choose("article.pdf")
    card = desk.view.refusal
    assert card.isVisible()
    assert card.what.text() == "The file “article.pdf” cannot be imported."
    assert card.why.text() == "It is a PDF."
    assert "RIS" in card.how.text()
    words = "1 file was imported: 1 paper added. 1 file was not imported: “article.pdf” (It is a PDF)."
    assert desk.said.said[-1] == (words, "warning")
    card.forget_button.click()
    desk.settle()
    assert desk.names() == ["refs.ris"]


def test_files_that_are_refused_among_others_are_named_with_the_reason_and_shown_by_a_button(
    desk: Desk, tmp_path: Path
) -> None:
    bad = [tmp_path / f"article {number}.pdf" for number in range(5)]
    for path in bad:
        path.write_bytes(b"%PDF-1.7\n" + b"x" * 100)
    outdated: list[str] = []
    desk.controller.outdated.connect(outdated.append)
    desk.take(bad[0], refs(tmp_path, 1, name="good.ris"), *bad[1:])
    assert desk.view.receipt.isVisible()
    assert desk.view.receipt.name.text() == "good.ris", "the first file of which anything was taken"
    told = desk.said.texts[-1]
    assert "5 files were not imported: “article 0.pdf” (It is a PDF), " in told
    assert told.endswith(", 2 more.")
    desk.act()
    assert desk.view.refusal.isVisible()
    assert desk.refusal().name == "article 0.pdf"
    desk.view.refusal.forget_button.click()
    desk.settle()
    assert outdated == [told], "what it tells is true no longer"


def test_a_refused_file_can_be_tried_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "refs.ris"
    desk.take(path)
    assert "There is no file" in desk.view.refusal.what.text()
    assert desk.said.said[-1][1] == "error"
    refs(tmp_path, 1)
    desk.view.refusal.again_button.click()
    desk.settle()
    assert desk.view.receipt.isVisible()
    assert desk.counts() == {"added": 1}
    assert desk.names() == ["refs.ris"]


def test_cancelling_takes_nothing_of_the_file_in_work_and_the_window_answers(desk: Desk, tmp_path: Path) -> None:
    first = refs(tmp_path, 1, name="first.ris")
    large = ris_file(tmp_path / "large.ris", [ris(number) for number in range(1000, 25_000)])
    heart = Heartbeat()
    bar = desk.view.progress.line.bar
    desk.controller.import_files([first, large, refs(tmp_path, 2, name="last.ris")])
    desk.qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() > 0, timeout=PATIENCE_MS)
    [task] = [facts for facts in desk.tasks.facts if facts.name == "import"]
    assert "large.ris (file 2 of 3)" in task.words
    assert task.cancellable
    beats = heart.beats
    desk.tasks.cancel("import")
    desk.settle()
    heart.stop()
    assert beats > 0, "the event loop turned while the file was read"
    assert desk.names() == ["first.ris"]
    assert [row.key for row in desk.project.papers.all()] == ["r1"]
    assert not list(desk.project.place.cache.glob("import-*"))
    assert len(list(desk.project.place.originals.iterdir())) == 1
    assert desk.view.progress.isHidden()
    assert not desk.tasks.facts
    words = "The import was cancelled. Nothing of “large.ris” was taken. The file before that stays."
    assert desk.said.said[-1] == (words, "info")


def test_files_dropped_during_an_import_come_after_it(desk: Desk, tmp_path: Path) -> None:
    large = ris_file(tmp_path / "large.ris", [ris(number) for number in range(1000, 4000)])
    desk.controller.import_files([large])
    desk.qtbot.waitUntil(lambda: desk.controller.busy)
    desk.take(refs(tmp_path, 1, name="later.ris"))
    assert desk.names() == ["later.ris", "large.ris"]


def test_another_receipt_that_is_being_read_stays_while_files_come_in(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, 1, name="old.ris"))
    large = ris_file(tmp_path / "large.ris", [ris(number) for number in range(1000, 6000)])
    desk.controller.import_files([refs(tmp_path, 2, name="first.ris"), large])
    desk.qtbot.waitUntil(lambda: "first.ris" in desk.names(), timeout=PATIENCE_MS)
    desk.view.list.setCurrentIndex(desk.view.list.model().index(desk.names().index("old.ris"), 0))
    desk.settle()
    assert desk.names() == ["large.ris", "first.ris", "old.ris"]
    assert desk.view.receipt.name.text() == "old.ris"


def test_afterwards_the_papers_can_be_searched_without_delay(desk: Desk, tmp_path: Path) -> None:
    desk.take(refs(tmp_path, *range(30)))
    assert list(desk.project.papers.catch_up()) == [], "nothing is left to be made searchable"
    assert desk.project.papers.count(PaperFilter(text="meadow")) == 30


def test_doubtful_texts_fold_out_and_lead_to_their_papers(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "old.ris"
    path.write_bytes(ris(1, TI="Öffentliche Bibliotheken in der großen Stadt").encode("cp1252"))
    desk.take(path)
    assert desk.counts()["doubtful"] > 0
    desk.press("doubtful")
    facts = desk.view.receipt.facts
    assert facts.doubtful_fold.content.isVisible()
    with desk.qtbot.waitSignal(desk.view.papers_asked) as asked:
        facts.text_asked.emit("Öffentliche")
    assert asked.args is not None
    assert desk.project.papers.count(asked.args[0]) == 1


def test_a_receipt_opened_later_says_the_same(desk: Desk, tmp_path: Path) -> None:
    desk.take(ris_file(tmp_path / "refs.ris", [ris(1), no_title(2)]))
    before = desk.view.receipt.shown
    desk.take(refs(tmp_path, 9, name="other.ris"))
    desk.choose("refs.ris")
    assert desk.view.receipt.shown == before
    assert before is not None
    assert before.receipt == receipt_of(desk.row())


def test_a_running_zotero_is_imported_with_a_receipt(desk: Desk) -> None:
    with running_zotero(FakeZotero([item("A", "Bees of the high meadows in spring"), item("B", "Rivers")])) as zotero:
        desk.controller.zotero.port = zotero.port
        desk.view.zotero_action.trigger()
        desk.settle()
    assert desk.view.receipt.headline.text() == "2 records in the file: 2 read, 0 rejected"
    assert "Zotero" in desk.names()[0]


def test_with_groups_a_menu_asks_for_the_library(desk: Desk) -> None:
    groups = {7: ("Reading room", [item("G", "A paper of the group")])}
    with running_zotero(FakeZotero([item("A", "Bees")], groups)) as zotero:
        desk.controller.zotero.port = zotero.port
        desk.view.zotero_action.trigger()
        desk.settle()
        menu = desk.view.findChild(QMenu, "zoteroLibraries")
        assert menu is not None
        assert [action.text() for action in menu.actions()] == ["My Library", "Reading room"]
        menu.actions()[1].trigger()
        menu.close()
        desk.settle()
    assert [row.title for row in desk.project.papers.all()] == ["A paper of the group"]


def test_a_zotero_that_is_off_is_a_card_that_says_how_to_switch_it_on(desk: Desk) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        desk.controller.zotero.port = free.getsockname()[1]
    desk.view.zotero_action.trigger()
    desk.settle()
    assert "Start Zotero" in desk.view.refusal.how.text()
    assert desk.view.zotero_action.isEnabled()
    with running_zotero(FakeZotero(status=403)) as zotero:
        desk.controller.zotero.port = zotero.port
        desk.view.refusal.again_button.click()
        desk.settle()
    assert "Allow other applications on this computer" in desk.view.refusal.how.text()
    assert len(desk.names()) == 1


def test_the_list_has_the_same_actions_in_its_menu_and_can_be_copied(desk: Desk, tmp_path: Path) -> None:
    desk.take(ris_file(tmp_path / "refs.ris", [ris(1), no_title(2)]))
    desk.view.list.copy_action.trigger()
    header, line = QApplication.clipboard().text().split("\n")
    assert header.split("\t")[0] == "File"
    assert line.split("\t")[0] == "refs.ris"
    assert line.split("\t")[2:] == ["RIS", "1", "1", "1"]
    desk.view.list.undo_action.trigger()
    desk.settle()
    assert desk.names() == []


def test_all_of_it_can_be_reached_by_keyboard_and_has_a_name(desk: Desk, tmp_path: Path) -> None:
    desk.take(ris_file(tmp_path / "refs.ris", [ris(1), no_title(2)]))
    wanted = {desk.view.zone, desk.view.list, desk.view.receipt.undo_button, desk.view.receipt.tiles["rejects"]}
    desk.view.zone.setFocus(Qt.FocusReason.OtherFocusReason)
    seen: set[object] = set()
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.accessibleName(), f"{focus.objectName()} has no name"
        seen.add(focus)
        desk.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert wanted <= seen
