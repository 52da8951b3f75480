"""The program from its first line to its last, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

OPEN_AND_CLOSE = """
import sys
from specter2_gui.qt import session
sessions = []
real = session.open_session
def watched():
    opened = real()
    sessions.append(opened)
    opened.made.shell.model_ready.connect(opened.made.window.close)
    return opened
session.open_session = watched
from specter2_gui.qt.main import open_window
status = open_window()
print("shown", len(sessions), sessions[0].made.window.status.device.text())
sys.exit(status)
"""

CLOSE_AT_ONCE = OPEN_AND_CLOSE.replace(
    "opened.made.shell.model_ready.connect(opened.made.window.close)",
    "from PySide6.QtCore import QTimer; QTimer.singleShot(0, opened.made.window.close)",
)

INTERRUPTED = OPEN_AND_CLOSE.replace(
    "opened.made.window.close)", "lambda: signal.raise_signal(signal.SIGINT))"
).replace("import sys", "import signal\nimport sys", 1)

SECOND = """
import sys
from pathlib import Path
from specter2_gui.disk.places import home
from specter2_gui.project.takeover import open_default
from specter2_gui.qt import session
home().mkdir(exist_ok=True)
held = open_default(home())
session._say_and_leave = lambda refusal: print(refusal.sentence)
from specter2_gui.qt.main import open_window
print(open_window())
"""


OPEN_ANOTHER = """
import sys
from pathlib import Path
from specter2_gui.disk.places import home
from specter2_gui.qt import session
real = session.open_session
def watched():
    opened = real()
    opened.made.shell.model_ready.connect(lambda: opened.made.projects.open(home() / "theses"))
    change = opened._change
    def changed():
        change()
        opened.made.shell.model_ready.connect(opened.made.window.close)
        print("now", opened.made.project.name, opened.made.window.isVisible())
    opened._change = changed
    return opened
session.open_session = watched
from specter2_gui.qt.main import open_window
sys.exit(open_window())
"""


GO_BACK = (
    OPEN_ANOTHER.replace(
        'opened.made.projects.open(home() / "theses"))', "opened.go_back(opened.made.project.folder, BACKUP))"
    )
    .replace(
        "    opened = real()",
        """    opened = real()
    from specter2_gui.domain.triplets import Triplet
    project = opened.made.project
    project.workspace.add(Triplet("q", "a", "", "b", ""))
    global BACKUP
    BACKUP = project.back_up().path
    project.workspace.clear()""",
    )
    .replace("opened.made.window.isVisible()", "len(opened.made.workspace.rows())")
)


def run(program: str, home: Path) -> subprocess.CompletedProcess[str]:
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "SPECTER2_GUI_HOME": str(home)}
    command = [sys.executable, "-X", "faulthandler", "-c", program]
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False, timeout=110)


@pytest.mark.parametrize(
    "program",
    [OPEN_AND_CLOSE, CLOSE_AT_ONCE, INTERRUPTED],
    ids=["when the model is ready", "at once", "by Ctrl+C on the terminal"],
)
def test_the_window_opens_and_closes_without_a_trace(program: str, tmp_path: Path) -> None:
    done = run(program, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("shown 1")
    assert "Traceback" not in done.stderr
    assert "QThread" not in done.stderr
    log = tmp_path / "log" / "specter2_gui.log"
    assert not log.exists() or log.read_text(encoding="utf-8").count("propagateSizeHints") == len(
        log.read_text(encoding="utf-8").splitlines()
    )
    assert (tmp_path / "log" / "crash.txt").read_text(encoding="utf-8") == ""


def test_a_second_window_on_the_same_project_says_who_is_first(tmp_path: Path) -> None:
    (tmp_path).mkdir(exist_ok=True)
    done = run(SECOND, tmp_path)
    assert done.returncode == 0, done.stderr
    sentence, status = done.stdout.strip().rsplit("\n", 1)
    assert status == "2"
    assert "window" in sentence or "open" in sentence


def test_another_project_takes_the_place_of_the_first_and_is_there_the_next_time(tmp_path: Path) -> None:
    done = run(OPEN_ANOTHER, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["now theses True"]
    assert "Traceback" not in done.stderr
    assert (tmp_path / "log" / "crash.txt").read_text(encoding="utf-8") == ""
    again = run(CLOSE_AT_ONCE.replace('"shown",', '"shown", sessions[0].made.project.name,'), tmp_path)
    assert again.stdout.startswith("shown theses 1"), again.stderr
    for name in ("My collection", "theses"):
        assert not (tmp_path / name / "in-use.json").exists(), "both were closed"


def test_a_project_goes_back_to_a_backup_in_a_new_window(tmp_path: Path) -> None:
    done = run(GO_BACK, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["now My collection 1"], "the triplet that was deleted since is there again"
    assert list((tmp_path / "My collection" / "replaced").iterdir())
