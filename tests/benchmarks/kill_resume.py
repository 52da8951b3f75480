"""Kills a training at random moments and resumes it until it is done: it has to be the run that nobody killed.

``python -m tests.benchmarks.kill_resume --kills 50`` prints one JSON object. Each kill is a SIGKILL to a process of its own
that runs ``specter2-gui finetune``; a share of the kills waits for the moment at which the checkpoint or the best model
is being written. After each kill, and all the while, every file of the run folder must be readable. When a run is done
before the kills are, another begins. The exit status is 0 only if every run's losses, checks and best adapters are those
of the uninterrupted run to the last bit and nothing was ever unreadable.
"""

import argparse
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from specter2_gui.app.runs import read_run
from specter2_gui.domain.errors import UserError
from tests.benchmarks.material import write_triplets
from tests.benchmarks.run_traces import half_written, torn_line, traces_of, unreadable
from tests.benchmarks.turns import ROOT, Program, ask, show, tell, threads_only
from tests.material import make_triplets

_LOOK_S = 0.0005
_READ_EVERY_S = 0.02
_WRITING = (".checkpoint.", ".best.")


class Server:
    """The process that forks a child for each command line; the libraries are loaded in it once."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, **threads_only(1, folder / "home"), "TOKENIZERS_PARALLELISM": "false"}
        command = [sys.executable, "-m", "tests.benchmarks.forking_server", str(folder / "log.txt")]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self.answer()

    def start(self, arguments: Sequence[str]) -> int:
        """Begin what ``arguments`` say in a new process; gives its number."""
        self._to.write((json.dumps(list(arguments)) + "\n").encode())
        return int(self.answer())

    def has_ended(self) -> bool:
        """Whether the child has ended, so that :meth:`answer` gives its exit status at once."""
        return bool(select.select([self._from], [], [], 0)[0])

    def answer(self) -> str:
        """The next line of the server."""
        line = self._from.readline().decode().strip()
        if not line:
            sys.exit("The process that runs the trainings has ended; its log says why.")
        return line

    def close(self) -> None:
        """End the server."""
        self._to.close()
        self._process.wait()
        self._from.close()


@dataclass(slots=True)
class Tally:
    """What has happened so far."""

    kills: int = 0
    during_checkpoint: int = 0
    during_best: int = 0
    torn_lines: int = 0
    before_first_checkpoint: int = 0
    resumed: int = 0
    runs: int = 0
    different: list[str] = field(default_factory=list[str])
    unreadable: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])

    def figures(self) -> dict[str, Any]:
        """The tally as plain values."""
        good = not self.different and not self.unreadable and not self.refused
        return {
            "kills": self.kills, "during_checkpoint": self.during_checkpoint, "during_best": self.during_best,
            "torn_lines": self.torn_lines, "before_first_checkpoint": self.before_first_checkpoint,
            "resumed": self.resumed, "runs": self.runs, "identical": self.runs - len(self.different),
            "different": self.different, "unreadable": self.unreadable, "refused": self.refused, "passed": good,
        }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as the command line says; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.kill_resume")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--aimed", type=float, default=0.4, help="share of the kills that wait for a write to begin")
    parser.add_argument("--mode", choices=("query", "query_and_paper"), default="query_and_paper")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        tally = killed(Path(folder), chosen)
    show({"benchmark": "kill_resume", "seed": chosen.seed, "mode": chosen.mode} | tally.figures())
    return 0 if tally.figures()["passed"] else 1


def killed(folder: Path, chosen: argparse.Namespace) -> Tally:
    """Everything in ``folder``: the model, the uninterrupted run, the kills."""
    ask(Program("tiny model", [sys.executable, "-m", "tests.benchmarks.random_bert", str(folder / "model"), "--tiny"]))
    config = _config(folder, chosen.mode)
    server, tally = Server(folder), Tally()
    try:
        begun = time.monotonic()
        _to_the_end(server, ["finetune", str(config), "--out", str(folder / "whole")], folder)
        takes, expected = time.monotonic() - begun, traces_of(folder / "whole")
        draw = random.Random(chosen.seed)  # noqa: S311 - moments, not secrets
        while tally.kills < chosen.kills:
            run_dir = folder / f"run-{tally.runs}"
            _killed_run(server, config, run_dir, tally, draw, takes, chosen)
            tally.runs += 1
            try:
                if traces_of(run_dir) != expected:
                    tally.different.append(run_dir.name)
            except ValueError as error:
                tally.different.append(f"{run_dir.name}: {error}")
            tell(f"{tally.kills} of {chosen.kills} kills, {tally.runs} runs, {len(tally.different)} different")
    finally:
        server.close()
    return tally


def _config(folder: Path, mode: str) -> Path:
    triplets = write_triplets(folder / "triplets.json", make_triplets(24, 4))
    path = folder / "settings.yaml"
    path.write_text(
        f"data:\n  triplets: {triplets}\nmodel:\n  backbone: {folder / 'model'}\n  train_adapters: {mode}\n"
        "train:\n  lr: 0.005\n  batch_size: 4\n  epochs: 3\n  eval_steps: 4\n  device: cpu\n  precision: fp32\n",
        encoding="utf-8",
    )
    return path


def _killed_run(
    server: Server, config: Path, run_dir: Path, tally: Tally, draw: random.Random, takes: float,
    chosen: argparse.Namespace,
) -> None:  # fmt: skip
    """Take one run to its end through as many kills as are left or fall into it."""
    begin = ["finetune", str(config), "--out", str(run_dir)]
    arguments = begin
    while tally.kills < chosen.kills:
        child = server.start(arguments)
        aimed = draw.random() < chosen.aimed
        moment = draw.uniform(0.0, takes * (0.8 if aimed else 0.6))
        if not _kill_at(server, child, run_dir, moment, aimed, tally):
            _finished(server.answer(), run_dir, tally)
            return
        server.answer()
        tally.kills += 1
        _count(run_dir, tally)
        arguments = ["finetune", "--resume", str(run_dir)]
        if not _can_resume(run_dir):
            tally.before_first_checkpoint += 1
            _clear(run_dir)
            arguments = begin
        else:
            tally.resumed += 1
    _to_the_end(server, arguments, run_dir.parent)


def _kill_at(server: Server, child: int, run_dir: Path, moment: float, aimed: bool, tally: Tally) -> bool:
    """Kill ``child`` after ``moment`` seconds, ``aimed``: when a write begins after that; False if it ended before."""
    begun = read = time.monotonic()
    while not server.has_ended():
        now = time.monotonic()
        if now - begun >= moment and (not aimed or _writing(run_dir)):
            os.kill(child, signal.SIGKILL)
            return True
        if now - read >= _READ_EVERY_S:
            _read_record(run_dir, tally)
            read = time.monotonic()
        time.sleep(_LOOK_S)
    return False


def _writing(run_dir: Path) -> bool:
    """Whether the checkpoint or the best model is being written just now."""
    try:
        return any(path.name.startswith(_WRITING) for path in run_dir.iterdir())
    except FileNotFoundError:
        return False


def _read_record(run_dir: Path, tally: Tally) -> None:
    """Look into the record while it may be written: it must be whole at any time."""
    path = run_dir / "run.json"
    try:
        json.loads(path.read_bytes())
    except FileNotFoundError:
        pass
    except ValueError as error:
        tally.unreadable.append(f"run.json while the run works: {error}")


def _count(run_dir: Path, tally: Tally) -> None:
    """Note what the kill left."""
    left = half_written(run_dir)
    tally.during_checkpoint += any(name.startswith(".checkpoint.") for name in left)
    tally.during_best += any(name.startswith(".best.") for name in left)
    tally.torn_lines += torn_line(run_dir)
    if (run_dir / "run.json").is_file():  # else the kill came before the run had begun
        tally.unreadable += [f"after kill {tally.kills}: {sentence}" for sentence in unreadable(run_dir)]


def _can_resume(run_dir: Path) -> bool:
    try:
        return read_run(run_dir).resumable
    except UserError:
        return False


def _finished(status: str, run_dir: Path, tally: Tally) -> None:
    if status != "0":
        tally.refused.append(f"{run_dir.name} ended with {status}: {_last_words(run_dir.parent)}")


def _to_the_end(server: Server, arguments: Sequence[str], folder: Path) -> None:
    server.start(arguments)
    status = server.answer()
    if status != "0":
        sys.exit(f"{' '.join(arguments)} ended with {status}: {_last_words(folder)}")


def _last_words(folder: Path) -> str:
    return (folder / "log.txt").read_text(encoding="utf-8", errors="replace")[-600:]


def _clear(run_dir: Path) -> None:
    """Remove a run that had not begun in earnest, so that its name is free."""
    for path in sorted(run_dir.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if run_dir.exists():
        run_dir.rmdir()


if __name__ == "__main__":
    sys.exit(main())
