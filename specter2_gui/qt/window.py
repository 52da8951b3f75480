"""The main window: rail, pages, notices, status line and menus; it holds them together and decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from specter2_gui.qt.design.tokens import SPACE_S, SPACE_XL
from specter2_gui.qt.widgets.dropped import dropped_files
from specter2_gui.qt.widgets.notices import NoticeBar
from specter2_gui.qt.widgets.page import Page
from specter2_gui.qt.widgets.rail import Rail
from specter2_gui.qt.widgets.status_line import StatusLine

FIRST_SIZE = QSize(1280, 800)
SMALLEST_SIZE = QSize(720, 480)


class MainWindow(QMainWindow):
    """Pages are added by name; what is asked of the window comes out as signals."""

    page_shown = Signal(str)
    files_dropped = Signal(list)
    """Their paths."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("specter2_gui")
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(FIRST_SIZE)
        self.rail = Rail()
        self.stack = QStackedWidget()
        self.notices = NoticeBar()
        self.status = StatusLine()
        self.may_close: Callable[[], bool] | None = None
        self._pages: dict[str, QWidget] = {}
        self._shown = ""
        self.setStatusBar(self.status)
        self.setCentralWidget(self._make_centre())
        self.rail.asked.connect(self.show_page)

    def add_page(self, key: str, words: str, panel: QWidget) -> None:
        """One more page at the end of the rail."""
        self._pages[key] = panel
        self.stack.addWidget(panel)
        self.rail.add(key, words, f"Ctrl+{len(self._pages)}")

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        shown = self.stack.currentWidget()
        return next((key for key, panel in self._pages.items() if panel is shown), "")

    @property
    def page_names(self) -> tuple[str, ...]:
        """The names of all pages, in the order of the rail."""
        return tuple(self._pages)

    def show_page(self, key: str) -> None:
        """Show the page ``key``; an unknown name, or that of the page that is shown already, changes nothing."""
        if key not in self._pages:
            return
        if key == self._shown:
            return
        self._shown = key
        self.rail.show_page(key)
        self.notices.pass_on()
        # Otherwise Qt hands the focus of the page that is hidden to the first button it finds.
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stack.setCurrentWidget(self._pages[key])
        focus = QApplication.focusWidget()
        if focus is None or not self._pages[key].isAncestorOf(focus):
            # Tab goes on from the page and not from wherever the focus was before.
            self._pages[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)

    def toggle_help(self) -> None:
        """Show or put away the help of the page that is shown."""
        shown = self.stack.currentWidget()
        pages = [shown] if isinstance(shown, Page) else self.stack.findChildren(Page)
        for page in pages:
            if page.isVisible():
                page.toggle_help()

    def close_newest_notice(self) -> None:
        """Close the notice that came last."""
        self.notices.close_newest()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whoever is responsible; without an objection the window goes."""
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass the files on."""
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def _make_centre(self) -> QWidget:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        notices = QVBoxLayout()
        notices.setContentsMargins(SPACE_XL, 0, SPACE_XL, SPACE_S)
        notices.addWidget(self.notices)
        right.addLayout(notices)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        centre.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return centre
