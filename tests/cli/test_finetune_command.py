import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from specter2_gui.cli import finetune_command
from specter2_gui.cli.arguments import parser
from specter2_gui.cli.progress import Progress
from specter2_gui.domain.events import Evaluated, Event, ModelLoaded, StepDone
from specter2_gui.training.run_folder import read_run
from tests.cli.conftest import Files, Shell
from tests.material import make_triplets


def test_it_prints_one_object_with_the_figures_of_the_run(shell: Shell, files: Files, tmp_path: Path) -> None:
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--json")
    assert said.status == 0
    value = said.value
    assert {
        "run_dir", "steps", "seconds", "triplets", "rejected", "triplets_per_s", "train_adapters", "baseline", "best",
        "stopped",
    } <= value.keys()  # fmt: skip
    assert value["run_dir"] == str(tmp_path / "run")
    assert (value["triplets"], value["rejected"], value["train_adapters"]) == (80, 0, "query")
    assert value["training_triplets"] + value["validation_triplets"] == 80
    assert value["baseline"].keys() == {"loss", "triplet_accuracy"}
    assert {"step", "metric", "value"} <= value["best"].keys()
    assert "bm25" not in value
    assert value["verdict"]["metric"] == "triplet_accuracy"
    assert (value["status"], value["precision"]) == ("finished", "fp32")
    assert 0 <= value["encodes_saved"] <= 1
    assert 0 <= value["padding_share"] <= 1
    assert value["peak_memory_mb"] > 0
    assert value["best"]["metric"] == "triplet_accuracy"
    assert value["best"]["value"] >= value["baseline"]["triplet_accuracy"]
    assert value["stopped"] is None
    assert value["steps"] == read_run(tmp_path / "run").steps > 0
    assert "held-out triplets in order" in said.err
    assert "\r" not in said.err, "a log is no terminal"


def test_without_json_it_says_in_words_what_it_brought(shell: Shell, files: Files, tmp_path: Path) -> None:
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--set", "train.epochs=1")
    assert said.status == 0
    assert "Before " in said.out
    assert "specter2-gui search --run" in said.out


def test_a_setting_on_the_command_line_outweighs_the_file(shell: Shell, files: Files, tmp_path: Path) -> None:
    said = shell(
        "finetune", files.config, "--out", tmp_path / "run", "--json",
        "--set", "train.epochs=1", "--set", "model.train_adapters=query_and_paper",
    )  # fmt: skip
    assert said.value["train_adapters"] == "query_and_paper"
    record = read_run(tmp_path / "run")
    assert record.settings["train"]["epochs"] == 1
    assert record.facts["adapters"]["before"]["paper"] != record.facts["adapters"]["after"].get("paper") or (
        record.best is not None and record.best["step"] == 0
    )


def test_without_a_folder_the_run_goes_where_runs_go(shell: Shell, files: Files, tmp_path: Path) -> None:
    value = shell("finetune", files.config, "--json", "--set", "train.epochs=1").value
    assert Path(value["run_dir"]).parent == tmp_path / "specter2_gui_home" / "runs"


def test_bad_rows_are_named_with_row_and_field_and_the_good_ones_are_used(
    shell: Shell, files: Files, tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = json.loads(files.triplets.read_text(encoding="utf-8"))
    del rows[2]["negative_title"]
    rows[4]["query"] = "  "
    rows[5]["note"] = "mine"
    (tmp_path / "bad.json").write_text(json.dumps(rows), encoding="utf-8")
    said = shell(
        "finetune", files.config, "--out", tmp_path / "run", "--json",
        "--set", f"data.triplets={tmp_path / 'bad.json'}", "--set", "train.epochs=1",
    )  # fmt: skip
    assert (said.value["triplets"], said.value["rejected"]) == (78, 2)
    assert "\nRow 5, query: " in said.err
    assert said.err.lower().count("row 3, negative_title: ") == 1
    assert "2 of 80 rows were left out." in said.err
    assert "Fields that no triplet has were passed over: note." in said.err
    assert [(problem["row"], problem["field"]) for problem in said.value["problems"]] == [
        (3, "negative_title"), (5, "query"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["train.lrr=1"], "train.lr"),
        (["train.epochs=0"], "train.epochs"),
        (["data.triplets=nowhere.json"], "nowhere.json"),
        (["model.backbone=no such model"], "no such model"),
        (["train.loss=triplet_magrin"], "triplet_margin"),
        (["data.collection=nowhere.jsonl"], "data.queries"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    shell: Shell, files: Files, tmp_path: Path, settings: list[str], words: str
) -> None:
    options = [option for setting in settings for option in ("--set", setting)]
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--json", *options)
    assert said.status == 2
    assert said.out == ""
    assert words in said.error
    assert not (tmp_path / "run").exists(), "the name is free for another try"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "CONFIG.yaml"),
        (["CONFIG", "--preset", "quick"], "queries-and-papers"),
        (["CONFIG", "--folds", "21"], "--folds: data.folds is 21. It has to be"),
        (["CONFIG", "--out", ""], "empty"),
        (["CONFIG", "--collection", ""], "empty"),
        (["--resume", ""], "empty"),
        (["--resume", "nowhere"], "not the folder of a run"),
        (["CONFIG", "--resume", "RUN"], "--resume cannot be used together with CONFIG.yaml"),
        (["--resume", "RUN", "--preset", "queries-only", "--set", "train.lr=1"], "with --preset, --set"),
        (["--resume", "RUN", "--folds", "3", "--out", "x"], "with --folds, --out"),
        (["--resume", "RUN"], "It has come to its end"),
    ],
)
def test_options_that_cannot_be_followed_are_one_line_and_status_2(
    shell: Shell, files: Files, options: list[str], words: str
) -> None:
    known = {"CONFIG": str(files.config), "RUN": str(files.run)}
    said = shell("finetune", *(known.get(option, option) for option in options))
    assert said.status == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    if options:
        assert words in said.error
    else:
        assert "needs a settings file" in said.error


def test_a_preset_outweighs_the_file_and_set_outweighs_the_preset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "c.yaml"
    config.write_text("model: {train_adapters: query}\ndata: {folds: 2, collection: theirs.jsonl}\n", encoding="utf-8")
    line = ["finetune", str(config), "--preset", "queries-and-papers", "--collection", "mine.jsonl", "--folds", "3"]
    settings = finetune_command._settings(parser().parse_args(line))
    assert settings.model.train_adapters == "query_and_paper"
    assert (settings.data.collection, settings.data.folds) == (str(tmp_path / "mine.jsonl"), 3)
    line += ["--set", "data.folds=4", "--set", "model.train_adapters=query"]
    settings = finetune_command._settings(parser().parse_args(line))
    assert (settings.model.train_adapters, settings.data.folds) == ("query", 4)


def test_judgements_choose_the_best_model_and_bm25_stands_beside_it(shell: Shell, files: Files, tmp_path: Path) -> None:
    judged = ["--collection", files.collection, "--queries", files.queries, "--qrels", files.qrels]
    said = shell("finetune", files.config, *judged, "--out", tmp_path / "run", "--json", "--set", "train.epochs=1")
    assert said.status == 0, said.err
    value = said.value
    measures = {"ndcg@10", "mrr", "map", "recall@100"}
    assert measures <= value["baseline"].keys()
    assert measures <= value["best"].keys()
    assert measures <= value["bm25"].keys()
    assert value["best"]["metric"] == value["verdict"]["metric"] == "ndcg@10"
    assert sum(value["verdict"][name] for name in ("better", "same", "worse")) == 5
    low, high = value["verdict"]["interval"]
    assert low <= value["verdict"]["difference"] <= high
    assert "nDCG@10" in said.err


def test_folds_are_told_and_the_verdict_is_theirs(shell: Shell, files: Files, tmp_path: Path) -> None:
    said = shell("finetune", files.config, "--folds", 2, "--out", tmp_path / "run", "--json", "--set", "train.epochs=1")
    assert said.status == 0, said.err
    assert said.value["verdict"]["folds"] == 2
    assert [line.split(":")[0] for line in said.err.splitlines() if line.startswith("Fold ")] == [
        "Fold 1 of 2", "Fold 2 of 2",
    ]  # fmt: skip


def test_a_settings_file_that_is_not_there_is_named(shell: Shell) -> None:
    said = shell("finetune", "nowhere.yaml")
    assert said.status == 2
    assert "nowhere.yaml" in said.error


def test_a_folder_that_holds_something_is_refused(shell: Shell, files: Files, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    said = shell("finetune", files.config, "--out", tmp_path)
    assert said.status == 2
    assert "not empty" in said.error


def test_one_query_is_not_enough(shell: Shell, files: Files, tmp_path: Path) -> None:
    from tests.material import write_triplets

    write_triplets(tmp_path / "one.json", make_triplets(1, 3))
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--set", f"data.triplets={tmp_path / 'one.json'}")
    assert said.status == 2
    assert "not enough" in said.error


def test_a_fault_is_status_1_with_the_log_and_no_traceback(
    shell: Shell, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from specter2_gui.training import loop

    def broken(*_: object, **_named: object) -> None:
        raise KeyError(make_triplets()[0].query)

    monkeypatch.setattr(loop, "make_plan", broken)
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--json")
    assert said.status == 1
    assert said.out == ""
    assert "specter2_gui.log" in said.error
    log = (tmp_path / "specter2_gui_home" / "log" / "specter2_gui.log").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert make_triplets()[0].query not in log + said.err


def start(files: Files, run_dir: Path) -> subprocess.Popen[str]:
    """A long training in a process of its own."""
    return subprocess.Popen(
        [
            sys.executable, "-m", "specter2_gui", "finetune", str(files.config), "--out", str(run_dir), "--json",
            "--set", "train.epochs=1000", "--set", "train.eval_steps=100000", "--set", "train.precision=fp32",
        ],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if words in line:
            return
    process.communicate()
    pytest.fail(f"the program ended without saying '{words}'; it said: {''.join(said)}")


@pytest.mark.skipif(os.name == "nt", reason="another process cannot press Ctrl+C on Windows")
def test_ctrl_c_stops_early_and_keeps_the_best(files: Files, tmp_path: Path) -> None:
    process = start(files, tmp_path / "run")
    wait_for(process, "Untouched model")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    value = json.loads(out)
    assert value["stopped"] == "stop early"
    assert value["best"] is not None
    assert (tmp_path / "run" / "best" / "manifest.json").exists()
    assert "\nStopping" in err


def send_at(monkeypatch: pytest.MonkeyPatch, kind: type[Any], *signals: int) -> None:
    """Let ``signals`` reach this process when the first event of ``kind`` has been told."""
    tell, waiting = Progress.event, list(signals)

    def event(progress: Progress, told: Event) -> None:
        tell(progress, told)
        while waiting and isinstance(told, kind):
            signal.raise_signal(waiting.pop(0))

    monkeypatch.setattr(Progress, "event", event)


def test_a_second_ctrl_c_cancels(shell: Shell, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send_at(monkeypatch, StepDone, signal.SIGINT, signal.SIGINT)
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--json")
    assert said.status == 130
    assert (said.value["status"], said.value["best"]) == ("cancelled", None)
    assert not (tmp_path / "run" / "best").exists()


def test_ctrl_c_before_the_first_check_promises_no_model(
    shell: Shell, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_at(monkeypatch, ModelLoaded, signal.SIGINT)
    said = shell("finetune", files.config, "--out", tmp_path / "run")
    assert said.status == 130
    assert "no model to keep before the first check" in said.err
    assert "Nothing was kept." in said.out


def test_a_third_ctrl_c_ends_at_once_and_says_how_to_go_on(
    shell: Shell, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_at(monkeypatch, Evaluated, *[signal.SIGINT] * 3)
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--json")
    assert said.status == 130
    assert said.out == ""
    assert f'finetune --resume "{tmp_path / "run"}"' in said.err
    assert read_run(tmp_path / "run").status == "interrupted"


@pytest.mark.skipif(os.name == "nt", reason="no process is told to end by a signal on Windows")
def test_a_signal_to_end_pauses_and_resume_goes_on_to_the_same_figures(
    shell: Shell, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        send_at(patch, StepDone, signal.SIGTERM)
        paused = shell("finetune", files.config, "--out", tmp_path / "run", "--json")
    assert paused.status == 143
    assert (paused.value["status"], paused.value["verdict"]) == ("paused", None)
    assert paused.err.endswith(f'Go on with: specter2-gui finetune --resume "{tmp_path / "run"}"\n')
    assert shell("search", "--run", tmp_path / "run", "--collection", files.collection, "--query", "x").status == 0

    resumed = shell("finetune", "--resume", tmp_path / "run", "--json")
    assert resumed.status == 0, resumed.err
    assert "Going on from step 1. " in resumed.err
    value, whole = resumed.value, read_run(files.run)
    assert (value["status"], value["steps"]) == ("finished", whole.steps)
    assert whole.best is not None
    assert (value["best"]["step"], value["best"]["value"]) == (whole.best["step"], round(whole.best["value"], 4))
    assert (value["triplets"], value["rejected"], value["problems"]) == (80, 0, [])
