"""The frame every page has: its title, what it is for in one line, a help text behind [?], and the body."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import scaled_font, set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, TITLE_SCALE


class Page(QWidget):
    """A page; fill ``body``. When the window is too small for it, the body scrolls and the header stays."""

    def __init__(self, title: str, purpose: str, help_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.setAccessibleDescription(purpose)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_M)
        outer.setSpacing(SPACE_M)
        self._help_button = self._make_help_button()
        outer.addLayout(self._make_header(title, purpose))
        self.help_label = _help_label(help_text)
        outer.addWidget(self.help_label)
        content = QWidget()
        content.setObjectName("pageBody")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE_M)
        outer.addWidget(_scroll(content), 1)

    def toggle_help(self) -> None:
        """Show the help text of the page, or put it away."""
        self._help_button.setChecked(not self._help_button.isChecked())

    def _make_help_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("helpButton")
        button.setCheckable(True)
        button.setToolTip(self.tr("What can be done here (F1)"))
        button.setAccessibleName(self.tr("Help for this page"))
        set_kind(button, "quiet")
        set_icon(button, "help")
        button.toggled.connect(self._show_help)
        return button

    def _make_header(self, title: str, purpose: str) -> QHBoxLayout:
        heading = QLabel(title)
        heading.setObjectName("pageTitle")
        heading.setFont(scaled_font(TITLE_SCALE, bold=True))
        line = QLabel(purpose)
        line.setObjectName("pagePurpose")
        line.setWordWrap(True)
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        set_kind(line, "muted")
        header = QHBoxLayout()
        header.setSpacing(SPACE_L)
        header.addWidget(heading)
        header.addWidget(line, 1, Qt.AlignmentFlag.AlignVCenter)
        header.addWidget(self._help_button)
        header.setContentsMargins(0, 0, 0, SPACE_S)
        return header

    def _show_help(self, shown: bool) -> None:
        self.help_label.setVisible(shown)


def _help_label(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("pageHelp")
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
    )
    set_kind(label, "help")
    label.hide()
    return label


def _scroll(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("pageScroll")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    set_kind(area, "plain")
    area.setWidget(content)
    return area
