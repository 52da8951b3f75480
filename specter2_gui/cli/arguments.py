"""The command line in plain words: every command, its options and their help."""

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from specter2_gui import __version__
from specter2_gui.cli.argument_kinds import JSON, add_command, add_model, path, text, whole
from specter2_gui.cli.project_arguments import add_project_commands
from specter2_gui.config.presets import PRESETS
from specter2_gui.domain.errors import UserError

PROGRAM = "specter2-gui"
_COLLECTION = 'papers, one JSON object a line: {"id": ..., "title": ..., "abstract": ...}'
_QUERIES = 'queries, one JSON object a line: {"id": ..., "text": ...}'
_PROJECT = "folder of a project"
_QRELS = "judgements with a header line: query-id TAB corpus-id TAB score; 1 and above is relevant"
_FINETUNE = (
    "Train the adapters as a settings file says, or go on with a run that was paused. What the file says gives way to "
    "--preset, that to --collection, --queries, --qrels and --folds, and all of them to --set. Ctrl+C once stops early "
    "and keeps the best model, twice cancels, three times ends at once. A signal to terminate (SIGTERM) or a closed "
    "terminal (SIGHUP) pauses the run, so that it can be resumed."
)
_STATUSES = (
    "Exit status: 0 done, 1 a fault of the program, 2 something to mend, 129 or 143 paused by SIGHUP or SIGTERM, "
    "130 cancelled or interrupted."
)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are for people: one sentence each, no usage text, and never the end of the program."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command line.

        Raises:
            UserError: always.
        """
        raise UserError("The command cannot be followed", message, f"Run: {self.prog} --help")


def parser() -> Parser:
    """The parser of the whole command line; each command leaves its name in ``command``."""
    top = Parser(
        prog=PROGRAM,
        description="Fine-tune SPECTER2's adapters on your own judgements, and search with the result. "
        "Without a command the window opens.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    _add_finetune(commands)
    _add_search(commands)
    _add_evaluate(commands)
    add_project_commands(commands)
    _add_demo(commands)
    _add_doctor(commands)
    _add_fetch(commands)
    return top


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """What ``argv`` asks for. The files of ``import`` may stand before and behind its options.

    Raises:
        UserError: it cannot be followed.
    """
    whole_line = parser()
    arguments, left = whole_line.parse_known_args(list(argv))
    # argparse takes a list of files only where the first of them stands, and leaves the mark that ends the options.
    left = [one for one in left if one != "--"]
    if left and (arguments.command != "import" or any(one.startswith("-") for one in left)):
        whole_line.error(f"unrecognized arguments: {' '.join(left)}")
    if left:
        arguments.files += map(path, left)
    return arguments


def _add_finetune(commands: Any) -> None:
    command = add_command(commands, "finetune", "train the adapters on triplets", _FINETUNE)
    command.epilog = _STATUSES
    command.add_argument(
        "config", metavar="CONFIG.yaml", type=path, nargs="?", help="settings; an empty file takes all defaults"
    )
    command.add_argument(
        "--resume", metavar="RUN_DIR", type=path,
        help="go on with this run where it was paused or interrupted, with the settings and triplets it began with",
    )  # fmt: skip
    command.add_argument(
        "--project", metavar="PROJECT", type=path,
        help="train on the triplets of this project, with its papers, queries and judgements; the settings may be left out",
    )  # fmt: skip
    command.add_argument("--preset", metavar="NAME", type=text, help=f"a named way to train: {', '.join(PRESETS)}")
    command.add_argument("--collection", metavar="FILE.jsonl", type=path, help=f"what is searched: {_COLLECTION}")
    command.add_argument("--queries", metavar="FILE.jsonl", type=path, help=f"judged {_QUERIES}")
    command.add_argument("--qrels", metavar="FILE.tsv", type=path, help=_QRELS)
    command.add_argument(
        "--folds", metavar="K", type=text,
        help="train K times more, each time with other queries held out, to know how much to trust the verdict",
    )  # fmt: skip
    command.add_argument(
        "--set", metavar="KEY=VALUE", action="append", default=[], dest="overrides",
        help="change one setting, for example --set train.epochs=3; may be given several times",
    )  # fmt: skip
    command.add_argument("--out", metavar="RUN_DIR", type=path, help="folder for this run; must not exist or be empty")
    command.add_argument("--json", action="store_true", help=JSON)


def _add_search(commands: Any) -> None:
    command = add_command(
        commands, "search", "find papers for a query", "Find the papers of a collection that fit a query best."
    )
    add_model(command)
    _add_collection(command)
    command.add_argument("--query", metavar="TEXT", required=True, help="what to search for, in words or a sentence")
    command.add_argument("-k", metavar="NUMBER", type=whole, default=10, help="how many papers to show (default: 10)")
    command.add_argument("--json", action="store_true", help=JSON)


def _add_evaluate(commands: Any) -> None:
    command = add_command(
        commands, "evaluate", "measure how well a model finds what people judged",
        "Measure keyword search (BM25), a model and, with --run, the tuned model on judged queries.",
    )  # fmt: skip
    add_model(command)
    _add_collection(command)
    command.add_argument("--queries", metavar="FILE.jsonl", type=path, help=_QUERIES)
    command.add_argument("--qrels", metavar="FILE.tsv", type=path, help=_QRELS)
    command.add_argument("--json", action="store_true", help=JSON)


def _add_demo(commands: Any) -> None:
    command = add_command(
        commands, "demo", "show the whole job on the sample collection",
        "Open the window and let it drive itself through the whole job on the fictional sample collection.",
    )  # fmt: skip
    command.add_argument("--out", metavar="DIR", type=path, help="folder for the run, curve.png and window.png")


def _add_doctor(commands: Any) -> None:
    command = add_command(
        commands, "doctor", "show versions, device, models and free disk",
        "Show what matters when something does not work: versions, device, models found, free disk.",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help=JSON)


def _add_fetch(commands: Any) -> None:
    command = add_command(
        commands, "fetch", "download a model from the hub",
        "Download a model, check it, and go on where an earlier download stopped.",
    )  # fmt: skip
    command.add_argument(
        "model", metavar="MODEL", type=text, help="specter2, or the name of a model or adapter on the hub"
    )


def _add_collection(command: argparse.ArgumentParser) -> None:
    command.add_argument("--project", metavar="PROJECT", type=path, help=f"{_PROJECT}, in place of files")
    command.add_argument("--collection", metavar="FILE.jsonl", type=path, help=_COLLECTION)
