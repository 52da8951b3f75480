"""A dropped file goes where it belongs, whatever it is called."""

import json
import zipfile
from pathlib import Path

import pytest

from specter2_gui.app.file_kinds import kind_of
from specter2_gui.disk.places import resources
from specter2_gui.project.archive import write_archive
from specter2_gui.project.project import Project

TEXTS = {
    "queries of JSON Lines": ('{"id": "q1", "text": "do hedgerows help wild bees"}\n', "queries"),
    "qrels with a header": ("query-id\tcorpus-id\tscore\nq1\tp1\t1\n", "judgements"),
    "qrels of TREC": ("q1 0 p1 1\nq1 0 p2 0\n", "judgements"),
    "judgements as CSV": ("query-id,corpus-id,grade\nq1,p1,relevant\n", "judgements"),
    "queries under another name": ('[{"question": "do hedgerows help wild bees"}]', "queries"),
    "queries as CSV": ("id,query\nq1,do hedgerows help wild bees\n", "queries"),
    "queries with ids as CSV": ("query-id;Query;Note\nq1;do hedgerows help wild bees;all\n", "queries"),
    "judgements with the queries' text": ("query,paper,grade\ndo hedgerows help,p1,1\n", "judgements"),
    "a screened collection": ("id,title,topic,label\np1,Bees,ants,1\n", "papers"),
    "papers of JSON Lines": ('{"id": "p1", "title": "Bees", "abstract": "We counted"}\n', "papers"),
    "RIS": ("TY  - JOUR\nTI  - Bees\nER  - \n", "papers"),
    "CSV of Scopus": ("Authors,Title,Year\nA,Bees,2001\n", "papers"),
    "an empty file": ("", "papers"),
    "anything": ("dear colleague\n", "papers"),
}


@pytest.mark.parametrize(("text", "kind"), TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_content_decides(tmp_path: Path, text: str, kind: str, mark: str) -> None:
    path = tmp_path / "download (3).txt"
    path.write_text(mark + text, encoding="utf-8")
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("triplets.json", "triplets"),
        ("queries.jsonl", "queries"),
        ("qrels.tsv", "judgements"),
        ("papers.jsonl", "papers"),
    ],
)
def test_the_files_of_the_sample_are_told_apart(name: str, kind: str) -> None:
    assert kind_of(resources() / "sample" / name) == kind


def test_a_triplet_one_a_line_is_one(tmp_path: Path) -> None:
    row = {"query": "q", "positive_title": "a", "positive_abstract": "", "negative_title": "b", "negative_abstract": ""}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert kind_of(tmp_path / "a.jsonl") == "triplets"


def test_a_project_is_told_from_other_zip_files(tmp_path: Path) -> None:
    with Project.open(tmp_path / "theses") as project:
        write_archive(project, tmp_path / "theses.zip")
    with zipfile.ZipFile(tmp_path / "table.xlsx", "w") as other:
        other.writestr("[Content_Types].xml", "<Types/>")
    assert kind_of(tmp_path / "theses") == "project"
    assert kind_of(tmp_path / "theses.zip") == "archive"
    assert kind_of(tmp_path / "table.xlsx") == "papers"


def test_a_file_that_is_gone_is_left_to_the_reader_of_papers(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "gone.ris") == "papers"
