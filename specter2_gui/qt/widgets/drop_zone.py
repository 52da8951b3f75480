"""Where files are dropped, or chosen by a click."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from specter2_gui.qt.design.style import scaled_font, set_kind, set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_XS
from specter2_gui.qt.widgets.dropped import dropped_files
from specter2_gui.qt.widgets.import_button import LaidOutButton
from specter2_gui.qt.widgets.sign import SIDE, Sign


class DropZone(LaidOutButton):
    """A button as large as its words need, with a sign of ``side`` pixels; any number of files may be dropped on it."""

    files_dropped = Signal(list)
    """The paths, as they were dragged."""

    def __init__(self, headline: str, sentence: str, side: int = SIDE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropZone")
        set_kind(self, "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(sentence)
        sign = Sign()
        sign.setFixedSize(side, side)
        sign.show_icon("import", "accent")
        self.headline = self._words(headline)
        self.headline.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.sentence = self._words(sentence)
        set_kind(self.sentence, "muted")
        column = self.column
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_XS)
        column.addStretch(1)
        column.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.headline)
        column.addWidget(self.sentence)
        column.addStretch(1)
        self.let_through(sign, self.headline, self.sentence)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if dropped_files(event.mimeData()):
            set_mark(self, "dragging", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They were taken elsewhere."""
        set_mark(self, "dragging", "")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        set_mark(self, "dragging", "")
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _words(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label
