"""The window opens whatever lies in its folder, says what is wrong, and never changes what it cannot read."""

import os
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.failures import InUseError
from specter2_gui.project.project import Project
from specter2_gui.project.workspace import Workspace
from specter2_gui.qt import session as session_module
from specter2_gui.qt.opening import open_first
from specter2_gui.qt.session import start_session

TRIPLET = Triplet("a query", "A paper", "", "Another paper", "")


def damage(folder: Path, kind: str) -> bytes:
    """Put something that is no usable project in ``folder``; gives the bytes of its file."""
    with Project.open(folder) as project:
        project.workspace.add(TRIPLET)
    file = folder / "project.sqlite"
    content = bytearray(file.read_bytes())
    if kind == "not a database":
        content = bytearray(b"shopping list\n" * 500)
    else:
        content[4096 : 4096 + 2000] = os.urandom(2000)
    file.write_bytes(content)
    return bytes(content)


def test_the_first_time_there_is_an_empty_project(own_home: Path) -> None:
    project, trouble = open_first(own_home)
    with project:
        assert trouble is None
        assert project.name == "My collection"
        assert project.workspace.rows() == ()


def test_triplets_of_an_earlier_version_are_there(own_home: Path) -> None:
    own_home.mkdir()
    old = Workspace.open(own_home / "workspace.sqlite")
    old.add(TRIPLET)
    old.close()
    project, trouble = open_first(own_home)
    with project:
        assert trouble is None
        assert project.workspace.valid_triplets() == (TRIPLET,)


@pytest.mark.parametrize("kind", ["not a database", "overwritten"])
def test_beside_a_damaged_project_another_one_opens_and_is_found_again(own_home: Path, kind: str) -> None:
    before = damage(own_home / "My collection", kind)
    project, trouble = open_first(own_home)
    with project:
        assert trouble is not None
        assert trouble.folder == own_home / "My collection"
        assert "“My collection” could not be opened" in trouble.error.sentence
        assert project.name == "My collection 2"
        project.workspace.add(TRIPLET)
    again, _ = open_first(own_home)
    with again:
        assert again.workspace.valid_triplets() == (TRIPLET,)
    assert (own_home / "My collection" / "project.sqlite").read_bytes() == before


def test_the_project_of_the_last_time_opens(own_home: Path, tmp_path: Path) -> None:
    Project.open(tmp_path / "theses").close()
    project, trouble = open_first(own_home, tmp_path / "theses")
    with project:
        assert (project.name, trouble) == ("theses", None)


def test_a_last_project_that_another_window_holds_gives_way_to_the_default_one(own_home: Path, tmp_path: Path) -> None:
    with Project.open(tmp_path / "theses"):
        project, trouble = open_first(own_home, tmp_path / "theses")
        with project:
            assert project.name == "My collection"
            assert trouble is not None
            assert isinstance(trouble.error, InUseError)


def test_a_default_project_that_another_window_holds_is_not_replaced(own_home: Path) -> None:
    first, _ = open_first(own_home)
    with first, pytest.raises(InUseError):
        open_first(own_home)
    assert [folder.name for folder in own_home.iterdir()] == ["My collection"]


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
