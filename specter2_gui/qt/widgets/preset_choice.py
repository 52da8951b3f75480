"""How thorough to train: one of three, each with what it means and how long it will take here, once that is known."""

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_kind, set_mark
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from specter2_gui.qt.presets import Preset, preset_words

PRESET_ORDER: tuple[Preset, ...] = get_args(Preset)


class PresetChoice(QWidget):
    """Says which one the person chose; shows which one the settings amount to."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("How thorough"))
        self.buttons = QButtonGroup(self)
        self._cards: dict[Preset, _Card] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for number, preset in enumerate(PRESET_ORDER):
            card = self._cards[preset] = _Card(preset)
            self.buttons.addButton(card.button, number)
            column.addWidget(card)
        self.buttons.idClicked.connect(self._choose)
        self.buttons.idToggled.connect(self._mark)

    def show_preset(self, preset: Preset) -> None:
        """Mark ``preset``."""
        self._cards[preset].button.setChecked(True)

    def show_time(self, preset: Preset, words: str, explanation: str = "") -> None:
        """Say how long ``preset`` takes; nothing for empty ``words``."""
        self._cards[preset].show_time(words, explanation)

    def time_of(self, preset: Preset) -> str:
        """The words that stand for the time of ``preset``."""
        return self._cards[preset].time.text()

    def _choose(self, number: int) -> None:
        self.chosen.emit(PRESET_ORDER[number])

    def _mark(self, number: int, checked: bool) -> None:
        set_mark(self._cards[PRESET_ORDER[number]], "chosen", "true" if checked else "false")


class _Card(QFrame):
    def __init__(self, preset: Preset) -> None:
        super().__init__()
        name, self._meaning = preset_words(preset)
        set_kind(self, "option")
        self.button = QRadioButton(name)
        self.button.setObjectName(f"preset_{preset}")
        self.button.setAccessibleName(name)
        self.time = QLabel()
        self.time.setObjectName(f"time_{preset}")
        set_kind(self.time, "muted")
        words = QLabel(self._meaning)
        words.setWordWrap(True)
        words.setContentsMargins(SPACE_XL, 0, 0, 0)
        set_kind(words, "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.button, 0, 0)
        grid.addWidget(self.time, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(words, 1, 0, 1, 2)
        self.show_time("", "")

    def show_time(self, words: str, explanation: str) -> None:
        self.time.setText(words)
        tip = " ".join(part for part in (self._meaning, explanation) if part)
        for widget in (self, self.time, self.button):
            widget.setToolTip(tip)
        self.button.setAccessibleDescription(" ".join(part for part in (self._meaning, words) if part))

    def mousePressEvent(self, event: object) -> None:
        """The whole card can be pressed."""
        del event
        if self.button.isEnabled():
            self.button.click()
