"""Buttons in a row of which one is chosen, drawn as one control."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QToolButton

from specter2_gui.qt.design.style import set_kind, set_mark


def segments(buttons: Sequence[QToolButton]) -> QHBoxLayout:
    """A layout with ``buttons`` side by side, the outer ones with round corners."""
    row = QHBoxLayout()
    row.setSpacing(0)
    for position, button in enumerate(buttons):
        edge = "first" if position == 0 else "last" if position == len(buttons) - 1 else "inner"
        set_kind(button, "choice")
        set_mark(button, "edge", edge)
        row.addWidget(button)
    return row
