"""Codes of files in words: kinds of publications and numbers, which stay as they are stored until a person changes them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from specter2_gui.domain.records import Record
from specter2_gui.project.project import Project
from specter2_gui.qt.background import Background
from specter2_gui.qt.controllers.gestures import Gestures
from specter2_gui.qt.tasks import Tasks
from specter2_gui.qt.widgets.id_words import named_ids
from specter2_gui.qt.widgets.kind_words import kind_in, kind_words, told_kind
from tests.qt.browsing_desk import Desk, put_in
from tests.qt.conftest import Said


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("JOUR", "journal article"), ("phdthesis", "doctoral thesis"), ("article-journal", "journal article"),
        ("journalArticle", "journal article"), ("inproceedings", "conference paper"), ("GEN", "other"), ("", ""),
        ("radioBroadcast", "radio broadcast"), ("ZZZ9", "ZZZ9"), ("Journal Article; Review", "Journal Article; Review"),
    ],
)  # fmt: skip
def test_a_kind_is_said_in_words_whatever_the_code(stored: str, words: str) -> None:
    assert kind_words(stored) == words


def test_a_kind_that_says_nothing_is_left_out_where_papers_are_read() -> None:
    assert told_kind("GEN") == told_kind("misc") == ""
    assert told_kind("THES") == "thesis"


def test_words_that_a_person_writes_are_kept_as_the_code_of_reference_managers() -> None:
    assert kind_in(" Journal  article") == "JOUR"
    assert kind_in("doctoral thesis") == "phdthesis"
    assert kind_in("poem") == "poem"
    assert kind_in("") == ""


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ((("isbn", "03064530 (ISSN)"),), [("ISSN", "03064530")]),
        ((("isbn", "9783161484100 (ISBN); 1234-567X (ISSN)"),), [("ISBN", "9783161484100"), ("ISSN", "1234-567X")]),
        ((("isbn", "0306-4530"),), [("ISSN", "0306-4530")]),
        ((("isbn", "978-3-16-148410-0"), ("key", "a1")), [("ISBN", "978-3-16-148410-0")]),
        ((("issn", "see the cover"), ("pmid", "12")), [("ISSN", "see the cover"), ("PMID", "12")]),
    ],
)
def test_a_number_has_the_name_that_it_has_elsewhere(
    stored: tuple[tuple[str, str], ...], shown: list[tuple[str, str]]
) -> None:
    assert list(named_ids(stored)) == shown


@pytest.fixture
def desk(
    qtbot: QtBot, project: Project, gestures: Gestures, background: Background, tasks: Tasks, notify: Said
) -> Desk:
    """Two papers of kinds that files wrote in codes."""
    put_in(project, [Record("Bees", "Here.", kind="phdthesis", line=1), Record("Wasps", "There.", kind="JOUR", line=9)])
    return Desk(qtbot, project, gestures, background, tasks, notify)


def stored_kinds(desk: Desk) -> list[str]:
    return [row.kind for row in desk.project.papers.all()]


def test_editing_shows_the_kind_in_words_and_keeps_what_is_stored_until_it_is_changed(desk: Desk) -> None:
    desk.edit(venue="Apis")
    kind = desk.browser.detail.editing.fields["kind"]
    assert isinstance(kind, QLineEdit)
    assert kind.text() == "doctoral thesis"
    desk.save()
    assert stored_kinds(desk) == ["phdthesis", "JOUR"]
    desk.edit(kind="book")
    desk.save()
    assert stored_kinds(desk) == ["BOOK", "JOUR"]
    assert "book" in desk.browser.detail.reading.where.text()


def test_a_kind_for_many_papers_is_written_in_words_too(desk: Desk) -> None:
    desk.browser.view.selectAll()
    desk.browser.bar.change_action.trigger()
    dialog = desk.browser.bulk.dialog
    assert dialog is not None
    dialog.field.setCurrentIndex(dialog.field.findData("kind"))
    dialog.value.setText("Thesis")
    desk.qtbot.mouseClick(dialog.change_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert stored_kinds(desk) == ["THES", "THES"]
