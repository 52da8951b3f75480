"""One of the three columns of "Make a triplet": a search field, a list, and the card of what was chosen."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.choices import Choice, ChoiceModel, Choices
from specter2_gui.qt.widgets.chosen_card import ChosenCard
from specter2_gui.qt.widgets.counts import counted

TYPING_PAUSE_MS = 120


class ChoiceColumn(QWidget):
    """Click a line (or press Enter on it) to choose it; with ``may_be_new`` the typed words can be chosen, too."""

    picked = Signal()
    """Something was chosen; ``choice`` holds it."""
    taken_back = Signal()

    def __init__(self, name: str, heading: str, prompt: str, card: ChosenCard, *, may_be_new: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"{name}Column")
        self.choice: Choice | None = None
        self.card = card
        self.model = ChoiceModel(self)
        self._may_be_new = may_be_new
        self.field = QLineEdit()
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.setClearButtonEnabled(True)
        self.field.setObjectName(f"{name}Field")
        self.heading = QLabel(heading)
        self.heading.setBuddy(self.field)
        set_kind(self.heading, "section")
        self.count = QLabel()
        set_kind(self.count, "small")
        self.new_button = self._make_new_button()
        self.view = self._make_view(name, heading)
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self._say_count()

    def set_choices(self, choices: Choices) -> None:
        """Offer ``choices``; what was chosen before stays chosen."""
        self.model.set_choices(choices)
        self._say_count()

    def choose(self, choice: Choice) -> None:
        """Choose ``choice`` as if it had been clicked."""
        self.choice = choice
        self.card.show_choice(choice)
        self.picked.emit()

    def clear(self) -> None:
        """Choose nothing, and search for nothing."""
        self.choice = None
        self.card.show_choice(None)
        self.view.clearSelection()
        # Unlike clear(), this leaves nothing to undo in the field: Ctrl+Z shall take back the triplet that was added.
        self.field.setText("")
        self._narrow()

    def start(self) -> None:
        """Put the cursor into the search field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys lead from the field into the list and back out of its first line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.field and event.key() == Qt.Key.Key_Down:
                self._enter_list()
                return True
            if watched is self.view and event.key() == Qt.Key.Key_Up and self.view.currentIndex().row() <= 0:
                self.start()
                return True
        return super().eventFilter(watched, event)

    def _make_new_button(self) -> QPushButton:
        button = QPushButton()
        button.setObjectName("newQuery")
        button.setAccessibleName(self.tr("Use as a new query"))
        set_kind(button, "link")
        set_icon(button, "add", "accent")
        button.hide()
        return button

    def _make_view(self, name: str, heading: str) -> QTableView:
        # A table of one column: a list view would ask every one of 100,000 lines for its height before it shows one.
        view = QTableView()
        view.setObjectName(f"{name}List")
        view.setAccessibleName(heading)
        view.setModel(self.model)
        view.horizontalHeader().hide()
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(2 * view.fontMetrics().lineSpacing() + SPACE_S)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setWordWrap(True)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setAlternatingRowColors(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        return view

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for widget in (self.heading, self.field, self.new_button):
            column.addWidget(widget)
        column.addWidget(self.view, 3)
        column.addWidget(self.count)
        column.addWidget(self.card, 2)

    def _connect(self) -> None:
        self.field.installEventFilter(self)
        self.view.installEventFilter(self)
        self.field.textChanged.connect(self._rest)
        self.field.returnPressed.connect(self._pick_typed)
        self.new_button.clicked.connect(self._pick_new)
        self.view.clicked.connect(self._pick_current)
        self.view.activated.connect(self._pick_current)
        self.card.cleared.connect(self._take_back)
        self._pause.timeout.connect(self._narrow)

    def _rest(self) -> None:
        self._pause.start()

    def _narrow(self) -> None:
        self._pause.stop()
        typed = self.field.text().strip()
        self.model.set_needle(typed)
        self._say_count()
        self.new_button.setVisible(self._may_be_new and bool(typed) and not self._known(typed))
        words = self.tr("Use “{query}” as a new query").replace("{query}", typed)
        self.new_button.setText(words if len(words) <= 48 else words[:44] + "…”")
        self.new_button.setAccessibleName(words)

    def _known(self, typed: str) -> bool:
        return any(self.model.choice_at(position).title == typed for position in range(self.model.rowCount()))

    def _say_count(self) -> None:
        shown, total = self.model.rowCount(), len(self.model.choices.entries)
        text = counted(shown, self.tr("{n} to choose from"), self.tr("{n} to choose from"))
        if shown < total:
            text += self.tr(", narrowed down from {n}").replace("{n}", str(total))
        self.count.setText(text)

    def _enter_list(self) -> None:
        self._narrow()
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.setCurrentIndex(self.model.index(0))

    def _pick_typed(self) -> None:
        """Enter in the field: the typed words where they may be a new query, else the first line that matches."""
        self._narrow()
        typed = self.field.text().strip()
        if self._may_be_new and typed and not self._known(typed):
            self._pick_new()
        elif self.model.rowCount():
            self.choose(self.model.choice_at(0))

    def _pick_new(self) -> None:
        self.choose(Choice(self.field.text().strip()))

    def _pick_current(self) -> None:
        index = self.view.currentIndex()
        if index.isValid() and self.choice != self.model.choice_at(index.row()):
            self.choose(self.model.choice_at(index.row()))

    def _take_back(self) -> None:
        self.choice = None
        self.card.show_choice(None)
        self.view.clearSelection()
        self.taken_back.emit()
