"""The workspace of earlier versions becomes the default project, and stays what it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from specter2_gui.project.database import open_database
from specter2_gui.project.failures import InUseError
from specter2_gui.project.schema import MIGRATIONS
from specter2_gui.project.takeover import DEFAULT_NAME, open_default
from specter2_gui.project.workspace import Workspace
from tests.project.projects import everything_in

_TRIPLET = "INSERT INTO triplets VALUES (?, ?, 'good', '', 'bad', '', 'clicked', '', 0, '[]')"


def old_workspace(path: Path, *queries: str) -> None:
    """A workspace as the first version wrote it: one gesture for each of ``queries``."""
    with closing(open_database(path, MIGRATIONS[:1])) as database:
        for number, query in enumerate(queries, start=1):
            with database.transaction() as connection:
                connection.execute("INSERT INTO recording VALUES (?)", (number,))
                connection.execute(_TRIPLET, (number, query))
                connection.execute("DELETE FROM recording")
                connection.execute("INSERT INTO gestures VALUES (?, 'Add triplet', 0)", (number,))


def queries_of(workspace: Workspace) -> list[str]:
    return [stored.triplet.query for stored in workspace.rows()]


def test_triplets_and_their_history_are_taken_over_and_the_old_file_stays(tmp_path: Path) -> None:
    old_workspace(tmp_path / "workspace.sqlite", "bees", "ants")
    before = (tmp_path / "workspace.sqlite").read_bytes()
    with open_default(tmp_path) as project:
        assert project.folder == tmp_path / DEFAULT_NAME
        assert project.warnings == ()
        assert queries_of(project.workspace) == ["bees", "ants"]
        assert project.undo() == "Add triplet"
        assert queries_of(project.workspace) == ["bees"]
    with open_default(tmp_path) as project:
        assert queries_of(project.workspace) == ["bees"], "the old file is taken over once only"
        assert project.redo() == "Add triplet"
    assert (tmp_path / "workspace.sqlite").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix) == ["workspace.sqlite"]


def test_an_unfinished_change_of_the_old_workspace_is_taken_back_in_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    old_workspace(path, "bees")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO recording VALUES (NULL)")
        connection.execute("UPDATE triplets SET query = 'half'")
        connection.execute("CREATE TABLE big AS SELECT zeroblob(200000)")
        torn = path.read_bytes(), path.with_name("workspace.sqlite-journal").read_bytes()
        connection.execute("ROLLBACK")
    path.write_bytes(torn[0])
    path.with_name("workspace.sqlite-journal").write_bytes(torn[1])
    with open_default(tmp_path) as project:
        assert queries_of(project.workspace) == ["bees"]
    assert path.read_bytes() == torn[0]


def test_without_an_old_workspace_the_default_project_is_new(tmp_path: Path) -> None:
    with open_default(tmp_path / "not yet there") as project:
        assert project.workspace.rows() == ()


def test_an_unreadable_workspace_is_told_and_its_neighbour_taken_over(tmp_path: Path) -> None:
    (tmp_path / "workspace.sqlite").write_bytes(b"scribble" * 900)
    old_workspace(tmp_path / "workspace-2.sqlite", "wasps")
    before = everything_in(tmp_path)
    with open_default(tmp_path) as project:
        assert queries_of(project.workspace) == ["wasps"]
        (warning,) = project.warnings
    assert warning.startswith("The triplets of an earlier version in workspace.sqlite could not be taken over. ")
    assert before.items() <= everything_in(tmp_path).items()


def test_an_old_workspace_that_is_open_elsewhere_is_waited_for(tmp_path: Path) -> None:
    old_workspace(tmp_path / "workspace.sqlite", "bees")
    with closing(open_database(tmp_path / "workspace.sqlite", MIGRATIONS[:1])):
        with pytest.raises(InUseError) as refused:
            open_default(tmp_path)
        assert refused.value.why == "Another window of this program is using it"
    assert not (tmp_path / DEFAULT_NAME).exists()
    with open_default(tmp_path) as project:
        assert queries_of(project.workspace) == ["bees"]
