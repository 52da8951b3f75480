"""What several commands' options have in common: their words, and the kinds of values they take."""

import argparse
from pathlib import Path
from typing import Any

from specter2_gui.domain.errors import UserError

JSON = "print one JSON object on standard output and nothing else there"
PROJECT = "folder of a project; an absent or empty one becomes a new project"
MODEL = "specter2, starter, the folder of a model, or its name on the hub (it must be on this computer already)"
RUN = "folder of a run, as made by finetune"


def add_command(commands: Any, name: str, summary: str, description: str) -> argparse.ArgumentParser:
    """The parser of one more command."""
    return commands.add_parser(name, help=summary, description=description, allow_abbrev=False)


def add_model(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    """The options that say which model is meant."""
    which = command.add_mutually_exclusive_group(required=required)
    which.add_argument("--run", metavar="RUN_DIR", type=path, help=RUN)
    which.add_argument("--model", metavar="MODEL", type=text, help=MODEL)


def text(value: str) -> str:
    """Refuse a value with nothing in it, as a script leaves it behind whose variable is empty."""
    if not value.strip():
        raise UserError(
            "A value on the command line is empty", "It would mean the folder you are in, or nothing at all",
            "Write a name there, or leave the option out",
        )  # fmt: skip
    return value


def path(value: str) -> Path:
    """A path that is not empty."""
    return Path(text(value))


def whole(value: str) -> int:
    """A whole number of papers."""
    try:
        return int(value)
    except ValueError:
        raise UserError(
            f"'{value}' is no number of papers", "The option -k takes a whole number", "Write for example -k 10"
        ) from None
