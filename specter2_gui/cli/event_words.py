"""The events of a run as lines for a terminal or a log."""

from specter2_gui.domain.events import (
    Estimated,
    Evaluated,
    Event,
    Figures,
    FoldDone,
    FoldStep,
    ModelLoaded,
    Pace,
    RunFinished,
    RunPaused,
    RunStarted,
    RunStopped,
    StepDone,
    Warned,
)
from specter2_gui.domain.texts import counted

_ROLES = {"query": "queries only", "query_and_paper": "queries and papers"}
_GIGABYTE = 1000


def sentence(event: Event) -> str:
    """The line that stays for ``event``; empty for one that shows no more than how far the run is."""
    match event:
        case ModelLoaded():
            return f"Model: {event.model}, on {event.device} with {event.precision}"
        case Warned():
            return f"Note: {event.text}"
        case RunStarted():
            return _started(event)
        case Estimated():
            return f"About {duration(event.seconds)}, {memory(event.memory_mb)} of memory"
        case Evaluated():
            return _checked(event)
        case FoldDone():
            return _fold(event)
        case _:
            return _ended(event)


def step_line(event: StepDone, steps: int, pace: Pace | None, seconds_left: float | None) -> str:
    """How far the run is; a terminal may cut the line, so what matters most stands first."""
    words = f"Step {event.step} of {steps}: loss {event.loss:.4f}"
    if seconds_left is not None:
        words += f", about {duration(seconds_left)} left"
    if pace is None or not pace.tokens_per_s:
        return words
    return (
        f"{words}; {pace.tokens_per_s:,.0f} tokens/s, {pace.padding_share:.0%} padding, "
        f"{pace.encodes_saved:.0%} encodes saved"
    )


def fold_line(event: FoldStep) -> str:
    """How far the cross-validation is."""
    return f"Cross-validation, fold {event.fold} of {event.folds}: step {event.step} of {event.steps}"


def duration(seconds: float) -> str:
    """A stretch of time as precise as a guess is: ``12 s``, ``5 min``, ``2 h 10 min``."""
    whole, minutes = max(1, round(seconds)), round(seconds / 60)
    if whole < 60:
        return f"{whole} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def memory(megabytes: float) -> str:
    """An amount of memory: ``600 MB``, ``1.2 GB``."""
    return f"{megabytes:.0f} MB" if megabytes < _GIGABYTE else f"{megabytes / _GIGABYTE:.1f} GB"


def figure_words(metric: str, value: float) -> str:
    """``value`` of ``metric`` in words: nDCG@10 as a number, triplets as a percentage."""
    if metric == "triplet_accuracy":
        return f"{value:.1%} of held-out triplets in order"
    return f"{metric.replace('ndcg', 'nDCG')} {value:.4f}"


def _started(event: RunStarted) -> str:
    words = (
        f"Training {_ROLES.get(event.train_adapters, event.train_adapters)}: "
        f"{counted(event.triplets, 'triplet', 'triplets')} of {counted(event.queries, 'query', 'queries')} "
        f"in {counted(event.steps, 'step', 'steps')}; "
        f"{counted(event.validation_triplets, 'triplet', 'triplets')} of "
        f"{counted(event.validation_queries, 'query', 'queries')} held out."
    )
    if event.judged_queries:
        judged = counted(event.judged_queries, "held-out query", "held-out queries")
        words += f" {judged} with judgements searched in {counted(event.papers, 'paper', 'papers')}."
    if event.resumed_from:
        return f"Going on from step {event.resumed_from:,}. {words} Run folder: {event.run_dir}"
    return f"{words} Run folder: {event.run_dir}\nMeasuring the untouched model, to compare with …"


def _checked(event: Evaluated) -> str:
    name = "Untouched model" if event.step == 0 else f"After step {event.step}"
    best = ", best so far" if event.best and event.step else ""
    return f"{name}: {_ndcg(event.figures)}{figure_words('triplet_accuracy', event.triplet_accuracy)}, loss {event.loss:.4f}{best}"


def _ndcg(figures: Figures | None) -> str:
    return f"{figure_words('ndcg@10', figures['ndcg@10'])}, " if figures and "ndcg@10" in figures else ""


def _fold(event: FoldDone) -> str:
    before, after = (figure_words(event.metric, value) for value in (event.base, event.tuned))
    queries = counted(event.queries, "query", "queries")
    return f"Fold {event.fold} of {event.folds}: {before} before, {after} after, on {queries} its training never saw"


def _ended(event: Event) -> str:
    match event:
        case RunFinished():
            why = " early, since checks found nothing better" if event.stopped else ""
            after = f"{counted(event.step, 'step', 'steps')} and {duration(event.seconds)}"
            return f"Ended{why} after {after}; the best model is that of step {event.best_step}"
        case RunStopped(kept=True):
            return f"Stopped after {counted(event.step, 'step', 'steps')}; the best model is that of step {event.best_step}"
        case RunStopped():
            return f"Cancelled after {counted(event.step, 'step', 'steps')}; nothing is kept"
        case RunPaused():
            return f"Paused after {counted(event.step, 'step', 'steps')}"
        case _:
            return ""
