"""One reject: why it could not be read, its own text to be mended, and reading it again."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from specter2_gui.domain.records import RAW_SHOWN
from specter2_gui.project.imports import RejectRow
from specter2_gui.qt.design.style import set_mark
from specter2_gui.qt.design.tokens import SECTION_SCALE, SPACE_L, SPACE_M, SPACE_S
from specter2_gui.qt.widgets.counts import number
from specter2_gui.qt.widgets.import_labels import plain_label
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.reject_editor import RejectEditor
from specter2_gui.qt.widgets.sign import Sign


class RejectDetail(QWidget):
    """What a person writes for a reject is kept until it becomes a paper, also while others are looked at."""

    read_asked = Signal(int, str)
    """Read this text in the place of the reject with this id."""
    paper_asked = Signal(int)
    """Show the paper that a reject became."""
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rejectDetail")
        self._reject: RejectRow | None = None
        self._drafts: dict[int, str] = {}
        self._read_as: dict[int, str] = {}
        self._imports: dict[int, int] = {}
        self._gone: frozenset[int] = frozenset()
        self._reasons: dict[int, str] = {}
        self._place, self._counts_lines = "", True
        self.place = plain_label(scale=SECTION_SCALE)
        self._sign = Sign()
        self.state = plain_label()
        self.state.setObjectName("rejectReason")
        self.paper_button = push_button(self.tr("Show the paper"), kind="link", name="showMendedPaper")
        self.hint = plain_label(kind="muted")
        self.editor = RejectEditor()
        self.read_button = push_button(
            self.tr("Read again"), "read", kind="primary", name="readAgain", tip=self.tr("Ctrl+Enter")
        )
        self.reset_button = push_button(self.tr("Put back the file's text"), "reset", name="resetReject")
        self.next_button = push_button(self.tr("Next"), "next", name="nextReject")
        self._lay_out()
        self.editor.textChanged.connect(self._keep_draft)
        self.read_button.clicked.connect(self._read)
        self.reset_button.clicked.connect(self._reset)
        self.next_button.clicked.connect(self.next_asked)
        self.paper_button.clicked.connect(self._ask_paper)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.read_button.click)

    @property
    def drafts(self) -> dict[int, str]:
        """What was written and is no paper yet, by the ids of the rejects; without those of imports that are gone."""
        return {reject: text for reject, text in self._drafts.items() if self._imports[reject] not in self._gone}

    @property
    def has_written(self) -> bool:
        """Whether something was written that is no paper yet, also for imports that are gone and may come back."""
        return bool(self._drafts)

    def show_imports(self, there: Collection[int]) -> None:
        """The imports that are ``there``; what was written for others waits until they are there again."""
        self._gone = frozenset(self._imports.values()).difference(there)

    def show_states(self, rejects: Iterable[RejectRow]) -> None:
        """What became of ``rejects``: a text is written no more when it is a paper, and again when Undo took that back."""
        for reject in rejects:
            if reject.mended is not None:
                self.settle(reject.id)
            elif reject.id in self._read_as:
                self._drafts[reject.id] = self._read_as.pop(reject.id)

    def settle(self, reject_id: int) -> None:
        """The text that was written for the reject is a paper now."""
        if reject_id in self._drafts:
            self._read_as[reject_id] = self._drafts.pop(reject_id)

    def read_first(self) -> None:
        """Ask to read again what was written first."""
        for reject_id, text in tuple(self.drafts.items())[:1]:
            self.read_asked.emit(reject_id, text)

    def forget(self) -> None:
        """Throw away what was written."""
        self._drafts.clear()

    def show_place(self, word: str, *, lines: bool) -> None:
        """``word`` is what the number of a reject counts in the file; where it counts no ``lines``, its text has lines of its own."""
        self._place, self._counts_lines = word, lines

    def show_reject(self, reject: RejectRow | None) -> None:
        """Show ``reject`` with what was written for it, or nothing."""
        same = reject is not None and self._reject is not None and reject.id == self._reject.id
        self._reject = reject
        self.setEnabled(reject is not None)
        if reject is None:
            return
        self._imports[reject.id] = reject.import_id
        if not same or reject.mended is not None:
            self.editor.blockSignals(True)  # noqa: FBT003 - Qt takes its arguments by position
            self.editor.show_text(self._text_of(reject), reject.line if self._counts_lines else 1)
            self.editor.blockSignals(False)  # noqa: FBT003 - Qt takes its arguments by position
        self.place.setText(f"{self._place} {number(reject.line)}")
        self._show_state(reject)

    def show_reason(self, reject_id: int, reason: str) -> None:
        """The text that was written for the reject still cannot be read, for this ``reason``."""
        self._reasons[reject_id] = reason
        if self._reject is not None and self._reject.id == reject_id:
            self._show_state(self._reject)
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, *, busy: bool) -> None:
        """A text is being read again."""
        self.read_button.setEnabled(not busy and self._reject is not None and self._reject.mended is None)

    def _show_state(self, reject: RejectRow) -> None:
        mended = reject.mended is not None
        set_mark(self._frame, "notice", "success" if mended else "warning")
        self._sign.show_icon("success" if mended else "warning", "positive" if mended else "warning")
        reason = self._reasons.get(reject.id)
        if mended:
            words = self.tr("Mended: this record is a paper now.")
        elif reason is not None:
            words = self.tr("Still not a record: {0}").format(reason)
        else:
            words = reject.reason
        self.state.setText(words)
        self._frame.setAccessibleName(words)
        self.paper_button.setVisible(mended)
        self.editor.setReadOnly(mended)
        for button in (self.read_button, self.reset_button):
            button.setVisible(not mended)
        self.read_button.setEnabled(not mended)
        self.reset_button.setEnabled(reject.id in self._drafts)
        self.hint.setText(self._hint_for(reject))
        self.hint.setVisible(not mended)

    def _hint_for(self, reject: RejectRow) -> str:
        words = self.tr("Change the text so that it reads as a record, then read it again. The file stays as it is.")
        if len(reject.raw) <= RAW_SHOWN:
            return words
        cut = self.tr("Only the first {0} characters of this record are kept here.").format(number(RAW_SHOWN))
        return f"{words} {cut}"

    def _text_of(self, reject: RejectRow) -> str:
        """What was written for it, else what the file has."""
        return self._drafts.get(reject.id) or self._read_as.get(reject.id) or reject.raw

    def _keep_draft(self) -> None:
        if self._reject is None or self._reject.mended is not None:
            return
        text = self.editor.toPlainText()
        if text == self._reject.raw:
            self._drafts.pop(self._reject.id, None)
        else:
            self._drafts[self._reject.id] = text
        self.reset_button.setEnabled(self._reject.id in self._drafts)

    def _reset(self) -> None:
        if self._reject is not None:
            self._reasons.pop(self._reject.id, None)
            self.editor.show_text(self._reject.raw, self._reject.line)
            self._show_state(self._reject)

    def _read(self) -> None:
        if self._reject is not None:
            self.read_asked.emit(self._reject.id, self.editor.toPlainText())

    def _ask_paper(self) -> None:
        if self._reject is not None and self._reject.mended is not None:
            self.paper_asked.emit(self._reject.mended)

    def _lay_out(self) -> None:
        self._frame = QFrame()
        inner = QHBoxLayout(self._frame)
        inner.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        inner.setSpacing(SPACE_M)
        inner.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(self.state, 1)
        inner.addWidget(self.paper_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.read_button)
        buttons.addWidget(self.reset_button)
        buttons.addStretch(1)
        buttons.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.place)
        column.addWidget(self._frame)
        column.addWidget(self.hint)
        column.addWidget(self.editor, 1)
        column.addLayout(buttons)
