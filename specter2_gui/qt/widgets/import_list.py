"""The list of imports, newest first: each with its sign, its name and two lines of numbers."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QFontMetrics, QGuiApplication, QIcon, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from specter2_gui.project.imports import ImportRow
from specter2_gui.qt.design.style import icon, set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.import_entries import Entry, cells_of, key_of, lines_of, sign_of
from specter2_gui.qt.widgets.sign import SIDE
from specter2_gui.qt.widgets.tab_separated import tab_separated

_Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole


class ImportModel(QAbstractListModel):
    """One row an entry."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show ``entries``."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own default
        """How many there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        """The name; the entry itself; all that is seen of it as one text."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((*lines_of(entry), sign_of(entry)[2]))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(lines_of(entry))
        return entry if role == ENTRY else None


class _Lines(QStyledItemDelegate):
    """Draws the three lines of an entry beside its sign."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index, /) -> QSize:  # noqa: ARG002 - Qt's own shape
        """Three lines and room around them; as wide as the list is."""
        return QSize(0, 3 * option.fontMetrics.height() + 2 * SPACE_XS + 2 * SPACE_S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        """Ground, sign, name, and the two lines below it."""
        entry: Entry = index.data(ENTRY)
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        room = option.rect.adjusted(SPACE_M, SPACE_S, -SPACE_M, -SPACE_S)
        name, role, _ = sign_of(entry)
        mode = QIcon.Mode.Selected if chosen else QIcon.Mode.Normal
        icon(name, role).paint(painter, QRect(room.left(), room.top(), SIDE, SIDE), Qt.AlignmentFlag.AlignCenter, mode)
        _draw_lines(painter, option, room.adjusted(SIDE + SPACE_S, 0, 0, 0), entry)


def _draw_lines(painter: QPainter, option: QStyleOptionViewItem, room: QRect, entry: Entry) -> None:
    roles = QPalette.ColorRole
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    plain, muted = (roles.HighlightedText,) * 2 if chosen else (roles.Text, roles.PlaceholderText)
    bold = QFont(option.font)
    bold.setBold(True)
    height = option.fontMetrics.height()
    painter.save()
    for line, (text, font, role) in enumerate(
        zip(lines_of(entry), (bold, option.font, option.font), (plain, muted, plain), strict=True)
    ):
        painter.setFont(font)
        painter.setPen(option.palette.color(role))
        place = QRect(room.left(), room.top() + line * (height + SPACE_XS), room.width(), height)
        mode = Qt.TextElideMode.ElideMiddle if line == 0 else Qt.TextElideMode.ElideRight
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, QFontMetrics(font).elidedText(text, mode, room.width()))
    painter.restore()


class ImportList(QListView):
    """Says which entry is the current one."""

    current_changed = Signal(object)
    """The entry, or None."""
    undo_asked = Signal(int)
    """The import with this id is to be taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importList")
        self.setAccessibleName(self.tr("Imports"))
        set_kind(self, "cards")
        self._model = ImportModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Lines(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.undo_action = self._action(self.tr("Undo this import"), "undo", self._ask_undo)
        self.copy_action = self._action(self.tr("Copy table"), "copy", self.copy)
        self.copy_action.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._model.entries

    @property
    def current(self) -> Entry | None:
        """The current entry, or None."""
        row = self.currentIndex().row()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List ``entries``; the current one stays current, and where it is gone the first one is."""
        if tuple(entries) == self.entries:
            return
        key = key_of(self.current) if self.current is not None else ""
        self.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt takes its arguments by position
        self._model.set_entries(entries)
        self.selectionModel().blockSignals(False)  # noqa: FBT003 - Qt takes its arguments by position
        if not self.choose(key):
            self.choose(key_of(entries[0]) if entries else "")
        if not entries:
            self.current_changed.emit(None)

    def choose(self, key: str) -> bool:
        """Make the entry with ``key`` the current one; False if there is none."""
        for row, entry in enumerate(self.entries):
            if key_of(entry) == key:
                self.setCurrentIndex(self._model.index(row, 0))
                return True
        return False

    def copy(self) -> None:
        """Put the list on the clipboard, for a spreadsheet."""
        header = [
            self.tr("File"), self.tr("When"), self.tr("Format"), self.tr("Records"), self.tr("Rejects"), self.tr("Added"),
        ]  # fmt: skip
        QGuiApplication.clipboard().setText(tab_separated([header, *map(cells_of, self.entries)]))

    def _action(self, words: str, sign: str, act: object) -> QAction:
        action = QAction(words, self)
        set_icon(action, sign)
        action.triggered.connect(act)
        self.addAction(action)
        return action

    def _ask_undo(self) -> None:
        if isinstance(self.current, ImportRow):
            self.undo_asked.emit(self.current.id)

    def _tell(self) -> None:
        self.undo_action.setEnabled(isinstance(self.current, ImportRow))
        self.current_changed.emit(self.current)
