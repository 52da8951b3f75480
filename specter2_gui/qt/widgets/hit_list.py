"""One column of results: its heading, what stands behind it, and the hits or the reason why there are none."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.hit_card import HitCard, ShownHit
from specter2_gui.qt.widgets.marking import terms_of
from specter2_gui.qt.widgets.verdict import Verdict


class HitList(QWidget):
    """The arrow keys go from hit to hit, Tab goes to the next column."""

    left_upwards = Signal()
    """The person pressed Up on the first hit."""

    def __init__(self, name: str, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Hits")
        self.setAccessibleName(heading)
        self.heading = QLabel(heading)
        set_kind(self.heading, "section")
        self.model = QLabel()
        self.model.setTextFormat(Qt.TextFormat.PlainText)
        self.model.setWordWrap(True)
        set_kind(self.model, "small")
        self.hint = Verdict()
        self.hits: tuple[ShownHit, ...] = ()
        self._cards: list[HitCard] = []
        self._cards_column = QVBoxLayout()
        self._lay_out()

    @property
    def cards(self) -> list[HitCard]:
        """The cards on show, best hit first."""
        return self._cards[: len(self.hits)]

    def show_model(self, title: str) -> None:
        """Say which model stands behind the column."""
        self.model.setText(title)

    def show_hits(self, hits: tuple[ShownHit, ...], query: str) -> None:
        """Show ``hits`` for ``query``; without any, say so."""
        self.hits = hits
        terms = terms_of(query)
        while len(self._cards) < len(hits):
            self._add_card()
        for card, hit in zip(self._cards, hits, strict=False):
            card.show_hit(hit, terms)
        for position, card in enumerate(self._cards):
            card.setVisible(position < len(hits))
        self.hint.setVisible(not hits)
        if not hits:
            self.hint.say_nothing(self.tr("Nothing was found."))
        self._scroll.verticalScrollBar().setValue(0)
        self._set_current(0)

    def show_hint(self, words: str, *, error: bool = False) -> None:
        """Show no hits but ``words``; ``error`` marks them as something that went wrong."""
        self.show_hits((), "")
        if error:
            self.hint.say_error(words)
        else:
            self.hint.say_nothing(words)

    def go_to_first(self) -> bool:
        """Put the focus on the best hit; False if there is none."""
        if not self.hits:
            return False
        self._cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys, Home and End on a card go to another one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, HitCard):
            position = self._cards.index(watched)
            goals = {
                Qt.Key.Key_Down: position + 1,
                Qt.Key.Key_Up: position - 1,
                Qt.Key.Key_Home: 0,
                Qt.Key.Key_End: len(self.hits) - 1,
            }
            goal = goals.get(Qt.Key(event.key()))
            if goal is not None:
                self._go(goal)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Marked words carry colours of their own: write them again when the scheme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for card in self.cards:
                card.redraw()

    def _lay_out(self) -> None:
        holder = QWidget()
        self._cards_column.setContentsMargins(0, 0, SPACE_XS, 0)
        self._cards_column.setSpacing(SPACE_S)
        filling = QVBoxLayout(holder)
        filling.setContentsMargins(0, 0, 0, 0)
        filling.addWidget(self.hint)
        filling.addLayout(self._cards_column)
        filling.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_kind(self._scroll, "plain")
        self._scroll.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.heading)
        column.addWidget(self.model)
        column.addWidget(self._scroll, 1)

    def _add_card(self) -> None:
        card = HitCard()
        card.installEventFilter(self)
        card.focused.connect(self._follow)
        self._cards.append(card)
        self._cards_column.addWidget(card)

    def _go(self, position: int) -> None:
        if position < 0:
            self.left_upwards.emit()
        elif position < len(self.hits):
            self._cards[position].setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, card: HitCard) -> None:
        self._set_current(self._cards.index(card))
        self._scroll.ensureWidgetVisible(card, 0, SPACE_S)

    def _set_current(self, current: int) -> None:
        """Tab stops at one card of the column only: the one the person was on."""
        for position, card in enumerate(self._cards):
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if position == current else Qt.FocusPolicy.ClickFocus)
