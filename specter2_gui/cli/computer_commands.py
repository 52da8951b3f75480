"""``doctor`` and ``fetch``: what is on this computer, and getting a model onto it."""

from argparse import Namespace

from specter2_gui.app import doctor
from specter2_gui.cli.fetching import fetch
from specter2_gui.cli.outcome import Outcome
from specter2_gui.cli.output import as_json


def doctor_command(arguments: Namespace) -> Outcome:
    """Show what matters when something does not work."""
    report = [(str(name), str(value)) for name, value in doctor.report()]
    if arguments.json:
        return Outcome(as_json(dict(report)))
    width = max(len(name) for name, _ in report)
    return Outcome("\n".join(f"{name:<{width}}  {value}" for name, value in report))


def fetch_command(arguments: Namespace) -> Outcome:
    """Download a model and check it; Ctrl+C ends it, and the next call goes on there.

    Raises:
        UserError: no network, no such model, or anything else that keeps it from coming.
    """
    fetch(arguments.model)
    return Outcome(f"{arguments.model} is on this computer, complete and checked.")
