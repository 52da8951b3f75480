"""Labels of the import page: words as they are, which wrap and can be selected."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from specter2_gui.qt.design.style import scaled_font, set_kind

LONGEST_NAME: Final = 48


def short_name(name: str) -> str:
    """``name`` of a file in a heading: nothing wraps within it, and one that is longer than its place would widen the page."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[: half - 1]}…{name[-half:]}"


def plain_label(words: str = "", *, kind: str = "", scale: float = 0.0) -> QLabel:
    """Never read as markup; of ``kind`` for the style sheet, and bold in ``scale`` times the system's size where that is given."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if kind:
        set_kind(label, kind)
    if scale:
        label.setFont(scaled_font(scale, bold=True))
    return label
