"""The work of a run between its folder and its events: model, judgements, division of the triplets, training."""

import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from specter2_gui.app.folding import Fold, Folded, FoldValues, check_folds, cross_validate
from specter2_gui.app.judged import held_out as held_out_judgements
from specter2_gui.app.judged import load_judged
from specter2_gui.app.run_facts import check_same_model, judged_sha256, other_device
from specter2_gui.app.starting import load_start
from specter2_gui.app.triplet_files import SAMPLE
from specter2_gui.config.load import to_yaml
from specter2_gui.config.settings import Settings
from specter2_gui.domain.events import Event, ModelLoaded, RunPaused, RunStopped, VerdictReached, Warned
from specter2_gui.domain.papers import Role
from specter2_gui.domain.split import query_digest, shuffle_and_limit, split_by_query
from specter2_gui.domain.triplets import Triplet
from specter2_gui.domain.verdict import verdict_of
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.training.control import CancelledError, Control
from specter2_gui.training.judging import Judged
from specter2_gui.training.run_folder import RunFolder

if TYPE_CHECKING:  # load torch, which takes seconds and must not delay the window
    from specter2_gui.encoder.encoder import Encoder
    from specter2_gui.training.checkpoint import Checkpoint

_FEW_QUERIES = 5
_FOLD = ".fold"


def work(
    settings: Settings,
    triplets: Sequence[Triplet],
    run: RunFolder,
    control: Control,
    source: str,
    checkpoint: "Checkpoint | None" = None,
) -> Iterator[Event]:
    """Load the model, divide the triplets, cross-validate if that is wished, train; the events of it.

    Raises:
        UserError, OSError: as :func:`~specter2_gui.training.loop.train`, and whatever is refused before it.
    """
    run.write_settings(to_yaml(settings))
    chosen = shuffle_and_limit(triplets, settings.data.limit, settings.data.seed)
    training, held_out = split_by_query(chosen, settings.data.validation_share, settings.data.seed)
    yield from _remarks(source, held_out)
    if len(chosen) < len(triplets):
        yield Warned(_LIMITED.format(chosen=len(chosen), all=len(triplets)))
    judgements = load_judged(settings.data)
    yield from map(Warned, judgements.remarks)
    judged = yield from _held_out(settings, judgements.judged, training, held_out, run)

    # Both load torch, which takes seconds and must not delay the window.
    from specter2_gui.training.loop import train
    from specter2_gui.training.losses import get_loss

    get_loss(settings.train.loss)  # an unknown one is refused before a model is loaded for it
    if settings.data.folds:
        check_folds(settings, chosen, judgements.judged)
    encoder = yield from _encoder(settings, run)
    verdict = None
    if settings.data.folds:
        verdict = yield from _folded(settings, chosen, judgements.judged, run, control, encoder)
        if verdict is None:
            return
    yield from train(
        encoder, training, held_out, settings, run, control, judged=judged, checkpoint=checkpoint, verdict=verdict
    )


def _held_out(
    settings: Settings,
    judged: Judged | None,
    training: Sequence[Triplet],
    held_out: Sequence[Triplet],
    run: RunFolder,
) -> Generator[Event, None, Judged | None]:
    """What the person judged about queries that are not trained on, or nothing; what cannot count is said."""
    queries = {triplet.query for triplet in training}
    run.note(training_queries=_digests(queries))
    if judged is None:
        run.note(choosing_queries=_digests(triplet.query for triplet in held_out))
        return None
    left = held_out_judgements(judged, queries)
    yield from map(Warned, left.remarks)
    choosing = [query.text for query in left.judged.queries] if left.judged else [one.query for one in held_out]
    run.note(
        choosing_queries=_digests(choosing),
        judged_sha256=judged_sha256(settings.data),
        bm25=dict(left.judged.bm25) if left.judged else None,
    )
    return left.judged or judged.for_training(queries)


def _digests(queries: Iterable[str]) -> list[str]:
    """What tells later which queries these were, without their texts."""
    return sorted(set(map(query_digest, queries)))


def _folded(
    settings: Settings,
    triplets: Sequence[Triplet],
    judged: Judged | None,
    run: RunFolder,
    control: Control,
    encoder: "Encoder",
) -> Generator[Event, None, VerdictReached | None]:
    """The verdict of a cross-validation, from the run's record where it is there already; None after an end asked for."""
    known: Any = run.record.get("folded")
    if known is None:
        found = yield from _cross_validated(settings, triplets, judged, run, control, encoder)
        if found is None:
            return None
        known = {"metric": found.metric, "base": found.base, "tuned": found.tuned, "folds": settings.data.folds}
        run.note(folded=known, folds_done=None)
    return verdict_of(known["metric"], known["base"], known["tuned"], folds=known["folds"])


def _cross_validated(
    settings: Settings,
    triplets: Sequence[Triplet],
    judged: Judged | None,
    run: RunFolder,
    control: Control,
    encoder: "Encoder",
) -> Generator[Event, None, Folded | None]:
    start = encoder.snapshot(Role)

    def train_fold(fold: Fold) -> Generator[Event, None, FoldValues]:
        done: dict[str, Any] = run.record.get("folds_done") or {}
        known = done.get(str(fold.number))
        if known is not None:  # before a pause: the same fold gives the same values
            return known["base"], known["tuned"]
        before, after = yield from _one_fold(fold, settings, run, control, encoder)
        if control.requested is None:  # else it may have ended early
            run.note(folds_done={**done, str(fold.number): {"base": before, "tuned": after}})
        return before, after

    try:
        found = yield from cross_validate(settings, triplets, judged, settings.data.folds, control, train_fold)
    except CancelledError:
        found = None
    finally:
        encoder.restore(start)
    if found is None and control.requested == "pause":
        yield RunPaused(0, 0.0)
    elif found is None:
        run.discard()
        yield RunStopped(0, 0.0, kept=False)
    return found


def _one_fold(
    fold: Fold, settings: Settings, run: RunFolder, control: Control, encoder: "Encoder"
) -> Generator[Event, None, FoldValues]:
    """Train without the queries of ``fold``, and try the best model on them; nothing of it stays on the disk."""
    from specter2_gui.training.loop import train  # loads torch, which takes seconds
    from specter2_gui.training.measuring import measure

    start = encoder.snapshot(Role)
    folder = run.folder / _FOLD
    shutil.rmtree(folder, ignore_errors=True)
    trial = RunFolder(folder, {})
    try:
        outcome = yield from train(
            encoder, fold.training, fold.choosing, settings, trial, control, judged=fold.choosing_judged
        )
        encoder.restore(start)
        if outcome is None:
            return {}, {}
        states = (start, {**start, **outcome.best})
        before, after = yield from measure(encoder, fold.tested, fold.tested_judged, settings, control, states)
        return before, after
    finally:
        trial.remove()
        encoder.restore(start)


def _encoder(settings: Settings, run: RunFolder) -> Generator[Event, None, "Encoder"]:
    before = run.record  # of a resumed run: it goes on with the model it began with, even if 'auto' found another now
    backbone = find_backbone(before.get("backbone", settings.model.backbone))
    if settings.model.backbone == "auto" and backbone.name == "starter":
        yield Warned(_NO_SPECTER2)
    encoder = load_start(backbone, _as_before(settings, run))
    hashes = {str(role): encoder.role_hash(role) for role in Role}
    check_same_model(run.folder.name, before, hashes)
    device = str(encoder.device)
    yield from map(Warned, other_device(before, device, encoder.precision))
    adapters = {**before.get("adapters", {}), "before": hashes}
    run.note(backbone=backbone.name, backbone_sha256=encoder.backbone_hash, adapters=adapters)
    yield ModelLoaded(encoder.title, device, encoder.precision)
    return encoder


def _as_before(settings: Settings, run: RunFolder) -> Settings:
    """``settings`` with the precision the run was begun with, since a trial of the device may end otherwise today."""
    before = run.record.get("precision")
    if before is None:
        return settings
    return settings.model_copy(update={"train": settings.train.model_copy(update={"precision": before})})


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
_LIMITED = "Only {chosen:,} of the {all:,} triplets are used, since the settings set a limit."
_FEW_HELD_OUT = (
    "Only {queries} held out to tell how well the model does, so its figures are rough; more queries make them firmer."
)
