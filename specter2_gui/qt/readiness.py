"""The traffic light of a training, in words: may it start, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.split import split_by_query
from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.widgets.counts import counted, number

Level = Literal["ready", "almost", "not ready"]
STEADY_QUERIES = 10
"""With fewer held-out and trained queries than this in all, a result may be chance."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a training may start, what it will do, and what would make it better."""

    level: Level
    headline: str
    advice: str


def readiness(triplets: Sequence[Triplet], rejected: int, share: float, seed: int) -> Readiness:
    """Judge ``triplets``; ``rejected`` rows are unusable, ``share`` of the queries is held out."""
    left_out = ""
    if rejected:
        left_out = " " + counted(
            rejected,
            _tr("{n} row cannot be used; the Curate page shows why."),
            _tr("{n} rows cannot be used; the Curate page shows why."),
        )
    if not triplets:
        return Readiness(
            "not ready",
            _tr("No triplets yet"),
            _tr("Open a file of triplets, take the sample collection, or make triplets on the Curate page.") + left_out,
        )
    try:
        train, held_out = split_by_query(triplets, share, seed)
    except UserError as refusal:
        return Readiness("not ready", _tr("1 more query needed"), f"{refusal.why}. {refusal.how}.{left_out}")
    return _ready(train, held_out, left_out)


def _ready(train: Sequence[Triplet], held_out: Sequence[Triplet], left_out: str) -> Readiness:
    queries = len({triplet.query for part in (train, held_out) for triplet in part})
    plan = _tr("{0} of {1}").format(
        counted(len(train) + len(held_out), _tr("{n} triplet"), _tr("{n} triplets")),
        counted(queries, _tr("{n} query"), _tr("{n} queries")),
    )
    held = _tr("{0} to learn from, {1} held out to check.").format(number(len(train)), number(len(held_out)))
    if queries < STEADY_QUERIES:
        more = counted(
            STEADY_QUERIES - queries,
            _tr("{n} more query would make the result steadier."),
            _tr("{n} more queries would make the result steadier."),
        )
        return Readiness("almost", _tr("Can start: {0}").format(plan), f"{held} {more}{left_out}")
    return Readiness("ready", _tr("Ready: {0}").format(plan), held + left_out)


def _tr(text: str) -> str:
    return QCoreApplication.translate("readiness", text)
