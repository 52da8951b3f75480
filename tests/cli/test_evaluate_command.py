from pathlib import Path

import pytest

from tests.cli.conftest import Files, Shell

MEASURES = {"ndcg@10", "mrr", "map", "recall@100"}


def options(files: Files) -> list[object]:
    return ["--collection", files.collection, "--queries", files.queries, "--qrels", files.qrels]


def test_a_run_is_measured_beside_its_start_and_keyword_search(shell: Shell, files: Files) -> None:
    said = shell("evaluate", "--run", files.run, *options(files), "--json")
    assert said.status == 0
    value = said.value
    assert value["queries"] == 5
    assert all(value[name].keys() == MEASURES for name in ("bm25", "base", "tuned"))
    difference = value["difference"]
    assert difference["ndcg@10"] == pytest.approx(value["tuned"]["ndcg@10"] - value["base"]["ndcg@10"], abs=2e-4)
    low, high = difference["interval"]
    assert low <= difference["ndcg@10"] <= high
    assert value["adapters"]["base"]["query"] != value["adapters"]["tuned"]["query"]


def test_a_model_alone_has_no_tuned_figures_and_no_difference(shell: Shell, files: Files) -> None:
    value = shell("evaluate", "--model", files.model, *options(files), "--json").value
    assert value["base"].keys() == MEASURES
    assert not {"tuned", "difference"} & value.keys()


def test_the_table_shows_the_hash_of_the_adapters_beside_the_figures(shell: Shell, files: Files) -> None:
    value = shell("evaluate", "--run", files.run, *options(files), "--json").value
    said = shell("evaluate", "--run", files.run, *options(files))
    assert said.status == 0
    for name in ("base", "tuned"):
        [row] = [line for line in said.out.splitlines() if line.startswith(name)]
        assert value["adapters"][name]["query"][:12] in row
        assert value["adapters"][name]["paper"][:12] in row
        assert f"{value[name]['ndcg@10']:.4f}" in row
    assert "what it started from: nDCG@10 changes by" in said.out


def test_judgements_that_cannot_count_are_said(shell: Shell, files: Files, tmp_path: Path) -> None:
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\nq0\tp0\t1\nq0\tgone\t1\nother\tp0\t1\n", encoding="utf-8")
    said = shell(
        "evaluate", "--model", files.model, "--collection", files.collection, "--queries", files.queries,
        "--qrels", qrels, "--json",
    )  # fmt: skip
    assert said.value["queries"] == 1
    assert len(said.value["notes"]) >= 3
    assert "not among the queries" in said.err
    assert "not in the collection" in said.err
    assert "Only 1 query was tried" in said.err


def test_a_line_that_is_no_judgement_is_named(shell: Shell, files: Files, tmp_path: Path) -> None:
    qrels = tmp_path / "bad.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\nq0\tp0\tmany\n", encoding="utf-8")
    said = shell(
        "evaluate", "--model", files.model, "--collection", files.collection, "--queries", files.queries,
        "--qrels", qrels, "--json",
    )  # fmt: skip
    assert said.status == 2
    assert "2" in said.error
    assert said.out == ""
