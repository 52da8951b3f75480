"""Hands: a click lands on what lies at its place on the screen, a key goes to what has the focus."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListView,
    QMenu,
    QScrollArea,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.journeys.eyes import PATIENCE_MS

NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MOST_TABS = 120
"""More presses of Tab than any page of the window has stops."""


class Hands:
    """What mouse and keyboard can do; whatever cannot be seen, reached or used fails the test."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def click(self, widget: QWidget) -> None:
        """Scroll to ``widget`` and click into its middle; a page that is still being laid out is waited for."""
        self._qtbot.waitUntil(lambda: check_in_reach(widget), timeout=PATIENCE_MS)
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())

    def click_line(self, view: QTableView | QListView, line: int, key: Qt.KeyboardModifier = NO_KEY) -> None:
        """Scroll to the line at ``line`` of a table and click it, with ``key`` held down."""
        self._qtbot.waitUntil(lambda: check_line_in_reach(view, line), timeout=PATIENCE_MS)
        place = view.visualRect(view.model().index(line, 0)).center()
        self._qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, key, place)

    def click_tab(self, tabs: QTabWidget, words: str) -> None:
        """Click the tab that is called ``words``."""
        bar = tabs.tabBar()
        place = [tabs.tabText(tab) for tab in range(tabs.count())].index(words)
        self._qtbot.waitUntil(lambda: bar.isVisible() and bar.rect().contains(bar.tabRect(place)), timeout=PATIENCE_MS)
        self._qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
        assert tabs.currentIndex() == place

    def choose_in_menu_of(self, button: QToolButton, words: str) -> None:
        """Click ``button``, go down in the menu that opens to the entry ``words``, and press Enter."""
        menu = button.menu()
        assert menu is not None
        # A menu of its own event loop would not come back before it is closed.
        QTimer.singleShot(0, menu, partial(self._choose_in, menu, words))
        self.click(button)

    def drop(self, window: QWidget, files: Sequence[Path]) -> None:
        """Let go of ``files`` over the middle of ``window``; what lies there takes them, or what lies below it."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        middle = window.rect().center()
        target: QWidget | None = window.childAt(middle) or window
        while target is not None and not _takes(target, target.mapFrom(window, middle), data):
            target = target.parentWidget()
        assert target is not None, "nothing takes what is dropped"

    def choose(self, box: QComboBox, words: str) -> None:
        """Tab to ``box`` and go down from its first entry to the one that says ``words``."""
        self.tab_to(box)
        self.press(Qt.Key.Key_Home)
        for _entry in range(box.count()):
            if box.currentText() == words:
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"{box.accessibleName()!r} has no entry {words!r}")

    def _choose_in(self, menu: QMenu, words: str) -> None:
        if not menu.isVisible():
            QTimer.singleShot(10, menu, partial(self._choose_in, menu, words))
            return
        entries = [action.text() for action in menu.actions()]
        for _entry in entries[: entries.index(words) + 1]:
            self._qtbot.keyClick(menu, Qt.Key.Key_Down)
        self._qtbot.keyClick(menu, Qt.Key.Key_Return)

    def press(self, key: Qt.Key, with_key: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key."""
        self._qtbot.keyClick(focused(), key, with_key)

    def type(self, text: str) -> None:
        """Type ``text`` in place of what stands in the field that has the focus."""
        self.press(Qt.Key.Key_A, CTRL)
        self._qtbot.keyClicks(focused(), text)

    def tab_to(self, widget: QWidget) -> None:
        """Press Tab until ``widget`` has the focus."""
        trail: list[str] = []
        for _press in range(MOST_TABS):
            if QApplication.focusWidget() is widget:
                return
            trail.append(focused().accessibleName())
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {widget.accessibleName()!r}, but to {trail}")

    def name_file(self, parent: QWidget, file: Path) -> None:
        """Type the path of ``file`` into the dialog that asks for one, and press Enter."""
        dialog = parent.findChild(QFileDialog, "fileChoice")
        assert isinstance(dialog, QFileDialog), "nothing asks for a file"
        self.wait_for_focus_in(dialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert focused() is field
        self.type(str(file))
        self._qtbot.keyClick(field, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE_MS)
        # A screen without a window manager does not hand the keyboard back by itself.
        parent.window().activateWindow()
        self._qtbot.waitActive(parent.window(), timeout=PATIENCE_MS)

    def wait_for_focus_in(self, dialog: QWidget) -> None:
        """Wait until keys go to ``dialog``, as they do a moment after it came up."""
        self._qtbot.waitUntil(lambda: dialog.isAncestorOf(focused()), timeout=PATIENCE_MS)


def focused() -> QWidget:
    """What a key goes to: the menu that is open, else the widget with the focus, else the window."""
    found = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None, "no window is active"
    return found


def check_in_reach(widget: QWidget) -> None:
    """``widget`` can be seen and used, and nothing lies upon its middle."""
    name = widget.accessibleName()
    assert widget.isVisible(), f"{name!r} cannot be seen"
    assert widget.isEnabled(), f"{name!r} cannot be used"
    scroll_to(widget)
    there = widget.window().childAt(widget.mapTo(widget.window(), widget.rect().center()))
    assert there is widget or (there is not None and widget.isAncestorOf(there)), f"{there} covers {name!r}"


def _takes(target: QWidget, place: QPoint, data: QMimeData) -> bool:
    """Whether ``target`` lets ``data`` be dropped at ``place``; then it was."""
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    if not target.acceptDrops():
        return False
    entering = QDragEnterEvent(place, action, data, button, NO_KEY)
    entering.ignore()
    QApplication.sendEvent(target, entering)
    if entering.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(place), action, data, button, NO_KEY))
    return entering.isAccepted()


def check_line_in_reach(view: QAbstractItemView, line: int) -> None:
    """The line at ``line`` of ``view`` can be seen."""
    index = view.model().index(line, 0)
    assert index.isValid(), f"{view.accessibleName()!r} has no line {line}"
    assert view.isVisible()
    view.scrollTo(index)
    assert view.viewport().rect().contains(view.visualRect(index).center()), f"line {line} is out of sight"


def scroll_to(widget: QWidget) -> None:
    """Bring ``widget`` into view in every scroll area around it."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
