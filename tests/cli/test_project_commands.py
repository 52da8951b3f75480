"""Export, embed, and the commands that take a project in place of files."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from specter2_gui.app.importing import import_files
from specter2_gui.app.judgement_import import import_judgements
from specter2_gui.app.query_import import import_queries
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.collection_reading import read_papers
from specter2_gui.project.project import Project
from specter2_gui.training.run_folder import read_run
from tests.cli.conftest import Files, Shell


@pytest.fixture(scope="session")
def project(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the small job as a project; shared, so never written to."""
    folder = tmp_path_factory.mktemp("projects") / "bees and stars"
    with Project.open(folder) as opened:
        list(import_files(opened, [files.collection]))
        import_queries(opened, files.queries)
        import_judgements(opened, files.qrels)
        opened.workspace.load(load_triplets(files.triplets))
    return folder


@pytest.fixture
def untrained(tmp_path: Path, files: Files) -> Path:
    """A project with papers and nothing else."""
    with Project.open(tmp_path / "untrained") as opened:
        list(import_files(opened, [files.collection]))
    return tmp_path / "untrained"


@pytest.mark.parametrize(
    ("what", "format", "words"),
    [
        ("papers", "jsonl", "20 papers written"), ("queries", "jsonl", "5 queries written"),
        ("judgements", "trec", "20 judgements written"), ("triplets", "json", "80 triplets written"),
    ],
)  # fmt: skip
def test_what_a_project_holds_comes_out_as_a_file(
    shell: Shell,
    project: Path,
    tmp_path: Path,
    what: str,
    format: str,  # noqa: A002 - the word of the option
    words: str,
) -> None:
    said = shell("export", project, "--what", what, "--format", format, "--out", tmp_path / "out")
    assert said.status == 0
    assert words in said.out
    assert (tmp_path / "out").stat().st_size > 100


def bad_rows(count: int) -> list[dict[str, str]]:
    texts = {"query": "", "positive_abstract": "", "negative_title": "Of ants", "negative_abstract": ""}
    return [{**texts, "positive_title": f"Of wasps {number}"} for number in range(count)]


def test_an_export_of_triplets_says_how_many_rows_are_left_out(shell: Shell, tmp_path: Path) -> None:
    project, rows, out = tmp_path / "project", tmp_path / "rows.json", tmp_path / "out.json"
    options = ("--what", "triplets", "--format", "json", "--out", out)
    [whole] = bad_rows(1)
    whole |= {"query": "bees", "positive_title": "Of bees"}
    for bad, words in ((1, "1 row that cannot be used yet was"), (5, "5 rows that cannot be used yet were")):
        rows.write_text(json.dumps([whole, *bad_rows(bad)]), encoding="utf-8")
        shell("import", project, rows)
        assert shell("export", project, *options).out == f"1 triplet written to {out}; {words} left out.\n"
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 1


def test_an_export_of_nothing_but_rows_that_cannot_be_used_says_so(shell: Shell, tmp_path: Path) -> None:
    project, rows = tmp_path / "project", tmp_path / "rows.json"
    rows.write_text(json.dumps(bad_rows(2)), encoding="utf-8")
    shell("import", project, rows)
    said = shell("export", project, "--what", "triplets", "--format", "json", "--out", tmp_path / "out.json")
    assert said.status == 2
    assert "2 rows cannot be used yet" in said.error
    assert not (tmp_path / "out.json").exists()


def test_the_exported_papers_are_the_imported_ones(shell: Shell, project: Path, files: Files, tmp_path: Path) -> None:
    shell("export", project, "--what", "papers", "--format", "jsonl", "--out", tmp_path / "out.jsonl")
    out = read_papers((tmp_path / "out.jsonl").read_bytes(), "out.jsonl")
    assert out == read_papers(files.collection.read_bytes(), "papers.jsonl")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--what", "papers", "--format", "docx", "--out", "OUT"], "written as ris or csv or jsonl"),
        (["--what", "books", "--format", "ris", "--out", "OUT"], "papers"),
        (["--what", "papers", "--format", "ris"], "--out"),
        (["--what", "queries", "--format", "csv", "--out", "OUT"], "no queries"),
        (["--what", "papers", "--format", "ris", "--out", "blocked/OUT"], "blocked"),
    ],
)
def test_an_export_that_cannot_be_done_is_one_line_and_leaves_no_file(
    shell: Shell, untrained: Path, tmp_path: Path, options: list[str], words: str
) -> None:
    (tmp_path / "blocked").touch()
    said = shell("export", untrained, *(str(tmp_path / option) if "OUT" in option else option for option in options))
    assert said.status == 2
    assert words in said.error
    assert not (tmp_path / "OUT").exists()


@pytest.mark.parametrize("command", ["export", "embed", "search", "evaluate", "finetune"])
def test_a_mistyped_project_is_refused_and_not_made(shell: Shell, files: Files, tmp_path: Path, command: str) -> None:
    options: dict[str, list[object]] = {
        "export": ["nowhere", "--what", "papers", "--format", "ris", "--out", "x"],
        "embed": ["nowhere"],
        "search": ["--model", files.model, "--project", "nowhere", "--query", "x"],
        "evaluate": ["--model", files.model, "--project", "nowhere"],
        "finetune": [files.config, "--project", "nowhere"],
    }
    place = tmp_path / "nowhere"
    said = shell(command, *(place if option == "nowhere" else option for option in options[command]))
    assert said.status == 2
    assert "There is no project" in said.error
    assert not place.exists()


def test_only_what_is_new_is_embedded(shell: Shell, files: Files, untrained: Path, tmp_path: Path) -> None:
    first = shell("embed", untrained, "--model", files.model, "--json")
    assert first.status == 0
    assert (first.value["papers"], first.value["computed"]) == (20, 20)
    assert shell("embed", untrained, "--model", files.model, "--json").value["computed"] == 0
    (tmp_path / "more.jsonl").write_text(
        '{"id": "new", "title": "honey of other bees", "abstract": ""}\n', encoding="utf-8"
    )
    shell("import", untrained, tmp_path / "more.jsonl")
    said = shell("embed", untrained, "--model", files.model)
    assert "21 papers have a vector; 1 were computed now." in said.out
    assert shell("embed", untrained, "--run", files.run, "--json").status == 0


def test_ctrl_c_says_how_many_vectors_are_kept(
    shell: Shell, files: Files, untrained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object, done: int, __: int) -> None:
        if done > 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("specter2_gui.encoder.vector_cache._CHARACTERS_AT_ONCE", {"cpu": 200})
        patch.setattr("specter2_gui.cli.project_commands.Progress.papers", interrupted)
        said = shell("embed", untrained, "--model", files.model)
    assert (said.status, said.out) == (130, "")
    found = re.search(
        r"^(\d+) of 20 papers have a vector. They are kept: the same command goes on there.$", said.err, re.MULTILINE
    )
    assert found
    assert 4 < int(found[1]) < 20
    assert shell("embed", untrained, "--model", files.model, "--json").value["computed"] == 20 - int(found[1])


def test_an_empty_project_has_nothing_to_embed(shell: Shell, files: Files, tmp_path: Path) -> None:
    Project.open(tmp_path / "empty").close()
    said = shell("embed", tmp_path / "empty", "--model", files.model)
    assert said.status == 2
    assert "nothing to embed" in said.error


def test_a_search_in_a_project_finds_what_one_in_its_files_finds(shell: Shell, files: Files, project: Path) -> None:
    query = ["--run", files.run, "--query", "bee honey", "--json"]
    assert (
        shell("search", *query, "--project", project).value
        == shell("search", *query, "--collection", files.collection).value
    )


def test_a_project_that_a_window_has_open_can_still_be_read(untrained: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "specter2_gui", "export", str(untrained), "--what", "papers", "--format", "ris"]
    with Project.open(untrained):
        done = subprocess.run(
            [*command, "--out", str(tmp_path / "out.ris")],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "20 papers written" in done.stdout
    assert "a copy of what is saved at this moment is read" in done.stderr


def test_an_evaluation_of_a_project_gives_the_figures_of_its_files(shell: Shell, files: Files, project: Path) -> None:
    options = ["--collection", files.collection, "--queries", files.queries, "--qrels", files.qrels]
    by_files = shell("evaluate", "--run", files.run, *options, "--json").value
    assert shell("evaluate", "--run", files.run, "--project", project, "--json").value == by_files


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["search", "--model", "MODEL", "--query", "x"], "--collection is missing"),
        (["search", "--model", "MODEL", "--query", "x", "--project", "P", "--collection", "c"], "--project cannot be used together with --collection"),
        (["evaluate", "--model", "MODEL", "--collection", "c"], "--queries and --qrels are missing"),
        (["evaluate", "--model", "MODEL", "--project", "P", "--queries", "q", "--qrels", "r"], "with --queries and --qrels"),
        (["evaluate", "--model", "MODEL", "--project", "UNTRAINED"], "no queries and no judgements"),
        (["finetune", "--project", "P", "--collection", "c"], "with --collection"),
        (["finetune", "--project", "P", "--set", "data.triplets=mine.json"], "data.triplets"),
        (["finetune", "CONFIG", "--project", "P"], "data.triplets"),
        (["finetune", "--resume", "RUN", "--project", "P"], "with --project"),
        (["finetune", "--project", "UNTRAINED"], "holds no triplets"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused_in_words(
    shell: Shell, files: Files, project: Path, untrained: Path, command: list[str], words: str
) -> None:
    known = {
        "MODEL": files.model, "P": project, "UNTRAINED": untrained, "CONFIG": files.config, "RUN": files.run,
    }  # fmt: skip
    said = shell(*(known.get(option, option) for option in command))
    assert said.status == 2
    assert said.out == ""
    assert words in said.error


def test_a_project_is_trained_on_and_judges_the_result(
    shell: Shell, files: Files, project: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        f"data: {{validation_share: 0.3, seed: 1}}\nmodel: {{backbone: '{files.model}', pooling: mean}}\n"
        "train: {lr: 3e-2, epochs: 1, device: cpu}\n",
        encoding="utf-8",
    )
    said = shell("finetune", config, "--project", project, "--json")
    assert said.status == 0, said.err
    value = said.value
    assert value["triplets"] == 80
    assert value["best"]["metric"] == "ndcg@10"
    assert Path(value["run_dir"]).parent == project / "runs"
    record = read_run(Path(value["run_dir"]))
    assert record.facts["source"] == "bees and stars"
    assert Path(record.settings["data"]["collection"]).is_relative_to(project)
    again = shell("finetune", "--project", project, "--set", f"model.backbone={files.model}", "--set", "model.pooling=mean",
                  "--set", "train.epochs=1", "--set", "train.device=cpu", "--out", tmp_path / "run", "--json")  # fmt: skip
    assert again.value["run_dir"] == str(tmp_path / "run")
    assert len(list((project / "runs" / "snapshots").iterdir())) == 1, "the same state is frozen once"


def test_without_judgements_the_triplets_choose_and_it_is_said(
    shell: Shell, files: Files, untrained: Path, tmp_path: Path
) -> None:
    with Project.open(untrained) as opened:
        opened.workspace.load(load_triplets(files.triplets))
    said = shell("finetune", "--project", untrained, "--set", f"model.backbone={files.model}", "--set", "model.pooling=mean",
                 "--set", "train.epochs=1", "--set", "train.device=cpu", "--out", tmp_path / "run", "--json")  # fmt: skip
    assert said.value["best"]["metric"] == "triplet_accuracy"
    assert "no paper judged relevant" in said.err


def test_a_judged_duplicate_counts_for_the_paper_that_is_shown(shell: Shell, files: Files, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in files.collection.read_text(encoding="utf-8").splitlines()]
    twin = dict(rows[0], id="twin")
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*rows, twin]), encoding="utf-8")
    (tmp_path / "j.tsv").write_text("q0\ttwin\t1\nq1\tp1\t1\n", encoding="utf-8")
    folder = tmp_path / "project"
    shell("import", folder, tmp_path / "c.jsonl", "--queries", files.queries, "--qrels", tmp_path / "j.tsv")
    value = shell("evaluate", "--model", files.model, "--project", folder, "--json").value
    assert value["queries"] == 2
    assert not any("not in the collection" in note for note in value["notes"])
