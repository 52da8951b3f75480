"""The program's one entrance: the window without arguments, the command line with them."""

import sys
from pathlib import Path


def main() -> int:
    """Open the window, or do what the command line asks; gives the exit status."""
    if len(sys.argv) < 2:
        from specter2_gui.qt.main import open_window  # the command line must not load Qt

        return open_window()
    from specter2_gui.cli.main import run  # nor the window wait for the command line

    return run(sys.argv[1:], _demo)


def _demo(out: Path | None) -> int:
    from specter2_gui.qt.demo import run_demo  # the command line must not load Qt

    return run_demo(out)


if __name__ == "__main__":
    sys.exit(main())
