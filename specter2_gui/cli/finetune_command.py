"""``finetune``: settings and triplets in, a run folder and its figures out."""

import os
import signal
import threading
from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from specter2_gui.app.finetuning import finetune, new_run_dir
from specter2_gui.app.runs import RunRecord, read_run
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.cli.fetching import fetch_on_first_use
from specter2_gui.cli.outcome import CANCELLED, Fault, Outcome
from specter2_gui.cli.output import as_json, say
from specter2_gui.cli.progress import Progress
from specter2_gui.config.load import apply_overrides, load_settings
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event, RunFailed
from specter2_gui.domain.triplet_reading import TripletReport
from specter2_gui.training.control import Control

_SHOWN, _LISTED = 20, 50


def finetune_command(arguments: Namespace) -> Outcome:
    """Train as the settings file says.

    Raises:
        UserError: settings or triplets are refused, or the run failed for a reason a person can mend.
        Fault: the run failed for a fault of the program.
    """
    settings = apply_overrides(load_settings(arguments.config), arguments.overrides)
    report = load_triplets(settings.data.triplets)
    _tell_rejected(report)
    fetch_on_first_use(settings.model.backbone)
    run_dir = (arguments.out or new_run_dir(settings)).absolute()
    last = _train(settings, report, run_dir)
    if isinstance(last, RunFailed):
        if last.details:
            raise Fault(last.details)
        raise UserError(last.what, last.why, last.how)
    record = read_run(run_dir)
    text = as_json(_object(record, report)) if arguments.json else _words(record)
    return Outcome(text, CANCELLED if record.status == "cancelled" else 0)


def _train(settings: Settings, report: TripletReport, run_dir: Path) -> Event | None:
    progress, control, event = Progress(), Control(), None
    with _ctrl_c_ends(control):
        for event in finetune(
            settings, report.triplets, run_dir, control, rejected=report.rejected, source=report.name
        ):
            progress.event(event)
    progress.close()
    return event


@contextmanager
def _ctrl_c_ends(control: Control) -> Generator[None]:
    """The first Ctrl+C stops early, the second cancels, the third ends the program as it stands."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def asked(_signal: int, _frame: FrameType | None) -> None:
        if control.requested is None:
            _shout("\nStopping after this step; the best model is kept. Press Ctrl+C again to cancel and keep nothing.")
            control.stop_early()
        elif control.requested == "stop early":
            _shout("\nCancelling; nothing will be kept.")
            control.cancel()
            signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _shout(text: str) -> None:
    """A line on standard error from a signal handler, which may have interrupted a print."""
    with suppress(OSError):
        os.write(2, f"{text}\n".encode())


def _tell_rejected(report: TripletReport) -> None:
    """Name every rejected row and field, the first of them at least."""
    for problem in report.problems[:_SHOWN]:
        say(f"row {problem.row}{f', {problem.field}' if problem.field else ''}: {problem.text}")
    if len(report.problems) > _SHOWN:
        say(f"... and {len(report.problems) - _SHOWN} more problems")
    for note in report.notes:
        say(f"Note: {note}")
    if report.ignored_keys:
        say(f"Note: Fields that no triplet has were passed over: {', '.join(report.ignored_keys)}.")
    if report.rejected:
        say(f"{report.rejected} of {report.total} rows were left out.")


def _object(record: RunRecord, report: TripletReport) -> dict[str, Any]:
    return {
        "run_dir": str(record.folder),
        "steps": record.steps,
        "seconds": round(record.seconds, 3),
        "triplets": len(report.triplets),
        "rejected": report.rejected,
        "triplets_per_s": round(record.triplets_per_s, 3),
        "train_adapters": record.train_adapters,
        "baseline": _rounded(record.baseline),
        "best": _rounded(record.best),
        "stopped": record.stopped,
        "model": record.model,
        "training_triplets": record.facts.get("training_triplets", 0),
        "validation_triplets": record.validation_triplets,
        "problems": [
            {"row": problem.row, "field": problem.field, "text": problem.text} for problem in report.problems[:_LISTED]
        ],
    }


def _rounded(values: Any) -> dict[str, Any] | None:
    """Losses to six decimals, everything else to four; the JSON of ``evaluate`` rounds likewise."""
    if values is None:
        return None
    places = {name: 6 if name == "loss" else 4 for name in values}
    return {name: round(v, places[name]) if isinstance(v, float) else v for name, v in values.items()}


def _words(record: RunRecord) -> str:
    lines = [f"Run folder: {record.folder}", f"Model: {record.model}"]
    if record.baseline and record.best:
        before, after = record.baseline["triplet_accuracy"], record.best["value"]
        lines.append(
            f"Held-out triplets in order: {before:.1%} before, {after:.1%} with the best model (step {record.best['step']})"
        )
        if record.best["step"] == 0:
            lines.append("No check was better than the untouched model, so that is what was kept.")
        lines.append(
            f'Search with it: specter2-gui search --run "{record.folder}" --collection FILE.jsonl --query TEXT'
        )
    else:
        lines.append("Nothing was kept.")
    return "\n".join(lines)
