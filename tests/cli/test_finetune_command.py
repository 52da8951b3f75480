import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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
    assert value["best"].keys() == {"step", "metric", "value"}
    assert value["best"]["metric"] == "triplet_accuracy"
    assert value["best"]["value"] >= value["baseline"]["triplet_accuracy"]
    assert value["stopped"] is None
    assert value["steps"] == read_run(tmp_path / "run").steps > 0
    assert "held-out triplets in order" in said.err
    assert "\r" not in said.err, "a log is no terminal"


def test_without_json_it_says_in_words_what_it_brought(shell: Shell, files: Files, tmp_path: Path) -> None:
    said = shell("finetune", files.config, "--out", tmp_path / "run", "--set", "train.epochs=1")
    assert said.status == 0
    assert "before" in said.out
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
    assert "row 3, negative_title: " in said.err
    assert "row 5, query: " in said.err
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

    def broken(*_: object) -> None:
        raise KeyError(make_triplets()[0].query)

    monkeypatch.setattr(loop, "prepare", broken)
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
    assert "the best model is kept" in err


@pytest.mark.skipif(os.name == "nt", reason="another process cannot press Ctrl+C on Windows")
def test_a_second_ctrl_c_cancels(files: Files, tmp_path: Path) -> None:
    process = start(files, tmp_path / "run")
    wait_for(process, "Training queries only")
    process.send_signal(signal.SIGINT)
    wait_for(process, "Stopping")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=100)
    # The second may come when the first has already ended the run; then the best is kept, and that is said.
    value = json.loads(out)
    assert (process.returncode, value["stopped"]) in {(130, "cancelled"), (0, "stop early")}
    assert (value["best"] is not None) == (tmp_path / "run" / "best").exists()
