from pathlib import Path

from specter2_gui.app.runs import list_runs
from specter2_gui.disk.atomic import write_json


def a_run(folder: Path, started: str, **facts: object) -> None:
    folder.mkdir()
    write_json(folder / "run.json", {"status": "finished", "started": started, **facts})


def test_runs_are_listed_newest_first(tmp_path: Path) -> None:
    a_run(tmp_path / "2025-01-02-1", "2025-01-02T10:00:00+00:00")
    a_run(tmp_path / "2025-01-02-10", "2025-01-02T12:00:00+00:00")
    a_run(tmp_path / "2025-01-02-9", "2025-01-02T12:00:00+00:00")
    assert [run.name for run in list_runs(tmp_path)] == ["2025-01-02-10", "2025-01-02-9", "2025-01-02-1"]


def test_a_run_that_cannot_be_read_is_listed_with_its_problem(tmp_path: Path) -> None:
    a_run(tmp_path / "good", "2020-01-02T10:00:00+00:00")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "run.json").write_bytes(b'{"status":')
    torn, good = list_runs(tmp_path)
    assert (torn.name, torn.status) == ("torn", "unreadable")
    assert "cannot be read" in torn.problem
    assert good.problem == ""
    assert not good.usable


def test_what_no_training_has_made_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "notes.txt").touch()
    assert list_runs(tmp_path) == ()


def test_a_folder_that_is_not_there_holds_no_runs(tmp_path: Path) -> None:
    assert list_runs(tmp_path / "nowhere") == ()
