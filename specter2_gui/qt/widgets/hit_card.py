"""One hit: its rank, title, how it compares and moved, and its abstract, folded until it is asked for."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import current_scheme, set_kind
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.marking import marked, snippet
from specter2_gui.qt.widgets.score_bar import ScoreBar
from specter2_gui.qt.widgets.sign import SIDE, Sign


@dataclass(frozen=True, slots=True)
class ShownHit:
    """What a card shows; ``moved`` are words for how the hit moved and ``sign`` the icon that goes with them."""

    rank: int
    id: str
    title: str
    abstract: str
    closeness: float
    score: float
    moved: str = ""
    sign: str = ""


class HitCard(QFrame):
    """A hit one can go to with the arrow keys; Enter, Space or a click unfolds its abstract."""

    focused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "hit")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hit: ShownHit | None = None
        self.unfolded = False
        self._terms: frozenset[str] = frozenset()
        self._rank = QLabel()
        set_kind(self._rank, "section")
        self.title = _text_label()
        self.abstract = _text_label()
        set_kind(self.abstract, "muted")
        self.bar = ScoreBar()
        self.badge = QLabel(self.tr("title only"))
        self.badge.setToolTip(self.tr("This record has no abstract: the search knows nothing but its title."))
        set_kind(self.badge, "badge")
        self._sign = Sign()
        self.moved = QLabel()
        self.moved.setWordWrap(True)
        self.moved.setMinimumHeight(SIDE)  # with and without a sign: cards of both columns stay level
        self.moved.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        set_kind(self.moved, "small")
        self._lay_out()

    def show_hit(self, hit: ShownHit, terms: frozenset[str]) -> None:
        """Show ``hit`` with its abstract folded and the words ``terms`` marked."""
        self.hit, self._terms, self.unfolded = hit, terms, False
        self._rank.setText(str(hit.rank))
        self.bar.show_value(hit.closeness)
        self.badge.setVisible(not hit.abstract.strip())
        self.moved.setText(hit.moved)
        self._sign.setVisible(bool(hit.sign))
        if hit.sign:
            self._sign.show_icon(hit.sign, "muted" if hit.sign in {"down", "same"} else "accent")
        self._write()

    def toggle(self) -> None:
        """Unfold the abstract, or fold it again."""
        self.unfolded = not self.unfolded
        self._write()

    def redraw(self) -> None:
        """Write the texts again in the colours of the scheme as it is now."""
        if self.hit is not None:
            self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space unfold; everything else is for the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click unfolds."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the list which card the person is on."""
        super().focusInEvent(event)
        self.focused.emit(self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._rank, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        facts = QHBoxLayout()
        facts.setSpacing(SPACE_S)
        facts.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        facts.addWidget(self._sign)
        facts.addWidget(self.moved, 1)
        facts.addWidget(self.badge)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        column.setSpacing(SPACE_XS)
        column.addLayout(head)
        column.addLayout(facts)
        column.addWidget(self.abstract)

    def _write(self) -> None:
        hit = self.hit
        if hit is None:
            return
        scheme = current_scheme()
        colours = (scheme.warning_soft, scheme.text)
        title = " ".join(hit.title.split()) or self.tr("(no title)")
        self.title.setText(marked(title, self._terms, *colours))
        shown = hit.abstract if self.unfolded else snippet(hit.abstract, self._terms)
        self.abstract.setVisible(bool(shown.strip()))
        self.abstract.setText(marked(shown, self._terms, *colours))
        set_kind(self.abstract, "plain" if self.unfolded else "muted")
        self.title.setAccessibleName(title)
        self.abstract.setAccessibleName(shown)
        self._name(hit, title)

    def _name(self, hit: ShownHit, title: str) -> None:
        parts = [f"{hit.rank}. {title}", hit.moved, "" if hit.abstract.strip() else self.badge.text()]
        self.setAccessibleName(". ".join(part for part in parts if part))
        self.setAccessibleDescription(hit.abstract if self.unfolded else self.tr("Press Enter to read the abstract."))
        self.setToolTip("" if self.unfolded or not hit.abstract else self.tr("Click to read the whole abstract"))


def _text_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
