"""The line in which a new query is typed or pasted, and below it a word about queries that ask nearly the same."""

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import FIELD_HEIGHT, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign

TYPING_PAUSE_MS = 250
ROW_HEIGHT = FIELD_HEIGHT + SPACE_XS


class QueryLine(QPlainTextEdit):
    """One line; several lines that are pasted or dropped into it are told instead, whichever way they come."""

    confirmed = Signal()
    left = Signal()
    lines_pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("newQueryLine")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(ROW_HEIGHT)
        self.document().setDocumentMargin(0)
        self.document().clearUndoRedoStacks()  # the margin is no step of the person's that Ctrl+Z takes back
        above = (ROW_HEIGHT - self.fontMetrics().lineSpacing()) // 2 - 1  # the frame is drawn round it
        self.setViewportMargins(SPACE_XS, above, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms what was typed, the arrow down leads to the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text may come in; a file is for the page."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """One line goes into the field, several go to the one who asks about them."""
        text = source.text()
        if len([line for line in text.splitlines() if line.strip()]) > 1:
            self.lines_pasted.emit(text)
        else:
            self.insertPlainText(" ".join(text.split()))


class QueryEntry(QWidget):
    """Says what was typed, when the typing rests and when it is confirmed; shows what it is told about it."""

    typed = Signal(str)
    add_asked = Signal(str)
    lines_pasted = Signal(str)
    show_asked = Signal(int)
    """The id of the query that asks nearly the same."""
    left = Signal()

    def __init__(self, *beside: QWidget) -> None:
        """The widgets ``beside`` stand in the same row."""
        super().__init__()
        self.line = QueryLine()
        self.line.setPlaceholderText(self.tr("Type a query as a reader would ask it, or paste a list of them"))
        self.line.setAccessibleName(self.tr("New query"))
        self.add_button = push_button(self.tr("Add"), "add", kind="primary", tip=self.tr("Add the query (Enter)"))
        self.hint = QLabel()
        self.hint.setObjectName("nearQuery")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.show_button = push_button(self.tr("Show it"), kind="link")
        self._near = 0
        self._below = QFrame()
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._lay_out(beside)
        self._connect()
        self.show_near("", 0)
        self._change()

    @property
    def text(self) -> str:
        """What is typed, on one line."""
        return " ".join(self.line.toPlainText().split())

    def clear(self) -> None:
        """The query was added: begin with an empty line."""
        self.line.clear()

    def show_near(self, words: str, query_id: int) -> None:
        """Say that the query with this id asks nearly the same; empty ``words`` take it back."""
        self._near = query_id
        self.hint.setText(words)
        self.hint.setAccessibleName(words)
        self._below.setVisible(bool(words))

    def _lay_out(self, beside: tuple[QWidget, ...]) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.line, 1)
        for widget in (self.add_button, *beside):
            widget.setFixedHeight(ROW_HEIGHT)
            row.addWidget(widget)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACE_S)
        below.addWidget(Sign("warning", "warning"))
        below.addWidget(self.hint, 1)
        below.addWidget(self.show_button)
        set_kind(self.hint, "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(row)
        column.addWidget(self._below)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._change)
        self.line.confirmed.connect(self._confirm)
        self.line.lines_pasted.connect(self.lines_pasted)
        self.line.left.connect(self.left)
        self.add_button.clicked.connect(self._confirm)
        self.show_button.clicked.connect(self._ask_show)
        self._pause.timeout.connect(self._tell)

    def _change(self) -> None:
        self.add_button.setEnabled(bool(self.text))
        if self.text:
            self._pause.start()
        else:
            self._pause.stop()
            self.show_near("", 0)

    def _tell(self) -> None:
        self.typed.emit(self.text)

    def _confirm(self) -> None:
        if self.text:
            self._pause.stop()
            self.add_asked.emit(self.text)

    def _ask_show(self) -> None:
        self.show_asked.emit(self._near)
