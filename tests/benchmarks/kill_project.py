"""Kills a librarian's work on a project at random moments and opens the project again: nothing saved may be missing.

``python -m tests.benchmarks.kill_project --kills 100`` prints one JSON object. Each kill is a SIGKILL to a process of its own
that imports files, edits, undoes and makes backups; a share of the kills waits until a change is being written. After each kill the project must
open, with every page and row checked, and be that of a twin whom nobody killed: with every gesture that was reported as
saved, and the one that was not whole or not at all. Every backup must be whole, every kept original what its name says. The
exit status is 0 only if all of that held. A kill is not a power cut: what the system had taken, it still writes.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from specter2_gui.disk.atomic import sha256_of
from specter2_gui.domain.errors import UserError
from specter2_gui.project.backups import backups_of
from specter2_gui.project.failures import said_plainly
from specter2_gui.project.integrity import check_whole
from specter2_gui.project.project import Project
from specter2_gui.project.seals import teach_seals
from tests.benchmarks.librarian_gestures import do, gesture_of, state
from tests.benchmarks.turns import ROOT, show, tell

_JOURNAL_SIGN = bytes.fromhex("d9d505f920a163d7")  # a journal that begins otherwise is an old one
_AIMED = 0.4  # the share of the kills that wait until a change is being written
_LOOK_S = 0.0005
_PATIENCE_S = 2.0


@dataclass(slots=True)
class Tally:
    """What has happened so far."""

    kills: int = 0
    during: dict[str, int] = field(default_factory=lambda: {"import": 0, "edit": 0, "backup": 0})
    half_written_changes: int = 0
    half_written_backups: int = 0
    gestures: int = 0
    unreported_but_saved: int = 0
    backups_checked: int = 0
    left_before: set[str] = field(default_factory=set[str])
    refused: list[str] = field(default_factory=list[str])
    different: list[str] = field(default_factory=list[str])
    damaged: list[str] = field(default_factory=list[str])

    def figures(self) -> dict[str, Any]:
        """The tally as plain values."""
        return {key: value for key, value in asdict(self).items() if key != "left_before"} | {"passed": self.passed}

    @property
    def passed(self) -> bool:
        """Whether nothing was lost, refused or damaged."""
        return not self.refused and not self.different and not self.damaged


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as the command line says; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.kill_project")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=13)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        tally = killed(Path(folder), chosen.kills, chosen.seed)
    show({"benchmark": "kill_project", "seed": chosen.seed} | tally.figures())
    return 0 if tally.passed else 1


def killed(folder: Path, kills: int, seed: int) -> Tally:
    """Everything in ``folder``: the project that is killed, its twin, the files that are imported."""
    dice, tally = random.Random(seed), Tally()  # noqa: S311 - moments, not secrets
    path, scratch = folder / "killed", folder / "scratch"
    scratch.mkdir()
    Project.open(path).close()
    with Project.open(folder / "twin") as twin:
        while tally.kills < kills and tally.passed:
            kind = dice.choice(["import", "edit", "backup"])
            begun, reported = _killed_during(path, scratch, tally.gestures, kind, dice)
            tally.kills += 1
            tally.during[gesture_of(begun)] += 1
            look_at_remains(path, tally)
            while tally.gestures < reported:
                _next_gesture(twin, scratch, tally)
            compare(path, twin, scratch, tally)
            tell(f"{tally.kills} of {kills} kills, {tally.gestures} gestures")
        _undo_all(path, twin, tally)
    return tally


def _killed_during(path: Path, scratch: Path, first: int, kind: str, dice: random.Random) -> tuple[int, int]:
    """Start at gesture ``first`` and kill during one of ``kind``; gives the last one begun and the first not reported."""
    command = [sys.executable, "-m", "tests.benchmarks.killed_librarian", str(path), str(scratch), str(first)]
    begun, reported, takes, wanted = first, first, 0.01, dice.randrange(2, 5)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as librarian:
        assert librarian.stdout is not None
        since = time.monotonic()
        for line in librarian.stdout:
            begun, reported = heard(line, begun, reported)
            if line.startswith("done"):
                takes = time.monotonic() - since if gesture_of(reported - 1) == kind else takes
            elif gesture_of(begun) == kind:
                wanted -= 1
                if not wanted:
                    break
            since = time.monotonic()
        time.sleep(dice.uniform(0, takes))
        if dice.random() < _AIMED:
            _wait_for_a_write(path)
        librarian.kill()
        for line in librarian.stdout:
            begun, reported = heard(line, begun, reported)
    return begun, reported


def _wait_for_a_write(path: Path) -> None:
    """Wait until a change is being written to the disk, so that a kill must leave it half done."""
    until = time.monotonic() + _PATIENCE_S
    while not _is_half_written(path) and time.monotonic() < until:
        time.sleep(_LOOK_S)


def _is_half_written(path: Path) -> bool:
    """Whether there is a journal that would be played back at the next opening."""
    try:
        with (path / "project.sqlite-journal").open("rb") as journal:
            return journal.read(len(_JOURNAL_SIGN)) == _JOURNAL_SIGN
    except FileNotFoundError:
        return False


def heard(line: str, begun: int, reported: int) -> tuple[int, int]:
    """What is known after ``line``; one that the kill cut says nothing."""
    word, _, number = line.partition(" ")
    if not number.endswith("\n"):
        return begun, reported
    return (int(number), reported) if word == "begun" else (begun, int(number) + 1)


def look_at_remains(path: Path, tally: Tally) -> None:
    """Note what the kill left, and check what must never be half there."""
    tally.half_written_changes += _is_half_written(path)
    left = {part.name for part in (path / "backups").glob(".*.part")}
    tally.half_written_backups += len(left - tally.left_before)
    tally.left_before = left
    for backup in backups_of(path):
        tally.backups_checked += 1
        if reason := _damage_of(backup.path):
            tally.damaged.append(f"{backup.path.name} after kill {tally.kills}: {reason}")
    for original in (path / "originals").glob("[!.]*"):
        if sha256_of(original) != original.name:
            tally.damaged.append(f"original {original.name} after kill {tally.kills}")


def _damage_of(path: Path) -> str:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        teach_seals(connection)
        try:
            with said_plainly("The backup is no good", path):
                check_whole(connection, "The backup is no good")
        except UserError as error:
            return error.sentence
    return ""


def compare(path: Path, twin: Project, scratch: Path, tally: Tally) -> None:
    try:
        with Project.open(path) as project:
            found = state(project)
    except UserError as error:
        tally.refused.append(f"after kill {tally.kills}: {error.sentence}")
        return
    if found != state(twin):
        _next_gesture(twin, scratch, tally)
        tally.unreported_but_saved += 1
    if found != (expected := state(twin)):
        tally.different.append(f"after kill {tally.kills}: {_differing(found, expected)}")


def _undo_all(path: Path, twin: Project, tally: Tally) -> None:
    """Step back through all that can be undone: both histories must be the same to their beginning."""
    if not tally.passed:
        return
    with Project.open(path) as project:
        while (label := project.undo()) is not None:
            twin.undo()
            if state(project) != state(twin):
                tally.different.append(f"after undoing {label}: {_differing(state(project), state(twin))}")
                return


def _next_gesture(twin: Project, scratch: Path, tally: Tally) -> None:
    do(twin, tally.gestures, scratch)
    tally.gestures += 1


def _differing(found: dict[str, Any], expected: dict[str, Any]) -> str:
    return ", ".join(name for name in expected if found[name] != expected[name])


if __name__ == "__main__":
    sys.exit(main())
