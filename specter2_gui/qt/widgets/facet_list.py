"""One facet: its name, which folds it away, its choices with their counts, and a field to look for one among many."""

from collections.abc import Hashable, Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.qt.design.style import current_scheme, set_kind
from specter2_gui.qt.design.tokens import RADIUS, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.facet_model import COUNT_ROLE, SHARE_ROLE, FacetChoice, FacetModel, Mode
from specter2_gui.qt.widgets.fold import Fold

_SEEN: Final = 7
"""Choices that are seen without scrolling."""
_MANY: Final = 9
"""From so many choices on there is a field to look for one."""


class FacetList(QWidget):
    """Offers what it is given and tells what is chosen."""

    chosen_changed = Signal()

    def __init__(self, name: str, title: str, mode: Mode = "many", *, bars: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"{name}Facet")
        self.model = FacetModel(mode, self)
        self._least = 1 if bars else 2
        self.field = self._make_field(name, title)
        self.view = self._make_view(name, title, bars=bars)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, SPACE_S)
        self._column.setSpacing(SPACE_XS)
        self._column.addWidget(self.field)
        self._column.addWidget(self.view)
        self.fold = Fold(title, content)
        self.fold.fold_out(out=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)
        self.field.textChanged.connect(self._narrow)
        self.model.chosen_changed.connect(self.chosen_changed)
        self.set_choices(())

    @property
    def chosen(self) -> frozenset[Hashable]:
        """The values that are chosen."""
        return self.model.chosen

    def set_chosen(self, chosen: frozenset[Hashable]) -> None:
        """Check ``chosen`` without telling it."""
        self.model.set_chosen(chosen)

    def set_choices(self, choices: Sequence[FacetChoice]) -> None:
        """Offer ``choices`` in the place of those before; the current one stays current."""
        place = self.view.verticalScrollBar().value()
        current = self.model.value_at(self.view.currentIndex().row())
        self.model.set_choices(choices)
        self.field.setVisible(len(choices) >= _MANY)
        self._resize()
        self.view.verticalScrollBar().setValue(place)
        line = self.model.line_of(current)
        if line >= 0:
            self.view.setCurrentIndex(self.model.index(line))
        self.setVisible(len(choices) >= self._least or bool(self.chosen))

    def put_below(self, widget: QWidget) -> None:
        """Add ``widget`` under the list."""
        self._column.addWidget(widget)

    def _make_field(self, name: str, title: str) -> QLineEdit:
        field = QLineEdit()
        words = self.tr("Find in: {facet}").replace("{facet}", title)
        field.setObjectName(f"{name}Field")
        field.setPlaceholderText(words)
        field.setAccessibleName(words)
        field.setClearButtonEnabled(True)
        return field

    def _make_view(self, name: str, title: str, *, bars: bool) -> QListView:
        view = QListView()
        view.setObjectName(f"{name}List")
        view.setAccessibleName(title)
        view.setModel(self.model)
        view.setItemDelegate(FacetCells(view, bars=bars))
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setTabKeyNavigation(False)
        view.viewport().setAutoFillBackground(False)
        set_kind(view, "facet")
        return view

    def _narrow(self, text: str) -> None:
        self.model.set_needle(text)

    def _resize(self) -> None:
        lines = min(max(len(self.model.choices), 1), _SEEN)
        self.view.setFixedHeight(lines * line_height(self.view) + 2)


def line_height(widget: QWidget) -> int:
    """How tall one choice is."""
    return widget.fontMetrics().height() + SPACE_S


class FacetCells(QStyledItemDelegate):
    """A choice with its count at the right; with ``bars`` a bar behind the words shows its share."""

    def __init__(self, parent: QWidget, *, bars: bool) -> None:
        super().__init__(parent)
        self._bars = bars

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        """All are equally tall, and as narrow as the list."""
        return QSize(0, option.fontMetrics.height() + SPACE_S)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        /,
    ) -> bool:
        """A click anywhere on a choice makes it, not only one on its check mark."""
        if isinstance(event, QMouseEvent):
            released = event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton
            return released and model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        return super().editorEvent(event, model, option, index)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        """Check mark and words as the style draws them, the count behind them."""
        scheme = current_scheme()
        count = str(index.data(COUNT_ROLE))
        whole = QRect(option.rect)
        if self._bars:
            width = int((whole.width() - 1) * float(index.data(SHARE_ROLE)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent_soft))
            painter.drawRoundedRect(QRect(whole.x(), whole.y() + 1, width, whole.height() - 2), RADIUS, RADIUS)
        self.initStyleOption(option, index)
        option.rect = whole.adjusted(0, 0, -option.fontMetrics.horizontalAdvance(count) - SPACE_S, 0)
        widget: QWidget = option.widget
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        painter.setPen(QColor(scheme.muted))
        painter.drawText(
            whole.adjusted(0, 0, -SPACE_XS, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count
        )


def choices_from(found: Sequence[tuple[Hashable, str, int]], unnamed: str) -> list[FacetChoice]:
    """The triples of a facet as choices; one without a label is called ``unnamed`` and comes last."""
    choices = [FacetChoice(value, label, count) for value, label, count in found if label]
    return choices + [FacetChoice(value, unnamed, count) for value, label, count in found if not label]
