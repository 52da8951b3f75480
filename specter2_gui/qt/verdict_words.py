"""What a run has brought, in one sentence for people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from specter2_gui.domain.events import (
    Evaluated,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStopped,
    VerdictReached,
)
from specter2_gui.qt.verdict_sentence import verdict_sentence
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG

ENOUGH_QUERIES = 10
"""With fewer held-out queries than this a difference may be chance, however many triplets they have."""


Ending = RunFinished | RunStopped | RunPaused | RunFailed
_KINDS = {"better": "success", "no clear difference": "info", "worse": "warning"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a notice, its headline and the sentence below; ``usable`` if there is a model to try.

    ``resume`` are the words of the button that lets the run go on; empty if it cannot. ``reached`` holds the figures,
    where there was something to compare query by query.
    """

    kind: str
    headline: str
    sentence: str
    usable: bool
    details: str = ""
    resume: str = ""
    reached: VerdictReached | None = None


def verdict(
    ended: Ending,
    evaluations: Sequence[Evaluated],
    held_out: int,
    queries: int,
    reached: VerdictReached | None = None,
    *,
    on_card: bool = True,
) -> Verdict:
    """Say what was measured: query by query where it was ``reached`` so, else in counts.

    Counts tell how many of the ``held_out`` triplets, of so many ``queries``, are in the right order; ``on_card``
    whether the run used a graphics card.
    """
    if isinstance(ended, RunFailed):
        return Verdict("error", ended.what + ".", f"{ended.why}. {ended.how}.", usable=False, details=ended.details)
    if isinstance(ended, RunPaused):
        return paused(ended.step, usable=any(one.best for one in evaluations), on_card=on_card)
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
    found = judged(reached, before, after) if reached else _compared(before, after, held_out, queries)
    return replace(found, headline=_tr("Stopped early. {0}").format(found.headline)) if early else found


def paused(step: int, *, usable: bool, on_card: bool) -> Verdict:
    """A run that waits to go on."""
    free = _tr("The graphics card is free") if on_card else _tr("The computer is free for other work")
    sentence = _tr("{0}, and everything is kept: the training can go on from here, now or another day.").format(free)
    headline = _tr("Paused at step {0}.").format(number(step))
    return Verdict("info", headline, sentence, usable=usable, resume=resume_words(0))


def interrupted(step: int, *, usable: bool) -> Verdict:
    """A run whose program ended before it did."""
    sentence = _tr("The program ended while this training was at work. It can go on from what was last written down.")
    headline = _tr("Interrupted at step {0}.").format(number(step)) if step else _tr("Interrupted.")
    return Verdict("warning", headline, sentence, usable=usable, resume=resume_words(step))


def resume_words(step: int) -> str:
    """What stands on the button that lets a run go on."""
    return _tr("Resume from step {0}").format(number(step)) if step else _tr("Resume")


def judged(reached: VerdictReached, before: Evaluated | None, after: Evaluated | None) -> Verdict:
    """The verdict query by query, with the word that its interval allows."""
    advice = {
        "better": _tr("Try your own queries to see what it means for the search."),
        "no clear difference": _tr("More judged queries, or more triplets, would tell more."),
        "worse": _tr("The model you started from is still there. A lower learning rate or fewer epochs may help."),
    }
    sentence = f"{verdict_sentence(reached)} {advice[reached.word]}"
    return Verdict(_KINDS[reached.word], _headline(reached, before, after), sentence, usable=True, reached=reached)


def verdict_name(word: str) -> str:
    """The word of a verdict in a table."""
    words = {
        "better": _tr("better"),
        "no clear difference": _tr("no clear difference"),
        "worse": _tr("worse"),
    }
    return words.get(word, word)


def _headline(reached: VerdictReached, before: Evaluated | None, after: Evaluated | None) -> str:
    measure = NDCG if reached.metric == NDCG.key else ACCURACY
    was = measure.recorded(reached.systems.get("base")) or (measure.of(before) if before else None)
    now = measure.recorded(reached.systems.get("tuned")) or (measure.of(after) if after else None)
    heads = {
        "better": _tr("Better than before"),
        "no clear difference": _tr("No clear difference"),
        "worse": _tr("Worse than before"),
    }
    if was is None or now is None:
        return heads[reached.word] + "."
    return _tr("{0}: {1}, before {2}.").format(heads[reached.word], measure.said(now), measure.words(was))


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


def _tr(text: str) -> str:
    return QCoreApplication.translate("verdict", text)
