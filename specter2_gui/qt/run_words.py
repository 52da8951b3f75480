"""A run in words: how it ended, when it began, what it brought, and whether two of them can be compared."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from specter2_gui.app.runs import RunRecord
from specter2_gui.domain.evaluation import Comparison
from specter2_gui.qt.event_words import duration
from specter2_gui.qt.verdict_sentence import change_words
from specter2_gui.qt.verdict_words import verdict_name
from specter2_gui.qt.widgets.counts import counted, number, writing
from specter2_gui.qt.widgets.measure import ACCURACY, NDCG, Measure

_SAME_TEST = ("limit", "seed", "validation_share", "collection", "queries", "qrels")
"""Settings of the data that decide which queries are held out and how they are judged."""


def state_words(status: str) -> str:
    """How a run ended, in a word or two."""
    words = {
        "finished": _tr("finished"),
        "stopped": _tr("stopped early"),
        "running": _tr("running"),
        "cancelled": _tr("cancelled"),
        "paused": _tr("paused"),
        "interrupted": _tr("interrupted"),
        "failed": _tr("failed"),
        "unreadable": _tr("cannot be read"),
    }
    return words.get(status, status)


def state_sentence(run: RunRecord) -> str:
    """What became of a run where that is not plain from its state; empty for a finished one."""
    if run.problem:
        return run.problem
    sentences = {
        "failed": run.stopped or "",
        "paused": _tr("Paused at step {0}; it can be resumed.").format(number(run.steps)),
        "interrupted": _tr("The program ended while it was at work."),
        "cancelled": _tr("Cancelled; nothing was kept."),
    }
    return sentences.get(run.status, "")


def learned_words(adapters: str) -> str:
    """Which texts the model learned to read anew."""
    words = {"query": _tr("queries only"), "query_and_paper": _tr("queries and papers")}
    return words.get(adapters, adapters)


def model_words(model: str) -> str:
    """The name of a model without what training added to it."""
    return model.split(", new ")[0]


def when(started: str) -> str:
    """A moment in the system's short writing and the computer's own time."""
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return ""
    shown = QDateTime.fromSecsSinceEpoch(round(moment.timestamp()))
    return writing().toString(shown, QLocale.FormatType.ShortFormat)


def before_and_after(run: RunRecord, measure: Measure) -> str:
    """``0.612 → 0.655``; only what is known of the two."""
    before = measure.recorded(run.baseline)
    after = measure.recorded(run.best)
    if after is None and run.best and run.best.get("metric", ACCURACY.key) == measure.key:
        after = measure.recorded({measure.key: run.best.get("value")})
    if before is None and after is None:
        return ""
    shown = ["…" if value is None else _plain(value, measure) for value in (before, after)]
    return " → ".join(shown) + (" %" if measure is ACCURACY else "")


def verdict_of(run: RunRecord) -> Mapping[str, Any]:
    """What the run's record says of its verdict; empty if it reached none."""
    found: object = run.facts.get("verdict")
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def verdict_cell(run: RunRecord) -> str:
    """The word of the verdict."""
    return verdict_name(str(verdict_of(run).get("word", "")))


def verdict_told(run: RunRecord) -> str:
    """The verdict in a sentence; empty if there is none that can be read."""
    found = verdict_of(run)
    try:
        low, high = found["interval"]
        counts = (found["better"], found["same"], found["worse"])
        return change_words(
            str(found["metric"]), Comparison(float(found["difference"]), float(low), float(high), *counts)
        )
    except (KeyError, TypeError, ValueError):
        return ""


def results(first: RunRecord, second: RunRecord) -> list[tuple[str, str, str]]:
    """What two runs brought and took, line by line; lines that say nothing about either are left out."""

    def line(name: str, said: Callable[[RunRecord], str]) -> tuple[str, str, str]:
        return name, said(first), said(second)

    lines = (
        line(_tr("Verdict"), verdict_cell),
        line(NDCG.short, lambda run: before_and_after(run, NDCG)),
        line(ACCURACY.short, lambda run: before_and_after(run, ACCURACY)),
        line(_tr("Steps"), lambda run: number(run.steps) if run.steps else ""),
        line(_tr("Time"), lambda run: duration(run.seconds) if run.seconds else ""),
    )
    return [one for one in lines if one[1] or one[2]]


def summary(run: RunRecord) -> str:
    """One line on what a run was and what it took."""
    parts = [model_words(run.model), learned_words(run.train_adapters)]
    if run.triplets:
        parts.append(counted(run.triplets, _tr("{n} triplet"), _tr("{n} triplets")))
    if run.steps:
        parts.append(counted(run.steps, _tr("{n} step"), _tr("{n} steps")))
    if run.seconds:
        parts.append(duration(run.seconds))
    return ", ".join(part for part in parts if part)


def bm25_of(run: RunRecord) -> float | None:
    """nDCG@10 of a search by words alone, if the record knows it."""
    found: object = run.facts.get("bm25")
    return NDCG.recorded(cast("dict[str, Any]", found)) if isinstance(found, dict) else None


def same_test(first: RunRecord, second: RunRecord) -> bool:
    """Whether both held out the same queries and judged them in the same way, so that their figures can be compared."""

    def test_of(run: RunRecord) -> tuple[object, ...]:
        found: object = run.settings.get("data")
        data = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        return (run.facts.get("data_sha256"), run.facts.get("judged_sha256"), *(data.get(name) for name in _SAME_TEST))

    return test_of(first) == test_of(second)


def _plain(value: float, measure: Measure) -> str:
    return QLocale().toString(value, "f", measure.digits)


def _tr(text: str) -> str:
    return QCoreApplication.translate("runs", text)
