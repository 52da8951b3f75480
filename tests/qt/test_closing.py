"""Closing the window loses nothing: a change that is not saved is asked about, one on its way to the disk is waited for."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.composition import Composition
from specter2_gui.qt.widgets.question import Question
from tests.qt.rows import good_rows, write_rows


@pytest.fixture
def edited(made: Composition, qtbot: QtBot, tmp_path: Path) -> Composition:
    """The window with a triplet whose query was changed and not saved."""
    made.curating.load(write_rows(tmp_path, good_rows(3, 2)))
    qtbot.waitUntil(lambda: len(made.panels.curate.table.model.content.rows) == 6 and not made.curating.busy)
    made.window.show_page("curate")
    made.panels.curate.detail.fields["query"].setText("something else")  # type: ignore[union-attr] - a line
    assert made.panels.curate.has_draft
    return made


def press(made: Composition, name: str) -> None:
    question = made.window.findChild(Question, "draftQuestion")
    assert question is not None
    assert question.isVisible()
    button = question.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_an_unsaved_change_is_asked_about_once(edited: Composition) -> None:
    assert not edited.window.close()
    assert not edited.window.close()
    assert len(edited.window.findChildren(Question)) == 1
    press(edited, "keepEditing")
    assert edited.window.isVisible()
    assert edited.panels.curate.has_draft


def test_the_change_can_be_saved_before_the_window_closes(edited: Composition, qtbot: QtBot) -> None:
    edited.window.close()
    with qtbot.waitSignal(edited.window.closed):
        press(edited, "saveAndClose")
    assert edited.workspace.rows()[0].triplet.query == "something else"


def test_the_change_can_be_discarded_and_the_window_closes(edited: Composition, qtbot: QtBot) -> None:
    edited.window.close()
    with qtbot.waitSignal(edited.window.closed):
        press(edited, "discardAndClose")
    assert edited.workspace.rows()[0].triplet.query != "something else"


def test_esc_on_the_question_goes_on_editing(edited: Composition) -> None:
    edited.window.close()
    question = edited.window.findChild(Question, "draftQuestion")
    assert question is not None
    question.reject()
    assert edited.window.isVisible()
    assert edited.panels.curate.has_draft


def test_a_change_on_its_way_to_the_disk_is_waited_for(made: Composition, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not made.curating.busy)
    made.curating.add(Triplet("a query", "A paper", "", "Another paper", ""))
    with qtbot.waitSignal(made.window.closed):
        assert not made.window.close(), "the triplet is not saved yet"
    assert len(made.workspace.rows()) == 1
