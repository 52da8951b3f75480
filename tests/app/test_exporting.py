import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from specter2_gui.app.exporting import FORMATS, export
from specter2_gui.app.judgement_import import import_judgements
from specter2_gui.app.query_import import import_queries
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.collection_reading import read_papers, read_qrels, read_queries
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.project.project import Project
from tests.app.importing import numbers, papers_of, receipt_of, ris, ris_file

JUDGED = Triplet("do bees sleep", "Sleep of bees", "They do.", "Markets", "They do not.")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three papers, two queries, three judgements and a triplet."""
    with Project.open(tmp_path / "project") as opened:
        records = [
            ris(1),
            ris(2, TI="=1+2 bees — “quoted”; and, more", AB=None),
            ris(3, DO="10.1000/m.1", PY="in press", TY="THES"),
        ]
        receipt_of(opened, ris_file(tmp_path / "refs.ris", records))
        (tmp_path / "queries.jsonl").write_text(
            '{"id": "q1", "text": "wild bees", "note": "field counts"}\n{"id": "q2", "text": "@sum of ants"}\n',
            encoding="utf-8",
        )
        import_queries(opened, tmp_path / "queries.jsonl")
        (tmp_path / "qrels.tsv").write_text(
            "query-id\tcorpus-id\tscore\nq1\tr1\t2\nq1\tr2\t0\nq2\tr3\t1\n", encoding="utf-8"
        )
        import_judgements(opened, tmp_path / "qrels.tsv")
        opened.workspace.add(JUDGED)
        yield opened


def without_place(row: PaperRow) -> tuple[object, ...]:
    return (
        row.key,
        row.title,
        row.abstract,
        row.authors,
        row.year_text,
        row.year,
        row.venue,
        row.doi,
        row.keywords,
        row.language,
        row.kind,
    )


def test_an_exported_ris_comes_back_without_change(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.ris"
    assert export(project, "papers", "ris", out) == 3
    before = papers_of(project)
    assert numbers(receipt_of(project, out)) == (0, 3, 0, 0)
    assert papers_of(project) == before
    with Project.open(tmp_path / "fresh") as fresh:
        receipt_of(fresh, out)
        assert [without_place(row) for row in papers_of(fresh)] == [without_place(row) for row in before]
        export(fresh, "papers", "ris", tmp_path / "again.ris")
    text = out.read_text(encoding="utf-8")
    assert text.count("N1  - Judged ") == 3
    assert "N1  - Judged relevant for the query “wild bees” (q1)" in text
    again = [line for line in text.splitlines() if not line.startswith("N1")]
    assert (tmp_path / "again.ris").read_text(encoding="utf-8").splitlines() == again


def test_a_table_of_papers_holds_no_formula(project: Project, tmp_path: Path) -> None:
    export(project, "papers", "csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["r1", "r2", "r3"]
    assert rows[1]["title"] == "'=1+2 bees — “quoted”; and, more"
    assert rows[2]["year"] == "in press"
    assert "Judged not relevant" in rows[1]["judgements"]
    assert all(not (cell or "").startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert receipt_of(project, tmp_path / "out.csv").added == 0


def test_papers_as_json_lines_are_a_collection(project: Project, tmp_path: Path) -> None:
    export(project, "papers", "jsonl", tmp_path / "out.jsonl")
    data = (tmp_path / "out.jsonl").read_bytes()
    assert read_papers(data, "out.jsonl") == [row.paper for row in papers_of(project)]
    first = json.loads(data.splitlines()[0])
    assert (first["doi"], first["authors"], first["year"]) == ("10.1000/m.1", ["Smith1, Jane"], "2019")
    assert numbers(receipt_of(project, tmp_path / "out.jsonl")) == (0, 3, 0, 0)


def test_a_selection_is_exported_in_its_order(project: Project, tmp_path: Path) -> None:
    one, two, three = papers_of(project)
    assert export(project, "papers", "jsonl", tmp_path / "out.jsonl", [three.id, one.id]) == 2
    assert [paper.id for paper in read_papers((tmp_path / "out.jsonl").read_bytes(), "x")] == ["r3", "r1"]
    assert export(project, "judgements", "trec", tmp_path / "out.trec", [two.id]) == 1


def test_queries_can_be_read_again(project: Project, tmp_path: Path) -> None:
    export(project, "queries", "jsonl", tmp_path / "out.jsonl")
    found = read_queries((tmp_path / "out.jsonl").read_bytes(), "out.jsonl")
    assert [(query.id, query.text) for query in found] == [("q1", "wild bees"), ("q2", "@sum of ants")]
    export(project, "queries", "csv", tmp_path / "out.csv")
    for name in ("out.jsonl", "out.csv"):
        receipt = import_queries(project, tmp_path / name)
        assert (receipt.added, receipt.already_there) in ((0, 2), (1, 1)), name
        assert not receipt.rejected


def test_judgements_keep_the_grades_of_their_file(project: Project, tmp_path: Path) -> None:
    export(project, "judgements", "trec", tmp_path / "out.trec")
    assert (tmp_path / "out.trec").read_text(encoding="utf-8") == "q1\t0\tr1\t2\nq1\t0\tr2\t0\nq2\t0\tr3\t1\n"
    assert read_qrels((tmp_path / "out.trec").read_bytes(), "x") == {"q1": {"r1": 2, "r2": 0}, "q2": {"r3": 1}}
    export(project, "judgements", "csv", tmp_path / "out.csv")
    receipt = import_judgements(project, tmp_path / "out.csv")
    assert (receipt.found, receipt.unchanged) == (3, 3)


def test_with_judgements_of_our_own_all_are_in_our_grades(project: Project, tmp_path: Path) -> None:
    (tmp_path / "binary.tsv").write_text("q2\tr1\t1\n", encoding="utf-8")
    import_judgements(project, tmp_path / "binary.tsv")
    project.judgements.set(1, 3, 2, "clicked")
    export(project, "judgements", "trec", tmp_path / "out.trec")
    found = read_qrels((tmp_path / "out.trec").read_bytes(), "x")
    assert found["q2"]["r1"] == 2, "the 1 of a file that knows only 0 and 1 means relevant"


@pytest.mark.parametrize("format", FORMATS["triplets"])
def test_triplets_can_be_loaded_again(project: Project, tmp_path: Path, format: str) -> None:  # noqa: A002 - the word of the option
    out = tmp_path / "triplets.out"
    export(project, "triplets", format, out)
    assert load_triplets(out).triplets == (JUDGED,)
    assert out.read_text(encoding="utf-8").startswith("[" if format == "json" else "{")


@pytest.mark.parametrize(("what", "format"), [(what, name) for what, names in FORMATS.items() for name in names])
def test_nothing_is_no_file(tmp_path: Path, what: str, format: str) -> None:  # noqa: A002 - as above
    out = tmp_path / "out"
    out.write_text("old", encoding="utf-8")
    with Project.open(tmp_path / "empty") as empty, pytest.raises(UserError, match=f"no {what}"):
        export(empty, what, format, out)
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("what", FORMATS)
def test_a_folder_is_no_file_to_write(project: Project, tmp_path: Path, what: str) -> None:
    with pytest.raises(UserError, match="is a folder"):
        export(project, what, FORMATS[what][0], tmp_path)


def test_a_file_that_cannot_be_written_is_told_and_the_old_one_stays(project: Project, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file", encoding="utf-8")
    with pytest.raises(UserError, match="blocked"):
        export(project, "papers", "ris", tmp_path / "blocked" / "out.ris")
    with pytest.raises(UserError, match="ris or csv or jsonl"):
        export(project, "papers", "docx", tmp_path / "out.docx")
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("JOUR", "JOUR"),
        ("article", "JOUR"),
        ("Journal Article", "JOUR"),
        ("inproceedings", "CPAPER"),
        ("", "GEN"),
        ("film", "GEN"),
    ],
)
def test_a_kind_of_another_format_is_written_as_one_of_ris(tmp_path: Path, kind: str, written: str) -> None:
    with Project.open(tmp_path / "kinds") as project:
        (tmp_path / "kinds.jsonl").write_text(
            json.dumps({"id": "a", "title": "Bees", "type": kind}) + "\n", encoding="utf-8"
        )
        receipt_of(project, tmp_path / "kinds.jsonl")
        export(project, "papers", "ris", tmp_path / "out.ris")
    assert (tmp_path / "out.ris").read_text(encoding="utf-8").startswith(f"TY  - {written}\n")


def test_every_real_file_comes_back_from_ris_with_all_its_papers(tmp_path: Path, shared_data: Path) -> None:
    """Into the same project nothing is added and nothing changes; a new one holds as many papers with the same texts."""
    folder = shared_data / "exports" / "ris"
    if not folder.is_dir():
        pytest.skip("the folder of real exports is not there")
    with Project.open(tmp_path / "project") as project:
        for path in sorted(folder.glob("asreview__*")):
            receipt_of(project, path)
        export(project, "papers", "ris", tmp_path / "out.ris")
        before = papers_of(project)
        assert receipt_of(project, tmp_path / "out.ris").already_there == len(before)
        assert papers_of(project) == before
    with Project.open(tmp_path / "fresh") as fresh:
        receipt_of(fresh, tmp_path / "out.ris")
        texts = [
            (row.key, row.title, row.abstract, row.year_text, row.doi, row.keywords, row.language) for row in before
        ]
        assert [
            (row.key, row.title, row.abstract, row.year_text, row.doi, row.keywords, row.language)
            for row in papers_of(fresh)
        ] == texts


@pytest.mark.parametrize(
    "name", ["project.sqlite", "project.sqlite-journal", "in-use.json", "originals/papers.ris", "runs/a/b"]
)
def test_an_export_takes_the_place_of_nothing_in_the_project(project: Project, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="the project's own files"):
        export(project, "papers", "ris", tmp_path / "project" / name)
    assert len(list(project.papers.all())) == 3


def test_an_export_may_lie_beside_the_project_s_files(project: Project, tmp_path: Path) -> None:
    assert export(project, "papers", "ris", tmp_path / "project" / "papers.ris") == 3
