"""The tab "Queries": a line for new ones, the table, and cards for what was pasted or read from a file."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from specter2_gui.domain.texts import shortened
from specter2_gui.project.queries import QueryRow
from specter2_gui.qt.design.style import set_icon, set_kind, space_icon
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S
from specter2_gui.qt.widgets.dropped import FileTarget
from specter2_gui.qt.widgets.query_empty import EmptyQueries
from specter2_gui.qt.widgets.query_entry import QueryEntry
from specter2_gui.qt.widgets.query_preview import Pasted, QueryPreview
from specter2_gui.qt.widgets.query_receipt import Account, QueryReceiptCard
from specter2_gui.qt.widgets.query_rows import QueryContent
from specter2_gui.qt.widgets.query_table import QueryTable
from specter2_gui.qt.widgets.stacked import show_alone

_SHOWN: Final = 60
"""Letters of a query that are said."""


class QueryView(FileTarget):
    """Shows the queries it is given and says what was asked; one card at a time takes the place of the table."""

    query_chosen = Signal(QueryRow)
    """The person went to this query."""
    import_queries_asked = Signal()
    import_judgements_asked = Signal()
    export_asked = Signal(str)
    """``queries`` or ``judgements``."""
    text_pasted = Signal(str)
    seen = Signal()
    """The tab was opened: what it shows may be old."""

    # Here and not below: Qt sends events while the object is still being made.
    _card: QWidget | None = None
    _changing = _writing = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryPage")
        self._make_actions()
        self.entry = QueryEntry(
            _menu_button((self.import_action, self.import_judgements_action)),
            _menu_button((self.export_action, self.export_judgements_action)),
        )
        self.table = QueryTable()
        self.empty = EmptyQueries()
        self.preview = QueryPreview()
        self.receipt = QueryReceiptCard()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_content(QueryContent())

    def show_content(self, content: QueryContent) -> None:
        """Show these queries in place of the ones before."""
        self.table.set_content(content)
        self.export_action.setEnabled(bool(content.rows))
        self.export_judgements_action.setEnabled(content.judgements > 0)
        self._show_view()

    def show_pasted(self, pasted: Pasted) -> None:
        """Ask about queries that were pasted."""
        self._show_card(self.preview)
        self.preview.show_pasted(pasted)

    def show_account(self, account: Account) -> None:
        """Show what became of a file."""
        self._show_card(self.receipt)
        self.receipt.show_account(account)

    def close_card(self) -> None:
        """Put the card away and show the table again."""
        self._show_card(None)
        self.start()

    def show_busy(self, words: str) -> None:
        """Say what is being changed; empty ``words`` end it."""
        self._changing = words
        self._say_busy()

    def show_writing(self, words: str) -> None:
        """Say which file is being written, beside the changes; empty ``words`` end it."""
        self._writing = words
        self._say_busy()

    def start(self) -> None:
        """Put the cursor where the next query is typed."""
        self.entry.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """While a card is open Esc closes it, and is no shortcut of the window."""
        if (
            self._card is not None
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the card."""
        if event.key() == Qt.Key.Key_Escape and self._card is not None:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where work goes on."""
        super().showEvent(event)
        if not event.spontaneous():
            self.seen.emit()
            if self._card is None:
                self.start()

    def _make_actions(self) -> None:
        self.import_action = self._action(self.tr("Queries from a file…"), "open")
        self.import_action.setToolTip(self.tr("Add the queries of a file: CSV, JSON Lines, or one query a line"))
        self.import_action.setIconText(self.tr("Import"))
        self.import_judgements_action = self._action(self.tr("Judgements from a file…"), "positive")
        self.import_judgements_action.setToolTip(
            self.tr("Take over which papers answer which queries: TREC qrels, CSV or tab-separated")
        )
        self.export_action = self._action(self.tr("Export queries…"), "save")
        self.export_action.setIconText(self.tr("Export"))
        self.export_action.setToolTip(self.tr("Write the queries into a file: JSON Lines or CSV"))
        self.export_judgements_action = self._action(self.tr("Export judgements…"), "save")
        self.find_action = self._action(self.tr("Find"), "search")

    def _action(self, words: str, sign: str) -> QAction:
        action = QAction(words, self)
        set_icon(action, sign)
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        for view in (self.table, self.empty, self.preview, self.receipt):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_M, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.entry)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.import_action.triggered.connect(self.import_queries_asked)
        self.import_judgements_action.triggered.connect(self.import_judgements_asked)
        self.export_action.triggered.connect(self._ask_export_queries)
        self.export_judgements_action.triggered.connect(self._ask_export_judgements)
        self.find_action.triggered.connect(self.table.start_finding)
        self.empty.import_button.clicked.connect(self.import_queries_asked)
        self.empty.paste_button.clicked.connect(self._paste)
        self.entry.lines_pasted.connect(self.text_pasted)
        self.entry.left.connect(self.table.view.setFocus)
        self.entry.show_asked.connect(self._show_query)
        self.table.text_pasted.connect(self.text_pasted)
        self.table.current_changed.connect(self._tell_chosen)
        self.table.model.refused.connect(self._refuse)
        self.table.edited.connect(self._forgive)
        self.preview.closed.connect(self.close_card)
        self.receipt.closed.connect(self.close_card)

    def _show_card(self, card: QWidget | None) -> None:
        self._card = card
        self._show_view()

    def _show_view(self) -> None:
        show_alone(self._stack, self._card or (self.table if self.table.model.content.rows else self.empty))

    def _say_busy(self) -> None:
        words = " ".join(filter(None, (self._changing, self._writing)))
        self.table.show_busy(words)
        self.empty.show_busy(words)

    def _show_query(self, query_id: int) -> None:
        self._show_card(None)
        self.table.go_to(query_id)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_chosen(self, row: QueryRow | None) -> None:
        if row is not None:
            self.query_chosen.emit(row)

    def _refuse(self, query_id: int) -> None:
        there = self.table.model.query(query_id)
        if there is not None:
            words = self.tr("“{query}” is there already, so the other query stays as it was.")
            self.entry.show_near(words.replace("{query}", shortened(there.text, _SHOWN)), query_id)

    def _forgive(self) -> None:
        """A query was changed after all; what is said of one that is being typed stays."""
        if not self.entry.text:
            self.entry.show_near("", 0)

    def _paste(self) -> None:
        self.text_pasted.emit(QGuiApplication.clipboard().text())

    def _ask_export_queries(self) -> None:
        self.export_asked.emit("queries")

    def _ask_export_judgements(self) -> None:
        self.export_asked.emit("judgements")


def _menu_button(actions: tuple[QAction, QAction]) -> QToolButton:
    """The first action as a button, both of them in its menu."""
    button = QToolButton()
    button.setDefaultAction(actions[0])
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(actions[0].text())
    button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    set_kind(button, "bar")
    space_icon(button)
    menu = QMenu(button)
    menu.setToolTipsVisible(True)
    menu.addActions(list(actions))
    button.setMenu(menu)
    return button
