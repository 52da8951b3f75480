"""A damaged project is refused with a way back, never made worse, and what can still be read can be brought out."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.project.failures import DamagedError, InUseError
from specter2_gui.project.project import Project
from specter2_gui.project.restore import restore
from specter2_gui.project.salvage import salvage
from specter2_gui.project.seals import teach_seals
from tests.project.damages import DAMAGES, PAGE
from tests.project.making import triplet
from tests.project.projects import Content, content, everything_in, fill, held, put, refused

NAME = "project.sqlite"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a backup, closed; shared, so never written to."""
    folder = tmp_path_factory.mktemp("sound") / "Bees"
    with Project.open(folder) as project:
        fill(project, papers=30)
        project.back_up()
        project.workspace.add(triplet(100))
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of the sound project whose backup is there too."""
    target = tmp_path / "Bees"
    for name, data in everything_in(sound).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    return target


def refusal_to(do: Callable[[], object]) -> UserError | None:
    """How ``do`` was refused, if it was."""
    try:
        do()
    except UserError as error:
        return error
    return None


def leave_open(folder: Path) -> None:
    """As if the program had died with the project open."""
    (folder / "in-use.json").write_text("{}")


def alter_text(folder: Path) -> None:
    """Change one letter inside a page, as a dying disk does; SQLite cannot notice."""
    data = (folder / NAME).read_bytes()
    place = data.index(b"Paper 17")
    (folder / NAME).write_bytes(data[:place] + b"Qaper 17" + data[place + 8 :])


def test_an_altered_text_is_found_when_the_project_was_not_closed(folder: Path) -> None:
    alter_text(folder)
    leave_open(folder)
    before = everything_in(folder)
    refusal = refused(folder, DamagedError)
    assert refusal.why == "The file is damaged: texts are no longer what was written (1 row of papers)"
    assert refusal.how.startswith("Go back to the backup of ")
    assert refusal.how.endswith("or rescue what can be read into a new file; the damaged file was not changed")
    assert everything_in(folder) == before
    refused(folder, DamagedError)  # the mark of the unclean end stays until the project opened well


def test_an_unclean_end_without_damage_is_checked_once(folder: Path) -> None:
    leave_open(folder)
    Project.open(folder).close()
    assert not (folder / "in-use.json").exists()


@pytest.mark.parametrize("way", DAMAGES)
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_untouched_and_a_restored_backup_opens(
    folder: Path, expected: Content, way: str, seed: int
) -> None:
    """Whatever the damage: either the project opens just as it was, or it is refused, untouched, and a way back works."""
    leave_open(folder)
    dice = random.Random(seed)  # noqa: S311 - damages, not secrets
    damaged = DAMAGES[way]((folder / NAME).read_bytes(), dice)
    (folder / NAME).write_bytes(damaged)
    found: list[Content] = []
    refusal = refusal_to(lambda: found.append(content_of(folder)))
    if refusal is None:
        assert found == [expected]
        return
    assert refusal.what == "The project “Bees” could not be opened"
    assert_way_back(folder, damaged)


def content_of(folder: Path) -> Content:
    with Project.open(folder) as project:
        return content(project)


def assert_way_back(folder: Path, damaged: bytes) -> None:
    """The damaged file is as it was, and its backup can take its place."""
    assert (folder / NAME).read_bytes() == damaged
    (backup,) = (folder / "backups").iterdir()
    kept = restore(folder, backup)
    assert (kept / NAME).read_bytes() == damaged
    with Project.open(folder) as project:
        assert project.undo_label == "Add to judgements"
        assert len(project.workspace.rows()) == 41


def test_a_name_that_is_no_text_any_more_is_damage_and_no_fault(folder: Path) -> None:
    data = (folder / NAME).read_bytes()
    damaged = data.replace(b"CREATE TABLE triplets", b"CREATE TABLE\xce\xcetriplet")
    assert damaged != data
    (folder / NAME).write_bytes(damaged)
    refused(folder, DamagedError)
    with pytest.raises(DamagedError, match="could not be rescued"):
        salvage(folder)
    assert_way_back(folder, damaged)


def test_a_text_that_is_no_text_any_more_is_damage_and_no_fault(folder: Path) -> None:
    data = (folder / NAME).read_bytes()
    damaged = data.replace(b"query 17", b"query\xce\xce7")
    with Project.open(folder) as project:
        project.back_up()  # so that the daily one does not find it first
    (folder / NAME).write_bytes(damaged)
    refused(folder, DamagedError)
    assert (folder / NAME).read_bytes() == damaged


def test_a_restored_project_counts_on_from_where_the_damaged_one_was(folder: Path) -> None:
    with Project.open(folder) as project:
        last = project.changes
    (backup,) = (folder / "backups").iterdir()
    restore(folder, backup)
    with Project.open(folder) as project:
        assert project.changes > last
    (folder / NAME).write_bytes(b"scribble")
    restore(folder, backup)
    with Project.open(folder) as project:
        assert project.changes > last


def test_a_journal_left_behind_is_not_played_back_into_the_restored_file(folder: Path) -> None:
    with Project.open(folder) as project:
        expected = content(project)
        backup = project.back_up()
    journal = folder / f"{NAME}-journal"
    hot = hot_journal_of(folder / NAME)
    journal.write_bytes(hot)
    kept = restore(folder, backup.path)
    assert not journal.exists()
    assert (kept / journal.name).read_bytes() == hot
    with Project.open(folder) as project:
        assert content(project) == expected


def hot_journal_of(path: Path) -> bytes:
    """The journal of a change to a copy of ``path`` that is never finished."""
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        teach_seals(connection)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE papers_seal SET seal = seal + 1")
        connection.execute("CREATE TABLE big AS SELECT zeroblob(100000) FROM papers_seal")
        journal = copy.with_name("copy-journal").read_bytes()
        connection.execute("ROLLBACK")
    copy.unlink()
    assert journal.startswith(bytes.fromhex("d9d505f920a163d7")), "the sign of a journal that would be played back"
    return journal


@pytest.mark.parametrize("way", ["cut", "scribbled", "foreign", "missing"])
def test_a_backup_that_is_no_good_is_refused_and_changes_nothing(folder: Path, way: str) -> None:
    (backup,) = (folder / "backups").iterdir()
    data = backup.read_bytes()
    match way:
        case "cut":
            backup.write_bytes(data[: len(data) // 2])
        case "scribbled":
            place = data.index(b"Paper 17")
            backup.write_bytes(data[:place] + b"Qaper 17" + data[place + 8 :])
        case "foreign":
            backup.unlink()
            with closing(sqlite3.connect(backup)) as connection:
                connection.execute("CREATE TABLE customers (name TEXT)")
        case _:
            backup.unlink()
    before = everything_in(folder)
    with pytest.raises(UserError) as error:
        restore(folder, backup)
    assert error.value.what == "The project “Bees” could not be put back"
    assert everything_in(folder) == before


def test_a_project_that_is_open_elsewhere_is_not_replaced(folder: Path) -> None:
    (backup,) = (folder / "backups").iterdir()
    with held(folder):
        before = everything_in(folder)
        with pytest.raises(InUseError, match="has been open on the computer"):
            restore(folder, backup)
        with pytest.raises(InUseError, match="has been open on the computer"):
            salvage(folder)
        assert everything_in(folder) == before


def test_salvaging_a_sound_file_brings_everything_out(folder: Path) -> None:
    with Project.open(folder) as project:
        expected = content(project)
    before = (folder / NAME).read_bytes()
    salvaged = salvage(folder)
    assert (folder / NAME).read_bytes() == before
    assert salvaged.kept == {"triplets": 42, "imports": 1, "papers": 30, "queries": 1, "judgements": 1}
    assert (salvaged.lost, salvaged.altered) == ({}, {})
    restore(folder, salvaged.path)
    with Project.open(folder) as project:
        assert content(project) == expected | {"gestures": []}
        put(project, "papers", import_id=1, title="new")
        assert project.undo() == "Add to papers"


def test_an_altered_text_is_brought_out_and_counted(folder: Path) -> None:
    alter_text(folder)
    salvaged = salvage(folder)
    assert salvaged.altered == {"papers": 1}
    assert salvaged.lost == {}
    restore(folder, salvaged.path)
    with Project.open(folder) as project:
        assert project.ledger.read("SELECT count(*) FROM papers WHERE title = 'Qaper 17'") == [(1,)]


def pages_with(data: bytes, text: bytes) -> list[int]:
    return [start for start in range(0, len(data), PAGE) if text in data[start : start + PAGE]]


def test_rows_of_a_lost_page_are_counted_and_all_others_brought_out(folder: Path, expected: Content) -> None:
    data = (folder / NAME).read_bytes()
    start = pages_with(data, b"Paper 17")[0]
    (folder / NAME).write_bytes(data[:start] + b"\xff" * PAGE + data[start + PAGE :])
    refused(folder, DamagedError)
    salvaged = salvage(folder)
    lost = salvaged.lost.pop("papers")
    assert 1 <= lost <= 4
    assert salvaged.kept["papers"] == 30 - lost
    restore(folder, salvaged.path)
    with Project.open(folder) as project:
        found = content(project)
    assert set(found["papers"]) < set(expected["papers"])
    assert found["triplets"] == expected["triplets"]


def test_papers_whose_import_is_lost_stay_and_judgements_of_lost_papers_go(folder: Path) -> None:
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as connection:
        teach_seals(connection)
        connection.execute("INSERT INTO recording VALUES (NULL)")
        connection.execute("DELETE FROM papers WHERE id = 1")
        connection.execute("DELETE FROM imports")
        connection.execute("DELETE FROM recording")
    salvaged = salvage(folder)
    assert salvaged.lost == {"imports": 1, "papers": 1}
    restore(folder, salvaged.path)
    with Project.open(folder) as project:
        assert project.ledger.read("SELECT id, name FROM imports") == [(1, "")]
        assert project.ledger.read("SELECT count(*) FROM papers") == [(29,)]
        assert project.ledger.read("SELECT count(*) FROM judgements") == [(0,)]


@pytest.mark.parametrize("way", DAMAGES)
def test_salvaging_brings_out_something_whole_or_says_why_not(folder: Path, way: str) -> None:
    dice = random.Random(3)  # noqa: S311 - damages, not secrets
    damaged = DAMAGES[way]((folder / NAME).read_bytes(), dice)
    (folder / NAME).write_bytes(damaged)
    refusal = refusal_to(lambda: restore(folder, salvage(folder).path))
    if refusal is None:
        Project.open(folder).close()
    else:
        assert isinstance(refusal, DamagedError)
        assert refusal.what == "The project “Bees” could not be rescued"
    assert damaged in everything_in(folder).values()


@pytest.fixture
def expected(sound: Path, tmp_path: Path) -> Content:
    """What the sound project holds."""
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / NAME).write_bytes((sound / NAME).read_bytes())
    with Project.open(tmp_path / "whole") as project:
        return content(project)
