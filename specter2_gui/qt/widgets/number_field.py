"""A field for a number that may be very small: typed as 0.0002 or 2e-4, stepped in sensible sizes."""

import math

from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from specter2_gui.qt.design.tokens import SPACE_S

_DECIMALS = 10
_LEAST_WIDTH = 90
"""Else a field asks for the width of the longest number it could ever hold."""


class NumberField(QDoubleSpinBox):
    """Shows as many digits as the number has; the wheel changes it only while it has the focus."""

    def __init__(self, minimum: float, maximum: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_room(self)
        self.setDecimals(_DECIMALS)
        self.setRange(minimum, maximum)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)

    def textFromValue(self, val: float, /) -> str:
        """The number in the system's writing, without trailing zeros."""
        small = 0 < abs(val) < 1e-3
        return (
            self.locale().toString(val, "g", 6).replace(self.locale().groupSeparator(), "") if not small else f"{val:g}"
        )

    def valueFromText(self, text: str, /) -> float:
        """What was typed, in the system's writing or with a point; not a number counts as the present value."""
        number = _number_in(self._bare(text), self)
        return self.value() if number is None else number

    def validate(self, input: str, pos: int, /) -> tuple[QValidator.State, str, int]:  # noqa: A002 - Qt's own name
        """Anything that is or may become a number within the range."""
        bare = self._bare(input)
        number = _number_in(bare, self)
        if number is not None and self.minimum() <= number <= self.maximum():
            return QValidator.State.Acceptable, input, pos
        plausible = all(letter in "0123456789.,eE+- " for letter in bare)
        return (QValidator.State.Intermediate if plausible else QValidator.State.Invalid), input, pos

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling over a form must not change it."""
        _wheel_only_with_focus(self, event, super().wheelEvent)

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()


class CountField(QSpinBox):
    """A whole number; the wheel changes it only while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_room(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling over a form must not change it."""
        _wheel_only_with_focus(self, event, super().wheelEvent)


class ChoiceField(QComboBox):
    """One of several; the wheel changes it only while it has the focus."""

    def wheelEvent(self, e: QWheelEvent) -> None:
        """Scrolling over a form must not change it."""
        _wheel_only_with_focus(self, e, super().wheelEvent)


def _make_room(field: QAbstractSpinBox) -> None:
    """The width and the margin that a style sheet cannot give to a spin box."""
    field.setMinimumWidth(_LEAST_WIDTH)
    field.lineEdit().setTextMargins(SPACE_S, 0, 0, 0)


def _wheel_only_with_focus(field: QWidget, event: QWheelEvent, act: object) -> None:
    if field.hasFocus() and callable(act):
        act(event)
    else:
        event.ignore()


def _number_in(text: str, field: QWidget) -> float | None:
    number, fits = field.locale().toDouble(text)
    if fits and math.isfinite(number):
        return number
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
