"""Fine-tuning from settings and triplets to a run folder: the one path that window, terminal and demo take."""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import astuple
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from specter2_gui import __version__
from specter2_gui.app.runs import default_folder
from specter2_gui.app.starting import load_start
from specter2_gui.app.triplet_files import SAMPLE
from specter2_gui.app.troubles import trouble_in
from specter2_gui.config.load import to_yaml
from specter2_gui.config.settings import Settings
from specter2_gui.disk.fault_log import frames_of
from specter2_gui.domain.events import Event, ModelLoaded, RunFailed, Warned
from specter2_gui.domain.papers import Role
from specter2_gui.domain.split import shuffle_and_limit, split_by_query
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.training.control import Control
from specter2_gui.training.run_folder import RunFolder

_FEW_QUERIES = 5


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
    (``sample`` for the collection that comes along). Closing the generator leaves an interrupted run with its best
    model so far.
    """
    with ExitStack() as stack:
        run: RunFolder | None = None
        step = 0
        try:
            run = RunFolder(run_dir, _facts(settings, triplets, rejected, source))
            stack.callback(run.close)
            for event in _work(settings, triplets, run, control, source):
                step = getattr(event, "step", step)
                run.append(event)
                yield event
            return
        except Exception as error:  # noqa: BLE001 - the one place where whatever ends a training becomes an event
            failed = _failure(error, step)
        if run is not None:
            _write_down(run, failed)
        yield failed


def data_sha256(triplets: Sequence[Triplet]) -> str:
    """SHA-256 over the texts of ``triplets`` in their order, whatever file they came from."""
    digest = hashlib.sha256()
    for triplet in triplets:
        digest.update(json.dumps(astuple(triplet), ensure_ascii=True).encode() + b"\n")
    return digest.hexdigest()


def _work(
    settings: Settings, triplets: Sequence[Triplet], run: RunFolder, control: Control, source: str
) -> Iterator[Event]:
    """Load the model, divide the triplets, train."""
    run.write_settings(to_yaml(settings))
    chosen = shuffle_and_limit(triplets, settings.data.limit, settings.data.seed)
    training, held_out = split_by_query(chosen, settings.data.validation_share, settings.data.seed)
    yield from _remarks(source, held_out)

    # Both load torch, which takes seconds and must not delay the window.
    from specter2_gui.training.loop import train
    from specter2_gui.training.losses import get_loss

    get_loss(settings.train.loss)  # an unknown one is refused before a model is loaded for it
    backbone = find_backbone(settings.model.backbone)
    if settings.model.backbone == "auto" and backbone.name == "starter":
        yield Warned(_NO_SPECTER2)
    encoder = load_start(backbone, settings)
    hashes = {str(role): encoder.role_hash(role) for role in Role}
    run.note(backbone=backbone.name, backbone_sha256=encoder.backbone_hash, adapters={"before": hashes})
    yield ModelLoaded(encoder.title, str(encoder.device), encoder.precision)

    yield from train(encoder, training, held_out, settings, run, control)


def _remarks(source: str, held_out: Sequence[Triplet]) -> Iterator[Warned]:
    """What the person should know before anything is loaded."""
    if source == SAMPLE:
        yield Warned(_SAMPLE_USED)
    queries = len({triplet.query for triplet in held_out})
    if queries < _FEW_QUERIES:
        yield Warned(_FEW_HELD_OUT.format(queries="one query is" if queries == 1 else f"{queries} queries are"))


_SAMPLE_USED = "The triplets are those of the fictional sample collection; set data.triplets to a file of your own."
_NO_SPECTER2 = (
    "SPECTER2 is not complete on this computer, so the starter backbone is used; "
    "to get SPECTER2, run: specter2-gui fetch specter2"
)
_FEW_HELD_OUT = (
    "Only {queries} held out to tell how well the model does, so its figures are rough; more queries make them firmer."
)


def _facts(settings: Settings, triplets: Sequence[Triplet], rejected: int, source: str) -> Mapping[str, Any]:
    """What is known of a run before it begins."""
    return {
        "settings": settings.model_dump(mode="json"),
        "triplets": len(triplets),
        "rejected": rejected,
        "source": source,
        "data_sha256": data_sha256(triplets),
        "versions": {"specter2_gui": __version__, "python": platform.python_version()}
        | {name: metadata.version(name) for name in ("torch", "adapters", "transformers", "numpy")},
    }


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


def _write_down(run: RunFolder, failed: RunFailed) -> None:
    """Note the failure in the run's folder, unless the folder itself has failed; the event tells it in any case."""
    try:
        run.append(failed)
    except OSError:
        return
