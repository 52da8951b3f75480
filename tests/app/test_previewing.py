"""What a person is shown of a table before its columns are taken for fields."""

from collections.abc import Generator
from pathlib import Path

import pytest

from specter2_gui.app.importing import ImportOptions
from specter2_gui.app.previewing import CHOICES, TablePreview, preview_table
from specter2_gui.project.project import Project
from tests.app.importing import receipt_of, ris, ris_file


@pytest.fixture
def project(tmp_path: Path) -> Generator[Project]:
    with Project.open(tmp_path / "Bees") as opened:
        yield opened


def table(project: Project, path: Path, text: str) -> TablePreview:
    path.write_text(text, encoding="utf-8")
    found = preview_table(project, path)
    assert found is not None
    return found


def test_usual_names_leave_nothing_to_ask(project: Project, tmp_path: Path) -> None:
    found = table(project, tmp_path / "a.csv", "Title,Year,Abstract\nOne,2001,words\n")
    assert (found.name, found.format, found.unsure, found.remembered) == ("a.csv", "Table (CSV)", False, False)
    assert found.header == ("Title", "Year", "Abstract")
    assert found.rows == (("One", "2001", "words"),)
    assert found.mapping == {"Title": "title", "Year": "year", "Abstract": "abstract"}


def test_names_that_say_nothing_are_asked_about_until_somebody_decides(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = "Kram,Zeug\nOne,alpha\nTwo,beta\n"
    assert table(project, path, text).unsure
    receipt_of(project, path, ImportOptions({"a.csv": {"Zeug": "title"}}))
    found = table(project, tmp_path / "b.csv", text)
    assert (found.unsure, found.remembered, found.mapping) == (False, True, {"Zeug": "title"})


def test_what_is_no_table_has_no_columns_to_map(project: Project, tmp_path: Path) -> None:
    assert preview_table(project, ris_file(tmp_path / "a.ris", [ris(1)])) is None


def test_every_choice_has_a_title_of_its_own() -> None:
    names, titles = zip(*CHOICES, strict=True)
    assert {"title", "abstract", "authors", "year", "venue", "doi", "keywords"} <= set(names)
    assert len(set(titles)) == len(titles) == len(set(names))
