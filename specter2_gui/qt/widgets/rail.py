"""The rail at the left edge: one button a page, icon and word."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS

_WIDTH = 92


class Rail(QWidget):
    """Says which page was asked for."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Pages"))
        self.setFixedWidth(_WIDTH)
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_S, SPACE_L, SPACE_S, SPACE_L)
        self._column.setSpacing(SPACE_XS)
        self._column.addStretch(1)
        self._group.idClicked.connect(self._ask)

    def add(self, key: str, words: str, shortcut: str) -> None:
        """A button for the page ``key``, whose icon has the same name."""
        button = QToolButton()
        button.setObjectName(f"rail_{key}")
        button.setText(words)
        button.setAccessibleName(words)
        button.setToolTip(f"{words} ({shortcut})")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(SPACE_XL, SPACE_XL))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_kind(button, "rail")
        set_icon(button, key, "muted")
        button.toggled.connect(self._recolour)
        self._group.addButton(button, len(self._keys))
        self._keys.append(key)
        self._column.insertWidget(len(self._keys) - 1, button)

    def buttons(self) -> list[QAbstractButton]:
        """The buttons in the order of the pages."""
        return self._group.buttons()

    def show_page(self, key: str) -> None:
        """Mark the page that is shown."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def _ask(self, number: int) -> None:
        self.asked.emit(self._keys[number])

    def _recolour(self) -> None:
        for key, button in zip(self._keys, self._group.buttons(), strict=True):
            set_icon(button, key, "accent" if button.isChecked() else "muted")
