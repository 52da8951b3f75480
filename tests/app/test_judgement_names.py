"""Ids in files of judgements: two collections that both count from 1 do not get in each other's way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from specter2_gui.app.judgement_import import JudgementReceipt, import_judgements
from specter2_gui.app.judgement_names import Step
from specter2_gui.app.query_import import QueryReceipt, import_queries
from specter2_gui.domain.errors import UserError
from specter2_gui.project.project import Project
from tests.app.importing import receipt_of


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(tmp_path / "project") as opened:
        yield opened


@dataclass(frozen=True)
class Files:
    """Papers and queries that are counted from 1."""

    name: str
    titles: tuple[str, ...]
    queries: tuple[str, ...]


BEES = Files("bees", ("Wild bees", "Tame bees"), ("who counts bees", "who keeps bees"))
STARS = Files("stars", ("Red stars", "Blue stars"), ("who counts stars", "who sees stars"))


def collection(project: Project, folder: Path, files: Files) -> Step:
    papers = folder / f"{files.name}.jsonl"
    rows = [
        {"id": str(number), "title": title, "abstract": "Words."} for number, title in enumerate(files.titles, start=1)
    ]
    papers.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    receipt = receipt_of(project, papers)
    return Step(asked(project, folder, dict(enumerate(files.queries, start=1))).keys, [receipt.import_id])


def asked(project: Project, folder: Path, queries: dict[int, str]) -> QueryReceipt:
    rows = [{"id": str(number), "text": text} for number, text in queries.items()]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return import_queries(project, folder / "queries.jsonl")


def judged(project: Project, folder: Path, lines: str, step: Step | None = None) -> JudgementReceipt:
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + lines, encoding="utf-8")
    return import_judgements(project, folder / "qrels.tsv", step or Step())


def pairs(project: Project) -> set[tuple[str, str]]:
    texts = {row.id: row.text for row in project.queries.list()}
    titles = {row.id: row.title for row in project.papers.all()}
    return {(texts[one.query_id], titles[one.paper_id]) for one in project.judgements.all()}


def test_judgements_of_a_second_collection_are_about_its_own_queries_and_papers(
    project: Project, tmp_path: Path
) -> None:
    first = collection(project, tmp_path, BEES)
    assert judged(project, tmp_path, "1\t1\t1\n", first).added == 1
    second = collection(project, tmp_path, STARS)
    receipt = judged(project, tmp_path, "1\t1\t1\n2\t2\t1\n", second)
    assert (receipt.added, receipt.changed, receipt.left_out) == (2, 0, 0)
    assert pairs(project) == {
        ("who counts bees", "Wild bees"), ("who counts stars", "Red stars"), ("who sees stars", "Blue stars"),
    }  # fmt: skip


def test_an_id_that_stands_for_two_is_left_out_and_named(project: Project, tmp_path: Path) -> None:
    collection(project, tmp_path, BEES)
    collection(project, tmp_path, STARS)
    with pytest.raises(UserError, match="Several queries have the id “1”"):
        judged(project, tmp_path, "1\t1\t1\n")
    receipt = judged(project, tmp_path, "who counts stars\t2\t1\n", Step(imports=[2]))
    assert receipt.added == 1
    with pytest.raises(UserError, match="Several papers have the id “2”"):
        judged(project, tmp_path, "who counts stars\t2\t1\n")
    assert pairs(project) == {("who counts stars", "Blue stars")}


def test_a_renamed_query_is_told_and_still_known_by_its_id(project: Project, tmp_path: Path) -> None:
    asked(project, tmp_path, {1: "who counts bees"})
    receipt = asked(project, tmp_path, {1: "who counts stars", 2: "who sees stars"})
    assert receipt.renamed == ("Row 1: its id “1” here is “q2”, for another query has it or asks the same.",)
    assert [row.own_keys for row in project.queries.list()] == [(), ("1",), ()]


def test_the_second_id_of_a_query_leads_to_it(project: Project, tmp_path: Path) -> None:
    collection(project, tmp_path, BEES)
    receipt = asked(project, tmp_path, {85: "ants", 86: "Ants", 90: "who keeps bees"})
    assert (receipt.added, receipt.already_there) == (1, 2)
    assert judged(project, tmp_path, "86\t1\t1\n90\t2\t1\n").added == 2
    assert pairs(project) == {("ants", "Wild bees"), ("who keeps bees", "Tame bees")}
    assert project.undo() == "Import 2 judgements"
    assert project.undo() == "Add 1 query"
    assert [row.own_keys for row in project.queries.list()] == [(), ()]


def test_of_two_lines_about_one_pair_the_first_counts_and_it_is_told(project: Project, tmp_path: Path) -> None:
    collection(project, tmp_path, BEES)
    asked(project, tmp_path, {85: "ants", 86: "Ants"})
    receipt = judged(project, tmp_path, "85\t1\t1\n86\t1\t0\n86\t2\t1\n")
    assert (receipt.added, receipt.left_out, receipt.repeated) == (2, 1, 1)
    assert [one.score for one in project.judgements.all()] == [1, 1]
    assert any("an earlier line judges" in sentence for sentence in receipt.words)


def test_an_id_with_a_space_still_leads_to_its_paper(project: Project, tmp_path: Path) -> None:
    (tmp_path / "shelf.csv").write_text("id,title,abstract\nAB 12,Wild bees,Words.\n", encoding="utf-8")
    receipt_of(project, tmp_path / "shelf.csv")
    asked(project, tmp_path, {1: "who counts bees"})
    assert judged(project, tmp_path, "1\tAB 12\t1\n").added == 1


def test_papers_of_a_file_that_was_there_before_are_meant_when_it_comes_again(project: Project, tmp_path: Path) -> None:
    collection(project, tmp_path, BEES)
    collection(project, tmp_path, STARS)
    again = receipt_of(project, tmp_path / "bees.jsonl")
    judged(project, tmp_path, "who counts bees\t2\t1\n", Step(imports=[again.import_id]))
    assert pairs(project) == {("who counts bees", "Tame bees")}


def test_papers_of_another_file_with_the_same_id_and_a_title_that_says_little_are_others(
    project: Project, tmp_path: Path
) -> None:
    for name, abstract in (("mars", "About mars."), ("venus", "About venus.")):
        row = {"id": "1", "title": "Editorial", "abstract": abstract}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
        receipt_of(project, tmp_path / f"{name}.jsonl")
    assert [row.abstract for row in project.papers.all()] == ["About mars.", "About venus."]
    receipt = receipt_of(project, tmp_path / "mars.jsonl")
    assert (receipt.added, receipt.already_there) == (0, 1)
