"""The window opens whatever lies in its folder, says what is wrong, and never changes what it cannot read."""

import os
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt import session as session_module
from specter2_gui.qt.compose import build
from specter2_gui.qt.opening import open_workspace
from specter2_gui.qt.session import start_session

NAME = "workspace.sqlite"


def damage(home: Path, kind: str) -> bytes:
    """Put something that is no usable workspace in its place; gives its bytes."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / NAME
    if kind == "not a database":
        file.write_bytes(b"shopping list\n" * 500)
    elif kind == "another program's":
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
    else:
        Workspace.open(file).close()
        content = bytearray(file.read_bytes())
        content[4096 : 4096 + 2000] = os.urandom(2000)
        file.write_bytes(content)
    return file.read_bytes()


@pytest.mark.parametrize("kind", ["not a database", "another program's", "overwritten"])
def test_the_window_opens_with_the_error_in_words_and_leaves_the_file_alone(
    qapp: QApplication, own_home: Path, kind: str
) -> None:
    before = damage(own_home, kind)
    made = build(qapp)
    notice = made.window.notices.notices[0]
    assert notice.kind == "error"
    assert "The workspace workspace.sqlite could not be opened." in notice.text
    assert "workspace-2.sqlite" in notice.text
    made.window.show_page("train")
    assert made.window.notices.notices == (notice,), "it stays until it is closed"
    made.workspace.add(Triplet("a query", "A paper", "", "Another paper", ""))
    made.close()
    made.window.deleteLater()
    made.background.deleteLater()
    made.trainer.deleteLater()
    assert (own_home / NAME).read_bytes() == before


def test_what_was_made_beside_a_damaged_file_is_there_again(own_home: Path) -> None:
    damage(own_home, "not a database")
    workspace, trouble = open_workspace(own_home)
    assert trouble
    workspace.add(Triplet("a query", "A paper", "", "Another paper", ""))
    workspace.close()
    again, trouble = open_workspace(own_home)
    assert trouble
    assert len(again.rows()) == 1
    again.close()


def test_a_workspace_that_another_window_holds_is_not_replaced(own_home: Path) -> None:
    first, trouble = open_workspace(own_home)
    assert trouble == ""
    with pytest.raises(UserError, match="Another window"):
        open_workspace(own_home)
    first.close()
    assert [file.name for file in own_home.iterdir()] == [NAME]


def test_a_folder_that_is_none_is_said_in_words_before_the_window(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home.write_text("a file in the way", encoding="utf-8")
    told: list[UserError] = []
    monkeypatch.setattr(session_module, "_say_and_leave", told.append)
    assert start_session() is None
    assert "cannot be used" in told[0].sentence
    assert "SPECTER2_GUI_HOME" in told[0].sentence
    assert own_home.read_text(encoding="utf-8") == "a file in the way"
