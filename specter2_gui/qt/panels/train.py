"""The Train page: how ready the triplets are, one large button, all settings, live curves, and the verdict."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget

from specter2_gui.config.describe import FieldFacts
from specter2_gui.domain.events import Event, Pace
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.event_words import event_words
from specter2_gui.qt.presets import Preset
from specter2_gui.qt.readiness import Readiness
from specter2_gui.qt.verdict_words import Verdict
from specter2_gui.qt.widgets.curves import Curves
from specter2_gui.qt.widgets.fold import Fold
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.preset_choice import PresetChoice
from specter2_gui.qt.widgets.progress_line import ProgressLine
from specter2_gui.qt.widgets.run_facts import FactsLine, FactsTable
from specter2_gui.qt.widgets.settings_form import SettingsForm
from specter2_gui.qt.widgets.traffic_light import TrafficLight
from specter2_gui.qt.widgets.train_buttons import TrainButtons
from specter2_gui.qt.widgets.verdict_card import VerdictCard

_LOG_LINES = 500
_LEAST_LEFT = 380
_LEAST_RIGHT = 360
"""Widths in device-independent pixels below which a column would cut its words."""


class TrainPanel(Page):
    """Shows readiness, settings and events; says when to train, to pause, to stop, to cancel, to resume, to try."""

    train_asked = Signal()
    pause_asked = Signal()
    stop_asked = Signal()
    cancel_asked = Signal()
    resume_asked = Signal()
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
                "“Pause” frees the graphics card and keeps everything, so that you can resume now or another day. "
                "“Stop and keep the best” ends early without losing anything; “Cancel and discard” throws this training away."
            ),
            parent,
        )
        self.light = TrafficLight()
        self.presets = PresetChoice()
        self.buttons = TrainButtons()
        self.form = SettingsForm(fields)
        self.curves = Curves()
        self.progress = ProgressLine(self.tr("Progress of the training"))
        self.facts = FactsLine()
        self.verdict_card = VerdictCard()
        self.log = self._make_log()
        self.facts_table = FactsTable()
        self.log_fold = Fold(self.tr("What happened, and how fast"), self._make_account())
        self._connect()
        self._lay_out()
        self.show_running(running=False)

    def show_readiness(self, state: Readiness) -> None:
        """Light the traffic light; the button works unless it is red."""
        self.light.show_state(state.level, state.headline, state.advice)
        self.buttons.train.setEnabled(state.level != "not ready")
        self.buttons.train.setToolTip("" if state.level != "not ready" else state.advice)

    def show_preset(self, preset: Preset) -> None:
        """Mark the preset the settings amount to."""
        self.presets.show_preset(preset)

    def show_running(self, *, running: bool) -> None:
        """While a training runs its settings rest, and three buttons pause or end it."""
        self.buttons.show_running(running=running)
        self.form.setEnabled(not running)
        self.presets.setEnabled(not running)
        if running:
            self.verdict_card.hide()
        else:
            self.facts.rest()
            self.progress.rest()

    def show_ending(self, words: str) -> None:
        """The wish to pause or to end was heard."""
        self.buttons.show_ending()
        self.progress.words.setText(words)
        self.add_log(words)

    def begin(self, earlier: Sequence[Event] = ()) -> None:
        """Another run is shown from here on; ``earlier`` is what it has reported already, if it goes on."""
        self.curves.clear()
        self.log.clear()
        self.facts_table.clear()
        self.show_events(earlier)

    def show_events(self, events: Sequence[Event]) -> None:
        """Feed the curves, the log and the figures."""
        self.curves.show_events(events)
        for event in events:
            self.add_log(event_words(event))
            if isinstance(event, Pace):
                self.facts_table.show_pace(event)
                if self.buttons.stop.isVisibleTo(self):
                    self.facts.show_pace(event)

    def add_log(self, words: str) -> None:
        """One line of what happened; nothing for an empty one."""
        if words:
            self.log.appendPlainText(words)

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what the training has brought."""
        self.verdict_card.show_verdict(verdict)

    def _connect(self) -> None:
        self.light.curate_asked.connect(self.curate_asked)
        self.presets.chosen.connect(self._choose_preset)
        self.buttons.train_asked.connect(self.train_asked)
        self.buttons.pause_asked.connect(self.pause_asked)
        self.buttons.stop_asked.connect(self.stop_asked)
        self.buttons.cancel_asked.connect(self.cancel_asked)
        self.form.changed.connect(self.settings_changed)
        self.verdict_card.try_asked.connect(self.try_asked)
        self.verdict_card.resume_asked.connect(self.resume_asked)

    def _make_log(self) -> QPlainTextEdit:
        log = QPlainTextEdit()
        log.setObjectName("trainingLog")
        log.setReadOnly(True)
        log.setMaximumBlockCount(_LOG_LINES)
        log.setAccessibleName(self.tr("What happened in the training"))
        log.setFixedHeight(8 * log.fontMetrics().lineSpacing())
        return log

    def _make_account(self) -> QWidget:
        account = QWidget()
        column = QVBoxLayout(account)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.facts_table)
        column.addWidget(self.log)
        return account

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
        self.form_fold = Fold(self.tr("All settings"), self.form)
        for part in (self.light, self.presets, self.buttons, self.form_fold):
            column.addWidget(part)
        column.addStretch(1)
        return _scrolling(inner, _LEAST_LEFT)

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.verdict_card)
        column.addWidget(self.curves, 1)
        column.addLayout(self._make_pace())
        column.addWidget(self.log_fold)
        self._right = _scrolling(right, _LEAST_RIGHT)
        self.log_fold.folded_out.connect(self._show_log)
        return self._right

    def _make_pace(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(SPACE_XS)
        lines.addWidget(self.progress)
        lines.addWidget(self.facts)
        return lines

    def _show_log(self, out: bool) -> None:
        """In a small window what was folded out lies below the edge."""
        if out:
            QTimer.singleShot(0, self, self._scroll_to_log)

    def _scroll_to_log(self) -> None:
        self._right.ensureWidgetVisible(self.log_fold, 0, 0)

    def _choose_preset(self, preset: str) -> None:
        self.preset_chosen.emit(preset)
        if preset == "custom":
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
