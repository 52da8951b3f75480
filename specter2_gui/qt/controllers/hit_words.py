"""Hits as the cards show them: how close they are, and in words how they moved."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from specter2_gui.app.searching import Hit
from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.hit_card import ShownHit
from specter2_gui.qt.widgets.movement import Move, Way, moves, relative

MOST_SHOWN = 20
"""Hits that a column shows."""


def plain_hits(hits: Sequence[Hit]) -> tuple[ShownHit, ...]:
    """Hits that are compared with no other ranking."""
    return _shown(hits, [("", "")] * len(hits))


def hits_before(before: Sequence[Hit], after: Sequence[Hit], depth: int) -> tuple[ShownHit, ...]:
    """The hits of the model as it was; each tells where the paper stands after the training."""
    found = moves([hit.id for hit in before], [hit.id for hit in after])
    return _shown(before, [(_now(move, depth), "") for move in found])


def hits_after(before: Sequence[Hit], after: Sequence[Hit], depth: int) -> tuple[ShownHit, ...]:
    """The hits of the trained model; each tells by how many places the paper moved."""
    found = moves([hit.id for hit in after], [hit.id for hit in before])
    return _shown(after, [_moved(move, depth) for move in found])


def _shown(hits: Sequence[Hit], moved: Sequence[tuple[str, str]]) -> tuple[ShownHit, ...]:
    closeness = relative([hit.score for hit in hits])
    together = zip(hits, closeness, moved, strict=True)
    shown = [
        ShownHit(hit.rank, hit.id, hit.title, hit.abstract, close, hit.score, words, sign)
        for hit, close, (words, sign) in together
    ]
    return tuple(shown[:MOST_SHOWN])


def _now(move: Move, depth: int) -> str:
    if move.way is Way.NEW:
        return _tr("now beyond place {n}").replace("{n}", number(depth))
    if move.way is Way.SAME:
        return _tr("same place after")
    return _tr("now at place {n}").replace("{n}", number(move.other))


def _moved(move: Move, depth: int) -> tuple[str, str]:
    """Words and the icon that goes with them."""
    if move.way is Way.NEW:
        return _tr("new: was beyond place {n}").replace("{n}", number(depth)), "up"
    if move.way is Way.SAME:
        return _tr("same place"), "same"
    if move.way is Way.UP:
        words = counted(move.places, _tr("{n} place up, was {was}"), _tr("{n} places up, was {was}"))
    else:
        words = counted(move.places, _tr("{n} place down, was {was}"), _tr("{n} places down, was {was}"))
    return words.replace("{was}", number(move.other)), str(move.way)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hits", text)
