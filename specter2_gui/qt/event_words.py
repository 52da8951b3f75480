"""The events of a run in words: one line of the log each."""

from PySide6.QtCore import QCoreApplication, QLocale

from specter2_gui.domain.events import (
    CheckpointSaved,
    Estimated,
    Evaluated,
    Event,
    FoldDone,
    FoldStep,
    ModelLoaded,
    Pace,
    PapersEncoded,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    RunStopped,
    StepDone,
    VerdictReached,
    Warned,
)
from specter2_gui.qt.verdict_sentence import verdict_sentence
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG


def percent(share: float, digits: int = 1) -> str:
    """A share as ``81.2 %`` in the system's writing."""
    return f"{QLocale().toString(100 * share, 'f', digits)} %"


def event_words(event: Event) -> str:
    """One line of the log; empty for events that only the curve or the progress shows."""
    match event:
        case StepDone() | PapersEncoded() | Pace() | FoldStep():
            return ""
        case Warned():
            return _tr("Note: {0}").format(event.text)
        case Evaluated():
            return _checked(event)
        case FoldDone():
            return _fold(event)
        case RunFinished() | RunStopped() | RunPaused() | RunFailed():
            return _ended(event)
        case _:
            return _begun(event)


def _begun(event: ModelLoaded | RunStarted | Estimated | CheckpointSaved | VerdictReached) -> str:
    match event:
        case ModelLoaded():
            return _tr("Model loaded: {0}, on {1} in {2}.").format(event.model, event.device, event.precision)
        case RunStarted():
            return _started(event)
        case Estimated():
            return _tr("Expected: about {0}, {1} of memory.").format(duration(event.seconds), memory(event.memory_mb))
        case CheckpointSaved():
            return _tr("Saved the model of step {0}.").format(number(event.step))
        case VerdictReached():
            return verdict_sentence(event)


def _checked(event: Evaluated) -> str:
    star = _tr(" Best so far.") if event.best and event.step else ""
    judged = NDCG.of(event)
    value = ACCURACY.said(100 * event.triplet_accuracy) if judged is None else NDCG.said(judged)
    loss = QLocale().toString(event.loss, "g", 4)
    return _tr("Step {0}: {1}, held-out loss {2}.{3}").format(number(event.step), value, loss, star)


def _fold(event: FoldDone) -> str:
    measure = NDCG if event.metric == NDCG.key else ACCURACY
    return _tr("Part {0} of {1}: {2} never trained on; {3}, before {4}.").format(
        number(event.fold),
        number(event.folds),
        counted(event.queries, _tr("{n} query"), _tr("{n} queries")),
        measure.said(measure.scale * event.tuned),
        measure.words(measure.scale * event.base),
    )


def _started(event: RunStarted) -> str:
    if event.resumed_from:
        return _tr("Resumed from step {0} of {1}.").format(number(event.resumed_from), number(event.steps))
    learns = _tr("queries only") if event.train_adapters == "query" else _tr("queries and papers")
    return _tr("Began: {0} on {1}, {2} held out, learning {3}.").format(
        counted(event.steps, _tr("{n} step"), _tr("{n} steps")),
        counted(event.triplets, _tr("{n} triplet"), _tr("{n} triplets")),
        number(event.validation_triplets),
        learns,
    )


def _ended(event: RunFinished | RunStopped | RunPaused | RunFailed) -> str:
    if isinstance(event, RunFailed):
        return f"{event.what}. {event.why}. {event.how}."
    if isinstance(event, RunFinished):
        return _tr("Finished after {0}.").format(duration(event.seconds))
    if isinstance(event, RunPaused):
        return _tr("Paused at step {0}; everything is kept.").format(number(event.step))
    kept = _tr("the best model is kept") if event.kept else _tr("nothing is kept")
    return _tr("Ended by you at step {0}; {1}.").format(number(event.step), kept)


def duration(seconds: float) -> str:
    """A stretch of time in the two units that matter."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _tr("{0} s").format(whole)
    if whole < 3600:
        return _tr("{0} min {1} s").format(whole // 60, whole % 60)
    return _tr("{0} h {1} min").format(whole // 3600, whole % 3600 // 60)


def rough_duration(seconds: float) -> str:
    """A stretch of time that is only expected, no finer than it can be known."""
    if seconds < 8:
        return _tr("a few seconds")
    if seconds < 55:
        return _tr("about {0} s").format(5 * round(seconds / 5))
    if seconds < 55 * 60:
        return _tr("about {0} min").format(max(1, round(seconds / 60)))
    hours, minutes = divmod(10 * round(seconds / 600), 60)
    return _tr("about {0} h {1} min").format(hours, minutes) if minutes else _tr("about {0} h").format(hours)


def memory(megabytes: float) -> str:
    """An amount of memory in the unit that suits it."""
    if megabytes >= 1000:
        return _tr("{0} GB").format(QLocale().toString(megabytes / 1000, "f", 1))
    return _tr("{0} MB").format(number(round(megabytes)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("events", text)
