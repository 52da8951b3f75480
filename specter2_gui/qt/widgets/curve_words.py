"""The sentences below the curves: how far the run is, and the values at the step the mouse is over."""

from PySide6.QtCore import QCoreApplication, QLocale

from specter2_gui.qt.widgets.counts import counted, number
from specter2_gui.qt.widgets.curve_data import CurveData


def state_words(data: CurveData) -> str:
    """How many steps were taken, and which was the best; empty as long as nothing was measured."""
    best, count = data.best, len(data.steps)
    if not count and best is None:
        return ""
    if data.ended:
        words = counted(count, _tr("{n} step"), _tr("{n} steps"))
    else:
        words = counted(count, _tr("{n} step so far"), _tr("{n} steps so far"))
    value = data.measure.of(best) if best else None
    if best is None or value is None:
        return words + "."
    return _tr("{0}; best at step {1}: {2}.").format(words, number(best.step), data.measure.said(value))


def values_words(data: CurveData, x: float) -> str:
    """What was measured nearest to ``x``; empty if there is nothing."""
    position = data.nearest_step(x)
    if position is None:
        return ""
    words = _tr("Step {0}: training loss {1}").format(number(data.steps[position]), _loss(data.losses[position]))
    check = data.nearest_evaluation(x)
    value = data.measure.of(check) if check else None
    if check is None or value is None:
        return words
    return words + _tr("  |  checked at step {0}: held-out loss {1}, {2}").format(
        number(check.step), _loss(check.loss), data.measure.said(value)
    )


def _loss(value: float) -> str:
    return QLocale().toString(value, "g", 4)


def _tr(text: str) -> str:
    return QCoreApplication.translate("curves", text)
