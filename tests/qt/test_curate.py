"""The Curate page with a real workspace, real files and real clicks."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import Record
from specter2_gui.domain.triplets import FIELDS, Triplet
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.project import Project
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.curating import CuratingController
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.design.style import apply_style
from specter2_gui.qt.panels.curate import CuratePanel
from specter2_gui.qt.widgets.triplet_rows import Column, Show, content_of
from tests.qt.conftest import Said


class Desk:
    """The page on an invisible screen with everything behind it."""

    def __init__(self, qtbot: QtBot, project: Project, background: Background, notify: Said) -> None:
        self.qtbot, self.project, self.background, self.notify = qtbot, project, background, notify
        self.workspace = project.workspace
        self.panel = CuratePanel()
        self.panel.resize(1190, 720)
        qtbot.addWidget(self.panel)
        self.gestures = gestures = Gestures(project, background, self.panel)
        gestures.refused.connect(self._tell)
        self.controller = CuratingController(self.panel, project, gestures, background, notify, self.panel)
        self.panel.show()
        gestures.refresh()
        self.settle()

    def _tell(self, error: UserError) -> None:
        self.notify(error.sentence, "error")

    def settle(self) -> None:
        """Wait until every change is on the disk and on the screen."""
        self.qtbot.waitUntil(lambda: not self.controller.busy and not self.background.busy, timeout=10_000)

    def load(self, path: Path) -> None:
        self.controller.load(path)
        self.settle()

    def cell(self, line: int, column: Column) -> str:
        return self.panel.table.model.index(line, column).data()

    def column(self, column: Column) -> list[str]:
        return [self.cell(line, column) for line in range(self.panel.table.model.rowCount())]

    def type(self, field: QWidget, text: str) -> None:
        field.setFocus()
        self.qtbot.keyClicks(field, text)

    @property
    def current_view(self) -> str:
        view = self.panel._stack.currentWidget()
        assert view is not None
        return view.objectName()


def row(number: int, **changes: Any) -> dict[str, Any]:
    """A triplet of a file; every two of them share a query."""
    plain = {
        "query": f"query {number // 2}",
        "positive_title": f"Positive {number}",
        "positive_abstract": f"About what is asked, {number}.",
        "negative_title": f"Negative {number}",
        "negative_abstract": "",
    }
    return plain | changes


def written(path: Path, rows: list[Any]) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.fixture
def desk(qtbot: QtBot, project: Project, background: Background, notify: Said) -> Desk:
    return Desk(qtbot, project, background, notify)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Twenty rows: seventeen good ones, one without a negative, one that repeats another, one with a number for a title."""
    rows = [row(number) for number in range(20)]
    rows[4] |= {"negative_title": ""}
    rows[7] = dict(rows[6])
    rows[11] |= {"positive_title": 17}
    return written(tmp_path / "mixed.json", rows)


def test_an_empty_page_says_what_a_triplet_is_and_how_to_begin(desk: Desk) -> None:
    assert desk.current_view == "emptyTriplets"
    assert not desk.panel.save_action.isEnabled()
    desk.panel.empty.sample_button.click()
    desk.settle()
    assert desk.current_view != "emptyTriplets"
    assert desk.panel.table.model.rowCount() == load_triplets("sample").total


def test_loading_says_how_many_can_be_used_and_shows_the_others_on_request(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    assert desk.notify.said == [("17 of 20 triplets can be used. 3 have a problem.", "warning")]
    assert desk.panel.table.counts.text() == "20 triplets, 10 queries, 3 with a problem"
    words, show = desk.notify.actions[0]  # type: ignore[misc] - a notice's action is a pair
    assert words == "Show them"
    show()
    assert desk.column(Column.STATE) == ["problem"] * 3
    assert desk.column(Column.ROW) == ["5", "8", "12"]
    assert desk.panel.table.counts.text().endswith("3 shown")


def test_a_bad_row_names_its_reason_in_place_and_in_the_pane(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    desk.panel.table.go_to(desk.workspace.rows()[4].id)
    tip = desk.panel.table.model.index(4, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert "neither title nor abstract" in tip
    said = desk.panel.detail.verdict.words.text()
    assert said.startswith("Problem: Negative paper: the paper has neither title nor abstract.")
    assert desk.panel.detail.fields["negative_title"].property("invalid") == "true"
    assert desk.panel.detail.fields["positive_title"].property("invalid") == "false"


def test_a_file_that_is_no_triplet_file_is_refused_in_words_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "good.json", [row(0), row(1)]))
    bad = tmp_path / "bad.json"
    bad.write_text("not JSON", encoding="utf-8")
    desk.load(bad)
    text, kind = desk.notify.said[-1]
    assert kind == "error"
    assert "bad.json" in text
    assert "Traceback" not in text
    desk.load(tmp_path / "absent.json")
    assert desk.notify.said[-1][1] == "error"
    assert "absent.json" in desk.notify.texts[-1]
    assert desk.panel.table.model.rowCount() == 2


def test_loading_replaces_in_one_gesture_that_undo_takes_back(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "first.json", [row(0), row(1)]))
    desk.load(written(tmp_path / "second.json", [row(2)]))
    assert desk.column(Column.QUERY) == ["query 1"]
    assert "They took the place of 2 triplets; Undo brings them back." in desk.notify.texts[-1]
    desk.panel.undo_action.trigger()
    desk.settle()
    assert desk.column(Column.QUERY) == ["query 0", "query 0"]
    desk.panel.redo_action.trigger()
    desk.settle()
    assert desk.column(Column.QUERY) == ["query 1"]


def test_undo_in_a_notice_takes_back_what_the_notice_tells_of_and_nothing_newer(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "first.json", [row(0), row(1)]))
    desk.load(written(tmp_path / "second.json", [row(2)]))
    replaced = desk.notify.actions[-1]
    assert isinstance(replaced, tuple)
    desk.gestures.ask("Adding…", lambda: desk.project.queries.add(["a newer query"]))
    desk.settle()
    replaced[1]()
    desk.settle()
    assert desk.notify.texts[-1].startswith("Something else was changed since.")
    assert desk.column(Column.QUERY) == ["query 1"]
    desk.panel.undo_action.trigger()
    desk.settle()
    desk.panel.undo_action.trigger()
    desk.settle()
    assert desk.column(Column.QUERY) == ["query 0", "query 0"]


def test_undo_after_the_sample_takes_back_its_papers_too_and_redo_brings_all_again(desk: Desk) -> None:
    desk.load(written(desk.project.folder.parent / "first.json", [row(0)]))
    desk.controller.load_sample()
    desk.settle()
    papers = desk.project.papers.count()
    assert papers > 100
    undo = desk.notify.actions[-1]
    assert isinstance(undo, tuple)
    undo[1]()
    desk.settle()
    assert (desk.project.papers.count(), desk.column(Column.QUERY)) == (0, ["query 0"])
    redo = desk.notify.actions[-1]
    assert isinstance(redo, tuple)
    assert redo[0] == "Redo"
    redo[1]()
    desk.settle()
    assert desk.column(Column.QUERY) != ["query 0"]
    assert desk.project.papers.count() == papers


def test_undo_in_a_notice_takes_back_a_triplet_that_was_just_deleted(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "first.json", [row(0), row(2)]))
    desk.controller.delete([desk.gestures.content.rows[0].id])
    desk.settle()
    action = desk.notify.actions[-1]
    assert isinstance(action, tuple)
    action[1]()
    desk.settle()
    assert desk.column(Column.QUERY) == ["query 0", "query 1"]


def test_a_file_without_a_usable_row_does_not_take_the_place_of_triplets(
    desk: Desk, mixed: Path, tmp_path: Path
) -> None:
    desk.load(mixed)
    bad = written(tmp_path / "bad.json", [row(1, query=""), row(2, query="")])
    desk.load(bad)
    text, kind = desk.notify.said[-1]
    assert kind == "error"
    assert text.startswith("None of the 2 rows of “bad.json” can be used, so your triplets were kept.")
    assert "query" in text, "the reason is that of the first row"
    assert len(desk.workspace.rows()) == 20
    desk.controller.load_more(bad)
    desk.settle()
    assert len(desk.workspace.rows()) == 22, "added on request, they can be mended in the table"


def test_a_file_without_a_usable_row_is_shown_where_nothing_can_be_lost(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "bad.json", [row(1, query="")]))
    assert len(desk.workspace.rows()) == 1


def test_what_a_training_would_use_is_told_without_waiting_for_the_workspace(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    expected, held, free = desk.workspace.valid_triplets(), threading.Event(), threading.Event()

    def hold() -> None:
        with desk.workspace._ledger.lock:
            held.set()
            free.wait(30)

    busy = threading.Thread(target=hold)
    busy.start()
    held.wait(30)
    usable, rejected = desk.controller.usable()
    assert busy.is_alive(), "the answer came while the workspace was busy"
    free.set()
    busy.join()
    assert (usable, rejected) == (expected, 3)


def test_adding_a_file_keeps_what_is_there(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "first.json", [row(0), row(1)]))
    desk.controller.load_more(written(tmp_path / "second.json", [row(2)]))
    desk.settle()
    assert desk.column(Column.QUERY) == ["query 0", "query 0", "query 1"]


def test_typing_narrows_the_table_to_rows_with_every_word(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    desk.panel.find_action.trigger()
    assert desk.panel.table.find_field.hasFocus()
    desk.type(desk.panel.table.find_field, "QUERY 4")
    desk.qtbot.waitUntil(
        lambda: desk.column(Column.POSITIVE) == ["Positive 4", "Positive 8", "Positive 9", "Positive 14"]
    )
    desk.panel.table._shows[Show.PROBLEM].click()
    assert desk.column(Column.POSITIVE) == ["Positive 4"]


def test_the_usable_rows_alone_can_be_shown(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    desk.panel.table._shows[Show.USABLE].click()
    assert desk.column(Column.STATE) == ["usable"] * 17


def test_a_click_on_a_header_sorts_and_a_third_one_brings_the_first_order_back(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    model = desk.panel.table.model
    before = desk.column(Column.POSITIVE)
    desk.panel.table.view.sortByColumn(Column.POSITIVE, Qt.SortOrder.DescendingOrder)
    assert desk.column(Column.POSITIVE) == sorted(before, reverse=True)
    desk.panel.table.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert desk.column(Column.POSITIVE) == before
    assert model.headerData(4, Qt.Orientation.Vertical) == "5"


def test_an_edit_mends_a_bad_row(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    detail = desk.panel.detail
    desk.panel.table.go_to(desk.workspace.rows()[4].id)
    desk.panel.table.view.setFocus()
    desk.qtbot.keyClick(desk.panel.table.view, Qt.Key.Key_Return)
    assert detail.fields["negative_title"].hasFocus(), "Enter leads to the field that is empty"
    desk.type(detail.fields["negative_title"], "Something else")
    assert detail.verdict.words.text() == "This triplet can be used for training. The changes are not saved yet."
    assert detail.save_button.isEnabled()
    desk.qtbot.keyClick(detail.fields["negative_title"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.workspace.rows()[4].triplet.negative_title == "Something else"
    assert desk.workspace.rows()[4].problems == ()
    assert desk.cell(4, Column.STATE) == "usable"
    assert desk.cell(4, Column.ORIGIN).startswith("edited")
    assert not detail.has_draft


def test_a_change_that_repeats_another_row_is_said_while_typing(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "two.json", [row(0), row(1)]))
    detail = desk.panel.detail
    desk.panel.table.go_to(desk.workspace.rows()[1].id)
    for name in FIELDS:
        detail._set_text(name, row(0)[name])
    assert "the same triplet is already in row 1" in detail.verdict.words.text().replace("The same", "the same")


def test_a_waiting_change_is_neither_lost_nor_shown_for_another_row(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    rows = desk.workspace.rows()
    desk.panel.table.go_to(rows[0].id)
    desk.panel.detail._set_text("query", "another query")
    desk.panel.table.go_to(rows[2].id)
    assert desk.panel.detail.shown_id == rows[0].id
    assert "Save or discard" in desk.panel.detail.verdict.words.text()
    desk.controller.load(mixed)
    assert "not saved yet" in desk.notify.texts[-1]
    assert len(desk.workspace.rows()) == 20
    desk.panel.detail.discard_button.click()
    assert desk.panel.detail.shown_id == rows[2].id
    assert desk.workspace.rows()[0].triplet.query == "query 0"


def test_texts_nobody_touched_keep_every_character(desk: Desk, tmp_path: Path) -> None:
    odd = row(0, positive_abstract="first\r\nsecond\u2028third", negative_title="tab\there")
    desk.load(written(tmp_path / "odd.json", [odd]))
    stored = desk.workspace.rows()[0]
    assert not desk.panel.detail.has_draft
    desk.panel.detail._set_text("query", "another")
    desk.panel.detail.save()
    desk.settle()
    assert desk.workspace.rows()[0].triplet.positive == stored.triplet.positive
    assert desk.workspace.rows()[0].triplet.negative == stored.triplet.negative


def test_delete_undo_and_redo_by_keyboard(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    view = desk.panel.table.view
    view.setFocus()
    desk.panel.table.go_to(desk.workspace.rows()[3].id)
    desk.qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.qtbot.keyClick(view, Qt.Key.Key_Delete)
    desk.settle()
    assert len(desk.workspace.rows()) == 18
    assert desk.notify.said[-1] == ("2 triplets were deleted.", "info")
    assert desk.panel.undo_action.text() == "Undo: Delete 2 triplets"
    desk.qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert len(desk.workspace.rows()) == 20
    desk.panel.redo_action.trigger()
    desk.settle()
    assert len(desk.workspace.rows()) == 18


def test_gestures_asked_for_in_a_hurry_happen_in_their_order(desk: Desk, mixed: Path) -> None:
    desk.load(mixed)
    ids = [stored.id for stored in desk.workspace.rows()]
    for triplet_id in ids[:6]:
        desk.controller.delete([triplet_id])
    desk.controller.undo()
    desk.settle()
    assert [stored.id for stored in desk.workspace.rows()] == ids[5:]


def test_chosen_lines_are_copied_as_tab_separated_text(desk: Desk, tmp_path: Path) -> None:
    desk.load(written(tmp_path / "one.json", [row(0, positive_title="two\nlines\tand a tab")]))
    desk.panel.table.view.selectAll()
    desk.panel.table.copy_action.trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2
    assert lines[0].split("\t")[:2] == ["State", "Query"]
    assert lines[1].split("\t")[:3] == ["usable", "query 0", "two lines and a tab"]


def test_saved_triplets_read_back_as_the_same_and_bad_ones_are_left_out(
    desk: Desk, mixed: Path, tmp_path: Path
) -> None:
    desk.load(mixed)
    for name in ("out.json", "out.jsonl"):
        desk.controller.save(tmp_path / name)
        desk.settle()
        assert load_triplets(tmp_path / name).triplets == desk.workspace.valid_triplets()
        assert desk.notify.texts[-1] == f"17 triplets were saved in “{name}”. 3 with a problem were left out."


def test_saving_into_a_folder_that_cannot_be_written_says_so(desk: Desk, mixed: Path, tmp_path: Path) -> None:
    desk.load(mixed)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    desk.controller.save(tmp_path / "file" / "out.json")
    desk.settle()
    assert desk.notify.said[-1][1] == "error"


def test_the_load_button_asks_for_a_file_without_stopping_the_window(desk: Desk, mixed: Path) -> None:
    desk.panel.load_action.trigger()
    dialog = desk.panel.findChild(QFileDialog, "fileChoice")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(mixed))
    dialog.reject()
    desk.settle()
    assert desk.panel.table.model.rowCount() == 20


def choose(desk: Desk, column: Any, title: str) -> None:
    """Click the line with ``title``."""
    model = column.model
    position = next(line for line in range(model.rowCount()) if model.choice_at(line).title == title)
    index = model.index(position)
    column.view.scrollTo(index)
    where = column.view.visualRect(index).center()
    desk.qtbot.mouseClick(column.view.viewport(), Qt.MouseButton.LeftButton, pos=where)


@pytest.fixture
def making(desk: Desk, mixed: Path) -> Desk:
    desk.load(mixed)
    desk.panel.make_action.trigger()
    desk.settle()
    return desk


def test_a_triplet_is_made_by_clicking(making: Desk) -> None:
    maker = making.panel.maker
    assert not maker.add_button.isEnabled()
    assert maker.verdict.words.text() == "Still to choose: a query, a positive paper and a negative paper."
    choose(making, maker.query, "query 1")
    choose(making, maker.positive, "Positive 9")
    assert maker.verdict.words.text() == "Still to choose: a negative paper."
    choose(making, maker.negative, "Negative 3")
    assert maker.verdict.words.text() == "This triplet can be added."
    making.qtbot.mouseClick(maker.add_button, Qt.MouseButton.LeftButton)
    making.settle()
    newest = making.workspace.rows()[-1]
    assert newest.triplet == Triplet("query 1", "Positive 9", "About what is asked, 9.", "Negative 3", "")
    assert newest.origin == "clicked"
    assert maker.query.choice is not None
    assert maker.positive.choice is None
    assert maker.negative.choice is None


def test_a_triplet_is_made_by_keyboard_alone_with_a_new_query(making: Desk) -> None:
    maker, keys = making.panel.maker, making.qtbot.keyClick
    assert maker.query.field.hasFocus()
    making.qtbot.keyClicks(maker.query.field, "how do bees dance")
    keys(maker.query.field, Qt.Key.Key_Return)
    assert maker.positive.field.hasFocus()
    making.qtbot.keyClicks(maker.positive.field, "positive 19")
    keys(maker.positive.field, Qt.Key.Key_Return)
    assert maker.negative.field.hasFocus()
    keys(maker.negative.field, Qt.Key.Key_Down)
    assert maker.negative.view.hasFocus()
    keys(maker.negative.view, Qt.Key.Key_Down)
    keys(maker.negative.view, Qt.Key.Key_Return)
    assert maker.add_button.hasFocus()
    keys(maker.add_button, Qt.Key.Key_Return)
    making.settle()
    newest = making.workspace.rows()[-1].triplet
    assert (newest.query, newest.positive_title) == ("how do bees dance", "Positive 19")
    assert maker.positive.field.hasFocus(), "the next one begins with its positive paper"
    keys(maker.positive.field, Qt.Key.Key_Escape)
    assert not making.panel.make_action.isChecked()


def test_a_triplet_with_the_same_paper_twice_cannot_be_added_and_the_reason_is_said(making: Desk) -> None:
    maker = making.panel.maker
    choose(making, maker.query, "query 1")
    choose(making, maker.positive, "Positive 9")
    choose(making, maker.negative, "Positive 9")
    assert not maker.add_button.isEnabled()
    assert "positive and negative are the same paper" in maker.verdict.words.text()
    making.qtbot.keyClick(maker, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    making.settle()
    assert len(making.workspace.rows()) == 20


def test_a_triplet_that_is_there_already_cannot_be_added_again(making: Desk) -> None:
    maker = making.panel.maker
    choose(making, maker.query, "query 1")
    choose(making, maker.positive, "Positive 2")
    choose(making, maker.negative, "Negative 2")
    assert not maker.add_button.isEnabled()
    assert "already in row 3" in maker.verdict.words.text()


def test_papers_of_a_collection_can_be_chosen_too(making: Desk, tmp_path: Path) -> None:
    collection = tmp_path / "papers.jsonl"
    collection.write_text(
        '{"id": "a", "title": "<b>Bees</b> & flowers", "abstract": "They dance."}\n', encoding="utf-8"
    )
    making.controller._offering.open_collection(collection)
    making.settle()
    assert "papers.jsonl" in making.panel.maker.source.text()
    choose(making, making.panel.maker.positive, "<b>Bees</b> & flowers")
    assert making.panel.maker.positive.card.text.toPlainText() == "<b>Bees</b> & flowers\n\nThey dance."


def test_what_is_shown_was_saved_and_is_there_after_opening_again(
    desk: Desk, mixed: Path, qtbot: QtBot, background: Background
) -> None:
    desk.load(mixed)
    desk.controller.delete([desk.workspace.rows()[0].id])
    desk.settle()
    again = Desk(qtbot, desk.project, background, Said())
    assert again.column(Column.POSITIVE) == desk.column(Column.POSITIVE)
    assert again.panel.undo_action.isEnabled()


def test_the_controller_tells_how_many_triplets_there_are(desk: Desk, mixed: Path) -> None:
    with desk.qtbot.waitSignal(desk.controller.triplets_changed) as told:
        desk.controller.load(mixed)
    assert told.args == [17, 3, 10]
    desk.settle()


def test_fifty_thousand_rows_are_narrowed_and_sorted_as_few_are(desk: Desk, tmp_path: Path) -> None:
    many = [row(number) for number in range(50_000)]
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in many), encoding="utf-8")
    desk.panel.show_content(content_of(_stored(path, desk.workspace)))
    model = desk.panel.table.model
    model.set_filter("positive 49999", Show.ALL)
    assert model.rowCount() == 1
    model.set_filter("", Show.ALL)
    model.sort(Column.POSITIVE)
    assert model.rowCount() == 50_000
    shown = [str(model.index(place, Column.POSITIVE).data()) for place in (0, 1, 49_999)]
    assert shown == sorted(shown)


def _stored(path: Path, workspace: Workspace) -> Any:
    workspace.load(load_triplets(path))
    return workspace.rows()


def test_papers_and_queries_of_the_project_can_be_chosen(desk: Desk) -> None:
    facts = ImportFacts("a.ris", "0", "ris", "utf-8", "", start_marks=2, records=2)
    desk.project.imports.add(facts, [Record(title="Bees on field margins"), Record(title="Hedging a risk")])
    desk.project.queries.add(["do hedgerows help wild bees"])
    desk.gestures.refresh()
    desk.settle()
    desk.panel.make_action.trigger()
    desk.settle()
    assert desk.panel.maker.query.model.rowCount() == 1
    assert desk.panel.maker.positive.model.rowCount() == 2
    desk.gestures.ask("", lambda: desk.project.papers.delete([1]))
    desk.settle()
    assert desk.panel.maker.positive.model.rowCount() == 1


def test_every_control_has_a_name_for_those_who_cannot_see_it(making: Desk) -> None:
    controls = [
        child
        for child in making.panel.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus and not child.objectName().startswith("qt_")
    ]
    nameless = [child for child in controls if not child.accessibleName() and not _speaks(child)]
    assert [f"{type(child).__name__} {child.objectName()}" for child in nameless] == []


def _speaks(widget: QWidget) -> bool:
    """Whether Qt itself finds words for it, or it is a part of a control that has a name."""
    text: Callable[[], str] | None = getattr(widget, "text", None)
    parent = widget.parentWidget()
    return (
        bool(text and text())
        or type(widget).__name__ in {"QTabBar", "QTabWidget", "QHeaderView"}
        or (parent is not None and bool(parent.accessibleName()) and type(widget).__name__ == "QWidget")
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_small_window_without_scrolling(making: Desk, qapp: QApplication, scheme: Any) -> None:
    apply_style(qapp, scheme)
    making.panel.resize(934, 590)
    for action in (making.panel.make_action, making.panel.table_action):
        action.trigger()
        making.qtbot.waitUntil(lambda: making.panel.width() == 934)
        assert making.panel._stack.width() <= 934
        scroll = making.panel.findChild(QWidget, "pageScroll")
        assert scroll is not None
        assert scroll.widget().height() <= scroll.viewport().height()  # type: ignore[attr-defined] - a scroll area
