"""A table imported anew in the place of its import: whatever comes in between, one of the two is in the collection."""

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from specter2_gui.app.importing import FileRefused, ImportEvent, ImportOptions, ImportProgress, import_files
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.imports import Imports
from specter2_gui.project.project import Project
from tests.app.importing import events_of, papers_of, receipt_of, ris, ris_file

TRIPLET = Triplet("a query", "A paper", "", "Another paper", "")
ANEW = {"Title": "title", "Words": "abstract"}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        yield opened


def table(path: Path, rows: int = 600) -> Path:
    lines = [f"Wild bees of meadow number {row} in spring,We counted bees {row}." for row in range(rows)]
    path.write_text("\n".join(["Title,Words", *lines, ""]), encoding="utf-8")
    return path


def anew(import_id: int) -> ImportOptions:
    return ImportOptions({"list.csv": ANEW}, replaces=import_id)


def refuse(*_: object, **__: object) -> None:
    raise UserError("Nothing was changed", "The disk is full", "Make room")


@pytest.mark.parametrize("others", [False, True], ids=["newest gesture", "older gesture"])
def test_the_new_import_stands_in_the_place_of_the_old_one(project: Project, tmp_path: Path, others: bool) -> None:
    path = table(tmp_path / "list.csv")
    first = receipt_of(project, path)
    if others:
        receipt_of(project, ris_file(tmp_path / "refs.ris", [ris(1)]))
    second = receipt_of(project, path, anew(first.import_id))
    assert (second.added, second.already_there) == (600, 0)
    rows = [row for row in papers_of(project) if row.source == "list.csv"]
    assert len(rows) == 600
    assert rows[7].abstract == "We counted bees 7."


@pytest.mark.parametrize("others", [False, True], ids=["newest gesture", "older gesture"])
def test_cancelled_after_another_gesture_the_old_import_is_still_there(
    project: Project, tmp_path: Path, others: bool
) -> None:
    path = table(tmp_path / "list.csv")
    first = receipt_of(project, path)
    if others:
        project.workspace.add(TRIPLET)
    before = papers_of(project)
    events = cast("Generator[ImportEvent]", import_files(project, [path], options=anew(first.import_id)))
    with closing(events):
        for event in events:
            if isinstance(event, ImportProgress) and event.records:
                project.workspace.add(TRIPLET)
                break
    assert papers_of(project) == before
    assert [row.id for row in project.imports.list()] == [first.import_id]


@pytest.mark.parametrize("others", [False, True], ids=["newest gesture", "older gesture"])
def test_refused_by_the_disk_the_old_import_is_there_again(
    project: Project, tmp_path: Path, others: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path / "list.csv")
    first = receipt_of(project, path)
    if others:
        project.workspace.add(TRIPLET)
    before = papers_of(project)
    monkeypatch.setattr(Imports, "add", refuse)
    last = events_of(project, path, options=anew(first.import_id))[-1]
    assert isinstance(last, FileRefused)
    assert "The disk is full" in last.error.sentence
    assert papers_of(project) == before


@pytest.mark.parametrize(("others", "way"), [(False, "redo"), (True, "undo")])
def test_what_cannot_be_brought_back_is_said_with_the_way_to_it(
    project: Project, tmp_path: Path, others: bool, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path / "list.csv")
    first = receipt_of(project, path)
    if others:
        project.workspace.add(TRIPLET)
    before = papers_of(project)
    with monkeypatch.context() as faults:
        faults.setattr(Imports, "add", refuse)
        if others:
            faults.setattr(Project, "undo", refuse)
        else:
            faults.setattr(Project, "redo", refuse)
        last = events_of(project, path, options=anew(first.import_id))[-1]
    assert isinstance(last, FileRefused)
    assert "out of the collection" in last.error.sentence
    assert f"choose {way.capitalize()}" in last.error.sentence
    assert papers_of(project) == []
    getattr(project, way)()
    assert papers_of(project) == before


def test_an_import_that_is_gone_is_not_done_anew(project: Project, tmp_path: Path) -> None:
    path = table(tmp_path / "list.csv", 3)
    first = receipt_of(project, path)
    project.undo()
    last = events_of(project, path, options=anew(first.import_id))[-1]
    assert isinstance(last, FileRefused)
    assert papers_of(project) == []
