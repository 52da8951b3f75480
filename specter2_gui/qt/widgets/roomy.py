"""Tables with room between their columns."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from specter2_gui.qt.design.tokens import SPACE_L


class RoomyCells(QStyledItemDelegate):
    """Cells ask for a little more width than their words need."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        """The usual size and a gap."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + SPACE_L, size.height())
