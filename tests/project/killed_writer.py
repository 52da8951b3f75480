"""Works on a workspace until it is killed: ``python -m tests.project.killed_writer PATH FIRST``.

After each gesture, saved, its number is printed on a line of its own.
"""

import sys
from itertools import count
from pathlib import Path

from specter2_gui.project.workspace import Workspace
from tests.project.making import do_gesture

if __name__ == "__main__":
    workspace = Workspace.open(Path(sys.argv[1]))
    for number in count(int(sys.argv[2])):
        do_gesture(workspace, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
