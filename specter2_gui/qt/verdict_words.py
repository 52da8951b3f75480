"""What a run has brought, in one sentence for people, and its events in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from specter2_gui.domain.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    ModelLoaded,
    PapersEncoded,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StepDone,
    Warned,
)
from specter2_gui.qt.widgets.counts import counted, number


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a notice, its headline and the sentence below; ``usable`` if there is a model to try."""

    kind: str
    headline: str
    sentence: str
    usable: bool
    details: str = ""


def verdict(ended: RunFinished | RunStopped | RunFailed, evaluations: Sequence[Evaluated], held_out: int) -> Verdict:
    """Judge a run by its held-out triplets: before the first step and at the best checkpoint."""
    if isinstance(ended, RunFailed):
        return Verdict("error", ended.what + ".", f"{ended.why}. {ended.how}.", usable=False, details=ended.details)
    if isinstance(ended, RunStopped) and not ended.kept:
        return Verdict(
            "info",
            _tr("Cancelled."),
            _tr("Nothing of this training was kept; your search is what it was."),
            usable=False,
        )
    before = next((one for one in evaluations if one.step == 0), None)
    after = next((one for one in reversed(evaluations) if one.best), None)
    if before is None or after is None:
        return Verdict(
            "info", _tr("Stopped before the first check."), _tr("There is nothing to compare yet."), usable=False
        )
    return _compared(before, after, held_out, early=isinstance(ended, RunStopped))


def _compared(before: Evaluated, after: Evaluated, held_out: int, *, early: bool) -> Verdict:
    place = _tr("Before: {0} of the {1} held-out triplets in the right order.").format(
        percent(before.triplet_accuracy), number(held_out)
    )
    if after.step == 0 or after.triplet_accuracy < before.triplet_accuracy:
        sentence = _tr("No checkpoint did better than the model you started from, so that one is kept.")
        advice = _tr("More queries, or a lower learning rate, may help.")
        return Verdict("warning", _tr("No better than before."), f"{place} {sentence} {advice}", usable=True)
    found = _tr("After: {0}, at step {1}.").format(percent(after.triplet_accuracy), number(after.step))
    chance = _chance_words(after.triplet_accuracy - before.triplet_accuracy, held_out)
    headline = _tr("Stopped early; better than before.") if early else _tr("Better than before.")
    if after.triplet_accuracy == before.triplet_accuracy:
        headline = _tr("The same order as before, with a clearer distance.")
    return Verdict("success", headline, f"{place} {found} {chance}".strip(), usable=True)


def _chance_words(gain: float, held_out: int) -> str:
    """Two standard errors of a share at one half are 1 / sqrt(n): below that a gain may be chance."""
    margin = held_out**-0.5 if held_out else 1.0
    if gain >= margin:
        return ""
    return _tr("With {0} held-out triplets, a difference below {1} may be chance.").format(
        number(held_out), points(margin)
    )


def percent(share: float) -> str:
    """A share as ``81.2 %`` in the system's writing."""
    return f"{QLocale().toString(100 * share, 'f', 1)} %"


def points(share: float) -> str:
    """A difference of shares as ``3 points``."""
    value = max(1, round(100 * share))
    return counted(value, _tr("{n} point"), _tr("{n} points"))


def event_words(event: Event) -> str:
    """One line of the log; empty for events that only the curve shows."""
    if isinstance(event, StepDone | PapersEncoded):
        return ""
    if isinstance(event, ModelLoaded):
        return _tr("Model loaded: {0}, on {1} in {2}.").format(event.model, event.device, event.precision)
    if isinstance(event, Warned):
        return _tr("Note: {0}").format(event.text)
    if isinstance(event, RunStarted):
        return _started(event)
    if isinstance(event, Evaluated):
        star = _tr(" Best so far.") if event.best and event.step else ""
        return _tr("Step {0}: {1} in the right order, held-out loss {2}.{3}").format(
            number(event.step), percent(event.triplet_accuracy), QLocale().toString(event.loss, "g", 4), star
        )
    if isinstance(event, CheckpointSaved):
        return _tr("Saved the model of step {0}.").format(number(event.step))
    return _ended(event)


def _started(event: RunStarted) -> str:
    learns = _tr("queries only") if event.train_adapters == "query" else _tr("queries and papers")
    return _tr("Began: {0} on {1}, {2} held out, learning {3}.").format(
        counted(event.steps, _tr("{n} step"), _tr("{n} steps")),
        counted(event.triplets, _tr("{n} triplet"), _tr("{n} triplets")),
        number(event.validation_triplets),
        learns,
    )


def _ended(event: RunFinished | RunStopped | RunFailed) -> str:
    if isinstance(event, RunFailed):
        return f"{event.what}. {event.why}. {event.how}."
    if isinstance(event, RunFinished):
        return _tr("Finished after {0}.").format(duration(event.seconds))
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


def _tr(text: str) -> str:
    return QCoreApplication.translate("verdict", text)
