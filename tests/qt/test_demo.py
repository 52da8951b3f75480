"""The demo, in a process of its own as a person starts it, with a model small enough for a test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.encoder.starter import starter_folder
from specter2_gui.qt.demo import run_demo


def test_a_folder_that_holds_something_is_never_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="holds something already"):
        run_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.timeout(600)
@pytest.mark.skipif(starter_folder() is None, reason="the starter model is not installed")
def test_the_demo_does_the_whole_main_job_in_the_window(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    program = "import sys; from pathlib import Path; from specter2_gui.qt.demo import run_demo; sys.exit(run_demo(Path(sys.argv[1])))"
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "SPECTER2_GUI_HOME": str(tmp_path / "mine")}
    done = subprocess.run(
        [sys.executable, "-c", program, str(out)],
        env=settings,
        capture_output=True,
        text=True,
        timeout=590,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "nDCG@10" in done.stdout
    assert "16 queries that were never trained on" in done.stdout
    assert "95 % interval" in done.stdout, "the comparison comes with what chance allows"
    for picture in ("curve.png", "window.png"):
        assert (out / picture).read_bytes().startswith(b"\x89PNG")
    assert len(list((out / "runs").glob("*/best/manifest.json"))) == 1
    assert not (tmp_path / "mine").exists()
    log = out / "home" / "log" / "specter2_gui.log"
    assert not log.exists() or "Traceback" not in log.read_text(encoding="utf-8")
