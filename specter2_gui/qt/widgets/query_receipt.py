"""The account of a file of queries or judgements: what became of its rows, and why some were left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign

MOST_LINES = 200
"""Of a section so many lines are shown; Copy gives all of them."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind under a heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the file ``name``, in a sentence, and the rows that need a look in ``sections``.

    Of several ``files`` there is a line for each.
    """

    name: str
    sentence: str
    sections: tuple[Section, ...] = ()
    undoable: bool = False
    files: int = 1

    @property
    def text(self) -> str:
        """All of it, to be copied."""
        parts = [f"{self.name}\n{self.sentence}"]
        parts += ["\n".join((section.heading, *section.lines)) for section in self.sections]
        return "\n\n".join(parts)


class QueryReceiptCard(QFrame):
    """Shows one account until it is closed."""

    undo_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryReceipt")
        set_kind(self, "card")
        self.account: Account | None = None
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self.heading, "section")
        self.sign = Sign()
        self.sentence = _text_label()
        self.sentence.setObjectName("receiptSentence")
        self.sentence.setAccessibleName(self.tr("What became of the file"))
        self.area = QScrollArea()
        self.area.setObjectName("receiptSections")
        self.area.setAccessibleName(self.tr("Rows that need a look"))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        set_kind(self.area, "plain")
        self._room = QWidget()
        self.undo_button = push_button(self.tr("Undo this import"), "undo")
        self.copy_button = push_button(self.tr("Copy"), "copy", tip=self.tr("Copy the whole account"))
        self.close_button = push_button(self.tr("Close"), "close")
        self._lay_out()
        self.undo_button.clicked.connect(self.undo_asked)
        self.copy_button.clicked.connect(self.copy)
        self.close_button.clicked.connect(self.closed)

    def show_account(self, account: Account) -> None:
        """Show ``account``."""
        self.account = account
        self.heading.setText(account.name)
        self.sign.show_icon(*(("warning", "warning") if account.sections else ("success", "positive")))
        self.sentence.setText(account.sentence)
        self.sentence.setAccessibleName(account.sentence)
        undo = self.tr("Undo this import") if account.files == 1 else self.tr("Undo all these imports")
        self.undo_button.setText(undo)
        self.undo_button.setAccessibleName(undo)
        self.undo_button.setVisible(account.undoable)
        self.area.setVisible(bool(account.sections))
        self._room.setVisible(not account.sections)
        self.area.setWidget(self._content(account.sections))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """Put the whole account on the clipboard."""
        if self.account is not None:
            QGuiApplication.clipboard().setText(self.account.text)

    def _content(self, sections: Sequence[Section]) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_M, 0)
        column.setSpacing(SPACE_XS)
        for section in sections:
            heading = QLabel(section.heading)
            heading.setWordWrap(True)
            set_kind(heading, "section")
            lines = list(section.lines[:MOST_LINES])
            if len(section.lines) > MOST_LINES:
                more = len(section.lines) - MOST_LINES
                lines.append(
                    counted(more, self.tr("and {n} more; Copy gives all"), self.tr("and {n} more; Copy gives all"))
                )
            body = _text_label()
            body.setText("\n".join(lines))
            body.setAccessibleName(f"{section.heading} {body.text()}")
            column.addWidget(heading)
            column.addWidget(body)
            column.addSpacing(SPACE_S)
        column.addStretch(1)
        return content

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self.sign)
        head.addWidget(self.heading, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self.close_button, self.undo_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self.area, 1)
        column.addWidget(self._room, 1)
        column.addLayout(buttons)


def _text_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
