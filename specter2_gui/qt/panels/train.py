"""The Train page: how ready the triplets are, one large button, all settings, live curves, and the verdict."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.config.describe import FieldFacts
from specter2_gui.domain.events import Event
from specter2_gui.qt.design.style import scaled_font, set_kind
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from specter2_gui.qt.presets import Preset, preset_words
from specter2_gui.qt.readiness import Readiness
from specter2_gui.qt.verdict_words import Verdict, event_words
from specter2_gui.qt.widgets.curves import Curves
from specter2_gui.qt.widgets.fold import Fold
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.progress_line import ProgressLine
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.settings_form import SettingsForm
from specter2_gui.qt.widgets.traffic_light import TrafficLight
from specter2_gui.qt.widgets.verdict_card import VerdictCard

_PRESETS: tuple[Preset, ...] = ("queries", "both", "custom")
_LOG_LINES = 500
_LEAST_LEFT = 380
_LEAST_RIGHT = 360
"""Widths in device-independent pixels below which a column would cut its words."""


class TrainPanel(Page):
    """Shows readiness, settings and events; says when to train, to stop, to cancel, to try."""

    train_asked = Signal()
    stop_asked = Signal()
    cancel_asked = Signal()
    try_asked = Signal()
    curate_asked = Signal()
    preset_chosen = Signal(str)
    settings_changed = Signal()

    def __init__(self, fields: Sequence[FieldFacts], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Train"),
            self.tr("The model learns from your triplets; part of them is held out to tell whether it helps."),
            self.tr(
                "Choose how thorough to be and press Train. The upper curves should fall, the lower one should rise above its dotted "
                "line: that line is the model before the training. You can leave this page, work on, and come back. "
                "“Stop and keep the best” ends early without losing anything; “Cancel and discard” throws this training away."
            ),
            parent,
        )
        self.light = TrafficLight()
        self.light.curate_asked.connect(self.curate_asked)
        self.form = SettingsForm(fields)
        self.form.changed.connect(self.settings_changed)
        self.curves = Curves()
        self.progress = ProgressLine(self.tr("Progress of the training"))
        self.verdict_card = VerdictCard()
        self.verdict_card.try_asked.connect(self.try_asked)
        self.log = self._make_log()
        self.log_fold = Fold(self.tr("What happened"), self.log)
        self._presets = QButtonGroup(self)
        self._make_buttons()
        self._lay_out()
        self.show_running(running=False)

    def show_readiness(self, state: Readiness) -> None:
        """Light the traffic light; the button works unless it is red."""
        self.light.show_state(state.level, state.headline, state.advice)
        self.train_button.setEnabled(state.level != "not ready")
        self.train_button.setToolTip("" if state.level != "not ready" else state.advice)

    def show_preset(self, preset: Preset) -> None:
        """Mark the preset the settings amount to."""
        self._presets.button(_PRESETS.index(preset)).setChecked(True)

    def show_running(self, *, running: bool) -> None:
        """While a training runs its settings rest, and two buttons end it."""
        self.train_button.setVisible(not running)
        self.stop_button.setVisible(running)
        self.cancel_button.setVisible(running)
        for button in (self.stop_button, self.cancel_button):
            button.setEnabled(running)
        self.form.setEnabled(not running)
        for button in self._presets.buttons():
            button.setEnabled(not running)
        if running:
            self.verdict_card.hide()

    def show_ending(self, words: str) -> None:
        """The wish to end was heard."""
        self.stop_button.setEnabled(False)
        self.cancel_button.setEnabled(False)
        self.progress.words.setText(words)
        self.add_log(words)

    def show_events(self, events: Sequence[Event]) -> None:
        """Feed the curves and the log."""
        self.curves.show_events(events)
        for event in events:
            self.add_log(event_words(event))

    def add_log(self, words: str) -> None:
        """One line of what happened; nothing for an empty one."""
        if words:
            self.log.appendPlainText(words)

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what the training has brought."""
        self.verdict_card.show_verdict(verdict)

    def _make_log(self) -> QPlainTextEdit:
        log = QPlainTextEdit()
        log.setObjectName("trainingLog")
        log.setReadOnly(True)
        log.setMaximumBlockCount(_LOG_LINES)
        log.setAccessibleName(self.tr("What happened in the training"))
        log.setFixedHeight(8 * log.fontMetrics().lineSpacing())
        return log

    def _make_buttons(self) -> None:
        self.train_button = self._button(self.tr("Train"), "train", "primary", self.train_asked)
        self.train_button.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.stop_button = self._button(self.tr("Stop and keep the best"), "stop", "primary", self.stop_asked)
        self.cancel_button = self._button(self.tr("Cancel and discard"), "cancel", "", self.cancel_asked)

    def _button(self, words: str, sign: str, kind: str, asked: object) -> QPushButton:
        button = push_button(words, sign, kind=kind, name=f"{sign}Button")
        button.setMinimumHeight(2 * SPACE_XL - SPACE_S)
        button.clicked.connect(asked)
        return button

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("trainSplit")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_L)
        split.addWidget(self._make_left())
        split.addWidget(self._make_right())
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([380, 760])
        self.split = split
        self.body.addWidget(split, 1)

    def _make_left(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.light)
        column.addWidget(self._make_presets())
        for button in (self.train_button, self.stop_button, self.cancel_button):
            column.addWidget(button)
        self.form_fold = Fold(self.tr("All settings"), self.form)
        column.addWidget(self.form_fold)
        column.addStretch(1)
        return _scrolling(inner, _LEAST_LEFT)

    def _make_presets(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(self.tr("How thorough"))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, preset in enumerate(_PRESETS):
            name, meaning = preset_words(preset)
            button = QRadioButton(name)
            button.setObjectName(f"preset_{preset}")
            button.setAccessibleName(name)
            button.setAccessibleDescription(meaning)
            button.setToolTip(meaning)
            words = QLabel(meaning)
            words.setWordWrap(True)
            words.setContentsMargins(SPACE_XL, 0, 0, SPACE_S)
            set_kind(words, "muted")
            column.addWidget(button)
            column.addWidget(words)
            self._presets.addButton(button, number)
        self._presets.idClicked.connect(self._choose_preset)
        return holder

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.verdict_card)
        column.addWidget(self.curves, 1)
        column.addWidget(self.progress)
        column.addWidget(self.log_fold)
        self._right = _scrolling(right, _LEAST_RIGHT)
        self.log_fold.folded_out.connect(self._show_log)
        return self._right

    def _show_log(self, out: bool) -> None:
        """In a small window what was folded out lies below the edge."""
        if out:
            QTimer.singleShot(0, self, self._scroll_to_log)

    def _scroll_to_log(self) -> None:
        self._right.ensureWidgetVisible(self.log_fold, 0, 0)

    def _choose_preset(self, number: int) -> None:
        self.preset_chosen.emit(_PRESETS[number])
        if _PRESETS[number] == "custom":
            self.form_fold.fold_out(out=True)


def _scrolling(content: QWidget, least: int) -> QScrollArea:
    """``content`` in a column that scrolls by itself and is never narrower than ``least``."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumWidth(least)
    set_kind(area, "plain")
    area.setWidget(content)
    return area
