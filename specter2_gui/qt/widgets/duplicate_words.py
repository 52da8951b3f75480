"""Duplicates in words: how alike two papers are, in what they differ, and which judgements do not go together."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.duplicate_differences import Comparison, Judged, Likeness

SAME, NEARLY, VERY = 0.995, 0.95, 0.9
"""From these scores on a pair is called the same, nearly the same, and very similar."""

_TELLING = ("doi", "title", "authors", "year", "abstract")
_EQUAL = (Likeness.SAME, Likeness.WRITTEN)


def score_words(score: float) -> str:
    """How alike two papers are, of which the search for duplicates said ``score`` (0 to 1)."""
    if score >= SAME:
        return _tr("The same title")
    if score >= NEARLY:
        return _tr("Nearly the same title")
    return _tr("Very similar titles") if score >= VERY else _tr("Similar titles")


def pair_words(score: float, comparison: Comparison) -> str:
    """How alike a pair is, and in which fields its records say different things."""
    alike = _tr("The same title") if comparison.likeness_of("title") in _EQUAL else score_words(score)
    names = [_inside(name) for name in comparison.differing()]
    if not names:
        return _tr("{alike}. No field says something different.").replace("{alike}", alike)
    return _tr("{alike}. Different: {fields}.").replace("{alike}", alike).replace("{fields}", ", ".join(names))


def group_words(comparison: Comparison) -> str:
    """How many records a group has, and what they have in common."""
    count = len(comparison.papers)
    words = counted(count, _tr("{n} record of one paper"), _tr("{n} records of one paper"))
    names = [_inside(name) for name in _TELLING if comparison.likeness_of(name) in _EQUAL]
    if not names:
        return f"{words}."
    common = _tr("{records}. The same in all: {fields}.").replace("{fields}", ", ".join(names))
    return common.replace("{records}", words)


def contradiction_words(judged: Sequence[Judged]) -> list[str]:
    """What was judged in two ways, one sentence for each query."""
    sentence = _tr("For “{query}” one record was judged relevant, another one not.")
    return [sentence.replace("{query}", one.query) for one in judged]


def field_name(name: str) -> str:
    """The name of a field on screen."""
    return {
        "title": _tr("Title"),
        "authors": _tr("Authors"),
        "year": _tr("Year"),
        "venue": _tr("Venue"),
        "doi": _tr("DOI"),
        "ids": _tr("Ids"),
        "language": _tr("Language"),
        "source": _tr("Source"),
        "abstract": _tr("Abstract"),
        "judged": _tr("Judged"),
    }[name]


def _inside(name: str) -> str:
    """The name of a field inside a sentence; an abbreviation keeps its capitals."""
    words = field_name(name)
    return words if words.isupper() else words.lower()


def likeness_words(likeness: Likeness) -> str:
    """How the records stand to one another in a field."""
    return {
        Likeness.SAME: _tr("the same"),
        Likeness.WRITTEN: _tr("written differently"),
        Likeness.DIFFERS: _tr("different"),
        Likeness.SOME: _tr("not in all"),
        Likeness.OWN: "",
    }[likeness]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Duplicates", text)
