"""The pane beside the table: one paper, to be read, and changed when a person wants it; a change waits until it is saved."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from specter2_gui.project.paper_changes import Field
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S
from specter2_gui.qt.widgets.paper_columns import ShownPaper
from specter2_gui.qt.widgets.paper_editing import Draft, PaperEditing
from specter2_gui.qt.widgets.paper_reading import PaperReading
from specter2_gui.qt.widgets.push_button import push_button
from specter2_gui.qt.widgets.stacked import show_alone
from specter2_gui.qt.widgets.verdict import Verdict

LEAST_WIDTH: Final = 264


class PaperDetail(QFrame):
    """Holds one paper. While it is being changed no other paper is shown."""

    save_asked = Signal(int, dict)
    """Id of the paper, and its changed fields."""
    discarded = Signal(int, dict)
    """Id of the paper, and the texts that were thrown away; :meth:`bring_back` takes them."""
    left = Signal()
    """Nothing is being changed any more: the paper of the current line can be shown."""
    duplicates_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: ShownPaper | None = None
        self._stack = QStackedWidget()
        self.setObjectName("paperDetail")
        set_kind(self, "card")
        self.setMinimumWidth(LEAST_WIDTH)
        self._returning: tuple[int, Draft] = (-1, {})
        self.reading = PaperReading()
        self.editing = PaperEditing()
        self.hint = self._make_hint()
        self.verdict = Verdict()
        self.edit_button = push_button(self.tr("Edit"), "edit", tip=self.tr("Change this paper (F2)"), name="editPaper")
        self.save_button = push_button(
            self.tr("Save"), "save", kind="primary", tip=self.tr("Save the changes (Ctrl+Return)"), name="savePaper"
        )
        self.discard_button = push_button(
            self.tr("Discard"), "reset", tip=self.tr("Go back to what is saved (Esc)"), name="discardPaper"
        )
        self._lay_out()
        self._connect()
        self._turn(self.hint)

    @property
    def is_editing(self) -> bool:
        """Whether the fields can be changed at the moment."""
        return self._stack.currentWidget() is self.editing

    @property
    def has_draft(self) -> bool:
        """Whether something was changed and neither saved nor discarded."""
        return self.is_editing and bool(self.editing.changes())

    @property
    def shown_id(self) -> int:
        """The id of the paper in the pane, or -1."""
        return self._paper.row.id if self._paper else -1

    def show_paper(self, paper: ShownPaper | None) -> None:
        """Show ``paper``, or an empty pane; while one is being changed it says why another one has to wait."""
        if self.is_editing:
            self._wait(paper)
            return
        other = paper is None or paper.row.id != self.shown_id
        same, self._paper = paper is self._paper, paper
        if paper is not None and not same:
            self.reading.show_paper(paper)
            if other:
                self.reading.to_the_top()
        self._turn(self.hint if paper is None else self.reading)
        self._return()

    def edit(self) -> None:
        """Let the paper be changed."""
        if self._paper is None or self.is_editing:
            return
        self.editing.show_row(self._paper.row)
        self._turn(self.editing)
        self.editing.start()

    def save(self) -> None:
        """Ask to keep the changes; without any, just end."""
        if self.has_draft:
            self.save_asked.emit(self.shown_id, self.editing.changes())
        elif self.is_editing:
            self._end()

    def discard(self) -> None:
        """Go back to what is saved."""
        if not self.is_editing:
            return
        number, draft, changed = self.shown_id, self.editing.draft(), self.has_draft
        self._end()
        if changed:
            self.discarded.emit(number, draft)

    def bring_back(self, number: int, draft: Draft) -> None:
        """Go on with changes of the paper ``number`` that were discarded, as soon as it is shown."""
        self._returning = (number, draft)
        self._return()

    def show_saved(self) -> None:
        """The changes were saved."""
        self._end()

    def show_problem(self, field: Field, words: str) -> None:
        """The changes were not saved, because of what stands in ``field``."""
        self.editing.show_problem(field, words)

    def changeEvent(self, event: QEvent) -> None:
        """Other colours: the marks are written anew. No widget may go meanwhile: Qt is going through all of them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._paper is not None:
            self.reading.redraw()

    def event(self, event: QEvent) -> bool:
        """While a paper is changed Esc belongs to it, not to the newest notice of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._ends(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc discards the changes."""
        if self._ends(event):
            self.discard()
        else:
            super().keyPressEvent(event)

    def _ends(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self.is_editing

    def _make_hint(self) -> QLabel:
        hint = QLabel(self.tr("Choose a paper in the table to read it here."))
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_kind(hint, "muted")
        return hint

    def _lay_out(self) -> None:
        for view in (self.hint, self.reading, self.editing):
            self._stack.addWidget(view)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self.edit_button, self.save_button, self.discard_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_S, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self.verdict)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.edit_button.clicked.connect(self.edit)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        self.editing.changed.connect(self._show_buttons)
        self.reading.duplicates_asked.connect(self._ask_duplicates)
        self._shortcut("F2", self.edit)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(key, self.save)

    def _shortcut(self, key: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _turn(self, view: QWidget) -> None:
        show_alone(self._stack, view)
        self.verdict.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        editing = self.is_editing
        self.edit_button.setVisible(not editing and self._paper is not None)
        self.save_button.setVisible(editing)
        self.discard_button.setVisible(editing)
        self.save_button.setEnabled(self.has_draft)

    def _return(self) -> None:
        number, draft = self._returning
        if draft and number == self.shown_id and not self.is_editing:
            self._returning = (-1, {})
            self.edit()
            self.editing.show_draft(draft)

    def _wait(self, paper: ShownPaper | None) -> None:
        other = paper is not None and paper.row.id != self.shown_id
        self.verdict.setVisible(other)
        if other:
            hint = self.tr("Save or discard the changes, and the paper you chose will be shown here.")
            self.verdict.say_waiting(hint)

    def _end(self) -> None:
        paper = self._paper
        self._turn(self.hint if paper is None else self.reading)
        self.left.emit()

    def _ask_duplicates(self) -> None:
        self.duplicates_asked.emit(self.shown_id)
