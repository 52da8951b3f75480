"""Labels of the import page: words as they are, which wrap and can be selected."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from specter2_gui.qt.design.style import scaled_font, set_kind


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
