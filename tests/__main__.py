"""Set up an environment in ``.venv`` and run every check: style, types, imports, tests.

usage: python3 -m tests [PYTEST ARGUMENTS]

Only the standard library is needed to start it. Arguments, if any, go to pytest.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt loads from a Linux system, and the Debian package that brings it."""

IN_TWO_PROCESSES = ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"]
"""The windows of the tests spend half of their time waiting; a file of tests stays whole, for what they share.

A process that crashes ends the run: with another one in its place the run would wait for ever.
"""


def main(arguments: list[str]) -> int:
    """Run all checks and return 0 only if every one passed."""
    prepare_system()
    prepare_environment()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    checks = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["pyright", "--pythonpath", str(BIN / "python")],
        ["lint-imports", "--no-cache"],
        ["pytest", *(arguments or IN_TWO_PROCESSES)],
    ]
    failed = [check[0] for check in checks if run([str(BIN / check[0]), *check[1:]]) != 0]
    if failed:
        sys.stderr.write(f"failed: {', '.join(failed)}\n")
    return 1 if failed else 0


def prepare_system() -> None:
    """Install the libraries Qt needs where a bare Linux system lacks them and we may; else name them."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in QT_LIBRARIES.items() if not loadable(library)]
    if shutil.which("fc-list") is None:
        missing += ["fontconfig", "fonts-dejavu-core"]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"Qt needs libraries of the system. Install them first: sudo apt-get install {' '.join(missing)}")
    if run(["apt-get", "update", "-q"]) or run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]):
        sys.exit(f"these packages could not be installed: {' '.join(missing)}")


def prepare_environment() -> None:
    """Make ``.venv`` if it is not there, and install the program with its starter model and the tools into it."""
    if not BIN.is_dir():
        venv.create(ENVIRONMENT, with_pip=True)
    if run([str(BIN / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", ".[starter,dev]"]):
        sys.exit("the environment could not be installed; the lines above say why")


def loadable(library: str) -> bool:
    """Whether the system's loader finds ``library``."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def run(command: list[str]) -> int:
    """Run ``command`` in the checkout, showing what it is, and return its exit status."""
    print("$", " ".join(Path(part).name if part.startswith(str(ROOT)) else part for part in command), flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
