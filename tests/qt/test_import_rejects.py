"""Rejects: seen with line, reason and text, mended by hand, and nothing of what was written lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from specter2_gui.project.paper_filters import PaperFilter
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.reject_detail import RejectDetail
from tests.app.importing import ris, ris_file
from tests.qt.conftest import Said
from tests.qt.importing import Desk, open_desk

TITLE = "TI  - Mended bees of the northern meadows\n"


@pytest.fixture
def empty(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Iterator[Desk]:
    """Nothing is imported yet."""
    with open_desk(qtbot, project, gestures, background, tasks, notify) as opened:
        yield opened


@pytest.fixture
def desk(empty: Desk, tmp_path: Path) -> Desk:
    """The rejects of a file are shown; the first of the two is chosen."""
    records = [ris(1), ris(2, TI=None, AB=None), ris(3), ris(4, TI=None, AB=None)]
    empty.take(ris_file(tmp_path / "refs.ris", records))
    empty.press("rejects")
    return empty


def detail(desk: Desk) -> RejectDetail:
    return desk.view.rejects.detail


def write(desk: Desk, text: str) -> None:
    """Put ``text`` before what the record says."""
    editor = detail(desk).editor
    editor.setPlainText(editor.toPlainText().replace("PY  -", f"{text}PY  -"))


def read_again(desk: Desk) -> None:
    desk.qtbot.mouseClick(detail(desk).read_button, Qt.MouseButton.LeftButton)
    desk.settle()


def choose(desk: Desk, row: int) -> None:
    desk.view.rejects.list.selectRow(row)


def test_rejects_of_a_file_without_lines_are_counted_as_records(empty: Desk, tmp_path: Path) -> None:
    (tmp_path / "old.mrc").write_bytes(b"00026nam a2200025 a 4500\x1e\x1d" * 2)
    empty.take(tmp_path / "old.mrc")
    empty.press("rejects")
    choose(empty, 1)
    assert detail(empty).place.text() == "Record 2"
    assert empty.view.rejects.list.model().headerData(0, Qt.Orientation.Horizontal) == "Record"


def test_each_reject_is_shown_with_line_reason_and_its_own_text(desk: Desk) -> None:
    assert desk.view.page == "rejects"
    assert desk.view.rejects.heading.text() == "2 of 4 records of “refs.ris” could not be read"
    rejects = desk.view.rejects.list.rejects
    assert [reject.line for reject in rejects] == [13, 35]
    assert detail(desk).place.text() == "Line 13"
    assert "neither a title nor an abstract" in detail(desk).state.text()
    assert detail(desk).editor.toPlainText() == rejects[0].raw
    assert "ID  - r2" in rejects[0].raw


def test_a_text_that_still_is_no_record_stays_with_the_new_reason(desk: Desk) -> None:
    editor = detail(desk).editor
    editor.setPlainText("nothing of a record")
    read_again(desk)
    assert detail(desk).state.text().startswith("Still not a record: ")
    assert editor.toPlainText() == "nothing of a record"
    assert desk.project.papers.count() == 2
    desk.qtbot.mouseClick(detail(desk).reset_button, Qt.MouseButton.LeftButton)
    assert editor.toPlainText() == desk.view.rejects.list.rejects[0].raw
    assert "neither a title nor an abstract" in detail(desk).state.text()


def test_a_mended_record_becomes_a_paper_that_the_receipt_counts(desk: Desk) -> None:
    write(desk, TITLE)
    read_again(desk)
    paper = desk.project.papers.get("r2")
    assert paper is not None
    assert paper.title == "Mended bees of the northern meadows"
    assert detail(desk).state.text() == "Mended: this record is a paper now."
    assert TITLE in detail(desk).editor.toPlainText()
    assert detail(desk).editor.isReadOnly()
    assert not detail(desk).read_button.isVisible()
    assert desk.view.rejects.heading.text().endswith("; 1 was mended")
    with desk.qtbot.waitSignal(desk.view.papers_asked) as asked:
        detail(desk).paper_button.click()
    assert asked.args is not None
    wanted = asked.args[0]
    assert isinstance(wanted, PaperFilter)
    assert list(desk.project.papers.ids(wanted)) == [paper.id]
    desk.view.rejects.back_button.click()
    desk.settle()
    assert desk.counts() == {"added": 3, "rejects": 1, "title only": 1}
    assert desk.view.receipt.tiles["rejects"].caption.text() == "reject, 1 mended"
    assert desk.view.receipt.headline.text() == "4 records in the file: 3 read, 1 rejected"


def test_a_reject_that_is_mended_to_a_paper_which_is_there_says_so(desk: Desk, tmp_path: Path) -> None:
    whole = ris(2, TI="Mended bees of the northern meadows", AB=None)
    desk.view.rejects.back_button.click()
    desk.take(ris_file(tmp_path / "whole.ris", [whole]))
    desk.choose("refs.ris")
    desk.press("rejects")
    detail(desk).editor.setPlainText(whole)
    read_again(desk)
    assert desk.project.papers.count() == 3
    assert desk.said.texts[-1] == (
        "“Mended bees of the northern meadows” was in the collection already, so no second paper was added. "
        "The reject counts as mended."
    )
    assert detail(desk).editor.isReadOnly()
    desk.view.rejects.back_button.click()
    desk.settle()
    assert desk.counts() == {"added": 2, "there": 1, "rejects": 1, "title only": 1}
    desk.press("there")
    assert desk.view.page == "papers"
    assert desk.view.papers.table.model().rowCount() == 1


def test_undo_takes_the_paper_back_and_what_was_written_is_still_there(desk: Desk) -> None:
    write(desk, TITLE)
    read_again(desk)
    desk.act()
    assert desk.project.papers.get("r2") is None
    assert TITLE in detail(desk).editor.toPlainText()
    assert not detail(desk).editor.isReadOnly()
    read_again(desk)
    assert desk.project.papers.get("r2") is not None


def test_undo_of_its_notice_takes_back_no_later_change(desk: Desk) -> None:
    write(desk, TITLE)
    read_again(desk)
    desk.project.queries.add(["where do bees dance"])
    desk.act()
    assert desk.project.papers.get("r2") is not None
    assert [row.text for row in desk.project.queries.list()] == ["where do bees dance"]
    assert desk.said.texts[-1].startswith("Something else was changed since.")


def test_next_goes_to_the_next_reject_that_is_not_mended(desk: Desk) -> None:
    desk.qtbot.mouseClick(detail(desk).next_button, Qt.MouseButton.LeftButton)
    assert detail(desk).place.text() == "Line 35"
    write(desk, TITLE)
    read_again(desk)
    desk.qtbot.mouseClick(detail(desk).next_button, Qt.MouseButton.LeftButton)
    assert detail(desk).place.text() == "Line 13"
    desk.qtbot.mouseClick(detail(desk).next_button, Qt.MouseButton.LeftButton)
    assert detail(desk).place.text() == "Line 13", "there is no other one"
    assert not detail(desk).next_button.isEnabled()
    desk.act()
    assert detail(desk).next_button.isEnabled(), "the other one is no paper any more"


def test_what_was_written_is_kept_while_others_are_looked_at(desk: Desk, tmp_path: Path) -> None:
    write(desk, TITLE)
    choose(desk, 1)
    assert TITLE not in detail(desk).editor.toPlainText()
    desk.view.rejects.back_button.click()
    desk.take(ris_file(tmp_path / "other.ris", [ris(9)]))
    desk.choose("refs.ris")
    desk.press("rejects")
    choose(desk, 0)
    assert TITLE in detail(desk).editor.toPlainText()


def test_all_rejects_mended_leave_a_receipt_that_still_leads_to_them(desk: Desk) -> None:
    for row in (0, 1):
        choose(desk, row)
        write(desk, TITLE.replace("northern", f"{row}th"))
        read_again(desk)
    desk.view.rejects.back_button.click()
    desk.settle()
    tile = desk.view.receipt.tiles["rejects"]
    assert tile.number.text() == "0"
    assert tile.caption.text() == "rejects, 2 mended"
    desk.press("rejects")
    assert desk.view.page == "rejects"


def test_it_is_all_done_by_keyboard(desk: Desk) -> None:
    desk.qtbot.waitUntil(desk.view.rejects.list.hasFocus)
    desk.qtbot.keyClick(desk.view.rejects.list, Qt.Key.Key_Down)
    assert detail(desk).place.text() == "Line 35"
    desk.qtbot.keyClick(desk.view.rejects.list, Qt.Key.Key_Tab)
    assert detail(desk).editor.hasFocus()
    write(desk, TITLE)
    desk.qtbot.keyClick(detail(desk).editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.project.papers.get("r4") is not None


def test_an_import_that_is_undone_takes_its_rejects_from_the_screen(desk: Desk) -> None:
    desk.undo()
    assert desk.view.page == "start"


def test_what_was_written_for_an_import_that_is_undone_waits_for_nobody_until_it_is_back(desk: Desk) -> None:
    write(desk, TITLE)
    assert desk.view.rejects.has_draft
    desk.undo()
    assert not desk.view.rejects.has_draft
    desk.gestures.ask("Doing again", desk.project.redo)
    desk.settle()
    assert desk.view.rejects.has_draft
    assert TITLE in next(iter(detail(desk).drafts.values()))


def test_what_was_saved_waits_no_more_as_soon_as_it_is_a_paper(desk: Desk) -> None:
    write(desk, TITLE)
    choose(desk, 1)
    waiting: list[bool] = []

    def at_rest(words: str) -> None:
        if not words:
            waiting.append(desk.view.rejects.has_draft)

    desk.gestures.busy_changed.connect(at_rest)
    desk.view.rejects.save()
    desk.settle()
    assert waiting == [False], "closing goes on at this moment"
    choose(desk, 0)
    assert detail(desk).state.text() == "Mended: this record is a paper now."
    desk.undo()
    assert desk.view.rejects.has_draft


def test_a_notice_after_an_import_leads_to_its_rejects(desk: Desk, tmp_path: Path) -> None:
    desk.view.rejects.back_button.click()
    desk.take(ris_file(tmp_path / "bad.ris", [ris(7), ris(8, TI=None, AB=None)]))
    assert desk.said.said[-1] == ("“bad.ris” was imported: 1 paper added, 1 reject.", "warning")
    desk.choose("refs.ris")
    with desk.qtbot.waitSignal(desk.controller.asked):
        desk.act()
    assert desk.view.page == "rejects"
    assert "bad.ris" in desk.view.rejects.heading.text()
    desk.view.rejects.back_button.click()
    desk.settle()
    assert desk.view.receipt.name.text() == "bad.ris"
