"""Files dropped on the window go where they belong; closing it while one is imported, or a paper is changed, asks first."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from specter2_gui.disk.places import resources
from specter2_gui.project.paper_filters import ALL
from specter2_gui.project.project import Project
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.widgets.notices import Notice
from specter2_gui.qt.widgets.question import Question
from tests.app.importing import ris, ris_file
from tests.qt.rows import good_rows, write_rows
from tests.qt.test_window import PATIENCE_MS, at_rest


def drop(made: Composition, *files: Path) -> None:
    """Let go of ``files`` over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    action, button, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    made.window.dropEvent(QDropEvent(QPointF(QPoint(400, 300)), action, data, button, no_key))


def tab_of(tabs: QTabWidget) -> str:
    return tabs.tabText(tabs.currentIndex())


def test_a_file_dropped_anywhere_is_loaded(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    made.panels.curate.show_queries()
    drop(made, write_rows(tmp_path, good_rows(3, 2)))
    qtbot.waitUntil(lambda: len(made.workspace.valid_triplets()) == 6, timeout=PATIENCE_MS)
    assert (made.window.page, tab_of(made.panels.curate.tabs)) == ("curate", "Triplets")


def test_papers_that_are_dropped_are_imported_with_a_receipt(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    drop(made, ris_file(tmp_path / "papers.ris", [ris(1), ris(2)]))
    qtbot.waitUntil(lambda: made.project.papers.count() == 2 and at_rest(made), timeout=PATIENCE_MS)
    assert (made.window.page, tab_of(made.panels.collection.tabs)) == ("collection", "Imports")
    assert made.panels.collection.imports.receipt.name.text() == "papers.ris"


def import_with_a_reject(made: Composition, qtbot: QtBot, folder: Path) -> None:
    drop(made, ris_file(folder / "papers.ris", [ris(1), ris(2, TI=None, AB=None)]))
    qtbot.waitUntil(lambda: any("1 reject" in words for words in notices(made)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: at_rest(made), timeout=PATIENCE_MS)


def test_the_notice_of_an_import_with_rejects_goes_when_the_import_is_undone(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    import_with_a_reject(made, qtbot, tmp_path)
    made.panels.collection.imports.receipt.undo_button.click()
    qtbot.waitUntil(lambda: made.project.papers.count() == 0 and at_rest(made), timeout=PATIENCE_MS)
    assert notices(made) == ["The import of “papers.ris” was undone: 1 paper was taken out."]


def test_the_notice_of_an_import_with_rejects_goes_when_one_is_mended(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    import_with_a_reject(made, qtbot, tmp_path)
    imports = made.panels.collection.imports
    imports.receipt.tiles["rejects"].click()
    qtbot.waitUntil(lambda: imports.page == "rejects" and at_rest(made), timeout=PATIENCE_MS)
    imports.rejects.detail.editor.setPlainText(ris(2))
    imports.rejects.detail.read_button.click()
    qtbot.waitUntil(lambda: made.project.papers.count() == 2 and at_rest(made), timeout=PATIENCE_MS)
    assert [words for words in notices(made) if "reject" in words] == []
    assert any("is a paper of the collection now" in words for words in notices(made))


@pytest.mark.parametrize("tile", ["added", "duplicates", "title only"])
def test_the_papers_of_an_import_that_is_undone_narrow_the_table_down_no_longer(
    made: Composition, qtbot: QtBot, tmp_path: Path, tile: str
) -> None:
    twice = [ris(1), ris(2, AB=None), ris(3), ris(3, ID="again", AB=None)]
    for name, records in (("before.ris", [ris(number) for number in (7, 8, 9)]), ("papers.ris", twice)):
        drop(made, ris_file(tmp_path / name, records))
        qtbot.waitUntil(lambda name=name: rows_named(made, name) == 1 and at_rest(made), timeout=PATIENCE_MS)
    browser = made.panels.collection.papers
    browser.search.filters_button.setChecked(True)
    made.panels.collection.imports.receipt.tiles[tile].click()
    qtbot.waitUntil(lambda: at_rest(made) and not made.browsing.counting, timeout=PATIENCE_MS)
    assert browser.filter.sources
    made.curating.actions["undo"].trigger()
    qtbot.waitUntil(lambda: made.project.papers.count() == 3 and at_rest(made), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: at_rest(made) and not made.browsing.counting, timeout=PATIENCE_MS)
    assert browser.filter == ALL
    assert not browser.chips.isVisible()
    assert browser.search.counts.text() == "3 papers"
    assert [(choice.label, choice.count) for choice in browser.facets.sources.model.choices] == [("before.ris", 3)]
    assert not [words for words in notices(made) if "went wrong" in words]


def rows_named(made: Composition, name: str) -> int:
    return sum(row.name == name for row in made.project.imports.list())


def test_where_fewer_papers_are_searched_than_the_collection_has_the_search_says_why(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(made, ris_file(tmp_path / "papers.ris", [ris(1), ris(2, DO="10.1000/m.1")]))
    qtbot.waitUntil(lambda: made.project.papers.count() == 1 and at_rest(made), timeout=PATIENCE_MS)
    made.window.show_page("search")
    count = made.panels.search.bar.count
    qtbot.waitUntil(lambda: count.text() == "1 paper" and at_rest(made), timeout=PATIENCE_MS)
    assert "hidden as duplicates" in count.toolTip()


@pytest.mark.parametrize(
    ("names", "told"), [(["queries.jsonl"], "queries.jsonl"), (["qrels.tsv", "queries.jsonl"], "2 files")]
)
def test_queries_and_judgements_that_are_dropped_get_their_account(
    made: Composition, qtbot: QtBot, names: list[str], told: str
) -> None:
    drop(made, resources() / "sample" / "papers.jsonl")
    qtbot.waitUntil(lambda: made.project.papers.count() == 170 and at_rest(made), timeout=PATIENCE_MS)
    drop(made, *(resources() / "sample" / name for name in names))
    receipt = made.panels.curate.queries.receipt
    qtbot.waitUntil(lambda: receipt.isVisible() and at_rest(made), timeout=PATIENCE_MS)
    assert (made.window.page, tab_of(made.panels.curate.tabs)) == ("curate", "Queries")
    assert receipt.account is not None
    assert receipt.account.name == told
    assert len(made.project.queries.list()) == 40


def test_files_of_several_kinds_dropped_together_each_go_where_they_belong(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    papers = ris_file(tmp_path / "papers.ris", [ris(1), ris(2)])
    rows, queries = write_rows(tmp_path, good_rows(3, 2)), resources() / "sample" / "queries.jsonl"
    drop(made, queries, papers, rows)
    qtbot.waitUntil(lambda: len(made.workspace.rows()) == 6 and at_rest(made), timeout=PATIENCE_MS)
    assert (made.project.papers.count(), len(made.project.queries.list())) == (2, 40)


def test_judgements_dropped_with_their_papers_wait_for_them(made: Composition, qtbot: QtBot) -> None:
    sample = resources() / "sample"
    drop(made, *(sample / name for name in ("qrels.tsv", "queries.jsonl", "papers.jsonl")))
    receipt = made.panels.curate.queries.receipt
    qtbot.waitUntil(lambda: any(made.project.judgements.all()) and at_rest(made), timeout=PATIENCE_MS)
    assert receipt.account is not None
    assert receipt.account.name == "qrels.tsv"
    listed = len((sample / "qrels.tsv").read_text(encoding="utf-8").splitlines()) - 1
    assert len(list(made.project.judgements.all())) == listed, "none was left out for want of its paper"


def test_judgements_are_left_alone_when_the_import_of_their_papers_is_cancelled(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    importing_for_long(made, qtbot, tmp_path)
    drop(made, resources() / "sample" / "qrels.tsv")
    qtbot.waitUntil(lambda: any("as soon as" in words for words in notices(made)), timeout=PATIENCE_MS)
    made.importing.cancel()
    qtbot.waitUntil(lambda: any("were not read" in words for words in notices(made)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: at_rest(made), timeout=PATIENCE_MS)
    assert made.panels.curate.queries.receipt.account is None


def test_judgements_do_not_wait_for_a_table_that_is_skipped(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    drop(made, resources() / "sample" / "queries.jsonl")
    qtbot.waitUntil(lambda: len(made.project.queries.list()) == 40 and at_rest(made), timeout=PATIENCE_MS)
    table = tmp_path / "list.csv"
    table.write_text("A,B,C\nx1,y,z\nx2,v,w\n", encoding="utf-8")
    drop(made, table)
    view = made.panels.collection.imports
    qtbot.waitUntil(lambda: view.page == "mapping", timeout=PATIENCE_MS)
    drop(made, resources() / "sample" / "qrels.tsv")
    qtbot.waitUntil(lambda: any("as soon as" in words for words in notices(made)), timeout=PATIENCE_MS)
    view.mapping.skipped.emit()
    refusal = "No judgement of “qrels.tsv” could be used. The collection has none of its papers"
    qtbot.waitUntil(lambda: any(refusal in words for words in notices(made)) and at_rest(made), timeout=PATIENCE_MS)


def notices(made: Composition) -> list[str]:
    return [notice.text for notice in made.window.notices.findChildren(Notice)]


def test_triplets_dropped_on_the_imports_go_to_the_triplets(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    imports = made.panels.collection.imports
    imports.files_dropped.emit([write_rows(tmp_path, good_rows(3, 2))])
    qtbot.waitUntil(lambda: len(made.workspace.valid_triplets()) == 6 and at_rest(made), timeout=PATIENCE_MS)
    assert (made.window.page, tab_of(made.panels.curate.tabs)) == ("curate", "Triplets")
    assert not imports.list.model().rowCount()


def test_a_project_that_is_dropped_takes_the_place_of_this_one(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    Project.open(tmp_path / "theses").close()
    qtbot.waitUntil(lambda: at_rest(made), timeout=PATIENCE_MS)
    with qtbot.waitSignal(made.projects.opened, timeout=PATIENCE_MS) as opened:
        drop(made, tmp_path / "theses")
    assert opened.args is not None
    [project] = opened.args
    assert project.name == "theses"
    project.close()


def importing_for_long(made: Composition, qtbot: QtBot, tmp_path: Path) -> None:
    """A file is being read that is long enough to be looked at meanwhile."""
    drop(made, ris_file(tmp_path / "papers.ris", map(ris, range(20_000))))
    qtbot.waitUntil(lambda: made.importing.busy and bool(made.tasks.facts), timeout=PATIENCE_MS)


def question(made: Composition, name: str) -> Question:
    found = made.window.findChild(Question, name)
    assert found is not None
    assert found.isVisible()
    return found


def press(asked: Question, name: str) -> None:
    button = asked.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_closing_during_an_import_asks_and_goes_on_if_that_is_wanted(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    importing_for_long(made, qtbot, tmp_path)
    assert not made.window.close()
    asked = question(made, "taskQuestion")
    assert "papers.ris" in asked.text() or "Importing" in asked.text()
    press(asked, "keepWorking")
    assert made.window.isVisible()
    assert made.importing.busy
    made.importing.cancel()
    qtbot.waitUntil(lambda: at_rest(made), timeout=PATIENCE_MS)


def test_an_import_can_be_ended_with_the_window_and_nothing_of_its_file_is_taken(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    importing_for_long(made, qtbot, tmp_path)
    made.window.close()
    asked = question(made, "taskQuestion")
    with qtbot.waitSignal(made.window.closed, timeout=PATIENCE_MS):
        press(asked, "endAndClose")
    folder = made.project.folder
    made.close()
    with Project.open(folder) as again:
        assert again.papers.count() == 0


@pytest.fixture
def written(made: Composition, qtbot: QtBot, tmp_path: Path) -> Composition:
    """The window with a paper of which the title was changed and not saved."""
    drop(made, ris_file(tmp_path / "papers.ris", [ris(1), ris(2)]))
    qtbot.waitUntil(lambda: made.project.papers.count() == 2 and at_rest(made), timeout=PATIENCE_MS)
    papers = made.panels.collection.papers
    made.panels.collection.show_tab("papers")
    qtbot.waitUntil(lambda: papers.detail.shown_id > 0, timeout=PATIENCE_MS)
    papers.detail.edit()
    papers.detail.editing.fields["title"].setPlainText("Another title")  # type: ignore[union-attr] - of several lines
    return made


def test_a_change_of_a_paper_is_saved_before_the_window_closes(written: Composition, qtbot: QtBot) -> None:
    assert not written.window.close()
    assert "paper" in question(written, "draftQuestion").text()
    with qtbot.waitSignal(written.window.closed, timeout=PATIENCE_MS):
        press(question(written, "draftQuestion"), "saveAndClose")
    assert "Another title" in [paper.title for paper in written.project.papers.all()]


def test_a_change_of_a_paper_is_asked_about_on_its_page(written: Composition) -> None:
    written.window.show_page("home")
    assert not written.window.close()
    press(question(written, "draftQuestion"), "keepEditing")
    assert written.window.page == "collection"
    assert written.panels.collection.papers.has_draft
