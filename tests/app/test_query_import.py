from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.app.query_import import import_queries, read_query_file
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        yield opened


def file_of(folder: Path, text: str, name: str = "queries") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "q1", "text": "wild bees", "note": "counts"}\n{"id": 2, "text": "ants, and wasps"}\n',
        '[{"id": "q1", "query": "wild bees", "note": "counts"}, {"id": "2", "query": "ants, and wasps"}]',
        'id,text,note\nq1,wild bees,counts\n2,"ants, and wasps",\n',
        "qid\tquery\tnarrative\nq1\twild bees\tcounts\n2\tants, and wasps\t\n",
        "\ufeffQuery;ID;Note\r\nwild bees;q1;counts\r\nants, and wasps;2;\r\n",
    ],
    ids=["JSON Lines", "JSON", "commas", "tabs", "semicolons"],
)
def test_every_form_gives_the_same_queries(project: Project, tmp_path: Path, text: str) -> None:
    receipt = import_queries(project, file_of(tmp_path, text))
    assert (receipt.found, receipt.added) == (2, 2)
    rows = project.queries.list()
    assert [(row.key, row.text, row.note) for row in rows] == [
        ("q1", "wild bees", "counts"),
        ("2", "ants, and wasps", ""),
    ]


def test_plain_text_is_one_query_a_line(tmp_path: Path) -> None:
    found = read_query_file(file_of(tmp_path, "wild bees, and more\r\n\r\n  do ants sleep?  \n"))
    assert [(query.place, query.text) for query in found] == [(1, "wild bees, and more"), (3, "do ants sleep?")]


def test_what_is_there_is_not_added_again_and_what_is_near_is_said(project: Project, tmp_path: Path) -> None:
    import_queries(project, file_of(tmp_path, "effects of hedgerows on wild bees\n"))
    receipt = import_queries(
        project, file_of(tmp_path, "Effects of  hedgerows on wild bees\neffect of hedgerows on wild bees\n")
    )
    assert (receipt.added, receipt.already_there) == (1, 1)
    [near] = receipt.near
    assert "nearly the same" in near
    assert project.undo_label == "Add 1 query"


def test_rows_that_are_no_queries_are_listed_and_the_others_are_added(project: Project, tmp_path: Path) -> None:
    receipt = import_queries(project, file_of(tmp_path, '{"id": "q1"}\n{"text": "wild bees"\n{"text": "ants"}\n[1]\n'))
    assert receipt.added == 1
    assert len(receipt.rejected) == receipt.found - 1 == 3
    assert "Row 1: There is no text of a query in it." in receipt.words


def test_an_empty_file_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is empty"):
        import_queries(project, file_of(tmp_path, " \n"))
