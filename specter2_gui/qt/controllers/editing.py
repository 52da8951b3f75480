"""Undo, redo and find from the menus: a focused text field comes first, then the triplets; find depends on the page."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from specter2_gui.qt.window import MainWindow


class EditingController(QObject):
    """``undo`` and ``redo`` are the actions for the triplets; ``finds`` are the find actions by page, the first for all others."""

    def __init__(self, window: MainWindow, undo: QAction, redo: QAction, finds: dict[str, QAction]) -> None:
        super().__init__(window)
        self._window = window
        self._undo = undo
        self._redo = redo
        self._finds = finds
        for action in finds.values():
            action.setShortcuts([])  # the menu has the key: of two actions with one key Qt calls neither
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._watch)

    @property
    def undoes_typing(self) -> bool:
        """Whether :meth:`undo` takes back what was typed into the text field that has the focus."""
        return _can_undo(QApplication.focusWidget())

    @property
    def redoes_typing(self) -> bool:
        """Whether :meth:`redo` brings back what was taken back in the text field that has the focus."""
        return _can_redo(QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Text fields claim the keys of undo and redo even with nothing to undo; then they are left to the menu."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        keys = QKeySequence.StandardKey
        idle = (event.matches(keys.Undo) and not _can_undo(watched)) or (
            event.matches(keys.Redo) and not _can_redo(watched)
        )
        if idle:
            event.ignore()
        return idle

    def undo(self) -> None:
        """Take back the last change, of the text field that has the focus if it has one."""
        field = QApplication.focusWidget()
        if _can_undo(field) and isinstance(field, QLineEdit | QPlainTextEdit):
            field.undo()
        else:
            self._undo.trigger()

    def redo(self) -> None:
        """Bring back what was taken back."""
        field = QApplication.focusWidget()
        if _can_redo(field) and isinstance(field, QLineEdit | QPlainTextEdit):
            field.redo()
        else:
            self._redo.trigger()

    def find(self) -> None:
        """Put the cursor where this page searches; pages without a search lead to the first one that has it."""
        page = self._window.page
        if page not in self._finds:
            page = next(iter(self._finds))
            self._window.show_page(page)
        self._finds[page].trigger()

    def _watch(self, _before: QWidget | None, field: QWidget | None) -> None:
        if isinstance(field, QLineEdit | QPlainTextEdit) and self._window.isAncestorOf(field):
            field.installEventFilter(self)


def _can_undo(field: object) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isUndoAvailable()


def _can_redo(field: object) -> bool:
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isRedoAvailable()
