import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Files, Shell


def test_it_prints_one_object_with_the_hits(shell: Shell, files: Files) -> None:
    said = shell("search", "--run", files.run, "--collection", files.collection, "--query", "bee honey", "--json")
    assert said.status == 0
    value = said.value
    assert value.keys() == {"query", "model", "hits"}
    assert value["query"] == "bee honey"
    assert "tuned" in value["model"]
    assert [hit["rank"] for hit in value["hits"]] == list(range(1, 11))
    assert all(hit.keys() == {"rank", "id", "title", "score"} for hit in value["hits"])
    scores = [hit["score"] for hit in value["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_a_model_can_be_named_instead_of_a_run(shell: Shell, files: Files) -> None:
    said = shell(
        "search",
        "--model",
        files.model,
        "--collection",
        files.collection,
        "--query",
        "Über “bees” ☃",
        "-k",
        3,
        "--json",
    )
    assert len(said.value["hits"]) == 3
    assert said.value["query"] == "Über “bees” ☃"


def test_without_json_it_prints_a_list_for_people(shell: Shell, files: Files) -> None:
    said = shell("search", "--model", files.model, "--collection", files.collection, "--query", "bee", "-k", 2)
    first, second = said.out.splitlines()
    assert first.split()[0] == "1"
    assert second.split()[0] == "2"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--query", "", "-k", "3"], "nothing to search for"),
        (["--query", "x", "-k", "0"], "from 1 to 1000"),
        (["--query", "x", "-k", "ten"], "whole number"),
        (["--query", "x", "--collection", "nowhere.jsonl"], "nowhere.jsonl"),
        (["--query", "x", "--model", "no such model"], "no such model"),
        (["--query", "x", "--run", "nowhere"], "not allowed with"),
        (["-k", "3"], "--query"),
        (["--query", "x", "--model", ""], "is empty"),
        (["--query", "x", "--collection", ""], "is empty"),
    ],
)
def test_bad_input_is_one_line_and_status_2(shell: Shell, files: Files, options: list[str], words: str) -> None:
    said = shell("search", "--model", files.model, "--collection", files.collection, *options, "--json")
    assert said.status == 2
    assert said.out == ""
    assert words in said.error


def test_a_folder_that_is_no_run_is_refused(shell: Shell, files: Files) -> None:
    said = shell("search", "--run", files.collection.parent, "--collection", files.collection, "--query", "x")
    assert said.status == 2
    assert "not the folder of a run" in said.error


def test_an_empty_run_is_refused_and_not_taken_for_the_folder_one_is_in(
    shell: Shell, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files.run)
    said = shell("search", "--run", "", "--collection", files.collection, "--query", "x")
    assert said.status == 2
    assert "is empty" in said.error


@pytest.mark.parametrize("content", ['{"status": "fin', "[]", '{"steps": "many"}'])
def test_a_damaged_record_is_named_and_the_model_alone_still_searches(
    shell: Shell, files: Files, tmp_path: Path, content: str
) -> None:
    run = tmp_path / "run"
    shutil.copytree(files.run, run)
    (run / "run.json").write_text(content, encoding="utf-8")
    search = ["--collection", files.collection, "--query", "x"]
    judged = ["--collection", files.collection, "--queries", files.queries, "--qrels", files.qrels]
    for said in (shell("search", "--run", run, *search), shell("evaluate", "--run", run, *judged)):
        assert said.status == 2
        assert "run.json' is damaged" in said.error
    assert shell("search", "--run", run / "best", *search).status == 0
