"""``doctor`` and ``fetch``: what is on this computer, and getting a model onto it."""

import threading
from argparse import Namespace

from specter2_gui.app import doctor, models
from specter2_gui.cli.outcome import Outcome
from specter2_gui.cli.output import as_json
from specter2_gui.cli.progress import Progress


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
    progress = Progress()
    for far in models.fetch_model(arguments.model, threading.Event()):
        progress.far(f"{far.done / 1e6:.0f} of {far.total / 1e6:.0f} MB ({far.file})", last=far.done == far.total)
    progress.close()
    return Outcome(f"{arguments.model} is on this computer, complete and checked.")
