from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.app.judgement_import import import_judgements, read_judgement_file
from specter2_gui.app.project_data import contradictory, data_of
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from specter2_gui.project.queries import QueryDraft
from tests.app.importing import papers_of, receipt_of, ris, ris_file


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Papers r1 to r3, of which r3 is a hidden duplicate of r1, and two queries."""
    with Project.open(tmp_path / "project") as opened:
        receipt_of(opened, ris_file(tmp_path / "refs.ris", [ris(1), ris(2), ris(3, DO="10.1000/m.1")]))
        opened.queries.add([QueryDraft("wild bees", key="q1"), QueryDraft("ants", key="q2")])
        yield opened


def file_of(folder: Path, text: str) -> Path:
    (folder / "judged").write_text(text, encoding="utf-8")
    return folder / "judged"


@pytest.mark.parametrize(
    "text",
    [
        "q1 0 r1 2\nq1 0 r2 0\n",
        "query-id\tcorpus-id\tscore\nq1\tr1\t2\nq1\tr2\t0\n",
        "query-id,corpus-id,score\nq1,r1,2\nq1,r2,0\n",
        "query;paper;grade;remark\nWILD bees;r1;relevant;yes\nwild bees;r2;not relevant;\n",
        "qid,doi,label\nq1,https://doi.org/10.1000/M.1,2.0\nq1,10.1000/m.2,0\n",
    ],
    ids=["TREC", "tabs", "CSV", "words", "DOIs"],
)
def test_every_form_gives_the_same_judgements(project: Project, tmp_path: Path, text: str) -> None:
    receipt = import_judgements(project, file_of(tmp_path, text))
    assert (receipt.found, receipt.added, receipt.left_out) == (2, 2, 0)
    assert [(one.paper_key, one.grade) for one in project.judgements.all()] == [("r1", 2), ("r2", 0)]
    again = import_judgements(project, file_of(tmp_path, text))
    assert (again.added, again.unchanged) == (0, 2)


def test_what_is_not_known_here_is_counted_and_named(project: Project, tmp_path: Path) -> None:
    receipt = import_judgements(project, file_of(tmp_path, "q1\tr1\t1\nq1\tgone\t1\nelse\tr1\t1\n"))
    assert (receipt.found, receipt.added, receipt.left_out) == (3, 1, 2)
    assert (receipt.unknown_queries, receipt.unknown_papers) == (("else",), ("gone",))
    assert any("does not know the papers “gone”" in sentence for sentence in receipt.words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("else\tr1\t1\n", "knows none of its queries"),
        ("query-id,corpus-id,score\nq1,r1,perhaps\n", "line 2: “perhaps” is no grade"),
        ("query-id,corpus-id,score\nq1,,1\n", "line 2: an id is empty"),
        ("query-id,corpus-id,score\nq1,r1,1\nq1,r1,0\n", "line 3: the same pair has another grade"),
        ("q1 r1\n", "columns"),
        ("", "is empty"),
    ],
)
def test_a_file_that_says_nothing_certain_is_refused_and_changes_nothing(
    project: Project, tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        import_judgements(project, file_of(tmp_path, text))
    assert list(project.judgements.all()) == []


def test_a_judgement_of_a_hidden_paper_counts_for_the_one_that_is_shown(project: Project, tmp_path: Path) -> None:
    import_judgements(project, file_of(tmp_path, "q1\tr3\t1\nq2\tr2\t0\n"))
    data = data_of(project)
    assert [paper.id for paper in data.papers] == ["r1", "r2"]
    assert data.qrels == {"q1": {"r1": 1}, "q2": {"r2": 0}}
    assert data.remarks == ()


def test_of_contradictory_judgements_the_highest_counts_and_it_is_said(project: Project, tmp_path: Path) -> None:
    receipt = import_judgements(project, file_of(tmp_path, "q1\tr1\t0\nq1\tr3\t1\n"))
    [found] = receipt.contradictions
    assert found.grades == (("r3", 1), ("r1", 0))
    assert data_of(project).qrels == {"q1": {"r1": 1}}
    assert "contradictory judgements" in data_of(project).remarks[0]
    project.papers.separate([papers_of(project)[2].id])
    assert contradictory(project) == []
    assert data_of(project).qrels == {"q1": {"r1": 0, "r3": 1}}


def test_a_table_of_judgements_may_have_a_mark_and_empty_lines(tmp_path: Path) -> None:
    assert read_judgement_file(file_of(tmp_path, "\ufeffquery-id,corpus-id,score\r\n\r\nq1,r1,1\r\n")) == {
        "q1": {"r1": 1}
    }


def test_contradictions_of_other_files_are_not_told_again(project: Project, tmp_path: Path) -> None:
    assert len(import_judgements(project, file_of(tmp_path, "q1\tr1\t1\nq1\tr3\t0\n")).contradictions) == 1
    assert import_judgements(project, file_of(tmp_path, "q1\tr2\t1\nq2\tr2\t0\n")).contradictions == ()
    assert len(import_judgements(project, file_of(tmp_path, "q1\tr3\t0\n")).contradictions) == 1
    assert len(contradictory(project)) == 1


def test_the_first_line_names_the_columns_whatever_their_order(project: Project, tmp_path: Path) -> None:
    import_judgements(project, file_of(tmp_path, "corpus-id\tquery-id\tscore\nr1\tq1\t2\n"))
    assert [(one.query_key, one.paper_key) for one in project.judgements.all()] == [("q1", "r1")]


def test_judgements_may_be_in_german(project: Project, tmp_path: Path) -> None:
    import_judgements(
        project, file_of(tmp_path, "Anfrage;Dokument;Relevanz\nWild bees;r1;ja\nq1;r2;nein\nq2;r1;teilweise\n")
    )
    assert [one.grade for one in project.judgements.all()] == [2, 0, 1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"TY  - JOUR\nTI  - Bees\nER  - \n", "holds references, not judgements"),
        (b'{"id": "q1", "text": "wild bees"}\n', "is JSON"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"<!DOCTYPE html><html>Please log in</html>", "a web page"),
        (b"q1 0 gone 1\nq2 0 lost 1\n", "The collection has none of its papers: “gone”, “lost”"),
    ],
    ids=["references", "queries", "a picture", "a web page", "of other papers"],
)
def test_what_gives_no_judgement_is_refused_for_what_it_is(
    project: Project, tmp_path: Path, data: bytes, words: str
) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(UserError, match=words):
        import_judgements(project, tmp_path / "file")
    assert list(project.judgements.all()) == []
    assert project.undo_label == "Add 2 queries"
