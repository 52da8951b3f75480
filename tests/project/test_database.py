"""A file is opened by one window at a time, and one that is not ours, newer or damaged stays what it was."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.project.database import Migration, open_database
from specter2_gui.project.schema import MIGRATIONS
from specter2_gui.project.workspace import Workspace
from tests.project.making import ROOT, report, row, triplet

HOLD = """
import sys; from pathlib import Path; from specter2_gui.project.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1])); print("open", flush=True); sys.stdin.read()
"""
TRY = """
import os, sys; from pathlib import Path
from specter2_gui.domain.errors import UserError; from specter2_gui.project.workspace import Workspace
if os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere, nobody may not
try:
    Workspace.open(Path(sys.argv[1])); print("opened")
except UserError as error:
    print(error.sentence)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def filled(path: Path) -> Path:
    """A workspace of some pages, closed."""
    with closing(Workspace.open(path)) as workspace:
        workspace.load(report(*(row(number, positive_abstract="text " * 300) for number in range(40))))
        workspace.add(triplet(1))
    return path


def refusal(path: Path) -> UserError:
    with pytest.raises(UserError) as refused:
        Workspace.open(path)
    return refused.value


def test_a_new_workspace_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet there" / "Bücher & Co" / "workspace.sqlite"
    with closing(Workspace.open(path)) as workspace:
        workspace.add(triplet(1))
    assert sorted(file.name for file in path.parent.iterdir()) == ["workspace.sqlite"]


def test_the_file_is_marked_and_kept_with_care(path: Path) -> None:
    with closing(open_database(path, MIGRATIONS)) as database:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "locking_mode", "application_id", "user_version")
        found = {name: database.read(f"PRAGMA {name}")[0][0] for name in pragmas}
        tables = database.read("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
    assert found == {
        "journal_mode": "delete",
        "synchronous": 2,
        "foreign_keys": 1,
        "locking_mode": "exclusive",
        "application_id": 0x53503247,
        "user_version": len(MIGRATIONS),
    }
    assert all(name.startswith("sqlite_") for (name,) in tables)


def test_a_second_window_is_refused_and_may_enter_when_the_first_has_died(filled: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(filled)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        try:
            refused = refusal(filled)
            assert refused.why == "Another window of this program is using it"
            assert "close it" in refused.how
        finally:
            holder.kill()
    with closing(Workspace.open(filled)) as workspace:
        assert len(workspace.rows()) == 41


def test_a_second_window_of_the_same_process_is_refused_too(filled: Path) -> None:
    with closing(Workspace.open(filled)) as workspace:
        assert "nother window" in refusal(filled).why
        workspace.add(triplet(2))  # the refusal has not cost the first one its lock
        assert "nother window" in refusal(filled).why
    Workspace.open(filled).close()


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)


def test_a_file_of_a_newer_version_is_refused_by_its_number_and_untouched(filled: Path) -> None:
    changed(filled, "PRAGMA user_version = 99")
    before = digest(filled)
    refused = refusal(filled)
    assert "newer version" in refused.why
    assert "99" in refused.why
    assert digest(filled) == before


def test_a_database_of_another_program_is_refused_and_untouched(path: Path) -> None:
    changed(path, "PRAGMA journal_mode = WAL; CREATE TABLE customers (name TEXT); PRAGMA user_version = 1")
    before = digest(path)
    assert "another program" in refusal(path).why
    assert digest(path) == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON triplets BEGIN DELETE FROM triplets; END",
        "CREATE VIEW spy AS SELECT 1",
        "CREATE TABLE more (id INTEGER)",
        "DROP TRIGGER triplets_delete",
    ],
)
def test_a_file_with_parts_that_the_program_does_not_make_is_refused(filled: Path, statement: str) -> None:
    changed(filled, statement)
    before = digest(filled)
    assert "other parts" in refusal(filled).why
    assert digest(filled) == before


@pytest.mark.parametrize("content", [b"Just a letter to the editor.\n" * 100, b"\0" * 5000, b"SQLite format 3\0" * 9])
def test_a_file_that_is_no_database_is_refused_and_untouched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    refused = refusal(path)
    assert "not changed" in refused.how
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_workspace(path: Path) -> None:
    path.touch()
    with closing(Workspace.open(path)) as workspace:
        assert workspace.rows() == ()


def test_a_folder_in_place_of_the_file_is_refused(path: Path) -> None:
    path.mkdir()
    assert str(path.parent) in refusal(path).how


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("I am a file")
    assert str(tmp_path / "taken") in refusal(tmp_path / "taken" / "workspace.sqlite").how


def pages(content: bytes) -> list[bytes]:
    return [content[start : start + 4096] for start in range(0, len(content), 4096)]


def damaged_ways(content: bytes) -> Iterator[bytes]:
    """The file cut short, and with pages zeroed, swapped or scribbled over."""
    yield content[: len(content) // 2]
    yield content[: len(content) - 1000]
    good = pages(content)
    yield b"".join([*good[:2], bytes(4096), *good[3:]])
    yield b"".join([good[0], good[5], *good[2:5], good[1], *good[6:]])
    yield content[:4096] + bytes(byte ^ 0x5A for byte in content[4096:8192]) + content[8192:]


@pytest.mark.parametrize("way", range(5))
def test_a_damaged_file_is_refused_with_advice_and_untouched(filled: Path, way: int) -> None:
    filled.write_bytes(list(damaged_ways(filled.read_bytes()))[way])
    before = digest(filled)
    refused = refusal(filled)
    assert refused.why == "The file is damaged"
    assert "earlier copy" in refused.how
    assert digest(filled) == before


def add_notes(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT")


def fail(connection: sqlite3.Connection) -> None:
    add_notes(connection)
    raise ZeroDivisionError


def test_a_copy_is_made_before_each_step_to_a_newer_version(filled: Path) -> None:
    with closing(Workspace.open(filled)) as workspace:
        expected = workspace.rows()
    steps: tuple[Migration, ...] = (*MIGRATIONS, add_notes)
    with closing(open_database(filled, steps)) as database:
        assert database.read("PRAGMA user_version") == [(len(MIGRATIONS) + 1,)]
        assert database.read("SELECT count(*) FROM notes") == [(0,)]
    assert "newer version" in refusal(filled).why
    copy = filled.with_name(f"workspace.version-{len(MIGRATIONS)}.sqlite")
    with closing(Workspace.open(copy)) as workspace:
        assert workspace.rows() == expected
        assert workspace.undo() == "Add triplet"


def test_a_step_that_fails_leaves_the_version_before_it(filled: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        open_database(filled, (*MIGRATIONS, fail))
    with closing(Workspace.open(filled)) as workspace:
        assert len(workspace.rows()) == 41


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_step_that_is_killed_leaves_the_version_before_it(filled: Path) -> None:
    script = """
import os, signal, sys; from pathlib import Path
from specter2_gui.project.database import open_database; from specter2_gui.project.schema import MIGRATIONS
def die(connection):
    connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                       " INSERT INTO notes (text) SELECT hex(randomblob(500)) FROM n")
    os.kill(os.getpid(), signal.SIGKILL)
open_database(Path(sys.argv[1]), (*MIGRATIONS, die))
"""
    size = filled.stat().st_size
    killed = subprocess.run([sys.executable, "-c", script, str(filled)], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert filled.stat().st_size > 2 * size, "the killed step had written already"
    with closing(Workspace.open(filled)) as workspace:
        assert len(workspace.rows()) == 41


@pytest.fixture
def plain_folder() -> Iterator[Path]:
    """A folder that every user of the computer can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize(
    ("there", "folder_mode", "file_mode"), [(False, 0o555, 0), (True, 0o555, 0o666), (True, 0o777, 0o444)]
)
def test_what_may_not_be_written_is_refused_with_its_folder(
    plain_folder: Path, there: bool, folder_mode: int, file_mode: int
) -> None:
    path = plain_folder / "workspace.sqlite"
    if there:
        Workspace.open(path).close()
        path.chmod(file_mode)
    plain_folder.chmod(folder_mode)
    answer = subprocess.run(
        [sys.executable, "-c", TRY, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.stdout.startswith("The workspace workspace.sqlite could not be opened. "), answer.stderr
    assert str(plain_folder) in answer.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the size of files")
def test_a_full_disk_is_said_plainly_and_costs_nothing(path: Path) -> None:
    script = """
import resource, sys; from pathlib import Path
from specter2_gui.domain.errors import UserError; from specter2_gui.project.workspace import Workspace
from tests.project.making import report, row, triplet
path = Path(sys.argv[1]); workspace = Workspace.open(path)
workspace.load(report(*(row(number) for number in range(500)))); workspace.add(triplet(9999)); workspace.undo()
size = path.stat().st_size
for room in range(0, 60_000, 4096):
    before = workspace.rows(), workspace.undo_label, workspace.redo_label, workspace.generation
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
    for gesture in (
        lambda: workspace.load(report(*(row(number) for number in range(1000, 5000)))),
        workspace.clear,
    ):
        try:
            gesture()
        except UserError as error:
            print(error.sentence)
        else:
            print("fits")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    if workspace.generation > before[-1]:
        assert workspace.undo() == "Clear 500 triplets"; before = (*before[:2], "Clear 500 triplets", workspace.generation)
    assert (workspace.rows(), workspace.undo_label, workspace.redo_label, workspace.generation) == before
assert workspace.add(triplet(7)); rows = workspace.rows(); workspace.close()
workspace = Workspace.open(path); assert workspace.rows() == rows and len(rows) == 501
assert [workspace.undo(), workspace.undo()] == ["Add triplet", "Load 500 rows from file.json"]
print("done")
"""
    answer = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    *sentences, last = answer.stdout.splitlines() or [""]
    assert last == "done", answer.stderr
    refused = [sentence for sentence in sentences if sentence != "fits"]
    assert len(refused) >= 15
    for sentence in refused:
        assert sentence.startswith("The change could not be saved in workspace.sqlite. ")
        assert "he disk" in sentence
        assert sentence.endswith("everything saved before is still there.")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an open file can be moved away on Linux only")
def test_a_file_that_was_moved_away_is_said_plainly(filled: Path) -> None:
    with closing(Workspace.open(filled)) as workspace:
        filled.rename(filled.with_name("elsewhere.sqlite"))
        with pytest.raises(UserError) as refused:
            workspace.add(triplet(3))
        assert "moved or deleted" in refused.value.why
        assert len(workspace.rows()) == 41


def test_a_fault_of_the_program_is_not_dressed_up(path: Path) -> None:
    with closing(open_database(path, MIGRATIONS)) as database, pytest.raises(sqlite3.OperationalError):
        database.read("SELECT nonsense FROM nowhere")
