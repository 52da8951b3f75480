"""The tab "Queries" with a real project, real files and real keys."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from specter2_gui.app.importing import import_files
from specter2_gui.project.project import Project
from specter2_gui.project.queries import QueryDraft, QueryRow
from specter2_gui.qt.background import Background
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.connections import Ways
from specter2_gui.qt.controllers.asking import QueriesController
from specter2_gui.qt.controllers.asking_reads import compare_pasted, read_pasted
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.widgets.query_receipt import Account
from specter2_gui.qt.widgets.query_rows import QueryColumn, content_of
from specter2_gui.qt.widgets.query_view import QueryView
from specter2_gui.qt.widgets.question import Question
from tests.material import write_lines
from tests.qt.conftest import Said

EELS, MOSS, LOCKS = "how do eels pass a weir", "where does peat moss grow", "what a lock keeper writes down"


class Desk:
    """The tab on an invisible screen with everything behind it."""

    def __init__(self, qtbot: QtBot, project: Project, gestures: Gestures, background: Background, say: Said) -> None:
        self.qtbot, self.project, self.gestures, self.background = qtbot, project, gestures, background
        self.said = say
        self.view = QueryView()
        self.view.resize(1100, 640)
        qtbot.addWidget(self.view)
        self.controller = QueriesController(self.view, project, gestures, background, say, self.view)
        gestures.refused.connect(self.tell)
        self.refused: list[str] = []
        self.view.show()
        self.settle()

    def tell(self, error: Exception) -> None:
        self.refused.append(str(error))

    def settle(self) -> None:
        """Wait until every change is on the disk and on the screen."""
        self.qtbot.waitUntil(lambda: not self.gestures.busy and not self.background.busy, timeout=20_000)

    def type(self, text: str) -> None:
        """Type a new query; the typing rests at once."""
        self.view.entry.line.setFocus()
        self.qtbot.keyClicks(self.view.entry.line, text)
        self.view.entry._tell()
        self.settle()

    def enter(self, text: str) -> None:
        """Type a new query and press Enter."""
        self.type(text)
        self.qtbot.keyClick(self.view.entry.line, Qt.Key.Key_Return)
        self.settle()

    def paste(self, text: str) -> None:
        """Paste ``text`` into the line for new queries."""
        QGuiApplication.clipboard().setText(text)
        self.view.entry.line.paste()
        self.settle()

    def drop(self, path: Path) -> None:
        """Drop a file on the tab."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.view, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
        QApplication.sendEvent(self.view, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
        self.settle()

    def act(self) -> None:
        """Press the button of the newest notice that has one."""
        words, act = next(action for action in reversed(self.said.actions) if isinstance(action, tuple))
        assert words == "Undo"
        act()
        self.settle()

    def stand_on(self, text: str, column: QueryColumn = QueryColumn.QUERY) -> None:
        """Go to the line of the query ``text``."""
        model = self.view.table.model
        line = self.texts.index(text)
        self.view.table.view.setCurrentIndex(model.index(line, column))
        self.view.table.view.setFocus()

    @property
    def texts(self) -> list[str]:
        """The queries of the table from top to bottom."""
        model = self.view.table.model
        return [model.row_at(line).text for line in range(model.rowCount())]

    @property
    def account(self) -> Account:
        """The account that is shown."""
        assert self.view.receipt.isVisible()
        assert self.view.receipt.account is not None
        return self.view.receipt.account

    @property
    def shown(self) -> str:
        """The name of what fills the tab."""
        view = self.view._stack.currentWidget()
        assert view is not None
        return view.objectName() or type(view).__name__


@pytest.fixture
def desk(qtbot: QtBot, project: Project, gestures: Gestures, background: Background, notify: Said) -> Desk:
    return Desk(qtbot, project, gestures, background, notify)


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Three queries, of which the first has a note."""
    desk.project.queries.add([QueryDraft(EELS, "Any way past it, fish ladders too."), MOSS, LOCKS])
    desk.gestures.refresh()
    desk.settle()
    return desk


def papers(project: Project, folder: Path, count: int = 4) -> list[int]:
    """A small collection; the ids of its papers."""
    file = write_lines(
        folder / "corpus.jsonl",
        [{"id": f"p{n}", "title": f"Study {n} of eels", "abstract": f"Eels, {n}."} for n in range(count)],
    )
    list(import_files(project, [file]))
    return [row.id for row in project.papers.all()]


def test_an_empty_tab_says_what_a_query_is_and_how_to_begin(desk: Desk) -> None:
    assert desk.shown == "emptyQueries"
    assert not desk.view.export_action.isEnabled()
    desk.enter(EELS)
    assert desk.shown == "QueryTable"
    assert desk.texts == [EELS]
    assert desk.view.entry.text == ""


def test_a_query_is_added_with_enter_and_can_be_taken_back(asked: Desk) -> None:
    asked.enter("who counts mussels")
    assert asked.texts == [EELS, MOSS, LOCKS, "who counts mussels"]
    assert asked.view.table.current is not None
    assert asked.view.table.current.text == "who counts mussels"
    words, undo = asked.said.actions[-1]  # type: ignore[misc] - a notice's action is a pair
    assert words == "Undo"
    undo()
    asked.settle()
    assert asked.texts == [EELS, MOSS, LOCKS]


def test_the_very_same_query_is_not_added_twice_but_shown(asked: Desk) -> None:
    before = asked.project.changes
    asked.enter("How do  eels pass a WEIR")
    assert asked.project.changes == before
    assert asked.said.texts[-1] == "This query is there already."
    assert asked.view.table.current is not None
    assert asked.view.table.current.text == EELS


def test_a_query_that_asks_nearly_the_same_is_named_while_one_types(asked: Desk) -> None:
    asked.type("how do eels pass weirs")
    assert asked.view.entry.hint.isVisible()
    assert asked.view.entry.hint.text() == f"“{EELS}” asks nearly the same."
    asked.view.entry.show_button.click()
    assert asked.view.table.current is not None
    assert asked.view.table.current.text == EELS
    asked.view.entry.clear()
    assert not asked.view.entry.hint.isVisible()


def test_an_answer_about_words_that_are_no_longer_typed_is_not_shown(asked: Desk) -> None:
    asked.view.entry.line.setPlainText("how do eels pass weirs")
    asked.view.entry._tell()
    asked.view.entry.line.setPlainText("mussels")
    asked.settle()
    assert asked.view.entry.hint.text() == ""


def test_pasted_lines_are_shown_first_and_added_as_one_gesture(asked: Desk) -> None:
    asked.paste(f"who counts mussels\n\n{MOSS.upper()}\nhow do eels pass weirs\nwho counts  mussels\nbirds at a weir\n")
    assert asked.shown == "queryPreview"
    said = f"5 queries, 2 are there already, 1 asks nearly the same as “{EELS}”."
    assert asked.view.preview.words.text() == said
    states = [item.text(1) for item in map(asked.view.preview.list.topLevelItem, range(5)) if item]
    assert states == ["new", "is there already", f"asks nearly the same as “{EELS}”", "stands further up", "new"]
    near = asked.view.preview.list.topLevelItem(2)
    assert near is not None
    near.setCheckState(0, Qt.CheckState.Unchecked)
    assert asked.view.preview.add_button.text() == "Add 2 queries"
    asked.view.preview.add_button.click()
    asked.settle()
    assert asked.texts == [EELS, MOSS, LOCKS, "who counts mussels", "birds at a weir"]
    assert asked.project.undo_label == "Add 2 queries"


def test_what_was_left_out_stays_left_out_while_near_queries_are_still_looked_for(asked: Desk) -> None:
    pasted = read_pasted(asked.project, "who counts mussels\nhow do eels pass weirs")
    asked.view.show_pasted(pasted)
    assert asked.view.preview.words.text() == "2 queries. Looking for others that ask nearly the same…"
    first = asked.view.preview.list.topLevelItem(0)
    assert first is not None
    first.setCheckState(0, Qt.CheckState.Unchecked)
    for more in compare_pasted(asked.project, pasted):
        asked.view.preview.show_near(more)
    assert asked.view.preview.words.text() == f"2 queries, 1 asks nearly the same as “{EELS}”."
    assert asked.view.preview.add_button.text() == "Add 1 query"


def test_a_second_paste_takes_the_place_of_the_first_while_that_is_still_compared(
    asked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    QGuiApplication.clipboard().setText("\n".join(f"query {n} about mussels" for n in range(300)))
    asked.view.entry.line.paste()
    asked.qtbot.waitUntil(lambda: asked.shown == "queryPreview")
    monkeypatch.setattr("specter2_gui.qt.controllers.asking_reads.MOST_COMPARED", 1)
    asked.paste("who counts mussels\nbirds at a weir")
    assert asked.view.preview.list.topLevelItemCount() == 2
    assert asked.view.preview.words.text().endswith("They are too many to look for others that ask nearly the same.")


def test_a_table_that_was_copied_here_pastes_with_its_notes(asked: Desk) -> None:
    asked.stand_on(EELS)
    asked.view.table.view.selectAll()
    asked.view.table.copy_action.trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == ["Query", "What would count as an answer?", "Judged", "Relevant"]
    assert lines[1].split("\t") == [EELS, "Any way past it, fish ladders too.", "0", "0"]
    asked.view.table.delete_action.trigger()
    asked.settle()
    assert asked.texts == []
    QGuiApplication.clipboard().setText("\n".join(lines))
    asked.view.empty.paste_button.click()
    asked.settle()
    asked.view.preview.add_button.click()
    asked.settle()
    rows = asked.project.queries.list()
    assert [row.text for row in rows] == [EELS, MOSS, LOCKS]
    assert rows[0].note == "Any way past it, fish ladders too."


def test_one_pasted_line_goes_into_the_field_and_nothing_into_the_list(asked: Desk) -> None:
    asked.paste("  who counts\tmussels \n")
    assert asked.view.entry.text == "who counts mussels"
    assert asked.shown == "QueryTable"


def test_esc_puts_the_card_away_and_adds_nothing(asked: Desk) -> None:
    asked.paste("one query\nanother query")
    asked.qtbot.keyClick(asked.view.preview.list, Qt.Key.Key_Escape)
    assert asked.shown == "QueryTable"
    assert len(asked.texts) == 3


def test_text_and_note_are_changed_in_place(asked: Desk) -> None:
    asked.stand_on(MOSS)
    asked.qtbot.keyClick(asked.view.table.view, Qt.Key.Key_Return)
    field = asked.view.table.view.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("where does moss grow")
    asked.qtbot.keyClick(field, Qt.Key.Key_Return)
    asked.qtbot.waitUntil(lambda: "where does moss grow" in asked.texts)
    asked.settle()
    asked.stand_on("where does moss grow")
    asked.view.table.note_action.trigger()
    note = asked.view.table.view.findChild(QPlainTextEdit, "queryNote")
    assert isinstance(note, QPlainTextEdit)
    note.setPlainText("Bogs only.\nNo gardens.")
    asked.qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    asked.settle()
    row = asked.project.queries.list()[1]
    assert (row.text, row.note) == ("where does moss grow", "Bogs only.\nNo gardens.")


def test_a_blank_text_is_refused_and_the_query_stays_what_it_was(asked: Desk) -> None:
    index = asked.view.table.model.index(0, QueryColumn.QUERY)
    assert asked.view.table.model.setData(index, "  ")
    asked.settle()
    assert "A query without a text asks nothing" in asked.refused[0]
    assert asked.texts == [EELS, MOSS, LOCKS]


def test_a_query_is_not_changed_into_another_one_that_is_there(asked: Desk) -> None:
    def change(before: str, text: str) -> None:
        asked.stand_on(before)
        asked.qtbot.keyClick(asked.view.table.view, Qt.Key.Key_F2)
        field = asked.view.table.view.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(text)
        with asked.qtbot.waitSignal(field.destroyed):
            asked.qtbot.keyClick(field, Qt.Key.Key_Return)
        asked.settle()

    entry = asked.view.entry
    asked.view.table.find_field.setText("moss")
    asked.qtbot.waitUntil(lambda: asked.texts == [MOSS])
    change(MOSS, f" {EELS.upper()}")
    assert [row.text for row in asked.project.queries.list()] == [EELS, MOSS, LOCKS]
    assert entry.hint.isVisible()
    assert entry.hint.text() == f"“{EELS}” is there already, so the other query stays as it was."
    entry.show_button.click()
    assert asked.view.table.current is not None
    assert asked.view.table.current.text == EELS
    change(MOSS, MOSS.upper())
    assert [row.text for row in asked.project.queries.list()] == [EELS, MOSS.upper(), LOCKS]
    assert not entry.hint.isVisible()


def test_what_changes_elsewhere_does_not_close_a_cell_that_is_being_changed(asked: Desk) -> None:
    asked.stand_on(MOSS)
    asked.view.table.edit()
    field = asked.view.table.view.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("where does moss grow")
    asked.gestures.ask("Adding…", lambda: asked.project.queries.add(["from elsewhere"]))
    asked.settle()
    assert field.isVisible()
    asked.qtbot.keyClick(field, Qt.Key.Key_Return)
    asked.settle()
    asked.qtbot.waitUntil(lambda: "from elsewhere" in asked.texts)
    assert "where does moss grow" in asked.texts


def test_deleting_says_how_many_judgements_go_and_undo_brings_them_back(asked: Desk, tmp_path: Path) -> None:
    query = asked.project.queries.list()[0].id
    for paper in papers(asked.project, tmp_path):
        asked.project.judgements.set(query, paper, 2, "clicked")
    asked.gestures.refresh()
    asked.settle()
    assert asked.view.table.counts.text() == "3 queries, 4 judgements"
    asked.stand_on(EELS)
    asked.qtbot.keyClick(asked.view.table.view, Qt.Key.Key_Delete)
    asked.settle()
    assert asked.said.texts[-1] == "1 query was deleted, and with it 4 judgements."
    assert asked.texts == [MOSS, LOCKS]
    asked.act()
    assert asked.texts[0] == EELS
    assert asked.project.queries.list()[0].judged == 4


def test_undo_of_a_notice_takes_back_what_it_tells_of_and_nothing_newer(asked: Desk) -> None:
    asked.stand_on(LOCKS)
    asked.view.table.delete_action.trigger()
    asked.settle()
    assert asked.view.table.model.setData(asked.view.table.model.index(0, QueryColumn.QUERY), "how do elvers pass")
    asked.settle()
    asked.act()
    assert asked.texts == ["how do elvers pass", MOSS]
    assert asked.said.texts[-1].startswith("Something else was changed since.")


def test_queries_that_are_gone_already_leave_nothing_to_undo(asked: Desk) -> None:
    number = asked.project.queries.list()[0].id
    asked.controller.delete([number])
    asked.controller.delete([number])
    asked.settle()
    assert [action is not None for action in asked.said.actions] == [True, False]


def test_queries_are_found_as_one_types_and_sorted_by_their_judgements(asked: Desk, tmp_path: Path) -> None:
    query = asked.project.queries.list()[2].id
    asked.project.judgements.set(query, papers(asked.project, tmp_path)[0], 1, "clicked")
    asked.gestures.refresh()
    asked.settle()
    table = asked.view.table
    table.view.sortByColumn(QueryColumn.JUDGED, Qt.SortOrder.DescendingOrder)
    assert asked.texts[0] == LOCKS
    table.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert asked.texts == [EELS, MOSS, LOCKS]
    asked.view.find_action.trigger()
    assert table.find_field.hasFocus()
    table.find_field.setText("fish ladders")
    asked.qtbot.waitUntil(lambda: asked.texts == [EELS])
    assert table.counts.text().endswith("1 shown")


def test_a_file_of_queries_comes_with_an_account_that_names_its_bad_rows_and_can_be_undone(
    asked: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "desk.csv"
    file.write_text(f"id;text\n7;who counts mussels\n8;\n9;{MOSS}\n10;how do eels pass weirs\n", encoding="utf-8")
    asked.view.import_action.trigger()
    dialog = asked.view.findChild(QFileDialog, "fileChoice")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    asked.settle()
    assert asked.account.sentence == "4 queries in the file: 2 added, 1 there already, 1 left out."
    left_out, renamed, near = asked.account.sections
    assert renamed.lines[0].startswith("Row 4: its id “9” here is “")
    assert left_out.lines == ("Row 3: There is no text of a query in it.",)
    assert "asks nearly the same as" in near.lines[0]
    asked.view.receipt.copy()
    assert QGuiApplication.clipboard().text() == asked.account.text
    asked.view.receipt.undo_button.click()
    asked.settle()
    assert asked.texts == [EELS, MOSS, LOCKS]
    assert asked.shown == "QueryTable"


def test_an_import_is_not_undone_in_the_place_of_something_newer(asked: Desk, tmp_path: Path) -> None:
    file = tmp_path / "desk.txt"
    file.write_text("who counts mussels\n", encoding="utf-8")
    asked.controller.files.import_queries(file)
    asked.settle()
    asked.gestures.ask("Adding…", lambda: asked.project.queries.add(["newer"]))
    asked.settle()
    asked.view.receipt.undo_button.click()
    asked.settle()
    assert asked.said.texts[-1].startswith("Something else was changed since.")
    assert len(asked.project.queries.list()) == 5


def test_the_files_of_a_drop_have_one_account_and_are_undone_together(
    made: Composition, qtbot: QtBot, tmp_path: Path
) -> None:
    good = [tmp_path / "bees.csv", tmp_path / "moss.csv"]
    good[0].write_text("id,query\n1,where do bees dance\n2,\n", encoding="utf-8")
    good[1].write_text("id,query\n3,where does moss grow\n", encoding="utf-8")
    Ways(made).take_queries([good[0], tmp_path / "absent.csv", good[1]])
    qtbot.waitUntil(lambda: not made.gestures.busy and not made.background.busy, timeout=20_000)
    card = made.panels.curate.queries.receipt
    assert card.isVisible()
    assert card.account is not None
    assert card.account.name == "2 files"
    assert [line.partition(": ")[0] for line in card.account.sentence.splitlines()] == ["bees.csv", "moss.csv"]
    assert [section.heading for section in card.account.sections] == ["bees.csv: Left out"]
    assert any("absent.csv" in notice.text for notice in made.window.notices.notices)
    assert card.undo_button.text() == "Undo all these imports"
    card.undo_button.click()
    qtbot.waitUntil(lambda: not made.gestures.busy and not made.background.busy, timeout=20_000)
    assert made.project.queries.list() == []


def test_files_that_are_read_at_different_times_have_accounts_of_their_own(asked: Desk, tmp_path: Path) -> None:
    for query in ("who counts mussels", "birds at a weir"):
        file = tmp_path / "desk.txt"
        file.write_text(f"{query}\n", encoding="utf-8")
        asked.controller.files.import_queries(file)
        asked.settle()
    assert asked.account.name == "desk.txt"
    asked.view.receipt.undo_button.click()
    asked.settle()
    assert asked.texts == [EELS, MOSS, LOCKS, "who counts mussels"]


def test_judgements_come_with_an_account_of_what_was_left_out_and_what_contradicts(asked: Desk, tmp_path: Path) -> None:
    ids = papers(asked.project, tmp_path)
    asked.project.papers.group(ids[:2])
    key = asked.project.queries.list()[0].key
    file = tmp_path / "qrels.tsv"
    lines = [f"{key}\tp0\t1", f"{key}\tp1\t0", f"{key}\tp77\t1", "q99\tp2\t1"]
    file.write_text("query-id\tcorpus-id\tscore\n" + "\n".join(lines) + "\n", encoding="utf-8")
    asked.drop(file)
    assert asked.account.sentence == "4 judgements in the file: 2 added, 0 changed, 0 unchanged, 2 left out."
    queries, unknown, twice = asked.account.sections
    assert (queries.heading, queries.lines) == ("1 query is not in the project", ("q99",))
    assert (unknown.heading, unknown.lines) == ("1 paper is not in the collection", ("p77",))
    assert EELS in twice.heading
    assert twice.lines == ("“Study 0 of eels”: p0 relevant, p1 not relevant",)
    asked.view.receipt.close_button.click()
    assert asked.view.table.model.row_at(0).judged == 2


def test_a_file_that_is_none_is_refused_in_words(asked: Desk, tmp_path: Path) -> None:
    asked.controller.files.import_judgements(tmp_path / "absent.tsv")
    asked.settle()
    assert "absent.tsv" in asked.refused[0]
    asked.drop(tmp_path / "absent.tsv")
    assert asked.said.said[-1][1] == "error"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("queries.jsonl", '{"id": "7", "text": "who counts mussels"}\n'),
        ("queries.csv", "id,query\n7,who counts mussels\n"),
        ("queries.txt", "who counts mussels\n"),
        ("tab.tsv", "query\tnote\nwho counts mussels\tany count\n"),
    ],
)
def test_dropped_queries_are_told_from_judgements_by_their_content(
    asked: Desk, tmp_path: Path, name: str, text: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    asked.drop(file)
    assert asked.account.sentence.startswith("1 query in the file: 1 added")


def test_where_the_content_does_not_tell_the_person_is_asked(asked: Desk, tmp_path: Path) -> None:
    row = {"query": "who counts mussels", "positive_title": "Mussels", "negative_title": "Bridges"}
    (tmp_path / "triplets.json").write_text(json.dumps([row]), encoding="utf-8")
    asked.drop(tmp_path / "triplets.json")
    question = asked.view.findChild(Question, "queriesOrJudgements")
    assert isinstance(question, Question)
    button = question.findChild(QPushButton, "queries")
    assert isinstance(button, QPushButton)
    button.click()
    asked.settle()
    assert asked.account.sentence.startswith("1 query in the file: 1 added")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("papers.json", '[{"id": "p1", "title": "who counts mussels", "abstract": "We did."}]', "holds references"),
        ("papers.ris", "TY  - JOUR\nTI  - who counts mussels\nER  - \n", "holds references"),
        ("list.csv", "Nr;Wunsch\n1;who counts mussels\n2;who counts bees\n", "known to hold queries"),
    ],
)
def test_dropped_papers_and_unknown_tables_do_not_become_queries(
    asked: Desk, tmp_path: Path, name: str, text: str, words: str
) -> None:
    before = asked.project.queries.list()
    (tmp_path / name).write_text(text, encoding="utf-8")
    asked.drop(tmp_path / name)
    assert words in asked.said.texts[-1]
    assert asked.project.queries.list() == before


@pytest.mark.parametrize(
    ("name", "what"), [("out.csv", "queries"), ("out.jsonl", "queries"), ("out.qrels", "judgements")]
)
def test_what_was_exported_reads_back_as_the_same(asked: Desk, tmp_path: Path, name: str, what: str) -> None:
    query = asked.project.queries.list()[0]
    asked.project.judgements.set(query.id, papers(asked.project, tmp_path)[0], 2, "clicked")
    asked.controller.files.choose_target(what)
    dialog = asked.view.findChild(QFileDialog, "fileChoice")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / name))
    dialog.reject()
    asked.settle()
    assert name in asked.said.texts[-1]
    asked.drop(tmp_path / name)
    expected = (
        "3 queries in the file: 0 added, 3 there already" if what == "queries" else "1 judgement in the file: 0 added"
    )
    assert asked.account.sentence.startswith(expected)
    assert [one.grade for one in asked.project.judgements.all()] == [2]


@pytest.mark.parametrize(("what", "name"), [("queries", "out.tsv"), ("queries", "out.txt"), ("judgements", "out.xlsx")])
def test_an_ending_that_has_no_format_is_refused_with_those_that_have(
    asked: Desk, tmp_path: Path, what: str, name: str
) -> None:
    asked.controller.files.choose_target(what)
    dialog = asked.view.findChild(QFileDialog, "fileChoice")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / name))
    dialog.reject()
    asked.settle()
    said, kind = asked.said.said[-1]
    assert kind == "error"
    endings = ".jsonl, .ndjson or .csv" if what == "queries" else ".csv, .tsv, .qrels or .txt"
    assert said.startswith(f"“{name}” was not written")
    assert f"{what.capitalize()} are written into files that end in {endings}" in said
    assert not (tmp_path / name).exists()


def test_an_export_says_that_it_is_at_work_until_it_ends_and_so_does_a_change(asked: Desk, tmp_path: Path) -> None:
    counts = asked.view.table.counts
    asked.controller.files.choose_target("queries")
    dialog = asked.view.findChild(QFileDialog, "fileChoice")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "out.jsonl"))
    dialog.reject()
    assert "Writing out.jsonl…" in counts.text()
    asked.view.show_busy("Saving…")
    assert counts.text() == "Saving… Writing out.jsonl…"
    asked.view.show_busy("")
    assert counts.text() == "Writing out.jsonl…"
    asked.view.show_busy("Saving…")
    asked.settle()
    assert counts.text() == "Saving…"


def test_the_query_one_goes_to_is_told(asked: Desk) -> None:
    told: list[QueryRow] = []
    asked.view.query_chosen.connect(told.append)
    asked.stand_on(LOCKS)
    assert told[-1].text == LOCKS


def test_thousands_of_queries_are_filtered_and_sorted_without_a_proxy(asked: Desk) -> None:
    rows = [QueryRow(n, f"q{n}", f"query {n} about species{n % 97}x", "", n % 13, 0) for n in range(1, 20_001)]
    asked.view.show_content(content_of(rows))
    table = asked.view.table
    table.model.set_needle("about species5x")
    assert table.model.rowCount() == 207
    table.view.sortByColumn(QueryColumn.JUDGED, Qt.SortOrder.DescendingOrder)
    assert table.model.row_at(0).judged == 12


def test_every_control_can_be_told_by_its_name_and_reached(asked: Desk) -> None:
    buttons = [*asked.view.findChildren(QPushButton), *asked.view.entry.findChildren(QToolButton)]
    for button in buttons:
        if button.isVisible():
            assert button.accessibleName(), button.text()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    cell = asked.view.table.model.index(0, QueryColumn.NOTE)
    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "What would count as an answer?: Any way past it, fish ladders too."
    asked.qtbot.keyClick(asked.view.entry.line, Qt.Key.Key_Down)
    assert asked.view.table.view.hasFocus()


def test_a_real_collection_of_queries_and_judgements_is_taken_over(desk: Desk, shared_data: Path) -> None:
    data = shared_data / "cisi"
    list(import_files(desk.project, [data / "corpus.jsonl"]))
    desk.drop(data / "queries.jsonl")
    assert desk.account.sentence == "112 queries in the file: 112 added, 0 there already, 0 left out."
    desk.drop(data / "qrels.tsv")
    assert "0 left out" in desk.account.sentence
    desk.view.receipt.close_button.click()
    assert desk.view.table.counts.text().startswith("112 queries, 3")
