"""The Imports tab while nothing was imported: one large place to drop files, and the other ways to begin."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_kind, space_icon
from specter2_gui.qt.design.tokens import SPACE_M
from specter2_gui.qt.widgets.centred import centred
from specter2_gui.qt.widgets.drop_zone import DropZone
from specter2_gui.qt.widgets.import_labels import plain_label

_WIDTH = 640
_HEIGHT = 220
_SIGN = 48


class ImportStart(QWidget):
    """One sentence, the drop zone, and a button for each of ``actions``."""

    def __init__(self, actions: tuple[QAction, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importStart")
        self.zone = DropZone(
            self.tr("Drop files of references here, or click to choose them"),
            self.tr(
                "RIS, BibTeX, EndNote, PubMed, Web of Science, Ovid, RefWorks, MARC, MODS, Citavi, Zotero, CSL‑JSON, CSV, TSV "
                "or Excel: which one it is shows in the file itself."
            ),
            _SIGN,
        )
        self.zone.setMinimumHeight(_HEIGHT)
        hint = plain_label(
            self.tr(
                "Every file gets a receipt that says what became of each record. Your files stay as they are, and every "
                "import can be undone."
            ),
            kind="muted",
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addStretch(1)
        for action in actions:
            buttons.addWidget(action_button(action))
        buttons.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.zone)
        column.addWidget(hint)
        column.addLayout(buttons)
        centred(self, holder)


def action_button(action: QAction, kind: str = "bar") -> QToolButton:
    """A button with icon and words for ``action``."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(action.text())
    set_kind(button, kind)
    space_icon(button)
    return button
