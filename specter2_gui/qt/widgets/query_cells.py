"""The cells of the queries while they are changed: a line for the text, some lines for the note."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.query_rows import QueryColumn

AnyIndex = QModelIndex | QPersistentModelIndex
NOTE_LINES = 5
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class QueryCells(QStyledItemDelegate):
    """Enter keeps a text, Ctrl+Enter a note, whose Enter begins a new line; Esc leaves things as they were."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:  # noqa: ARG002 - Qt hands it over
        """A field for the text or the note of a query."""
        if index.column() != QueryColumn.NOTE:
            line = QLineEdit(parent)
            line.setAccessibleName(self.tr("Text of the query"))
            return line
        note = QPlainTextEdit(parent)
        note.setObjectName("queryNote")
        note.setTabChangesFocus(True)
        note.setPlaceholderText(self.tr("Ctrl+Enter saves, Esc leaves it as it was"))
        note.setAccessibleName(self.tr("What would count as an answer?"))
        return note

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Fill the field."""
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """A note gets room for some lines, below its cell or above it, whichever fits."""
        super().updateEditorGeometry(editor, option, index)
        holder = editor.parentWidget()
        if isinstance(editor, QPlainTextEdit) and holder is not None:
            frame = editor.geometry()
            frame.setHeight(NOTE_LINES * editor.fontMetrics().lineSpacing() + 2 * SPACE_S)
            frame.moveTop(max(0, min(frame.top(), holder.height() - frame.height())))
            editor.setGeometry(frame)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter keeps a note."""
        if (
            isinstance(editor, QPlainTextEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)
            return True
        return super().eventFilter(editor, event)
