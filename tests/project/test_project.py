"""A project is a folder that opens for one window at a time, remembers every gesture, and refuses what it cannot keep."""

import getpass
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.project.backups import backups_of
from specter2_gui.project.failures import DamagedError, InUseError
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.project import Project
from specter2_gui.project.reading import open_to_read
from tests.project.making import ROOT, report, row, triplet
from tests.project.projects import content, everything_in, fill, held, put, refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Bees & Bücher"


@pytest.fixture
def filled(folder: Path) -> Path:
    """A project with something of everything, closed."""
    with Project.open(folder) as project:
        fill(project)
    return folder


def test_a_new_project_is_made_with_its_folder(folder: Path) -> None:
    with Project.open(folder) as project:
        assert (project.name, project.folder, project.warnings) == (folder.name, folder, ())
        assert (project.undo_label, project.changes) == (None, 0)
    assert [path.name for path in folder.iterdir()] == ["project.sqlite"]


def test_an_empty_folder_becomes_a_project_and_litter_does_not_count(folder: Path) -> None:
    folder.mkdir()
    (folder / ".DS_Store").write_bytes(b"\0")
    Project.open(folder).close()
    assert (folder / "project.sqlite").is_file()


def test_everything_is_there_after_reopening(filled: Path) -> None:
    with Project.open(filled) as project:
        before, changes = content(project), project.changes
    with Project.open(filled) as project:
        assert content(project) == before
        assert project.changes == changes == 8
        assert project.undo_label == "Add to judgements"


def test_gestures_of_all_stores_are_undone_in_one_order(filled: Path) -> None:
    with Project.open(filled) as project:
        labels = [project.undo() for _ in range(9)]
        assert labels == [
            "Add to judgements", "Add to queries", *["Add to papers"] * 3, "Add to imports", "Add triplet",
            "Load 40 rows from file.json", None,
        ]  # fmt: skip
        assert project.workspace.rows() == ()
        assert project.redo() == "Load 40 rows from file.json"
        assert len(project.workspace.rows()) == 40, "the triplets kept in memory follow an undo from elsewhere"
        assert len(project.touched("triplets")) == 40
        assert project.touched("papers") == []


def test_the_number_of_changes_grows_with_every_gesture_undo_and_redo(folder: Path) -> None:
    with Project.open(folder) as project:
        seen = [project.changes]
        project.workspace.add(triplet(1))
        seen.append(project.changes)
        project.undo()
        seen.append(project.changes)
        project.redo()
        seen.append(project.changes)
        project.workspace.delete([])
        seen.append(project.changes)
    assert seen == [0, 1, 2, 3, 3]


def test_who_watches_is_told_of_every_change(folder: Path) -> None:
    with Project.open(folder) as project:
        told: list[int] = []
        project.ledger.watch(lambda: told.append(project.changes))
        put(project, "queries", text="bees")
        project.undo()
        assert project.undo() is None
        project.redo()
    assert told == [1, 2, 3]


def test_closing_twice_is_allowed(folder: Path) -> None:
    project = Project.open(folder)
    project.close()
    with Project.open(folder):
        project.close()
        assert refused(folder, InUseError).why == "It is open in this program already"


def test_a_second_window_is_told_who_holds_the_project_and_gets_in_when_that_one_is_killed(filled: Path) -> None:
    with held(filled) as holder:
        refusal = refused(filled, InUseError)
        assert f"on the computer “{platform.node()}” (user {getpass.getuser()}) since " in refusal.why
        assert "open a copy that can only be read" in refusal.how
        holder.kill()
        holder.wait()
        with Project.open(filled) as project:
            assert len(project.workspace.rows()) == 41
            assert project.warnings == ()


def test_a_note_that_says_nothing_still_gives_a_refusal_in_words(filled: Path) -> None:
    with held(filled):
        (filled / "in-use.json").write_text('{"user": 5}')
        assert refused(filled, InUseError).why == "Another window of this program is using it"


def test_a_copy_for_reading_shows_a_project_that_is_open_elsewhere_and_refuses_changes(filled: Path) -> None:
    with held(filled):
        before = everything_in(filled)
        with open_to_read(filled) as copy:
            assert copy.read_only
            assert (copy.name, copy.folder) == (filled.name, filled)
            assert len(copy.workspace.rows()) == 41
            assert copy.place.originals == filled / "originals"
            assert not copy.place.database.is_relative_to(filled)
            apart = copy.place.database.parent
            for change in (lambda: copy.workspace.add(triplet(7)), copy.undo, copy.redo):
                with pytest.raises(UserError, match="copy for reading"):
                    change()
        assert everything_in(filled) == before
        assert not apart.exists()


def told_elsewhere(folder: Path) -> str:
    """What another process is told that tries to open the project just now."""
    script = """
import sys; from pathlib import Path
from specter2_gui.domain.errors import UserError; from specter2_gui.project.project import Project
try:
    Project.open(Path(sys.argv[1])); print("opened")
except UserError as error:
    print(error.sentence)
"""
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_copy_for_reading_is_not_made_of_what_this_window_holds(filled: Path) -> None:
    with Project.open(filled) as project:
        with pytest.raises(InUseError, match="in this program already"):
            open_to_read(filled)
        project.workspace.add(triplet(9))
        assert "has been open on the computer" in told_elsewhere(filled), "the window must not have lost its lock"


def test_there_is_nothing_to_read_where_there_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no project in this folder"):
        open_to_read(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_project_left_open_on_another_computer_is_named(filled: Path) -> None:
    note = {"user": "anna", "computer": "reading-room-3", "process": 7, "since": "2026-11-25T14:05:00+00:00"}
    (filled / "in-use.json").write_text(json.dumps(note))
    with Project.open(filled) as project:
        (warning,) = project.warnings
    assert "reading-room-3" in warning
    assert "user anna" in warning
    with Project.open(filled) as project:
        assert project.warnings == ()


@pytest.mark.parametrize("name", ["letter.txt", "photos"])
def test_a_folder_with_other_files_is_refused_and_untouched(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).write_text("Dear Sir or Madam")
    assert refused(folder).why == "The folder holds other files, and no project"
    assert [path.name for path in folder.iterdir()] == [name]


def test_a_file_in_place_of_the_folder_is_refused(folder: Path) -> None:
    folder.write_text("I am a file")
    assert refused(folder).why.endswith("is a file, and a project is a folder")


def test_a_folder_in_place_of_the_database_is_refused(filled: Path) -> None:
    (filled / "project.sqlite").unlink()
    (filled / "project.sqlite").mkdir()
    assert refused(filled).why == "There is a folder where its file project.sqlite should be"


@pytest.mark.parametrize(
    ("lost", "why"), [("missing", "is missing"), ("empty", "is empty, though the project is not new")]
)
def test_a_used_project_without_its_content_is_not_taken_for_a_new_one(filled: Path, lost: str, why: str) -> None:
    with Project.open(filled) as project:
        project.back_up()
    (filled / "project.sqlite").unlink()
    if lost == "empty":
        (filled / "project.sqlite").touch()
    before = everything_in(filled)
    refusal = refused(filled, DamagedError)
    assert why in refusal.why
    assert refusal.how.startswith("Go back to the backup of ")
    assert everything_in(filled) == before


def test_a_project_of_a_newer_version_is_refused_by_its_number(filled: Path) -> None:
    with closing(sqlite3.connect(filled / "project.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = everything_in(filled)
    refusal = refused(filled)
    assert "newer version of this program (file version 99" in refusal.why
    assert everything_in(filled) == before


def test_a_database_of_another_program_is_refused(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "project.sqlite")) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    before = everything_in(folder)
    assert refused(folder).why == "It is a database of another program"
    assert everything_in(folder) == before


def test_a_gesture_of_many_rows_is_preceded_by_a_backup(filled: Path) -> None:
    with Project.open(filled) as project:
        before = content(project)
        project.workspace.load(report(*(row(number) for number in range(900))))
        assert [backup.reason for backup in backups_of(filled)] == ["daily"]
        project.workspace.load(report(*(row(number) for number in range(1000, 2001))))
        newest, _ = backups_of(filled)
    assert newest.reason == "bulk"
    (filled / "project.sqlite").write_bytes(newest.path.read_bytes())
    with Project.open(filled) as project:
        assert project.undo() == "Load 900 rows from file.json"
        assert content(project)["papers"] == before["papers"]


def test_a_full_disk_refuses_the_backup_and_with_it_the_change(filled: Path) -> None:
    script = """
import resource, sys; from pathlib import Path
from specter2_gui.domain.errors import UserError; from specter2_gui.project.project import Project
from tests.project.making import report, row, triplet
project = Project.open(Path(sys.argv[1])); project.workspace.add(triplet(6)); rows = project.workspace.rows()
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))
try:
    project.workspace.load(report(*(row(number) for number in range(1500))))
except UserError as error:
    print(error.sentence)
assert project.workspace.rows() == rows
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
project.workspace.add(triplet(7)); project.close()
"""
    if os.name == "nt":
        pytest.skip("Windows cannot limit the size of files")
    answer = subprocess.run(
        [sys.executable, "-c", script, str(filled)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.stdout.startswith("A backup of the project could not be made. The disk "), answer.stderr
    assert answer.stdout.endswith("everything saved before is still there.\n")
    with Project.open(filled) as project:
        assert project.undo_label == "Add triplet"
    assert [backup.reason for backup in backups_of(filled)] == ["daily"]
    assert len(list((filled / "backups").iterdir())) == 1, "nothing half made may stay"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs the right to become another user")
def test_a_folder_that_may_only_be_read_is_refused_and_can_be_read_as_a_copy(filled: Path) -> None:
    script = """
import os, sys; from pathlib import Path
from specter2_gui.domain.errors import UserError; from specter2_gui.project.project import Project
from specter2_gui.project.reading import open_to_read
os.chdir(sys.argv[1]); os.setuid(65534)
try:
    Project.open(Path("."))
except UserError as error:
    print(error.sentence)
with open_to_read(Path(".")) as copy:
    print(len(copy.workspace.rows()))
"""
    with tempfile.TemporaryDirectory() as name:  # unlike the test's own folder, others can reach it
        shutil.copytree(filled, Path(name) / "project")
        Path(name).chmod(0o755)
        (Path(name) / "project").chmod(0o555)
        answer = subprocess.run(
            [sys.executable, "-c", script, f"{name}/project"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    sentence, rows = answer.stdout.splitlines() or [answer.stderr, ""]
    assert "may only be read, not written" in sentence
    assert rows == "41"


def test_the_places_of_a_project(tmp_path: Path) -> None:
    place = ProjectFolder(tmp_path / "P")
    assert place.database == tmp_path / "P" / "project.sqlite"
    assert {path.parent for path in (place.originals, place.cache, place.runs, place.backups)} == {tmp_path / "P"}
