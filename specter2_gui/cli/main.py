"""The command line: one command, one result on standard output, and an exit status."""

from collections.abc import Callable, Sequence
from pathlib import Path

from specter2_gui.app.troubles import trouble_in
from specter2_gui.cli.arguments import parse
from specter2_gui.cli.computer_commands import doctor_command, fetch_command
from specter2_gui.cli.evaluate_command import evaluate_command
from specter2_gui.cli.finetune_command import finetune_command
from specter2_gui.cli.import_command import import_command
from specter2_gui.cli.outcome import BAD_INPUT, CANCELLED, FAULT, Fault
from specter2_gui.cli.output import prepare_streams, result_stream, say, write_result
from specter2_gui.cli.project_commands import embed_command, export_command
from specter2_gui.cli.search_command import search_command
from specter2_gui.disk.fault_log import write_fault
from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError

_COMMANDS = {
    "finetune": finetune_command,
    "search": search_command,
    "evaluate": evaluate_command,
    "import": import_command,
    "export": export_command,
    "embed": embed_command,
    "doctor": doctor_command,
    "fetch": fetch_command,
}

Demo = Callable[[Path | None], int]
"""Shows the window driving itself; the command line knows no window, so it is given."""


def run(argv: Sequence[str], demo: Demo | None = None) -> int:
    """Do what ``argv`` (without the program's name) asks; gives the exit status.

    0: done, 2: something a person can mend, said on the last line of standard error as ``error: what. why. how.``,
    1: a fault of the program, written to the log named there, 130: interrupted or cancelled.
    """
    prepare_streams()
    try:
        return _obey(argv, demo)
    except SystemExit as end:  # argparse ends so after --help and --version
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        say("\nInterrupted.")
        return CANCELLED
    except Exception as error:  # noqa: BLE001 - the outermost edge of the command line: said in one line, never a traceback
        return _refuse(error)


def _obey(argv: Sequence[str], demo: Demo | None) -> int:
    arguments = parse(argv)
    if arguments.command == "demo":
        if demo is None:
            raise UserError("The demo cannot be shown", "It needs the window", "Run: specter2-gui demo")
        return demo(arguments.out)
    with result_stream() as stream:
        outcome = _COMMANDS[arguments.command](arguments)
        write_result(stream, outcome.text)
    for trouble in outcome.troubles:
        say(trouble)
    return outcome.status


def _refuse(error: Exception) -> int:
    trouble = trouble_in(error)
    if trouble is not None:
        say(f"error: {trouble.sentence}")
        return BAD_INPUT
    try:
        where = f"The details are in {shown(write_fault(str(error) if isinstance(error, Fault) else error))}"
    except OSError:
        where = "The details could not be written to the log either"
    say(f"error: A fault in the program ended the work. {where}. Try again, and report it if it comes back.")
    return FAULT
