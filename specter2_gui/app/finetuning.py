"""Fine-tuning from settings and triplets to a run folder, and going on with one: the path of window, terminal and demo."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from specter2_gui.app.run_facts import check_same, data_sha256, facts_of, other_versions
from specter2_gui.app.run_work import work
from specter2_gui.app.runs import default_folder
from specter2_gui.app.troubles import trouble_in
from specter2_gui.config.settings import Settings
from specter2_gui.disk.fault_log import frames_of
from specter2_gui.domain.errors import DivergedError, UserError
from specter2_gui.domain.events import Event, FoldStep, RunFailed, RunFinished, RunStarted, RunStopped, Warned
from specter2_gui.domain.triplets import Triplet
from specter2_gui.training.control import Control
from specter2_gui.training.run_folder import RunFolder
from specter2_gui.training.run_record import RunRecord, read_run
from specter2_gui.training.snapshot import load_snapshot, save_snapshot

if TYPE_CHECKING:  # loads torch, which takes seconds and must not delay the window
    from specter2_gui.training.checkpoint import Checkpoint

__all__ = ["data_sha256", "finetune", "new_run_dir", "resume"]


def new_run_dir(settings: Settings) -> Path:
    """A folder for the next run that does not exist yet: ``<runs folder>/<yyyy-mm-dd-n>``; nothing is made."""
    named = settings.train.output_dir
    folder = Path(named).expanduser() if named else default_folder()
    day = datetime.now().astimezone().date().isoformat()
    taken = {place.name for place in folder.glob(f"{day}-*")} if folder.is_dir() else set[str]()
    number = 1
    while f"{day}-{number}" in taken:
        number += 1
    return folder / f"{day}-{number}"


def finetune(
    settings: Settings,
    triplets: Sequence[Triplet],
    run_dir: Path,
    control: Control,
    *,
    rejected: int = 0,
    source: str = "",
) -> Iterator[Event]:
    """Train the adapters that ``settings`` name on ``triplets`` and keep everything in ``run_dir``.

    Never raises: what a person can mend and what is a fault of the program both come as a last RunFailed, the fault
    with its frames in ``details``. ``rejected`` rows of ``source`` were no triplets; ``source`` is a name for people
    (``sample`` for the collection that comes along). Closing the generator leaves an interrupted run that
    :func:`resume` goes on with. A run that is refused before it began leaves no folder.
    """

    def events(run: RunFolder) -> Iterator[Event]:
        begun = False
        try:
            save_snapshot(run_dir, triplets)
            for event in work(settings, triplets, run, control, source):
                begun = begun or isinstance(event, RunStarted | FoldStep)
                yield event
        except UserError:
            if not begun:
                run.remove()
            raise

    return _events(lambda: (RunFolder(run_dir, facts_of(settings, triplets, rejected, source)), events))


def resume(run_dir: Path, control: Control) -> Iterator[Event]:
    """Go on with the run in ``run_dir`` from its last checkpoint, or from its beginning if it had not come so far.

    Never raises, as :func:`finetune`. On a processor its losses and its best model are those of a run that was never
    interrupted, to the last bit.
    """

    def begin() -> tuple[RunFolder, _Work]:
        from specter2_gui.training.checkpoint import load_checkpoint  # loads torch, which takes seconds

        record = _resumable(run_dir)
        settings = _settings_of(record)
        triplets = load_snapshot(run_dir)
        check_same(record.name, record.facts, triplets, settings.data)
        checkpoint = load_checkpoint(run_dir)
        source = str(record.facts.get("source", ""))

        def events(run: RunFolder) -> Iterator[Event]:
            yield from map(Warned, other_versions(record.facts))
            yield from work(settings, triplets, run, control, source, checkpoint)

        return _reopened(run_dir, record, checkpoint), events

    return _events(begin)


_Work = Callable[[RunFolder], Iterator[Event]]


def _events(begin: Callable[[], tuple[RunFolder, _Work]]) -> Iterator[Event]:
    """The events of the work in the folder, each written down before it is told; whatever ends them as a last event."""
    with ExitStack() as stack:
        run: RunFolder | None = None
        step = 0
        try:
            run, events = begin()
            stack.callback(run.close)
            for event in events(run):
                step = getattr(event, "step", step)
                run.append(event)
                if isinstance(event, RunFinished | RunStopped):
                    run.end_resuming()
                yield event
            return
        except Exception as error:  # noqa: BLE001 - the one place where whatever ends a training becomes an event
            failed = _failure(error, step)
            if run is not None and isinstance(error, DivergedError):
                run.end_resuming()  # going on would lead there again
        if run is not None and run.open:
            with suppress(OSError):  # the folder itself may have failed; the event tells it in any case
                run.append(failed)
        yield failed


def _resumable(run_dir: Path) -> RunRecord:
    record = read_run(run_dir)
    if record.resumable:
        return record
    why = {
        "finished": "It has come to its end",
        "stopped": "It was stopped early, and nothing to go on from was kept",
        "cancelled": "It was cancelled, and nothing was kept",
        "running": "It is at work in this moment, in this program or in another one",
    }.get(record.status, "Nothing to go on from is left in its folder")
    raise UserError(
        f"The training in '{record.name}' cannot be resumed", why, "Choose a run that was paused or interrupted, or train again"
    )  # fmt: skip


def _settings_of(record: RunRecord) -> Settings:
    try:
        return Settings.model_validate(record.settings)
    except ValueError:
        raise UserError(
            f"The training in '{record.name}' cannot be resumed",
            "Its settings are damaged or those of another version of the program",
            "Train again; the best model of this run, if it has one, can be searched with as it is",
        ) from None


def _reopened(run_dir: Path, record: RunRecord, checkpoint: "Checkpoint | None") -> RunFolder:
    if checkpoint is None:
        return RunFolder.reopen(run_dir, record.facts, 0)
    times = {"resumed": record.facts.get("resumed", 0)}
    return RunFolder.reopen(run_dir, {**checkpoint.record, **times}, checkpoint.position.events_bytes)


def _failure(error: Exception, step: int) -> RunFailed:
    """The last event of a run that ``error`` ended; no message of a fault is kept since it may quote a text."""
    trouble = trouble_in(error)
    if trouble is not None:
        return RunFailed(trouble.what, trouble.why, trouble.how, step)
    return RunFailed(
        "The training stopped because of a fault in the program",
        "It is not your triplets",
        "Try again, or copy the details to report it; what was saved before is kept",
        step,
        frames_of(error),
    )
