"""The line above the table of papers: the switch of the filters, the search field, and how many papers are shown."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.counts import counted, number

TYPING_PAUSE_MS: Final = 120
"""How long the typing must rest before it is searched for."""


class PaperSearch(QWidget):
    """Tells what is typed once the typing rests, or at once on Enter; Esc empties the field."""

    text_changed = Signal(str)
    left_downwards = Signal()
    """The person pressed Down or Enter in the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setObjectName("paperFind")
        self.field.setPlaceholderText(self.tr("Find papers: words, “a phrase”, an author, a DOI (Ctrl+F)"))
        self.field.setAccessibleName(self.tr("Find papers"))
        self.field.setClearButtonEnabled(True)
        self.filters_button = self._make_filters_button()
        self.counts = QLabel()
        self.counts.setObjectName("paperCounts")
        set_kind(self.counts, "muted")
        self._counted = ""
        self._told = ""
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.filters_button)
        row.addWidget(self.field, 1)
        row.addWidget(self.counts)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._rest)

    @property
    def text(self) -> str:
        """What was told last."""
        return self._told

    def show_counts(self, shown: int, total: int) -> None:
        """Say how many papers there are, and how many of them are shown."""
        papers = counted(total, self.tr("{n} paper"), self.tr("{n} papers"))
        words = papers if shown >= total else self.tr("{shown} of {papers}").replace("{shown}", number(shown))
        self._counted = words.replace("{papers}", papers)
        self._write(self._counted)

    def show_waiting(self) -> None:
        """Say that the papers are being read, until there are counts."""
        self._write(self.tr("Reading the papers…"))

    def show_ended(self) -> None:
        """The papers could not be read: the counts from before are still true."""
        self._write(self._counted)

    def _write(self, words: str) -> None:
        self.counts.setText(words)
        self.counts.setAccessibleName(words)

    def start(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear(self) -> None:
        """Search for nothing, without telling it."""
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Search for ``text``, without telling it."""
        self.field.setText(text)
        self._pause.stop()
        self._told = text.strip()

    def tell(self) -> None:
        """Tell what is typed, if that was not told yet."""
        self._pause.stop()
        text = self.field.text().strip()
        if text != self._told:
            self._told = text
            self.text_changed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter lead to the table; Esc empties a field with something in it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(Qt.Key(event.key())) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._empties(event):
            event.accept()  # else the window would close its newest notice instead
            return True
        return super().eventFilter(watched, event)

    def _empties(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and bool(self.field.text())

    def _press(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.tell()
            self.left_downwards.emit()
            return True
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.tell()
            return True
        return False

    def _make_filters_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("filtersButton")
        button.setText(self.tr("Filters"))
        button.setAccessibleName(self.tr("Filters"))
        button.setToolTip(self.tr("Show or hide the years, venues, files and languages to choose from"))
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_kind(button, "toggle")
        set_icon(button, "settings")
        return button

    def _rest(self) -> None:
        self._pause.start()
