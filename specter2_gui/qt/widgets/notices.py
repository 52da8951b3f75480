"""Notices: what happened, said at the lower edge of the window and never on top of work."""

from collections.abc import Callable
from typing import Literal, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.sign import Sign

Kind = Literal["info", "success", "warning", "error"]
Action = tuple[str, Callable[[], object]]
"""The words of a button in a notice and what it does (a bound method)."""

_MOST = 3
_COLOUR_OF: dict[str, str] = {"info": "accent", "success": "positive", "warning": "warning", "error": "negative"}


class Notifier(Protocol):
    """How a controller tells the person something; :meth:`NoticeBar.say` is the one that is used."""

    def __call__(self, text: str, kind: Kind = "info", details: str = "", action: Action | None = None) -> None:
        """Say ``text``; ``details`` can be copied, ``action`` becomes a button."""
        ...


class NoticeBar(QWidget):
    """Holds at most three notices, the newest below.

    News (info, success) goes when there is other news or the person goes on; warnings and errors stay until they are closed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self.setAccessibleName(self.tr("Notices"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._notices: list[Notice] = []
        self.hide()

    @property
    def notices(self) -> tuple["Notice", ...]:
        """The notices on show, oldest first."""
        return tuple(self._notices)

    def say(self, text: str, kind: Kind = "info", details: str = "", action: Action | None = None) -> None:
        """Show a notice. The same text twice is shown once."""
        self.pass_on()
        self.withdraw(text)
        if len(self._notices) >= _MOST:
            self._remove(self._notices[0])
        notice = Notice(text, kind, details, action)
        notice.closed.connect(self._remove)
        self._notices.append(notice)
        self._column.addWidget(notice)
        self.show()

    def pass_on(self) -> None:
        """The person goes on with something else: news has been read, warnings and errors stay."""
        for notice in list(self._notices):
            if notice.passing:
                self._remove(notice)

    def withdraw(self, text: str) -> None:
        """Take back what is no longer true; nothing if it was closed already."""
        for notice in list(self._notices):
            if notice.text == text:
                self._remove(notice)

    def close_newest(self) -> bool:
        """Close what came last (Esc); False if there was nothing to close."""
        if not self._notices:
            return False
        self._remove(self._notices[-1])
        return True

    def _remove(self, notice: "Notice") -> None:
        self._notices.remove(notice)
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(bool(self._notices))


class Notice(QFrame):
    """One notice: icon, words, an optional button, "Copy details" when there are some, and a cross."""

    closed = Signal(object)

    def __init__(self, text: str, kind: Kind, details: str, action: Action | None) -> None:
        super().__init__()
        self.text = text
        self.kind: Kind = kind
        self.details = details
        self._action = action
        self.setProperty("notice", kind)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(self._sign())
        row.addWidget(_words(text), 1)
        if action is not None:
            row.addWidget(self._button(action[0], "noticeAction", self._act))
        if details:
            row.addWidget(self._button(self.tr("Copy details"), "noticeDetails", self._copy_details))
        row.addWidget(self._cross())

    @property
    def passing(self) -> bool:
        """Whether this one goes by itself."""
        return self.kind in ("info", "success")

    def _sign(self) -> Sign:
        sign = Sign(self.kind, _COLOUR_OF[self.kind])
        sign.setAccessibleName(
            {"error": self.tr("Error"), "warning": self.tr("Warning")}.get(self.kind, self.tr("Notice"))
        )
        return sign

    def _button(self, words: str, name: str, act: Callable[[], None]) -> QPushButton:
        button = push_button(words, kind="link", name=name)
        button.clicked.connect(act)
        return button

    def _cross(self) -> QToolButton:
        cross = QToolButton()
        cross.setObjectName("noticeClose")
        cross.setAccessibleName(self.tr("Close this notice"))
        cross.setToolTip(self.tr("Close (Esc)"))
        set_kind(cross, "quiet")
        set_icon(cross, "close")
        cross.clicked.connect(self._close)
        return cross

    def _act(self) -> None:
        if self._action is not None:
            self._action[1]()

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text}\n\n{self.details}")

    def _close(self) -> None:
        self.closed.emit(self)


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("noticeText")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label
