"""What a run has brought, in one sentence for people, and its events in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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

ENOUGH_QUERIES = 10
"""With fewer held-out queries than this a difference may be chance, however many triplets they have."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a notice, its headline and the sentence below; ``usable`` if there is a model to try."""

    kind: str
    headline: str
    sentence: str
    usable: bool
    details: str = ""


def verdict(
    ended: RunFinished | RunStopped | RunFailed, evaluations: Sequence[Evaluated], held_out: int, queries: int
) -> Verdict:
    """Say what was measured: how many of the ``held_out`` triplets, of so many ``queries``, are in the right order."""
    if isinstance(ended, RunFailed):
        return Verdict("error", ended.what + ".", f"{ended.why}. {ended.how}.", usable=False, details=ended.details)
    early = isinstance(ended, RunStopped)
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
    found = _compared(before, after, held_out, queries)
    return replace(found, headline=_tr("Stopped early. {0}").format(found.headline)) if early else found


def _compared(before: Evaluated, after: Evaluated, held_out: int, queries: int) -> Verdict:
    was, now = (round(one.triplet_accuracy * held_out) for one in (before, after))
    if after.step == 0 or now < was:
        sentence = _tr(
            "{0} of {1} held-out triplets were in the right order before the training, and no later check found more: "
            "the model you started from is kept. More queries, or a lower learning rate, may help."
        ).format(number(was), number(held_out))
        return Verdict("warning", _tr("No better than before."), sentence, usable=True)
    counts = _tr("{0} of {1} held-out triplets, before {2} of {1} (step {3}).").format(
        number(now), number(held_out), number(was), number(after.step)
    )
    rest = _tr("Try your own queries to see what it means for the search.")
    if now == was:
        headline = _tr("As many triplets in the right order as before.")
        return Verdict("info", headline, f"{counts} {rest}", usable=True)
    headline = _tr("More triplets in the right order than before.")
    few = _few_words(now - was, held_out, queries)
    words = " ".join(part for part in (counts, few, rest) if part)
    return Verdict("info" if few else "success", headline, words, usable=True)


def _few_words(gain: int, held_out: int, queries: int) -> str:
    """Says that ``gain`` may be chance: below two standard errors of a count at one half, or of few queries only."""
    if gain >= held_out**0.5 and queries >= ENOUGH_QUERIES:
        return ""
    return _tr("Only {0} of {1} were held out: this may be chance.").format(
        counted(held_out, _tr("{n} triplet"), _tr("{n} triplets")),
        counted(queries, _tr("{n} query"), _tr("{n} queries")),
    )


def percent(share: float) -> str:
    """A share as ``81.2 %`` in the system's writing."""
    return f"{QLocale().toString(100 * share, 'f', 1)} %"


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
