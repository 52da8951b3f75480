"""The papers behind the numbers of a receipt that no filter can name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.app.receipt_papers import Counted, counted_now, is_noted, receipt_papers
from specter2_gui.project.imports import ImportRow
from specter2_gui.project.project import Project
from tests.app.importing import receipt_of, ris, ris_file


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        yield opened


@pytest.fixture
def newer(project: Project, tmp_path: Path) -> ImportRow:
    """An import that met one paper in each state, and brought one that is new."""
    receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(1), ris(2), ris(3, AB=None)]))
    edited = project.papers.get("r2")
    assert edited is not None
    project.papers.edit(edited.id, {"title": "My own words for the bees of meadow number 2"})
    records = [ris(1, AB="Longer now."), ris(2, AB="Another."), ris(3, AB=None), ris(4, AB=None)]
    receipt = receipt_of(project, ris_file(tmp_path / "refs (1).ris", records))
    row = project.imports.get(receipt.import_id)
    assert row is not None
    return row


def keys(project: Project, row: ImportRow, counted: Counted) -> list[str] | None:
    papers = receipt_papers(project, row, counted)
    return None if papers is None else [paper.key for paper in project.papers.rows(papers)]


def test_each_number_has_its_papers(project: Project, newer: ImportRow) -> None:
    assert is_noted(project, newer)
    assert keys(project, newer, "update") == ["r1"]
    assert keys(project, newer, "kept") == ["r2"]
    assert keys(project, newer, "there") == ["r3"]
    assert keys(project, newer, "title only") == ["r3", "r4"]


def test_a_first_import_has_met_nobody_and_notes_nothing(project: Project, newer: ImportRow) -> None:
    first = project.imports.list()[0]
    assert first.id != newer.id
    assert not is_noted(project, first)
    assert keys(project, first, "title only") == ["r3"]


def test_a_note_that_is_gone_or_damaged_is_said_to_be_unknown(project: Project, newer: ImportRow) -> None:
    [note] = (project.place.cache / "receipts").iterdir()
    note.write_text("{", encoding="utf-8")
    assert keys(project, newer, "there") is None
    note.unlink()
    assert keys(project, newer, "there") is None
    assert keys(project, newer, "title only") == ["r4"]


def test_a_note_of_another_file_is_not_taken_for_this_one(project: Project, newer: ImportRow) -> None:
    [note] = (project.place.cache / "receipts").iterdir()
    note.rename(note.with_name(f"{newer.id}-{'0' * 16}.json"))
    assert not is_noted(project, newer)


def test_where_the_note_cannot_be_written_the_import_is_none_the_worse(project: Project, tmp_path: Path) -> None:
    path = ris_file(tmp_path / "refs.ris", [ris(1)])
    receipt_of(project, path)
    (project.place.cache / "receipts").write_text("a file in the way", encoding="utf-8")
    assert receipt_of(project, path).already_there == 1


def test_what_is_left_of_the_numbers_is_counted_anew(project: Project, tmp_path: Path) -> None:
    first = receipt_of(project, ris_file(tmp_path / "a.ris", [ris(1), ris(2, AB=None)])).import_id
    again = [ris(1), ris(3, DO="10.1000/m.1"), ris(4, DO="10.1000/m.2")]
    second = receipt_of(project, ris_file(tmp_path / "b.ris", again)).import_id
    assert now(project, first) == {"added": 2, "duplicates": 0, "title only": 1}, "others repeat it, and it nobody"
    found = now(project, second)
    assert {name: found[name] for name in ("added", "duplicates", "there")} == {"added": 2, "duplicates": 2, "there": 1}
    project.imports.remove(first)
    found = now(project, second)
    assert {name: found[name] for name in ("added", "duplicates", "there")} == {"added": 2, "duplicates": 0, "there": 0}


def now(project: Project, import_id: int) -> dict[str, int]:
    row = project.imports.get(import_id)
    assert row is not None
    return counted_now(project, row)
