"""The Imports tab of the Collection page: where files come in, and the receipt of every file that did."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from specter2_gui.app.previewing import TablePreview
from specter2_gui.project.imports import ImportRow, RejectRow
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.qt.design.style import set_icon
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.drop_zone import DropZone
from specter2_gui.qt.widgets.dropped import dropped_files
from specter2_gui.qt.widgets.import_entries import Entry, Refusal
from specter2_gui.qt.widgets.import_list import ImportList
from specter2_gui.qt.widgets.import_progress import ImportProgressCard
from specter2_gui.qt.widgets.import_start import ImportStart, action_button
from specter2_gui.qt.widgets.import_waiting import ImportWaiting
from specter2_gui.qt.widgets.mapping_view import MappingView
from specter2_gui.qt.widgets.receipt_papers import ReceiptPapers
from specter2_gui.qt.widgets.receipt_refusal import RefusalCard
from specter2_gui.qt.widgets.receipt_view import ReceiptView
from specter2_gui.qt.widgets.receipt_words import ShownReceipt
from specter2_gui.qt.widgets.reject_view import RejectView
from specter2_gui.qt.widgets.stacked import show_alone

_SIDE = 284
"""Width of the list in device-independent pixels."""


class ImportView(QWidget):
    """Shows imports, one of them as a receipt, its rejects, or a table before it is imported; says what is wanted."""

    files_asked = Signal()
    columns_asked = Signal()
    """Tables are to be chosen, and their columns looked at before they are imported."""
    zotero_asked = Signal()
    files_dropped = Signal(list)
    entry_chosen = Signal(object)
    """The :class:`ImportRow` or :class:`Refusal` whose account is wanted, or None."""
    papers_asked = Signal(object)
    """The :class:`PaperFilter` of the papers to show on the Papers tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importView")
        self.setAcceptDrops(True)
        self._make_actions()
        self.progress = ImportProgressCard()
        self.waiting = ImportWaiting()
        self.start = ImportStart((self.zotero_action, self.columns_action))
        self.zone = DropZone(self.tr("Drop files here"), self.tr("or click to choose them"))
        self.list = ImportList()
        self.receipt = ReceiptView()
        self.refusal = RefusalCard()
        self.papers = ReceiptPapers()
        self.rejects = RejectView()
        self.mapping = MappingView()
        self._accounts = QStackedWidget()
        self._browser = self._make_browser()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        show_alone(self._stack, self.start)

    @property
    def page(self) -> str:
        """What is shown: ``start``, ``imports``, ``papers``, ``rejects`` or ``mapping``."""
        pages = (("start", self.start), ("papers", self.papers), ("rejects", self.rejects), ("mapping", self.mapping))
        return next((name for name, page in pages if page is self._stack.currentWidget()), "imports")

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List ``entries``, newest first; the current one stays current."""
        self.list.show_entries(entries)
        if self.page in ("start", "imports"):
            self.show_overview()

    def choose(self, key: str) -> None:
        """Make the entry with ``key`` the current one."""
        self.list.choose(key)

    def show_receipt(self, shown: ShownReceipt) -> None:
        """Show the receipt ``shown`` beside the list, if it is that of the current import."""
        current = self.list.current
        if isinstance(current, ImportRow) and current.id == shown.receipt.import_id:
            self.receipt.show_receipt(shown)
            show_alone(self._accounts, self.receipt)

    def show_refusal(self, refusal: Refusal) -> None:
        """Show beside the list why a file was not imported."""
        self.refusal.show_refusal(refusal)
        show_alone(self._accounts, self.refusal)

    def show_overview(self) -> None:
        """Show the list of imports with the account of the current one; the place to begin where there is none."""
        show_alone(self._stack, self._browser if self.list.entries else self.start)

    def show_papers(self, heading: str, hint: str, rows: Sequence[PaperRow], total: int) -> None:
        """Show papers that a receipt counts."""
        self.papers.show_papers(heading, hint, rows, total)
        show_alone(self._stack, self.papers)
        self.papers.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rejects(self, row: ImportRow, rejects: Sequence[RejectRow]) -> None:
        """Show the rejects of the import ``row``."""
        new = self.page != "rejects" or self.rejects.import_id != row.id
        self.rejects.show_rejects(row, rejects)
        show_alone(self._stack, self.rejects)
        if new:
            self.rejects.start()

    def show_mapping(self, preview: TablePreview, waiting: int, *, again: bool = False) -> None:
        """Ask which column of a table holds what; ``waiting`` other tables are asked about afterwards.

        ``again`` says that the table was imported already.
        """
        self.mapping.show_table(preview, waiting, again=again)
        show_alone(self._stack, self.mapping)
        self.mapping.start()

    def go_back(self) -> None:
        """Show the list of imports, with the focus on it."""
        self.show_overview()
        shown = self.list if self.list.entries else self.start.zone
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the tab."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _make_actions(self) -> None:
        self.files_action = self._action(self.tr("Import files…"), "import", self.files_asked)
        self.zotero_action = self._action(self.tr("Import from Zotero…"), "zotero", self.zotero_asked)
        self.zotero_action.setToolTip(self.tr("Take over the library of the Zotero that runs on this computer"))
        self.columns_action = self._action(self.tr("Look at the columns…"), "columns", self.columns_asked)
        self.columns_action.setToolTip(
            self.tr("Choose tables (CSV, TSV, Excel) and say which column holds what before they are imported")
        )

    def _action(self, words: str, sign: str, asked: object) -> QAction:
        action = QAction(words, self)
        action.setIconText(words)
        set_icon(action, sign)
        action.triggered.connect(asked)
        self.addAction(action)
        return action

    def _make_browser(self) -> QSplitter:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.zone)
        for action in (self.zotero_action, self.columns_action):
            column.addWidget(action_button(action, "link"))
        column.addSpacing(SPACE_XS)
        column.addWidget(self.list, 1)
        for account in (QWidget(), self.receipt, self.refusal):
            self._accounts.addWidget(account)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("importSplit")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE_L)
        split.addWidget(side)
        split.addWidget(self._accounts)
        split.setSizes([_SIDE, 3 * _SIDE])
        split.setStretchFactor(1, 1)
        return split

    def _lay_out(self) -> None:
        for view in (self.start, self._browser, self.papers, self.rejects, self.mapping):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_M, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.progress)
        column.addWidget(self.waiting)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        for zone in (self.zone, self.start.zone):
            zone.clicked.connect(self.files_asked)
            zone.files_dropped.connect(self.files_dropped)
        self.list.current_changed.connect(self.entry_chosen)
        self.receipt.papers_asked.connect(self.papers_asked)
        self.papers.back_asked.connect(self.go_back)
        self.rejects.back_asked.connect(self.go_back)
