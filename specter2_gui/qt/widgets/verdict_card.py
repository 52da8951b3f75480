"""What a training has brought, in a sentence and as figures, with the one button that follows from it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from specter2_gui.qt.design.style import scaled_font, set_icon, set_kind, set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.verdict_words import Verdict
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.fold import Fold
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign
from specter2_gui.qt.widgets.system_bars import SystemBars

_ROLES = {"success": "positive", "warning": "warning", "error": "negative", "info": "accent"}
_MOST_QUERIES = 20
"""So many queries that lost are listed; more would not be read."""


class VerdictCard(QFrame):
    """Shown when a training has ended, was paused, or waits since the last time the window was open."""

    try_asked = Signal()
    resume_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdictCard")
        self._sign = Sign()
        self.headline = self._make_words()
        self.headline.setFont(scaled_font(SECTION_SCALE, bold=True))
        self.sentence = self._make_words()
        self.bars = SystemBars()
        self.worse = self._make_words()
        self.worse.setTextFormat(Qt.TextFormat.PlainText)
        self.worse_fold = Fold(self.tr("Queries that got worse"), self.worse)
        self.button = push_button(self.tr("Try it in Search"), name="tryInSearch")
        self.button.clicked.connect(self.try_asked)
        self.resume_button = push_button(self.tr("Resume"), "play", kind="primary", name="resumeTraining")
        self.resume_button.clicked.connect(self.resume_asked)
        self._lay_out()
        self.hide()

    def show_verdict(self, verdict: Verdict) -> None:
        """Say it; a button is there only if there is something to try or to go on with."""
        self._sign.show_icon(verdict.kind, _ROLES[verdict.kind])
        set_mark(self, "notice", verdict.kind)
        self.headline.setText(verdict.headline)
        self.sentence.setText(verdict.sentence)
        self.setAccessibleName(f"{verdict.headline} {verdict.sentence}")
        self.button.setVisible(verdict.usable)
        self.bars.show_systems(verdict.reached.systems if verdict.reached else {})
        self.worse_fold.hide()
        self.offer_resume(verdict.resume)
        self.show()

    def offer_resume(self, words: str) -> None:
        """Let the run go on by a button with ``words``; empty words take the button away."""
        self.resume_button.setText(words)
        self.resume_button.setAccessibleName(words)
        self.resume_button.setVisible(bool(words))
        # Only one button stands out: what the card proposes. After a failure that is to mend what it names.
        failed = self.property("notice") == "error"
        set_kind(self.resume_button, "" if failed else "primary")
        set_icon(self.resume_button, "play", "text" if failed else "on_accent")
        set_kind(self.button, "" if words else "primary")

    def show_worse(self, queries: Sequence[str]) -> None:
        """List the queries that lost, the largest fall first, behind a fold; no fold if there are none."""
        title = counted(len(queries), self.tr("{n} query got worse"), self.tr("{n} queries got worse"))
        listed = [f"•  {query}" for query in queries[:_MOST_QUERIES]]
        if len(queries) > _MOST_QUERIES:
            listed.append(self.tr("and {0} more").format(len(queries) - _MOST_QUERIES))
        self.worse.setText("\n".join(listed))
        self.worse_fold.head.setText(title)
        self.worse_fold.head.setAccessibleName(title)
        self.worse_fold.fold_out(out=False)
        self.worse_fold.setVisible(bool(queries))

    def _make_words(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.resume_button)
        buttons.addWidget(self.button)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.headline, 0, 1)
        grid.addLayout(buttons, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        for row, part in enumerate((self.sentence, self.bars, self.worse_fold), start=1):
            grid.addWidget(part, row, 1, 1, 2)
