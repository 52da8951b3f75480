"""Programs measured in turn (A, B, A, B, ...), each in a fresh process, so that a busy moment falls on all of them."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from specter2_gui.disk.places import HOME_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the package and its tests; every program is started in it."""

_TO_MB = 2**20 if sys.platform == "darwin" else 2**10  # macOS counts bytes, Linux kilobytes


@dataclass(frozen=True, slots=True)
class Program:
    """A program that prints one JSON object as the last line of its standard output."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program printed, how long it took altogether, and the most memory it held (resident, in megabytes)."""

    values: dict[str, Any]
    seconds: float
    peak_mb: float


class ProgramFailedError(Exception):
    """A measured program ended with an error or without a result."""


def ask(program: Program) -> Answer:
    """Run ``program`` to its end.

    The peak is the system's own count for that process alone. A process begins with the peak of the one that starts
    it, so the caller must not have loaded anything large.

    Raises:
        ProgramFailedError: it failed, or printed no JSON object; the end of what it said is in the message.
    """
    begun = time.perf_counter()
    environment = {**os.environ, **program.environment}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*program.command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=said
        )  # fmt: skip
        assert process.stdout is not None
        with process.stdout as stream:
            printed = stream.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        said.seek(0)
        complaint = said.read().decode("utf-8", "replace")[-2000:]
    if process.returncode:
        raise ProgramFailedError(f"{program.name} ended with {process.returncode}: {complaint or printed[-2000:]}")
    return Answer(last_object(printed, program.name), seconds, usage.ru_maxrss / _TO_MB)


def in_turn(programs: Sequence[Program], rounds: int) -> dict[str, list[Answer]]:
    """The answers of each program by its name, from ``rounds`` rounds in which each runs once."""
    answers: dict[str, list[Answer]] = {program.name: [] for program in programs}
    for number in range(rounds):
        for program in programs:
            tell(f"round {number + 1} of {rounds}: {program.name}")
            answers[program.name].append(ask(program))
    return answers


def last_object(printed: str, name: str) -> dict[str, Any]:
    """The JSON object in the last line of ``printed`` that begins like one.

    Raises:
        ProgramFailedError: there is none.
    """
    lines = [line for line in printed.splitlines() if line.lstrip().startswith("{")]
    try:
        found: object = json.loads(lines[-1])
    except (IndexError, ValueError):
        raise ProgramFailedError(f"{name} printed no JSON object: {printed[-500:]!r}") from None
    assert isinstance(found, dict)
    return found


def middle(answers: Sequence[Answer], key: str) -> float:
    """The median of the number ``key`` over ``answers``."""
    return median(float(answer.values[key]) for answer in answers)


def figures(answers: Sequence[Answer], key: str) -> dict[str, Any]:
    """The median of ``key``, its value in each round, and the highest peak of memory."""
    return {
        key: rounded(middle(answers, key)),
        "rounds": [rounded(float(answer.values[key])) for answer in answers],
        "peak_mb": round(max(answer.peak_mb for answer in answers)),
    }


def ratio(one: float, other: float) -> float | None:
    """``one / other`` to four digits; None where there is nothing to divide by."""
    return rounded(one / other) if other else None


def rounded(value: float) -> float:
    """``value`` to four significant digits."""
    return float(f"{value:.4g}")


def threads_only(threads: int, home: Path | None = None) -> dict[str, str]:
    """The environment that lets any of the programs use so many threads and no model hub.

    ``home`` is where ours keeps vectors and the like: a fresh folder, so that nothing is there from other runs.
    """
    count = str(threads)
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
    own = {HOME_VARIABLE: str(home)} if home is not None else {}
    return dict.fromkeys(names, count) | {"HF_HUB_OFFLINE": "1"} | own


def tell(text: str) -> None:
    """A line of progress on standard error."""
    print(text, file=sys.stderr, flush=True)


def show(result: Mapping[str, Any]) -> None:
    """The one JSON object of a benchmark on standard output."""
    print(json.dumps(result, ensure_ascii=False, allow_nan=False), flush=True)
