"""Make a triplet by choosing: a query, a paper that answers it, and one that does not."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from specter2_gui.domain.triplets import Triplet
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M
from specter2_gui.qt.widgets.choice_column import ChoiceColumn
from specter2_gui.qt.widgets.choices import Choices
from specter2_gui.qt.widgets.chosen_card import ChosenCard
from specter2_gui.qt.widgets.problem_words import told
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.verdict import Verdict


class TripletMaker(QWidget):
    """Three columns side by side. What is chosen is told with ``choice_changed``; whether it can be added is told to it."""

    choice_changed = Signal(object)
    """The :class:`Triplet` that was put together, or None while something is missing."""
    add_asked = Signal(Triplet)
    papers_file_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tripletMaker")
        self.query, self.positive, self.negative = self._make_columns()
        self.verdict = Verdict()
        self.papers_button = push_button(
            self.tr("Papers from a file…"),
            "open",
            tip=self.tr(
                "Offer the papers of a collection as well: one record with id, title and abstract per line (JSON Lines)"
            ),
        )
        self.source = QLabel()
        self.source.setObjectName("paperSource")
        self.source.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self.source, "muted")
        self.add_button = push_button(
            self.tr("Add triplet"), kind="primary", tip=self.tr("Add the triplet (Ctrl+Return)"), name="addTriplet"
        )
        self.add_button.setAutoDefault(True)
        self._lay_out()
        self._connect()
        self._tell()

    @property
    def triplet(self) -> Triplet | None:
        """What is chosen, once all three parts are."""
        query, positive, negative = self.query.choice, self.positive.choice, self.negative.choice
        if query is None or positive is None or negative is None:
            return None
        return Triplet(query.title, positive.title, positive.detail, negative.title, negative.detail)

    def set_choices(self, queries: Choices, papers: Choices, source: str) -> None:
        """Offer ``queries`` and ``papers``; ``source`` says where the papers come from."""
        self.query.set_choices(queries)
        self.positive.set_choices(papers)
        self.negative.set_choices(papers)
        self.source.setText(source)

    def show_problems(self, problems: tuple[str, ...]) -> None:
        """Say what speaks against the triplet that was put together; nothing does when ``problems`` is empty."""
        self.add_button.setEnabled(self.triplet is not None and not problems)
        self.verdict.say(tuple(map(told, problems)), self.tr("This triplet can be added."))

    def begin_next(self) -> None:
        """Keep the query, forget both papers and go to the positive one: the next triplet is often of the same query."""
        self.positive.clear()
        self.negative.clear()
        self._tell()
        self.positive.start()

    def start(self) -> None:
        """Put the cursor where the next choice is made."""
        for column in (self.query, self.positive, self.negative):
            if column.choice is None:
                column.start()
                return
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Esc in here is no shortcut of its own: the window has one on that key, and of two Qt would call neither."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the table."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _make_columns(self) -> tuple[ChoiceColumn, ChoiceColumn, ChoiceColumn]:
        cards = (
            ChosenCard("query", self.tr("Query"), self.tr("Choose a query above, or type a new one.")),
            ChosenCard("positive", self.tr("Positive: answers it"), self.tr("Choose a paper that answers the query.")),
            ChosenCard(
                "negative",
                self.tr("Negative: does not answer it"),
                self.tr("Choose a paper that does not answer the query. The best ones look as if they did."),
            ),
        )
        query = ChoiceColumn(
            "query", self.tr("&1  Query"), self.tr("Find a query, or type a new one"), cards[0], may_be_new=True
        )
        positive = ChoiceColumn("positive", self.tr("&2  Positive paper"), self.tr("Find a positive paper"), cards[1])
        negative = ChoiceColumn("negative", self.tr("&3  Negative paper"), self.tr("Find a negative paper"), cards[2])
        return query, positive, negative

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_L)
        for column in (self.query, self.positive, self.negative):
            columns.addWidget(column, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_M)
        foot.addWidget(self.papers_button)
        foot.addWidget(self.source)
        foot.addWidget(self.verdict, 1)
        foot.addWidget(self.add_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_M)
        whole.addLayout(columns, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        for column in (self.query, self.positive, self.negative):
            column.picked.connect(self._go_on)
            column.taken_back.connect(self._tell)
        self.papers_button.clicked.connect(self.papers_file_asked)
        self.add_button.clicked.connect(self._ask_add)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._ask_add)

    def _go_on(self) -> None:
        self._tell()
        self.start()

    def _tell(self) -> None:
        triplet = self.triplet
        if triplet is None:
            self.add_button.setEnabled(False)
            self.verdict.say_nothing(self._missing())
        self.choice_changed.emit(triplet)

    def _missing(self) -> str:
        parts = (
            (self.query, self.tr("a query")),
            (self.positive, self.tr("a positive paper")),
            (self.negative, self.tr("a negative paper")),
        )
        words = [word for column, word in parts if column.choice is None]
        listed = (
            words[0]
            if len(words) == 1
            else self.tr("{some} and {last}").format(some=", ".join(words[:-1]), last=words[-1])
        )
        return self.tr("Still to choose: {parts}.").format(parts=listed)

    def _ask_add(self) -> None:
        triplet = self.triplet
        if triplet is not None and self.add_button.isEnabled():
            self.add_asked.emit(triplet)
