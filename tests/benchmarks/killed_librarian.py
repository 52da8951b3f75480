"""Works on a project until it is killed: ``python -m tests.benchmarks.killed_librarian FOLDER SCRATCH FIRST``.

Before each gesture it prints ``begun NUMBER``, and when it is saved ``done NUMBER``.
"""

import sys
from itertools import count
from pathlib import Path

from specter2_gui.project.project import Project
from tests.benchmarks.librarian_gestures import do


def main(folder: Path, scratch: Path, first: int) -> None:
    """Gestures without end, from number ``first``."""
    project = Project.open(folder)
    for number in count(first):
        sys.stdout.write(f"begun {number}\n")
        sys.stdout.flush()
        do(project, number, scratch)
        sys.stdout.write(f"done {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
