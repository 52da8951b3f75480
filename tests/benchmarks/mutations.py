"""Files damaged at random, read by every reader: no crash, no hang, no record lost uncounted.

``python -m tests.benchmarks.mutations`` prints one JSON object and exits with status 1 if anything failed. It tries 100,000 damaged files (``--inputs``),
shared out among the formats, under a bound of processor time per byte, and for each format one file with a single line of 500 MB (``--long-mb``)
in a process of its own, of which the time and the most memory are told. ``--format`` and ``--seed`` repeat a part.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from specter2_gui.domain.errors import UserError
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.registry import FORMATS
from specter2_gui.readers.source import Source
from tests.benchmarks.turns import Program, ProgramFailedError, ask, show, tell
from tests.readers.mutations import fare, mutated, recognised
from tests.readers.samples import SAMPLES

START_S = 1.0
"""Processor time that a file may take whatever its size."""
PER_BYTE_S = 50e-6
"""And what it may take for each byte beyond."""
MEMORY_MB = 400
"""What reading a line of any length may take."""
SHOWN_FAILURES = 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Damage and read as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mutations")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=[kind.name for kind in FORMATS], help="only this one")
    parser.add_argument("--long-mb", type=int, default=500, help="0: no long lines")
    parser.add_argument("--file", type=Path, help="read this file as --format and tell what it took")
    chosen = parser.parse_args(arguments)
    kinds = [kind for kind in FORMATS if chosen.format in (None, kind.name)]
    if chosen.file:
        show(_read(kinds[0], chosen.file))
        return
    rows = [_damaged(kind, chosen.inputs // len(kinds), chosen.seed) for kind in kinds]
    lines = [row for kind in kinds for row in _long_lines(kind, chosen.long_mb)] if chosen.long_mb else []
    failures = sum(row["failures"] for row in rows) + sum(not row["passed"] for row in lines)
    show(
        {
            "benchmark": "mutations",
            "inputs": sum(row["inputs"] for row in rows),
            "failures": failures,
            "formats": rows,
            "long_lines": lines,
        }
    )
    sys.exit(1 if failures else 0)


def _damaged(kind: Format, count: int, seed: int) -> dict[str, Any]:
    by = random.Random(f"{seed} {kind.name}")  # noqa: S311 - damage that can be repeated, no secret
    row: dict[str, Any] = {
        "format": kind.name,
        "inputs": count,
        "read": 0,
        "refused": 0,
        "records_and_rejects": 0,
        "failures": 0,
        "slowest_us_per_byte": 0.0,
    }
    examples: list[str] = []
    for number in range(count):
        data = mutated(SAMPLES[kind.name], by)
        complaint = _tried(kind, data, row)
        if complaint:
            row["failures"] += 1
            examples.append(f"input {number}: {complaint}: {data[:300]!r}")
    tell(f"{kind.name}: {count} inputs, {row['failures']} failures")
    return row | ({"examples": examples[:SHOWN_FAILURES]} if examples else {})


def _tried(kind: Format, data: bytes, row: dict[str, Any]) -> str:
    """What went wrong with one file; empty if nothing did."""
    begun = time.process_time()
    try:
        fared = fare(kind, data)
        recognised(data)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        return (
            "".join(traceback.format_exception_only(error)).strip()
            + " "
            + str(traceback.extract_tb(error.__traceback__)[-1])
        )
    taken = time.process_time() - begun
    row["read" if fared.found is not None else "refused"] += 1
    row["records_and_rejects"] += len(fared.found or ())
    row["slowest_us_per_byte"] = max(row["slowest_us_per_byte"], round(taken / (len(data) + 1000) * 1e6, 1))
    return f"took {taken:.1f} s for {len(data)} bytes" if taken > START_S + PER_BYTE_S * len(data) else ""


def _long_lines(kind: Format, megabytes: int) -> Iterator[dict[str, Any]]:
    """One line of so many megabytes in the middle of a clean file of the format."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long"
        size = _write_long(path, SAMPLES[kind.name], megabytes)
        command = [sys.executable, "-m", "tests.benchmarks.mutations", "--format", kind.name, "--file", str(path)]
        row: dict[str, Any] = {"format": kind.name, "mb": round(size / 2**20)}
        try:
            answer = ask(Program(kind.name, command))
        except ProgramFailedError as error:
            yield row | {"passed": False, "error": str(error)}
            return
        bound = START_S + PER_BYTE_S * size
        passed = answer.values["seconds"] < bound and answer.peak_mb < MEMORY_MB
        tell(f"{kind.name}: {answer.values}, {answer.peak_mb:.0f} MB")
        yield row | answer.values | {"peak_mb": round(answer.peak_mb), "passed": passed}


def _write_long(path: Path, sample: bytes, megabytes: int) -> int:
    middle = sample.index(b"everybody") if b"everybody" in sample else len(sample) // 2
    with path.open("wb") as file:
        file.write(sample[:middle])
        for _ in range(megabytes):
            file.write(b"words and" * (2**20 // 9 + 1))
        file.write(sample[middle:])
        return file.tell()


def _read(kind: Format, path: Path) -> dict[str, Any]:
    begun = time.process_time()
    source = Source(path)
    try:
        marks = kind.start_marks(source)
        found = sum(1 for _ in kind.read(source, ReadOptions()))
    except UserError as error:
        return {"refused": error.sentence, "seconds": round(time.process_time() - begun, 1)}
    return {"start_marks": marks, "found": found, "seconds": round(time.process_time() - begun, 1)}


if __name__ == "__main__":
    main()
