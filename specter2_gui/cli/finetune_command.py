"""``finetune``: settings and triplets in, a run folder and its figures out."""

from argparse import Namespace
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from specter2_gui.app.finetuning import finetune, new_run_dir, resume
from specter2_gui.app.project_training import training_data
from specter2_gui.app.runs import read_run
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.cli.collections import read_project, refuse_both
from specter2_gui.cli.fetching import fetch_on_first_use
from specter2_gui.cli.finetune_result import as_object, in_words, resume_words
from specter2_gui.cli.interrupting import listening
from specter2_gui.cli.outcome import CANCELLED, Fault, Outcome
from specter2_gui.cli.output import as_json, say
from specter2_gui.cli.progress import Progress
from specter2_gui.config.load import apply_overrides, load_settings
from specter2_gui.config.presets import apply_preset
from specter2_gui.config.settings import Settings
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.events import Event, RunFailed, VerdictReached
from specter2_gui.domain.row_checks import RowProblem
from specter2_gui.domain.triplet_reading import TripletReport
from specter2_gui.training.control import Control

_SHOWN = 20
_SHORT = ("collection", "queries", "qrels", "folds")
"""Options that stand for a setting of ``data`` with the same name."""
_FILES = ("collection", "queries", "qrels")
"""Those of them that name what a project holds itself."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A run about to begin or to go on."""

    run_dir: Path
    events: Callable[[Control], Iterator[Event]]
    problems: tuple[RowProblem, ...] = ()


def finetune_command(arguments: Namespace) -> Outcome:
    """Train as the settings file says, or go on with a run.

    Raises:
        UserError: settings or triplets are refused, or the run failed for a reason a person can mend.
        Fault: the run failed for a fault of the program.
    """
    job = _resumed(arguments) if arguments.resume is not None else _begun(arguments)
    last, verdict, status = _train(job)
    if isinstance(last, RunFailed):
        _tell_how_to_go_on(job.run_dir)
        if last.details:
            raise Fault(last.details)
        raise UserError(last.what, last.why, last.how)
    record = read_run(job.run_dir)
    text = as_json(as_object(record, job.problems)) if arguments.json else in_words(record, verdict, arguments.project)
    if record.status == "paused" and arguments.json:
        say(resume_words(job.run_dir))
    if record.status in ("paused", "cancelled"):
        return Outcome(text, status or CANCELLED)
    return Outcome(text)


def _begun(arguments: Namespace) -> _Job:
    refuse_both(arguments, _FILES)
    if arguments.project is not None:
        return _begun_in_project(arguments)
    if arguments.config is None:
        raise UserError(
            "There is nothing to train with", "finetune needs a settings file, a project, or a run to go on with",
            "Run: specter2-gui finetune --help",
        )  # fmt: skip
    settings = _settings(arguments)
    report = load_triplets(settings.data.triplets)
    _tell_rejected(report)
    fetch_on_first_use(settings.model.backbone)
    run_dir = (arguments.out or new_run_dir(settings)).expanduser().absolute()

    def events(control: Control) -> Iterator[Event]:
        return finetune(settings, report.triplets, run_dir, control, rejected=report.rejected, source=report.name)

    return _Job(run_dir, events, report.problems)


def _begun_in_project(arguments: Namespace) -> _Job:
    """The project is read and let go before the training, so that a window can open it meanwhile."""
    with read_project(arguments.project) as project:
        data = training_data(project, _settings(arguments))
    for remark in data.remarks:
        say(f"Note: {remark}")
    fetch_on_first_use(data.settings.model.backbone)
    run_dir = (arguments.out or new_run_dir(data.settings)).expanduser().absolute()

    def events(control: Control) -> Iterator[Event]:
        return finetune(data.settings, data.triplets, run_dir, control, source=data.source)

    return _Job(run_dir, events)


def _settings(arguments: Namespace) -> Settings:
    """The file, if there is one, the preset over it, then the options with names of their own, then ``--set``."""
    settings = Settings() if arguments.config is None else load_settings(arguments.config)
    if arguments.preset is not None:
        settings = apply_preset(settings, arguments.preset)
    for name in _SHORT:
        value = getattr(arguments, name)
        if value is not None:
            settings = apply_overrides(settings, [f"data.{name}={value}"], f"--{name}")
    return apply_overrides(settings, arguments.overrides)


def _resumed(arguments: Namespace) -> _Job:
    given = [f"--{name}" for name in ("project", "preset", *_SHORT, "out") if getattr(arguments, name) is not None]
    given += ["CONFIG.yaml"] * (arguments.config is not None) + ["--set"] * bool(arguments.overrides)
    if given:
        raise UserError(
            f"--resume cannot be used together with {', '.join(given)}",
            "A run goes on with the settings and in the folder it began with",
            f"Leave {'it' if len(given) == 1 else 'them'} out, or begin a new run without --resume",
        )
    run_dir: Path = arguments.resume.expanduser().absolute()
    return _Job(run_dir, lambda control: resume(run_dir, control))


def _train(job: _Job) -> tuple[Event | None, VerdictReached | None, int]:
    """The last event, the verdict if there was one, and the exit status if a signal paused the run."""
    progress, control = Progress(), Control()
    event, verdict = None, None
    try:
        # Closed, the run lets go of its folder wherever an interruption came.
        events = cast("Generator[Event]", job.events(control))
        with listening(control, job.run_dir) as interruption, closing(events):
            for event in events:
                progress.event(event)
                verdict = event if isinstance(event, VerdictReached) else verdict
    except KeyboardInterrupt:
        progress.close()
        _tell_how_to_go_on(job.run_dir)
        raise
    progress.close()
    return event, verdict, interruption.status


def _tell_how_to_go_on(run_dir: Path) -> None:
    """After an end in the middle of things, where the run can go on."""
    try:
        record = read_run(run_dir)
    except UserError:  # not even begun
        return
    if record.resumable:
        say(resume_words(run_dir))


def _tell_rejected(report: TripletReport) -> None:
    """Name every rejected row and field, the first of them at least."""
    for problem in report.problems[:_SHOWN]:
        say(problem.text)
    if len(report.problems) > _SHOWN:
        say(f"... and {len(report.problems) - _SHOWN} more problems")
    for note in report.notes:
        say(f"Note: {note}")
    if report.ignored_keys:
        say(f"Note: Fields that no triplet has were passed over: {', '.join(report.ignored_keys)}.")
    if report.rejected:
        say(f"{report.rejected} of {report.total} rows were left out.")
