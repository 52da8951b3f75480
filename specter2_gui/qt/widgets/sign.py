"""A small icon that stands beside words which say the same."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_S

SIDE = SPACE_L + 2


class Sign(QLabel):
    """An icon of the window as a label; it is redrawn when the colour scheme changes, as the icon of a button is."""

    def __init__(self, name: str = "", role: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(SIDE, SIDE))
        if name:
            self.show_icon(name, role)

    def show_icon(self, name: str, role: str) -> None:
        """Show the icon ``name`` in the scheme's colour ``role``."""
        set_icon(self, name, role)

    def setIcon(self, icon: QIcon) -> None:
        """Draw ``icon``; called by the design when the scheme changes."""
        self.setPixmap(icon.pixmap(self.minimumSize()))


def side_heading(side: str, words: str, parent: QWidget | None = None) -> QWidget:
    """A heading with the sign of its side: a green check for ``positive``, a red cross for ``negative``."""
    label = QLabel(words)
    set_kind(label, side)
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_S)
    row.addWidget(Sign(side, side))
    row.addWidget(label, 1)
    return holder
