"""Runs command lines of the program in forked children, so that the libraries are loaded once and not at each kill.

``python -m tests.benchmarks.forking_server LOG`` reads one JSON list of arguments a line, forks, prints the number of the
child's process, and when that has ended prints its exit status (minus the signal that ended it). Each child is what
``specter2-gui`` with these arguments would be: a process of its own that can be killed.
"""

import importlib
import json
import os
import signal
import sys
from pathlib import Path

from specter2_gui.cli.main import run

_HEAVY = (
    "adapters",
    "specter2_gui.app.finetuning",
    "specter2_gui.encoder.encoder",
    "specter2_gui.search.dense",
    "specter2_gui.training.loop",
)


def main(log: Path) -> None:
    """Serve until standard input ends."""
    for name in _HEAVY:
        importlib.import_module(name)
    import torch

    torch.set_num_threads(1)  # a forked process has none of its parent's threads
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line), log)
        _say(str(child))
        _, status = os.waitpid(child, 0)
        _say(str(os.waitstatus_to_exitcode(status)))


def _become(arguments: list[str], log: Path) -> None:
    """Do in this child what ``arguments`` say, with both output streams in ``log``, and end."""
    status = 70
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for stream in (1, 2):
            os.dup2(handle, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        status = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
