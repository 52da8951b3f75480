import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from specter2_gui import __version__
from specter2_gui.app import models
from specter2_gui.cli import computer_commands
from specter2_gui.cli.main import run
from tests.cli.conftest import Files, Shell

COMMANDS = ["finetune", "search", "evaluate", "import", "export", "embed", "demo", "doctor", "fetch"]


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "specter2_gui", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", env=os.environ | environment, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    said = shell(command, "--help")
    assert said.status == 0
    assert f"specter2-gui {command}" in said.out
    assert len(said.out.splitlines()) > 4
    assert command in shell("--help").out


def test_the_version_is_told(shell: Shell) -> None:
    assert shell("--version").out == f"specter2-gui {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["finetun"], ["--json"], ["search", "--quer", "x"], ["finetune"], ["doctor", "x"]]
)
def test_a_command_line_that_cannot_be_followed_is_one_line_and_status_2(shell: Shell, arguments: list[str]) -> None:
    said = shell(*arguments)
    assert said.status == 2
    assert said.out == ""
    assert "--help" in said.error
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["fetch", ""], ["demo", "--out", ""], ["finetune", " "]])
def test_an_empty_value_is_refused_and_not_taken_for_the_folder_one_is_in(shell: Shell, arguments: list[str]) -> None:
    said = shell(*arguments)
    assert said.status == 2
    assert "A value on the command line is empty" in said.error


def test_the_help_of_finetune_tells_what_outweighs_what_and_the_exit_statuses(shell: Shell) -> None:
    words = " ".join(shell("finetune", "--help").out.split())
    assert (
        "gives way to --preset, that to --collection, --queries, --qrels and --folds, and all of them to --set" in words
    )
    assert "129 or 143 paused" in words
    assert "queries-only, queries-and-papers" in words


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its folders")
def test_a_pipe_in_place_of_triplets_is_refused_and_not_waited_for(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "c.yaml").touch()
    said = shell("finetune", tmp_path / "c.yaml", "--set", f"data.triplets={tmp_path / 'pipe.json'}")
    assert said.status == 2
    assert "is no regular file" in said.error


def test_the_demo_gets_its_folder_and_gives_its_status(tmp_path: Path) -> None:
    asked: list[Path | None] = []

    def demo(out: Path | None) -> int:
        asked.append(out)
        return 7

    assert run(["demo", "--out", str(tmp_path)], demo) == 7
    assert run(["demo"], demo) == 7
    assert asked == [tmp_path, None]


def test_the_command_line_loads_neither_qt_nor_torch_before_it_needs_them() -> None:
    code = (
        "import sys; from specter2_gui.cli.main import run; run(['--version']); "
        "loaded = {'PySide6', 'torch', 'transformers', 'adapters', 'pyqtgraph'} & set(sys.modules); "
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_doctor_tells_what_matters_as_a_list_and_as_one_object(shell: Shell) -> None:
    said = shell("doctor", "--json")
    assert said.status == 0
    value = said.value
    assert "Python" in value
    lines = shell("doctor").out.splitlines()
    assert len(lines) == len(value)


def test_fetch_reports_how_far_it_is_and_ends_with_a_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The download itself is tried against a server in the tests of the encoder."""
    monkeypatch.setattr(models, "fetch_model", lambda *_: iter([models.FetchProgress("a.bin", 1, 2)]))
    said = shell("fetch", "specter2")
    assert said.status == 0
    assert "specter2 is on this computer" in said.out


def test_a_download_that_is_forbidden_is_refused_in_one_line(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECTER2_GUI_OFFLINE", "1")
    said = shell("fetch", "specter2")
    assert said.status == 2
    assert "download" in said.error.lower()


def test_ctrl_c_during_another_command_is_quiet(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(computer_commands.doctor, "report", interrupted)
    said = shell("doctor")
    assert said.status == 130
    assert "Traceback" not in said.err


def test_what_libraries_print_never_reaches_standard_output(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def noisy() -> list[tuple[str, str]]:
        print("from Python")
        os.write(1, b"from below\n")
        subprocess.run([sys.executable, "-c", "print('from a child')"], check=True)
        return [("name", "value")]

    monkeypatch.setattr(computer_commands.doctor, "report", noisy)
    said = shell("doctor", "--json")
    assert said.value == {"name": "value"}
    for words in ("from Python", "from below", "from a child"):
        assert words in said.err


def test_as_a_program_it_writes_utf_8_whatever_the_locale(files: Files) -> None:
    done = program(
        "search", "--model", files.model, "--collection", files.collection, "--query", "Bücher ☃", "-k", 1, "--json",
        PYTHONIOENCODING="ascii", LC_ALL="C",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["query"] == "Bücher ☃"


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently on Windows")
def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "specter2_gui", "doctor"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert done.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(closed: str) -> None:
    command = f'"{sys.executable}" -W error -m specter2_gui doctor {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "error" not in done.stderr
