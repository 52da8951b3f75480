"""Records a second from a clean RIS file into a project, beside rispy, and the most memory that takes.

``python -m tests.benchmarks.importing`` prints one JSON object. Three programs work on the same file in turn: our reader alone (format,
encoding, count of start marks, records), the whole import (copy of the bytes, reading, cleaning, matching, one undoable
gesture on the disk), and rispy, which loads the records into memory as its documentation says. The import is measured into a new project, then
with the same file once more, which has to add nothing.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.reading_ris import write_records
from tests.benchmarks.turns import Answer, Program, figures, in_turn, middle, ratio, show

SIDES = ("import", "reader", "rispy")
SMALL_MB = 300
"""What an import may hold, whatever the size of the file."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.importing")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=SIDES, help="measure one side only, on the file --file")
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.side:
        show({"import": imported, "reader": read, "rispy": loaded}[chosen.side](chosen.file))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clean.ris"
        write_records(path, chosen.records)
        command = [sys.executable, "-m", "tests.benchmarks.importing", "--file", str(path), "--side"]
        answers = in_turn([Program(side, [*command, side]) for side in SIDES], chosen.rounds)
        show(compared(answers, chosen.records, path.stat().st_size))


def compared(answers: Mapping[str, Sequence[Answer]], records: int, size: int) -> dict[str, Any]:
    """The figures of all sides, ours as multiples of rispy's, and whether every record was read by each."""
    theirs = middle(answers["rispy"], "records_per_s")
    found = {side: {int(answer.values["records"]) for answer in answers[side]} for side in SIDES}
    imports = answers["import"]
    return {
        "benchmark": "importing",
        "records": records,
        "file_mb": round(size / 2**20),
        "import": figures(imports, "records_per_s")
        | {
            "again_records_per_s": round(middle(imports, "again_per_s")),
            "undo_s": round(middle(imports, "undo_s"), 2),
            "longest_wait_s": round(middle(imports, "longest_wait_s"), 2),
        },
        "reader": figures(answers["reader"], "records_per_s"),
        "rispy": figures(answers["rispy"], "records_per_s"),
        "reader_ratio": ratio(middle(answers["reader"], "records_per_s"), theirs),
        "import_ratio": ratio(middle(imports, "records_per_s"), theirs),
        "passed": all(each == {records} for each in found.values())
        and all(answer.values["added_again"] == 0 for answer in imports)
        and max(answer.peak_mb for answer in imports) <= SMALL_MB,
    }


def imported(path: Path) -> dict[str, Any]:
    """Import ``path`` into a new project, once more, and undo the first import."""
    from specter2_gui.project.project import Project

    with tempfile.TemporaryDirectory() as folder, Project.open(Path(folder) / "project") as project:
        first, seconds, longest = _import(project, path)
        again, again_seconds, _ = _import(project, path)
        project.undo()
        started = time.perf_counter()
        project.undo()
        undone = time.perf_counter() - started
        assert not any(True for _ in project.papers.all())
    return {
        "records": first.added,
        "records_per_s": first.records / seconds,
        "again_per_s": again.records / again_seconds,
        "added_again": again.added + again.updated,
        "undo_s": undone,
        "longest_wait_s": longest,
    }


def _import(project: Any, path: Path) -> tuple[Any, float, float]:
    """The receipt, the seconds it took, and the longest wait between two signs of progress."""
    from specter2_gui.app.importing import FileImported, import_files

    started = last = time.perf_counter()
    longest = 0.0
    for event in import_files(project, [path]):
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        if isinstance(event, FileImported):
            return event.receipt, now - started, longest
    raise AssertionError("the file was refused")


def read(path: Path) -> dict[str, Any]:
    """Read ``path`` with our reader alone."""
    from specter2_gui.readers.reading import begin

    started = time.perf_counter()
    reading = begin(path)
    count = sum(1 for _ in reading)
    assert count == reading.start_marks
    return {"records": count, "records_per_s": count / (time.perf_counter() - started)}


def loaded(path: Path) -> dict[str, Any]:
    """Load ``path`` with rispy."""
    import rispy

    started = time.perf_counter()
    with path.open(encoding="utf-8") as file:
        count = len(rispy.load(file))
    return {"records": count, "records_per_s": count / (time.perf_counter() - started)}


if __name__ == "__main__":
    main()
