"""The program where no window can be shown: one line and a way on, never Qt's core dump."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.qt import screen

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")


@pytest.mark.parametrize("named", ["nothing", "a screen that is not there", "a way to draw that is not there"])
def test_the_window_without_a_screen_is_one_line_and_status_2(named: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in screen_variables()}
    environment |= {"SPECTER2_GUI_HOME": str(tmp_path)}
    environment |= {
        "nothing": {},
        "a screen that is not there": {"DISPLAY": ":987"},
        "a way to draw that is not there": {"QT_QPA_PLATFORM": "nowhere"},
    }[named]
    done = subprocess.run(
        [sys.executable, "-m", "specter2_gui"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("error: The window cannot be shown.")
    assert "specter2-gui --help" in line


def screen_variables() -> tuple[str, ...]:
    return ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def test_any_screen_that_is_named_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in screen_variables():
        for other in screen_variables():
            monkeypatch.delenv(other, raising=False)
        with pytest.raises(UserError, match="has no screen"):
            screen.refuse_without_screen()
        monkeypatch.setenv(name, "something")
        screen.refuse_without_screen()


def test_the_missing_library_is_named_with_its_package() -> None:
    assert "libxcb-cursor0" in screen._unreachable("xcb-cursor0 or libxcb-cursor0 is needed").how
    assert "DISPLAY" in screen._unreachable("could not connect to display").how
