"""Which model is in use, which are there, and fetching SPECTER2: asked for, with size, progress, cancel and going on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.progress_line import ProgressLine
from specter2_gui.qt.widgets.push_button import push_button


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One model in the list; an absent one cannot be chosen."""

    name: str
    title: str
    note: str
    present: bool


class ModelCard(QFrame):
    """Says which model the person chose, and when to look for SPECTER2, to fetch it, to stop fetching."""

    chosen = Signal(str)
    look_asked = Signal()
    fetch_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        set_kind(self, "card")
        self.in_use = QLabel()
        self.in_use.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.in_use.setObjectName("modelInUse")
        self.in_use.setWordWrap(True)
        self.words = QLabel()
        self.words.setObjectName("modelWords")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_kind(self.words, "muted")
        self.progress = ProgressLine(self.tr("Progress of the download"))
        self.progress.hide()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose)
        self._names: list[str] = []
        self._notes: list[QLabel] = []
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(SPACE_L)
        self._list.setVerticalSpacing(SPACE_S)
        self._list.setColumnStretch(1, 1)
        self.look_button = self._button(self.tr("Look for SPECTER2 online"), "search", self.look_asked)
        self.fetch_button = self._button(self.tr("Download SPECTER2"), "download", self.fetch_asked)
        self.cancel_button = self._button(self.tr("Pause the download"), "stop", self.cancel_asked)
        self._lay_out()
        self.offer(look=False, fetch=False, cancel=False)

    def show_models(self, in_use: str, choices: Sequence[ModelChoice], chosen: str) -> None:
        """List ``choices`` and mark the one that is ``chosen``; ``in_use`` is the headline."""
        self.in_use.setText(in_use)
        if [choice.name for choice in choices] != self._names:
            self._make_list(choices)
        for number, choice in enumerate(choices):
            button = self._group.button(number)
            button.setEnabled(choice.present)
            button.setChecked(choice.name == chosen)
            self._notes[number].setText(choice.note)
            button.setAccessibleDescription(choice.note)

    def offer(self, *, look: bool, fetch: bool, cancel: bool, words: str = "", fetch_words: str = "") -> None:
        """Show the buttons that make sense now, and say why."""
        self.look_button.setVisible(look)
        self.fetch_button.setVisible(fetch)
        self.cancel_button.setVisible(cancel)
        self.progress.setVisible(cancel)
        self.words.setVisible(bool(words))
        self.words.setText(words)
        if fetch_words:
            self.fetch_button.setText(fetch_words)
            self.fetch_button.setAccessibleName(fetch_words)

    def _make_list(self, choices: Sequence[ModelChoice]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.deleteLater()
        for note in self._notes:
            note.deleteLater()
        self._notes = []
        self._names = [choice.name for choice in choices]
        for number, choice in enumerate(choices):
            button = QRadioButton(choice.title)
            button.setObjectName(f"model_{choice.name}")
            button.setAccessibleName(choice.title)
            self._group.addButton(button, number)
            note = QLabel()
            note.setWordWrap(True)
            set_kind(note, "muted")
            self._notes.append(note)
            self._list.addWidget(button, number, 0)
            self._list.addWidget(note, number, 1)

    def _button(self, words: str, sign: str, asked: object) -> QPushButton:
        button = push_button(words, sign, name=f"{sign}ModelButton")
        button.clicked.connect(asked)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self.in_use)
        column.addLayout(self._list)
        column.addWidget(self.words)
        column.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        for button in (self.look_button, self.fetch_button, self.cancel_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _choose(self, number: int) -> None:
        self.chosen.emit(self._names[number])
