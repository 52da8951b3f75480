from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.app.exporting import export
from specter2_gui.app.file_kinds import kind_of
from specter2_gui.app.query_import import import_queries
from specter2_gui.app.query_reading import read_query_file
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


PAPERS = {
    "papers.jsonl": '{"id": "p1", "title": "Wild bees", "abstract": "We counted."}\n',
    "corpus.jsonl": '{"_id": "p1", "title": "Wild bees", "text": "We counted."}\n',
    "refs.ris": "TY  - JOUR\nTI  - Wild bees\nER  - \n",
    "refs.bib": "@article{a, title = {Wild bees}}\n",
    "scopus.csv": "Authors,Title,Year\nAda,Wild bees,2001\n",
    "liste.csv": "Titel;Zusammenfassung\nWilde Bienen;Gezählt\n",
    "beir.csv": "id,title,text\np1,Wild bees,We counted\n",
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_file_of_references_does_not_become_queries(project: Project, tmp_path: Path, name: str) -> None:
    path = file_of(tmp_path, PAPERS[name], name)
    with pytest.raises(UserError, match="holds references, not queries") as raised:
        import_queries(project, path)
    assert name in raised.value.sentence
    assert project.queries.list() == []


def test_judgements_do_not_become_queries(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds judgements, not queries"):
        import_queries(project, file_of(tmp_path, "q1 0 p1 1\nq1 0 p2 0\n"))


@pytest.mark.parametrize(
    "row",
    [
        '{"id": "q1", "text": "Wild bees. We counted.", "title": "Wild bees", "abstract": "We counted."}',
        '{"number": 1, "title": "wild bees", "description": "what counts", "narrative": "all of them"}',
        '{"query": "wild bees", "positive_title": "Bees", "positive_abstract": "", "year": 2001, "title": "no"}',
    ],
    ids=["made of a paper", "a topic of TREC", "a triplet"],
)
def test_queries_with_more_than_a_text_are_still_queries(tmp_path: Path, row: str) -> None:
    [found] = read_query_file(file_of(tmp_path, row + "\n", "queries.jsonl"))
    assert found.text.casefold().startswith("wild bees")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "Nr;Wunsch\n1;wilde Bienen\n2;Ameisen\n"),
        ("a.csv", "Nr,Wunsch\n1,wilde Bienen\n2,Ameisen\n"),
        ("a.tsv", "Nr\tWunsch\n1\twilde Bienen\n"),
    ],
)
def test_a_table_without_a_column_of_queries_is_refused_with_its_columns(
    project: Project, tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(UserError, match="“Nr”, “Wunsch”"):
        import_queries(project, file_of(tmp_path, text, name))
    assert project.queries.list() == []


@pytest.mark.parametrize("name", ["Frage", "Suchanfrage", "Requête", "Question", "Search Query"])
def test_the_column_of_queries_may_have_a_name_of_another_language(tmp_path: Path, name: str) -> None:
    found = read_query_file(file_of(tmp_path, f"Nr;{name}\n1;wilde Bienen\n2;Ameisen\n", "a.csv"))
    assert [(query.key, query.text) for query in found] == [("1", "wilde Bienen"), ("2", "Ameisen")]


def test_commas_in_plain_text_make_no_table(tmp_path: Path) -> None:
    found = read_query_file(file_of(tmp_path, "bees, and wasps\nants, and flies\n", "queries.txt"))
    assert [query.text for query in found] == ["bees, and wasps", "ants, and flies"]


def workbook(path: Path, rows: list[list[str]]) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "rows",
    [[["ID", "Query", "Note"], ["q1", "wild bees", "counts"], ["q2", "ants"]], [["wild bees"], ["ants"]], [["Query"], ["wild bees"], ["ants"]]],
    ids=["with columns", "one column", "one that is named"],
)  # fmt: skip
def test_queries_in_a_workbook_are_read(project: Project, tmp_path: Path, rows: list[list[str]]) -> None:
    assert import_queries(project, workbook(tmp_path / "queries.xlsx", rows)).added == 2
    assert [row.text for row in project.queries.list()] == ["wild bees", "ants"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Title", "Abstract"], ["Wild bees", "We counted."]], "holds references"),
        ([["Nr", "Wunsch"], ["1", "wilde Bienen"]], "“Nr”, “Wunsch”"),
    ],
)
def test_a_workbook_of_something_else_is_refused(
    project: Project, tmp_path: Path, rows: list[list[str]], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        import_queries(project, workbook(tmp_path / "list.xlsx", rows))
    assert project.queries.list() == []


def test_a_web_page_and_a_picture_do_not_become_queries(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="a web page"):
        import_queries(project, file_of(tmp_path, "<!DOCTYPE html><html>\nPlease log in\n</html>\n"))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UserError, match="a picture"):
        import_queries(project, tmp_path / "picture.png")


def test_queries_come_back_unchanged_from_a_table(project: Project, tmp_path: Path) -> None:
    import_queries(project, file_of(tmp_path, '{"id": "=1", "text": "=SUM(A1)", "note": "-x"}\n'))
    export(project, "queries", "csv", tmp_path / "out.csv")
    assert kind_of(tmp_path / "out.csv") == "queries"
    [found] = read_query_file(tmp_path / "out.csv")
    assert (found.key, found.text, found.note) == ("=1", "=SUM(A1)", "-x")
