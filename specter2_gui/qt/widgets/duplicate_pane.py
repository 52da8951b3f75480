"""The pane for one pair or one group: its records side by side, what does not go together, and the buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.duplicate_comparison import DuplicateComparison
from specter2_gui.qt.widgets.duplicate_differences import Comparison, Judged
from specter2_gui.qt.widgets.duplicate_heads import ChoiceOfShown, MemberHead, plain_head
from specter2_gui.qt.widgets.duplicate_words import contradiction_words, group_words, pair_words
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign


class Side(StrEnum):
    """The three lists."""

    OPEN = "open"
    GROUPED = "grouped"
    APART = "different"


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair with its ``score`` and the record ``proposed`` to be shown, or a group; ``judged`` does not go together."""

    side: Side
    id: int
    comparison: Comparison
    score: float = 1.0
    proposed: int = 0
    judged: tuple[Judged, ...] = ()


class DuplicatePane(QFrame):
    """Shows one pair or group; says what the person decided of it."""

    same_asked = Signal(int)
    """The id of the record that is to be shown."""
    different_asked = Signal()
    later_asked = Signal()
    undo_asked = Signal()
    show_asked = Signal(int)
    apart_asked = Signal(int)
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("duplicatePane")
        set_kind(self, "card")
        self.shown: Shown | None = None
        self._choice = ChoiceOfShown(self)
        self.words = QLabel()
        self.words.setObjectName("duplicateWords")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        set_kind(self.words, "section")
        self.warning = QFrame()
        self.warning.setProperty("notice", "warning")
        self.warning_words = QLabel()
        self.comparison = DuplicateComparison()
        self.same_button = push_button(self.tr("Same paper (S)"), "positive", kind="primary")
        self.same_button.setToolTip(self.tr("Group both records: one is shown, the other one hidden behind it"))
        self.different_button = push_button(self.tr("Not a duplicate (D)"), "differs")
        self.different_button.setToolTip(self.tr("Keep both records, and remember that they are two papers"))
        self.later_button = push_button(self.tr("Later (L)"), "recent")
        self.later_button.setToolTip(self.tr("Come back to this pair after all the others"))
        self.undo_button = push_button(self.tr("Undo (Backspace)"), "undo", kind="link")
        self.again_button = push_button(self.tr("Decide again (A)"), "undo")
        self.again_button.setToolTip(self.tr("Put this pair back to those that are to be decided"))
        self._keys: list[tuple[QShortcut, Side]] = []
        self._lay_out()
        self._connect()
        self.show_pair_or_group(None)

    def show_pair_or_group(self, shown: Shown | None) -> None:
        """Show ``shown``; None while the next one is being read.

        The buttons stay as they are then, or the one with the focus would lose it; whoever hears them decides nothing
        that is not ``shown``.
        """
        self.shown = shown
        self._show_words()
        self._show_heads()
        if shown is not None:
            self._show_buttons(shown.side)

    def take_keys_from(self, widget: QWidget) -> None:
        """Let the keys of the buttons work wherever the focus is in ``widget``."""
        keys: tuple[tuple[str, Callable[[], object], Side], ...] = (
            ("S", self._ask_same, Side.OPEN),
            ("D", self.different_asked.emit, Side.OPEN),
            ("L", self.later_asked.emit, Side.OPEN),
            ("1", self._choose_first, Side.OPEN),
            ("2", self._choose_second, Side.OPEN),
            ("A", self.again_asked.emit, Side.APART),
        )
        for letter, act, side in keys:
            key = QShortcut(QKeySequence(letter), widget)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(act)
            self._keys.append((key, side))

    def _show_buttons(self, side: Side) -> None:
        for button, wanted in (
            (self.same_button, Side.OPEN),
            (self.different_button, Side.OPEN),
            (self.later_button, Side.OPEN),
            (self.again_button, Side.APART),
        ):
            button.setVisible(side is wanted)
        for key, wanted in self._keys:
            key.setEnabled(side is wanted)

    def _lay_out(self) -> None:
        notice = QHBoxLayout(self.warning)
        notice.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        notice.setSpacing(SPACE_S)
        notice.addWidget(Sign("warning", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        notice.addWidget(self.warning_words, 1)
        self.warning_words.setWordWrap(True)
        self.warning_words.setTextFormat(Qt.TextFormat.PlainText)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        for button in (self.same_button, self.different_button, self.later_button, self.again_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.undo_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self.words)
        column.addWidget(self.warning)
        column.addWidget(self.comparison, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.same_button.clicked.connect(self._ask_same)
        self.different_button.clicked.connect(self.different_asked)
        self.later_button.clicked.connect(self.later_asked)
        self.undo_button.clicked.connect(self.undo_asked)
        self.again_button.clicked.connect(self.again_asked)

    def _show_words(self) -> None:
        shown = self.shown
        if shown is None:
            words = ""
        elif shown.side is Side.GROUPED:
            words = group_words(shown.comparison)
        else:
            words = pair_words(shown.score, shown.comparison)
        self.words.setText(words)
        self.words.setAccessibleName(words)
        self.warning.setVisible(bool(shown and shown.judged))
        self.warning_words.setText("\n".join(contradiction_words(shown.judged)) if shown else "")
        self.warning_words.setAccessibleName(self.warning_words.text())

    def _show_heads(self) -> None:
        shown = self.shown
        heads: list[QWidget] = []
        comparison = shown.comparison if shown else Comparison()
        if shown and shown.side is Side.OPEN:
            heads = self._choice.heads(comparison.papers, shown.proposed)
        elif shown and shown.side is Side.GROUPED:
            heads = [*map(self._member_head, comparison.papers)]
        elif shown:
            heads = [plain_head(self.tr("Kept apart")) for _ in comparison.papers]
        self.comparison.show_comparison(comparison, heads)

    def _member_head(self, paper: PaperRow) -> MemberHead:
        members = self.shown.comparison.papers if self.shown else ()
        head = MemberHead(paper, may_leave=paper.hidden or len(members) > 2)
        head.show_asked.connect(self.show_asked)
        head.apart_asked.connect(self.apart_asked)
        return head

    def _ask_same(self) -> None:
        self.same_asked.emit(self._choice.checkedId())

    def _choose_first(self) -> None:
        self._choice.choose(0)

    def _choose_second(self) -> None:
        self._choice.choose(1)
