"""Tables whose columns are unsure: asked about before anything is imported, and the answer is remembered."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.controllers.importing_again import forget_copies
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.mapping_words import judged
from tests.app.importing import ris, ris_file
from tests.qt.conftest import Said
from tests.qt.importing import PATIENCE_MS, Desk, open_desk

HEADER = ("Nr", "Bezeichnung", "Wer", "Wann", "Inhalt")


@pytest.fixture
def desk(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Iterator[Desk]:
    with open_desk(qtbot, project, gestures, background, tasks, notify) as opened:
        yield opened


def rows(count: int = 6) -> list[tuple[str, ...]]:
    return [
        (
            str(number), f"On the wild bees of meadow number {number} in spring", "Müller, Zoë", str(2000 + number),
            f"We counted the bees of meadow {number} for three years, and there were more where the grass was cut late.",
        )
        for number in range(count)
    ]  # fmt: skip


def table(path: Path, header: Sequence[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows()])
    return path


def workbook(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Title", "Abstract", "Year"), ("Bees of spring", "They fly.", "2020")):
        sheet.append(row)
    book.save(path)
    return path


def take_table(desk: Desk, path: Path) -> None:
    desk.controller.import_files([path])
    desk.qtbot.waitUntil(lambda: desk.view.page == "mapping")


def hold(desk: Desk, column: str, field: str) -> None:
    """Say that ``column`` holds ``field``."""
    mapping = desk.view.mapping
    place = HEADER.index(column)
    choice = mapping.table.choices[place]
    choice.setCurrentIndex(choice.findData(field))


def press(desk: Desk, button: str) -> None:
    desk.qtbot.mouseClick(getattr(desk.view.mapping, button), Qt.MouseButton.LeftButton)
    desk.settle()


def test_a_table_with_unknown_columns_is_asked_about_before_anything_is_taken(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    mapping = desk.view.mapping
    assert mapping.heading.text() == "Which column of “list.csv” holds what?"
    assert "“Bezeichnung” seems to hold the titles" in mapping.why.text()
    assert mapping.table.mapping["Bezeichnung"] == "title"
    assert mapping.table.mapping["Inhalt"] == "abstract"
    cells = mapping.table.model()
    assert [cells.index(row, 0).data() for row in range(5)] == list(HEADER)
    assert cells.index(1, 2).data() == rows()[0][1]
    assert mapping.table.choices[0].accessibleName() == "What the column “Nr” holds"
    assert mapping.table.choices[0].hasFocus()
    assert desk.project.imports.list() == []


def test_what_was_decided_is_what_is_imported(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    hold(desk, "Wer", "authors")
    hold(desk, "Nr", "key")
    press(desk, "import_button")
    assert desk.view.page == "imports"
    paper = desk.project.papers.get("3")
    assert paper is not None
    assert paper.authors == ("Müller, Zoë",)
    assert paper.title == rows()[3][1]
    assert "“Wer” as Authors" in desk.view.receipt.facts._columns.text()


def test_the_decision_is_remembered_for_the_next_file_of_that_kind(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    hold(desk, "Wer", "authors")
    press(desk, "import_button")
    desk.take(table(tmp_path / "other list.csv"))
    assert desk.names() == ["other list.csv", "list.csv"]
    assert "“Wer” as Authors" in desk.view.receipt.facts._columns.text()


def test_without_a_title_it_says_so_and_cannot_be_imported(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    hold(desk, "Bezeichnung", "")
    hold(desk, "Inhalt", "")
    mapping = desk.view.mapping
    assert mapping.state.text().startswith("No column is the title.")
    assert not mapping.import_button.isEnabled()
    press(desk, "reset_button")
    assert mapping.import_button.isEnabled()
    assert mapping.table.mapping["Bezeichnung"] == "title"


def test_what_is_odd_about_a_mapping_is_said_in_words() -> None:
    assert judged({"a": "title", "b": "abstract"}).notes == ()
    assert "the titles alone" in judged({"a": "title"}).notes[0]
    assert "beginning of their abstract" in judged({"a": "abstract"}).notes[0]
    [note] = judged({"a": "title", "b": "title", "c": "abstract"}).notes
    assert note == "2 columns hold “Title”: of each record the first that is not empty counts."


def test_a_skipped_table_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "skip_button")
    assert desk.view.page == "start"
    assert desk.project.imports.list() == []


def test_several_tables_are_asked_about_one_after_the_other(desk: Desk, tmp_path: Path) -> None:
    other = table(tmp_path / "b.csv", ("No", "Worüber", "Wer", "Wann", "Text dazu"))
    files = [table(tmp_path / "a.csv"), ris_file(tmp_path / "refs.ris", [ris(1)]), other]
    desk.controller.import_files(files)
    desk.qtbot.waitUntil(lambda: desk.view.page == "mapping")
    desk.settle()
    assert "1 more table waits" in desk.view.mapping.why.text()
    assert [row.name for row in desk.project.imports.list()] == ["refs.ris"], "what is sure does not wait"
    press(desk, "import_button")
    assert desk.view.page == "mapping", "a receipt that comes in takes nobody away"
    assert "b.csv" in desk.view.mapping.heading.text()
    press(desk, "import_button")
    assert sorted(desk.names()) == ["a.csv", "b.csv", "refs.ris"]


def test_a_table_that_is_sure_is_asked_about_when_the_person_wants_that(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "sure.xlsx")
    desk.controller.look_at_columns([path])
    desk.qtbot.waitUntil(lambda: desk.view.page == "mapping")
    assert "nothing is missing" in desk.view.mapping.state.text()
    choice = desk.view.mapping.table.choices[2]
    choice.setCurrentIndex(choice.findData(""))
    press(desk, "import_button")
    [paper] = desk.project.papers.all()
    assert (paper.title, paper.year_text) == ("Bees of spring", "")


def test_a_very_wide_table_lists_its_first_columns_and_those_that_were_recognised(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    blank = ("",) * 400
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                (*(f"Feld {place}" for place in range(400)), "Bezeichnung", "Inhalt"),
                *((*blank, row[1], row[4]) for row in rows()),
            ]
        )
    take_table(desk, path)
    assert len(desk.view.mapping.table.choices) == 202
    assert "200 more columns are not used" in desk.view.mapping.why.text()
    press(desk, "import_button")
    assert desk.project.papers.count() == 6


def test_the_columns_leave_no_empty_field_beside_them(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Kol1,Kol2\nAlpha beta gamma delta,2001\n", encoding="utf-8")
    desk.controller.look_at_columns([path])
    desk.settle()
    shown = desk.view.mapping.table
    for width in (1240, 900, 560):
        desk.view.resize(width, 640)
        desk.qtbot.waitUntil(lambda width=width: desk.view.width() == width)
        desk.settle()
        header = shown.horizontalHeader()
        assert header.length() >= shown.viewport().width()
        assert header.length() == shown.viewport().width() or width == 560
        assert header.sectionSize(shown.columnCount() - 1) >= 190


def look_again(desk: Desk) -> None:
    desk.view.receipt.facts.columns_button.click()
    desk.qtbot.waitUntil(lambda: desk.view.page == "mapping")


def test_a_table_can_be_imported_anew_with_other_columns(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "import_button")
    desk.take(ris_file(tmp_path / "refs.ris", [ris(1)]))
    desk.choose("list.csv")
    look_again(desk)
    assert "as they were taken" in desk.view.mapping.why.text()
    assert desk.view.mapping.table.mapping["Wann"] == "year"
    hold(desk, "Wer", "authors")
    press(desk, "import_button")
    assert desk.names() == ["list.csv", "refs.ris"]
    assert desk.counts() == {"added": 6}
    papers = [paper for paper in desk.project.papers.all() if paper.source == "list.csv"]
    assert {paper.authors for paper in papers} == {("Müller, Zoë",)}
    assert not list(desk.project.place.cache.glob("again-*"))


def test_leaving_the_columns_as_they_are_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "import_button")
    before = desk.project.changes
    look_again(desk)
    assert desk.view.mapping.skip_button.text() == "Leave it as it is"
    press(desk, "skip_button")
    assert desk.view.page == "imports"
    assert desk.project.changes == before
    assert not list(desk.project.place.cache.glob("again-*"))


@pytest.mark.parametrize("others", [False, True], ids=["newest gesture", "older gesture"])
def test_an_import_that_cannot_be_done_anew_is_there_again(desk: Desk, tmp_path: Path, others: bool) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "import_button")
    if others:
        desk.take(ris_file(tmp_path / "refs.ris", [ris(1)]))
        desk.choose("list.csv")
    look_again(desk)
    for copy in desk.project.place.cache.glob("again-*/*"):
        copy.unlink()
    press(desk, "import_button")
    assert desk.view.refusal.isVisible()
    assert sum(paper.source == "list.csv" for paper in desk.project.papers.all()) == 6


def copies(desk: Desk) -> list[Path]:
    return list(desk.project.place.cache.glob("again-*"))


def test_an_import_that_is_gone_meanwhile_leaves_no_copy_of_its_table(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "import_button")
    look_again(desk)
    desk.undo()
    press(desk, "import_button")
    assert desk.view.refusal.isVisible()
    assert copies(desk) == []


def test_a_cancelled_import_leaves_no_copy_of_a_table_that_waits(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "import_button")
    look_again(desk)
    desk.controller.import_files([ris_file(tmp_path / "large.ris", map(ris, range(15_000)))])
    bar = desk.view.progress.line.bar
    desk.qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() > 0, timeout=PATIENCE_MS)
    desk.qtbot.mouseClick(desk.view.mapping.import_button, Qt.MouseButton.LeftButton)
    assert len(copies(desk)) == 1
    desk.tasks.cancel("import")
    desk.settle()
    assert [row.name for row in desk.project.imports.list()] == ["list.csv"]
    assert copies(desk) == []


def test_a_closed_window_leaves_no_copy_of_a_table_that_is_looked_at(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "import_button")
    look_again(desk)
    assert len(copies(desk)) == 1
    desk.controller.close()
    assert copies(desk) == []


def test_what_a_crash_left_of_copies_goes_before_the_first_import(project: Project) -> None:
    for name in ("again-x", "zotero-x"):
        (project.place.cache / name).mkdir(parents=True)
        (project.place.cache / name / "list.csv").write_bytes(b"x")
    forget_copies(project)
    assert [path.name for path in project.place.cache.glob("*-x")] == []


def test_without_the_copy_of_its_file_a_table_cannot_be_looked_at_again(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    press(desk, "import_button")
    for kept in desk.project.place.originals.iterdir():
        kept.unlink()
    desk.view.receipt.facts.columns_button.click()
    desk.settle()
    assert desk.view.page == "imports"
    assert "import the file itself again" in desk.said.texts[-1]


def test_scrolling_over_a_choice_does_not_change_it(desk: Desk, tmp_path: Path) -> None:
    take_table(desk, table(tmp_path / "list.csv"))
    assert all(choice.focusPolicy() == Qt.FocusPolicy.StrongFocus for choice in desk.view.mapping.table.choices)


def test_what_is_being_written_for_a_reject_is_not_taken_away(desk: Desk, tmp_path: Path) -> None:
    desk.take(ris_file(tmp_path / "refs.ris", [ris(1), ris(2, TI=None, AB=None)]))
    desk.press("rejects")
    desk.view.rejects.detail.editor.appendPlainText("TI  - half a title")
    desk.take(table(tmp_path / "list.csv"))
    assert desk.view.page == "rejects"
    assert desk.view.waiting.isVisible()
    assert "1 table waits" in desk.view.waiting.words.text()
    desk.view.waiting.button.click()
    assert desk.view.page == "mapping"
    assert not desk.view.waiting.isVisible()
