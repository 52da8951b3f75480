"""Records a second read from a clean RIS file, beside rispy, and the most memory that takes.

``python -m tests.benchmarks.reading_ris`` prints one JSON object. rispy loads the file as its documentation says. Of ours two speeds are told, per second
of processor time: reading each record, which is what rispy does, and an import's whole way, which first recognises the file, finds its encoding and counts
where records begin. ``passed`` asks that reading is not slower than rispy.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.turns import Program, figures, in_turn, middle, ratio, show

WORDS = (
    "library",
    "reader",
    "query",
    "river",
    "water",
    "climate",
    "protein",
    "gene",
    "school",
    "light",
    "honey",
    "Zürich",
    "données",
    "naïve",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading_ris")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=("ours", "rispy"), help="measure one side only, on the file --file")
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.side:
        show(_ours(chosen.file) if chosen.side == "ours" else _rispy(chosen.file))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clean.ris"
        write_records(path, chosen.records)
        show(_compared(path, chosen.records, chosen.rounds))


def _compared(path: Path, records: int, rounds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.reading_ris", "--file", str(path), "--side"]
    answers = in_turn([Program(side, [*command, side]) for side in ("ours", "rispy")], rounds)
    ours, theirs = answers["ours"], middle(answers["rispy"], "records_per_s")
    reading = ratio(middle(ours, "records_per_s"), theirs)
    return {
        "benchmark": "reading_ris",
        "records": records,
        "file_mb": round(path.stat().st_size / 2**20),
        "ours": figures(ours, "records_per_s"),
        "ours_with_all_passes": figures(ours, "with_all_passes_per_s"),
        "rispy": figures(answers["rispy"], "records_per_s"),
        "ratio": reading,
        "ratio_with_all_passes": ratio(middle(ours, "with_all_passes_per_s"), theirs),
        "passed": (reading or 0.0) >= 1 and {answer.values["records"] for answer in ours} == {records},
    }


def write_records(path: Path, count: int, seed: int = 3) -> None:
    """Write ``count`` clean records of about 1,400 characters, each another."""
    by = random.Random(seed)  # noqa: S311 - records that can be repeated, no secret
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(_record(number, by))


def _record(number: int, by: random.Random) -> str:
    lines = [
        "TY  - JOUR",
        *(f"AU  - {by.choice(WORDS).title()}, {by.choice('ABCDEF')}." for _ in range(4)),
        f"TI  - {' '.join(by.choices(WORDS, k=12))} {number}",
        *(
            "JO  - Journal of Records",
            "T2  - Journal of Records",
            f"VL  - {by.randrange(99)}",
            "IS  - 2",
            "SP  - 1",
            "EP  - 9",
            "PY  - 2021",
        ),
        *(f"DO  - 10.1234/records.{number}", "SN  - 1234-5678", f"UR  - https://example.org/{number}", "LA  - English"),
        *(f"KW  - {by.choice(WORDS)} {by.choice(WORDS)}" for _ in range(6)),
        f"AB  - {' '.join(by.choices(WORDS, k=140))}",
        *("DB  - Base", f"AN  - {number}", "ER  - ", "", ""),
    ]
    return "\n".join(lines)


def _ours(path: Path) -> dict[str, Any]:
    from specter2_gui.readers.reading import begin

    started = time.process_time()
    reading = begin(path)
    begun = time.process_time()
    count = sum(1 for _ in reading)
    ended = time.process_time()
    assert count == reading.start_marks
    return {
        "records": count,
        "with_all_passes_per_s": count / (ended - started),
        "records_per_s": count / (ended - begun),
    }


def _rispy(path: Path) -> dict[str, Any]:
    import rispy

    started = time.process_time()
    with path.open(encoding="utf-8") as file:
        count = len(rispy.load(file))
    return {"records": count, "records_per_s": count / (time.process_time() - started)}


if __name__ == "__main__":
    main()
