"""The Papers tab: a paper changed in its pane, many at once, and what leaves as a file or through the clipboard."""

import csv
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from specter2_gui.domain.records import Record
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers import browsing_reads
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.paper_columns import Column
from tests.qt.browsing_desk import SIX, Desk, put_in
from tests.qt.conftest import Said


@pytest.fixture
def desk(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Desk:
    """Six papers on the screen."""
    put_in(project, SIX)
    return Desk(qtbot, project, gestures, background, tasks, notify)


def problem(desk: Desk, field: str) -> str:
    label = desk.browser.detail.editing.findChild(QLabel, f"problem_{field}")
    assert label is not None
    return label.text() if label.isVisible() else ""


def save_as(desk: Desk, path: Path) -> None:
    """Answer the dialog that asks for a file."""
    dialog = desk.browser.findChild(QFileDialog, "fileChoice")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    desk.settle()


def test_a_saved_change_is_shown_marked_and_can_be_undone(desk: Desk) -> None:
    desk.edit(title="How honey bees dance", keywords="waggle")
    assert desk.browser.has_draft
    desk.save()
    assert not desk.browser.has_draft
    assert desk.titles[0] == "How honey bees dance"
    spoken = desk.browser.view.papers.index(0, Column.TITLE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "How honey bees dance, changed by hand"
    assert desk.browser.detail.reading.title.accessibleName() == "How honey bees dance"
    row = desk.project.papers.rows(desk.browser.view.papers.ids[:1])[0]
    assert (row.abstract, row.keywords, row.authors) == (SIX[0].abstract, ("waggle",), SIX[0].authors)
    desk.act()
    assert desk.titles[0] == "How bees dance"
    assert desk.notify.texts == ["The paper was changed.", "Undone: Edit paper."]


def test_what_changes_nothing_is_said_and_offers_no_undo(desk: Desk) -> None:
    ids = desk.browser.view.papers.ids
    desk.browser.bulk.change_asked.emit(ids[:1], "venue", "Nature")
    desk.settle()
    desk.browser.save_asked.emit(ids[0], {"title": "  How bees  dance "})
    desk.browser.bulk.change_asked.emit(ids[:1], "venue", "Nature")
    desk.browser.bulk.apart_asked.emit(ids[:2])
    desk.settle()
    assert desk.notify.texts[1:] == ["Nothing had to be changed: it was so already."] * 3
    assert desk.notify.actions[1:] == [None] * 3
    assert desk.project.undo_label == "Change venue of 1 paper"


def test_undo_of_a_notice_takes_back_nothing_newer(desk: Desk) -> None:
    desk.edit(title="How honey bees dance")
    desk.save()
    desk.change_elsewhere(partial(desk.project.queries.add, ["where do bees dance"]))
    desk.act()
    assert desk.notify.texts[-1].startswith("Something else was changed since.")
    assert desk.project.undo_label == "Add 1 query"
    assert desk.titles[0] == "How honey bees dance"


def test_ctrl_return_saves(desk: Desk) -> None:
    desk.edit(venue="Apidologie")
    desk.qtbot.keyClick(
        desk.browser.detail.editing.fields["venue"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    desk.settle()
    assert desk.project.papers.rows(desk.browser.view.papers.ids[:1])[0].venue == "Apidologie"


def test_what_is_wrong_with_a_field_is_said_beside_it_and_nothing_is_lost(desk: Desk) -> None:
    desk.edit(doi="no such thing", venue="Apidologie")
    desk.save()
    assert "holds no DOI" in problem(desk, "doi")
    assert problem(desk, "venue") == ""
    assert desk.browser.has_draft
    assert desk.project.papers.rows(desk.browser.view.papers.ids[:1])[0].venue == "Apis"
    desk.edit(doi="10.1000/other")
    desk.save()
    assert not desk.browser.has_draft
    assert desk.project.papers.rows(desk.browser.view.papers.ids[:1])[0].doi == "10.1000/other"


@pytest.mark.parametrize("text", ["abcd", "19", "20199", "about 3000"])
def test_a_year_that_holds_none_is_refused_beside_the_field_which_stays_open(desk: Desk, text: str) -> None:
    desk.edit(year_text=text)
    desk.save()
    assert f"“{text}” holds no year from 1000 to 2199. Write it with four digits" in problem(desk, "year_text")
    assert desk.browser.has_draft
    for good, year in (("c1968", 1968), ("[n.d.]", None), ("In Press", None), ("", None)):
        desk.edit(year_text=good)
        desk.save()
        row = desk.project.papers.rows(desk.browser.view.papers.ids[:1])[0]
        assert (row.year_text, row.year, desk.browser.has_draft) == (good, year, False)


def test_a_paper_keeps_something_to_read(desk: Desk) -> None:
    desk.edit(title="", abstract="")
    desk.save()
    assert "neither a title nor an abstract" in problem(desk, "title")
    desk.browser.discard()
    assert desk.titles[0] == "How bees dance"


def test_a_draft_waits_while_other_papers_are_chosen_searched_and_changed(desk: Desk) -> None:
    desk.edit(title="A draft")
    desk.choose(3)
    assert "the paper you chose" in desk.browser.detail.verdict.words.text()
    desk.type("rivers")
    desk.change_elsewhere(partial(desk.project.papers.edit, desk.browser.view.papers.ids[0], {"venue": "Nature"}))
    desk.type("no such words")
    assert desk.browser.has_draft
    assert desk.browser.detail.isVisible()
    assert desk.browser.detail.editing.draft()["title"] == "A draft"
    desk.save()
    assert desk.project.papers.count() == 6
    desk.browser.nothing_found.clear_button.click()
    desk.settle()
    assert desk.titles[0] == "A draft"


def test_discarded_changes_can_be_brought_back(desk: Desk) -> None:
    desk.edit(title="A draft")
    desk.qtbot.keyClick(desk.browser.detail.editing.fields["title"], Qt.Key.Key_Escape)
    assert not desk.browser.has_draft
    assert desk.browser.detail.reading.title.accessibleName() == "How bees dance"
    desk.type("rivers")
    desk.act()
    assert desk.browser.has_draft
    assert desk.browser.detail.editing.draft()["title"] == "A draft"
    assert desk.chosen == ["How bees dance"]
    desk.save()
    assert desk.titles[0] == "A draft"


def test_a_draft_of_a_paper_that_is_deleted_is_still_there(desk: Desk) -> None:
    desk.edit(title="A draft")
    desk.change_elsewhere(partial(desk.project.papers.delete, desk.browser.view.papers.ids[:]))
    assert desk.browser.has_draft
    assert desk.browser.detail.isVisible()
    refused: list[str] = []
    desk.gestures.refused.connect(lambda error: refused.append(error.sentence))
    desk.save()
    assert "It was deleted" in refused[0]
    assert desk.browser.detail.editing.draft()["title"] == "A draft"


def test_ending_without_a_change_saves_nothing(desk: Desk) -> None:
    changes = desk.project.changes
    desk.edit()
    assert not desk.browser.has_draft
    assert not desk.browser.detail.save_button.isEnabled()
    desk.browser.save()
    desk.settle()
    assert not desk.browser.detail.is_editing
    assert desk.project.changes == changes


def test_chosen_papers_are_deleted_and_come_back(desk: Desk) -> None:
    desk.choose(1, 3)
    desk.browser.view.setFocus()
    desk.qtbot.keyClick(desk.browser.view, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.titles == [SIX[line].title for line in (0, 2, 4, 5)]
    assert desk.counts == "4 papers"
    assert desk.notify.texts == ["2 papers were deleted."]
    desk.act()
    assert len(desk.titles) == 6


def test_one_field_of_many_papers_is_changed_at_once(desk: Desk) -> None:
    desk.choose(0, 1, 3)
    desk.browser.bar.change_action.trigger()
    dialog = desk.browser.bulk.dialog
    assert dialog is not None
    dialog.field.setCurrentIndex(dialog.field.findData("keywords"))
    dialog.value.setText("bees; insects")
    assert dialog.change_button.text() == "Change 3 papers"
    dialog.change_button.click()
    desk.settle()
    assert desk.browser.bulk.dialog is None
    rows = desk.project.papers.rows(desk.browser.view.papers.ids)
    assert [row.keywords for row in rows] == [
        ("bees", "insects"), ("bees", "insects"), (), ("bees", "insects"), (), (),
    ]  # fmt: skip
    assert desk.notify.texts == ["Keywords changed in 3 papers."]
    assert desk.chosen == [SIX[line].title for line in (0, 1, 3)]


def test_a_field_of_many_papers_is_emptied_only_if_that_is_chosen(desk: Desk) -> None:
    desk.choose(0, 1)
    desk.browser.bar.change_action.trigger()
    dialog = desk.browser.bulk.dialog
    assert dialog is not None
    assert dialog.change_button.text() == "Change 2 papers"
    assert not dialog.change_button.isEnabled()
    desk.qtbot.keyClick(dialog.value, Qt.Key.Key_Return)
    desk.settle()
    assert desk.browser.bulk.dialog is dialog
    assert desk.column(Column.VENUE)[:2] == ["Apis", "Urban Life"]
    dialog.value.setText("typed before")
    dialog.emptying.click()
    assert dialog.change_button.text() == "Empty it in 2 papers"
    dialog.change_button.click()
    desk.settle()
    assert desk.column(Column.VENUE)[:2] == ["", ""]
    assert desk.notify.texts == ["Venue changed in 2 papers."]


def test_papers_that_are_chosen_while_the_dialog_is_open_stay_as_they_are(desk: Desk) -> None:
    desk.browser.view.selectAll()
    desk.browser.bar.change_action.trigger()
    dialog = desk.browser.bulk.dialog
    assert dialog is not None
    put_in(desk.project, [Record("Late bees", "They came late.", line=1)], "late.ris")
    desk.gestures.refresh()
    desk.settle()
    desk.browser.view.selectAll()
    dialog.change_asked.emit("venue", "Nature")
    desk.settle()
    assert desk.notify.texts == ["Venue changed in 6 papers."]
    assert {row.venue for row in desk.project.papers.all() if row.title == "Late bees"} == {""}


@pytest.mark.parametrize(
    ("field", "value", "words"), [("doi", "nonsense", "holds no DOI"), ("year_text", "abcd", "holds no year")]
)
def test_a_value_that_cannot_be_kept_is_refused_in_the_dialog(desk: Desk, field: str, value: str, words: str) -> None:
    desk.choose(0, 1)
    desk.browser.bar.change_action.trigger()
    dialog = desk.browser.bulk.dialog
    assert dialog is not None
    before = list(desk.project.papers.all())
    dialog.change_asked.emit(field, value)
    desk.settle()
    assert desk.browser.bulk.dialog is dialog
    assert words in dialog.problem.text()
    dialog.reject()
    assert desk.browser.bulk.dialog is None
    assert list(desk.project.papers.all()) == before


def test_papers_are_grouped_and_kept_apart_again(desk: Desk) -> None:
    desk.choose(0)
    assert not desk.browser.bar.group_action.isEnabled()
    desk.choose(4, 5)
    desk.browser.bar.group_action.trigger()
    desk.settle()
    assert len(desk.titles) == 5
    assert len(desk.project.papers.groups()) == 1
    desk.choose(4)
    desk.browser.bar.apart_action.trigger()
    desk.settle()
    assert len(desk.titles) == 6
    assert desk.project.papers.groups() == []


def test_chosen_lines_go_to_a_spreadsheet(desk: Desk) -> None:
    desk.choose(1, 3)
    desk.browser.view.setFocus()
    desk.qtbot.keyClick(desk.browser.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [line[:3] for line in lines] == [
        ["Title", "Authors", "Year"], ["Bees in cities", "Adams, A.", "2015"], ["A flower & its <guests>", "Brown, B.; Ng, C.", "2019"],
    ]  # fmt: skip
    assert desk.notify.texts == ["2 papers were copied."]


def test_more_papers_than_a_clipboard_should_hold_are_cut_off_and_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing_reads, "MOST_COPIED", 2)
    monkeypatch.setattr("specter2_gui.qt.controllers.browsing_files.MOST_COPIED", 2)
    desk.browser.view.selectAll()
    desk.browser.bar.copy_action.trigger()
    desk.settle()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3
    assert "The first 2 papers" in desk.notify.texts[0]


def test_the_chosen_papers_are_exported_in_the_order_of_the_table(desk: Desk, tmp_path: Path) -> None:
    desk.browser.view.header.setSortIndicator(Column.YEAR, Qt.SortOrder.DescendingOrder)
    desk.settle()
    desk.choose(0, 2)
    desk.browser.bar.export_action.trigger()
    save_as(desk, tmp_path / "out.ris")
    written = (tmp_path / "out.ris").read_text(encoding="utf-8")
    titles = [line.partition("- ")[2] for line in written.splitlines() if line.startswith("TI ")]
    assert titles == ["A flower & its <guests>", "How bees dance"]
    assert desk.notify.texts == ["2 papers were exported to out.ris."]
    assert desk.tasks.facts == ()


def test_all_that_are_shown_are_exported_as_the_ending_says(desk: Desk, tmp_path: Path) -> None:
    desk.type("rivers")
    desk.browser.bar.export_shown_action.trigger()
    save_as(desk, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["title"] for row in csv.DictReader(file)} == {"Rivers of the north", "Rivers of the South"}


def test_an_export_that_fails_is_told_and_leaves_no_task(desk: Desk, tmp_path: Path) -> None:
    desk.browser.bar.export_shown_action.trigger()
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    save_as(desk, tmp_path / "in the way" / "out.ris")
    assert [kind for _text, kind in desk.notify.said] == ["error"]
    assert desk.tasks.facts == ()
