"""A project of an earlier version opens with all that was in it, and with all that could be undone."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.app.receipts import receipt_of
from specter2_gui.project.database import open_database
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.integrity import check_whole
from specter2_gui.project.project import Project
from specter2_gui.project.schema import MIGRATIONS, RECORDED
from specter2_gui.project.seals import keep_seals

_FACTS: dict[str, Any] = {
    "at": "2026-01-02T03:04:05+00:00", "name": "old.ris", "sha256": "0", "format": "ris", "encoding": "utf-8",
    "encoding_reason": "Every byte fits", "doubtful": "[]", "mapping": '{"Titel": "title"}', "start_marks": 2,
    "records": 2, "rejects": 0, "added": 2, "already_there": 0, "updated": 0, "title_only": 2, "duplicates": 0,
}  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A project as version 2 wrote it: two imports, of which the second is undone."""
    folder = tmp_path / "Bees"
    folder.mkdir()
    with closing(open_database(folder / "project.sqlite", MIGRATIONS[:2])) as database:
        keep_seals(database.connection, RECORDED)
        for number, undone in ((1, 0), (2, 1)):
            with database.transaction() as connection:
                connection.execute("INSERT INTO recording VALUES (?)", (number,))
                columns = ", ".join(_FACTS)
                places = ", ".join("?" * len(_FACTS))
                connection.execute(f"INSERT INTO imports ({columns}) VALUES ({places})", list(_FACTS.values()))  # noqa: S608 - our own table
                connection.execute("DELETE FROM recording")
                connection.execute("INSERT INTO gestures VALUES (?, ?, 0)", (number, f"Import {number}"))
            if undone:
                with database.transaction() as connection:
                    connection.execute("INSERT INTO recording VALUES (NULL)")
                    connection.execute("DELETE FROM imports WHERE id = ?", (number,))
                    connection.execute("DELETE FROM recording")
                    connection.execute("UPDATE gestures SET undone = 1 WHERE id = ?", (number,))
                    connection.execute(
                        f"UPDATE imports_before SET present = 1, {' = ?, '.join(_FACTS)} = ? WHERE gesture = ?",  # noqa: S608 - our own table
                        [*_FACTS.values(), number],
                    )
    return folder


def test_imports_of_an_earlier_version_have_no_notes_and_can_still_be_undone(old: Path) -> None:
    with Project.open(old) as project:
        [row] = project.imports.list()
        receipt = receipt_of(row)
        assert (receipt.name, receipt.added, receipt.columns) == ("old.ris", 2, (("Titel", "title"),))
        assert (receipt.notes, receipt.noted, receipt.kept_edited) == ((), 0, 0)
        assert project.redo() == "Import 2"
        assert [each.notes for each in project.imports.list()] == [(), ()]
        assert project.undo() == "Import 2"
        assert project.undo() == "Import 1"
        assert project.imports.list() == []
        assert project.redo() == "Import 1"
        assert project.imports.list() == [row]
        check_whole(project.ledger.database.connection, "The project is broken")


def test_the_file_of_each_earlier_version_is_kept(old: Path) -> None:
    with Project.open(old):
        pass
    backups = sorted(path for path in (old / "backups").iterdir() if "version" in path.name)
    assert len(backups) == len(MIGRATIONS) - 2
    with closing(open_database(backups[0], MIGRATIONS[:2])) as database:
        assert database.read("SELECT name FROM imports") == [("old.ris",)]


def test_queries_of_an_earlier_version_have_no_other_ids_and_can_still_be_undone(tmp_path: Path) -> None:
    folder = tmp_path / "Bees"
    folder.mkdir()
    query = {"id": 1, "key": "q1", "text": "wild bees", "note": "", "at": "2026-01-02T03:04:05+00:00"}
    with closing(open_database(folder / "project.sqlite", MIGRATIONS[:3])) as database:
        keep_seals(database.connection, RECORDED)
        with database.transaction() as connection:
            connection.execute("INSERT INTO recording VALUES (1)")
            connection.execute("INSERT INTO queries VALUES (:id, :key, :text, :note, :at)", query)
            connection.execute("DELETE FROM recording")
            connection.execute("INSERT INTO gestures VALUES (1, 'Add 1 query', 0)")
    with Project.open(folder) as project:
        [row] = project.queries.list()
        assert (row.key, row.text, row.own_keys) == ("q1", "wild bees", ())
        assert project.undo() == "Add 1 query"
        assert project.queries.list() == []
        assert project.redo() == "Add 1 query"
        assert project.queries.list() == [row]
        check_whole(project.ledger.database.connection, "The project is broken")


def test_what_a_receipt_tells_is_kept(tmp_path: Path) -> None:
    facts = ImportFacts(
        "a.csv", "0", "csv", "cp1252", "why", 3, 3, doubtful=("Jos\ufffd",), mapping={"Titel": "title"}, kept_edited=1, noted=2,
        notes=("Line 2: “odd”", "Line 3: odder"),
    )  # fmt: skip
    with Project.open(tmp_path / "Bees") as project:
        number = project.imports.add(facts, [])
    with Project.open(tmp_path / "Bees") as project:
        row = project.imports.get(number)
        assert row is not None
        receipt = receipt_of(row)
    assert (receipt.kept_edited, receipt.noted, receipt.notes) == (1, 2, facts.notes)
    assert (receipt.doubtful, receipt.columns) == (facts.doubtful, (("Titel", "title"),))
    assert "“Jos\ufffd”" in " ".join(receipt.words)
