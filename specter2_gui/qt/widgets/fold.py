"""A part of a page that folds out when a person wants it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S


class Fold(QWidget):
    """A heading that can be pressed, and the content below it."""

    folded_out = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setAccessibleName(title)
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_kind(self.head, "fold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.head)
        column.addWidget(content)
        self.head.toggled.connect(self._show)
        self._show(out=False)

    def fold_out(self, *, out: bool) -> None:
        """Fold the content out or away."""
        self.head.setChecked(out)

    def _show(self, out: bool) -> None:
        set_icon(self.head, "fold" if out else "unfold", "accent")
        self.content.setVisible(out)
        self.folded_out.emit(out)
