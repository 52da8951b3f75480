"""A process killed at any moment loses nothing that it had reported as saved."""

import os
import random
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

from specter2_gui.project.workspace import Workspace
from tests.project.making import ROOT, do_gesture

KILLS = int(os.environ.get("SPECTER2_GUI_KILLS", "15"))


def test_every_reported_gesture_is_there_after_a_kill(tmp_path: Path) -> None:
    """A twin that nobody kills does the same gestures; after each kill both must be alike to the last step back.

    The gesture during which the kill fell was not reported, so it may be there or not, but never in part.
    """
    path, dice, done, between = tmp_path / "killed.sqlite", random.Random(4), 0, 0  # noqa: S311 - moments, not secrets
    Workspace.open(path).close()
    with closing(Workspace.open(tmp_path / "twin.sqlite")) as twin:
        for _ in range(KILLS):
            reported = killed_after(path, done, dice)
            while done < reported:
                do_gesture(twin, done)
                done += 1
            with closing(Workspace.open(path)) as workspace:
                if state(workspace) != state(twin):
                    do_gesture(twin, done)
                    done += 1
                    between += 1
                assert state(workspace) == state(twin)
        with closing(Workspace.open(path)) as workspace:
            while (label := workspace.undo()) is not None:
                assert twin.undo() == label
                assert state(workspace) == state(twin)
    assert done > 2 * KILLS, f"too few gestures between the kills ({done}, {between} unreported)"


def killed_after(path: Path, first: int, dice: random.Random) -> int:
    """Start a writer at gesture ``first``, kill it at some moment, return the number of the first unreported gesture."""
    command = [sys.executable, "-m", "tests.project.killed_writer", str(path), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        reported = [writer.stdout.readline() for _ in range(dice.randrange(1, 12))]
        with suppress(subprocess.TimeoutExpired):
            writer.wait(timeout=dice.uniform(0.0, 0.03))  # it never ends by itself
        writer.kill()
        reported += writer.stdout.readlines()
    assert writer.returncode != 0
    return 1 + int(reported[-1] if reported[-1].endswith("\n") else reported[-2])


def state(workspace: Workspace) -> tuple[object, ...]:
    return workspace.rows(), workspace.undo_label, workspace.redo_label
