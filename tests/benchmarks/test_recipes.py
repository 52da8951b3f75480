"""The series of recipes: how a collection is divided, what is kept of an interrupted series, and what the table says."""

import json
from pathlib import Path

import pytest
import torch

from specter2_gui.encoder.catalogue import Backbone
from tests.benchmarks import recipes
from tests.benchmarks.recipe_list import recipes as recipes_named
from tests.benchmarks.recipe_material import Limits, read_material
from tests.benchmarks.recipe_results import Result, append_result, read_results, row_of, table
from tests.material import TOPICS, make_papers, write_lines


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A collection of 60 papers with 16 judged queries, one about a topic each."""
    folder = tmp_path / "bees"
    folder.mkdir()
    papers = make_papers(60)
    write_lines(folder / "corpus.jsonl", [{"id": p.id, "title": p.title, "abstract": p.abstract} for p in papers])
    words = [topic.split() for topic in TOPICS]
    texts = [f"{words[number % 5][number % 4]} {words[number % 5][4]} question {number}" for number in range(16)]
    write_lines(folder / "queries.jsonl", [{"id": f"q{number}", "text": text} for number, text in enumerate(texts)])
    lines = [f"q{number}\tp{(number % 5) + 5 * step}\t{1 + step % 2}\n" for number in range(16) for step in range(4)]
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(lines), encoding="utf-8")
    return folder


def test_no_query_is_learned_from_and_judged_by(collection: Path) -> None:
    material = read_material(collection, Limits())
    learned, unseen = ({query.text for query in side} for side in (material.learned, material.unseen))
    assert learned
    assert unseen
    assert not learned & unseen
    assert {triplet.query for triplet in material.triplets} <= learned
    assert material.unseen_qrels.keys() == {query.id for query in material.unseen}


def test_a_negative_is_never_judged_relevant(collection: Path) -> None:
    material = read_material(collection, Limits())
    titles = {paper.title: paper.id for paper in material.papers}
    relevant = {query.text: material.learned_qrels[query.id].keys() for query in material.learned}
    for triplet in material.triplets:
        assert titles[triplet.positive_title] in relevant[triplet.query]
        assert titles[triplet.negative_title] not in relevant[triplet.query]


def test_a_smaller_collection_keeps_all_that_is_judged(collection: Path) -> None:
    material = read_material(collection, Limits(papers=30, triplets=5))
    judged = {
        p for qrels in (material.learned_qrels, material.unseen_qrels) for grades in qrels.values() for p in grades
    }
    assert judged <= {paper.id for paper in material.papers}
    assert len(material.papers) < 60
    assert len(material.triplets) == 5


def result(seed: int, after: dict[str, float], *, step: int = 5, problem: str = "") -> Result:
    return Result("bees", "k", "query/triplet_margin/0.001", seed, {"a": 0.5, "b": 0.5}, after, 4.0, step, problem)


def test_seeds_are_averaged_before_queries_are_drawn() -> None:
    row = row_of([result(1, {"a": 0.9, "b": 0.3}), result(2, {"a": 0.3, "b": 0.9}, step=0)])
    assert (row.before, row.after, row.per_seed) == (0.5, pytest.approx(0.6), (pytest.approx(0.6),) * 2)
    assert (row.low, row.high) == (pytest.approx(0.1), pytest.approx(0.1)), "each query changes by 0.1 on average"
    assert (row.word, row.untouched) == ("better", 1)
    assert row_of([result(1, {"a": 0.4, "b": 0.4})]).word == "worse"
    assert row_of([result(1, {"a": 0.4, "b": 0.6})]).word == "no clear difference"


def test_the_table_holds_every_row_the_best_first() -> None:
    rows = [row_of([result(1, {"a": 0.4, "b": 0.4})]), row_of([result(1, {"a": 0.9, "b": 0.9})])]
    lines = table("bees", "Two queries.", rows).splitlines()
    assert [line.split(" | ")[4] for line in lines[6:8]] == ["0.900", "0.400"]
    assert lines[5].count("|") == lines[6].count("|") == lines[4].count("|")
    failed = row_of([result(1, {"a": 0.5, "b": 0.5}, problem="The training went astray")])
    assert "went astray" in table("bees", "", [failed])


def test_a_result_torn_by_an_interruption_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    append_result(path, result(1, {"a": 1.0, "b": 1.0}))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"data": "be')
    append_result(path, result(2, {"a": 1.0, "b": 1.0}))
    assert [each.seed for each in read_results(path)] == [1, 2]


def test_every_loss_is_tried_in_both_modes() -> None:
    names = [recipe.name for recipe in recipes_named([])]
    assert len(names) == len(set(names)) >= 12
    assert {name.split("/")[0] for name in names} == {"query", "query_and_paper"}
    assert all("collection_softmax" in recipe.name for recipe in recipes_named(["query/collection_softmax/*"]))


def test_a_page_says_where_a_series_was_cut_short() -> None:
    whole = row_of([result(1, {"a": 0.9, "b": 0.3}), result(2, {"a": 0.3, "b": 0.9})])
    short = row_of([result(1, {"a": 0.9, "b": 0.3})])
    assert recipes.seeds_words(2, [whole, whole]) == "Seeds of each recipe: 2.\n"
    assert "1 of the 2 rows have fewer" in recipes.seeds_words(2, [whole, short])


def test_a_series_goes_on_where_it_was(
    collection: Path, tiny_backbone: Backbone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def series(seeds: int) -> dict[str, object]:
        recipes.main(
            [
                "--data", str(collection), "--out", str(tmp_path / "recipes.md"), "--seeds", str(seeds), "--threads", "1",
                "--results", str(tmp_path / "kept" / "results.jsonl"), "--model", str(tiny_backbone.folder),
                "--recipes", "query/triplet_margin/0.001", "--epochs", "1", "--precision", "fp32", "--device", "cpu",
            ]
        )  # fmt: skip
        return json.loads(capsys.readouterr().out)

    assert (series(1)["made"], series(1)["made"]) == (1, 0)
    found = series(2)
    assert (found["made"], found["left"]) == (1, 0)
    text = (tmp_path / "recipes.md").read_text(encoding="utf-8")
    assert "60 papers" in text
    assert text.count("nothing is known yet") == 2, "neither preset was tried"
    assert text.count("`triplet_margin`") == 1
