"""The card that asks about queries that were pasted: which are new, which are there, which ask nearly the same."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from specter2_gui.domain.texts import shortened
from specter2_gui.project.queries import QueryDraft
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.push_button import push_button

_CHECKED = Qt.CheckState.Checked


class Known(StrEnum):
    """What is known of a query that was pasted."""

    NEW = "new"
    NEAR = "near"
    """It asks nearly the same as one that is there."""
    THERE = "there"
    REPEATED = "repeated"
    """It stands further up in what was pasted."""


@dataclass(frozen=True, slots=True)
class PastedQuery:
    """A line that was pasted; ``near`` is the query that asks nearly the same."""

    draft: QueryDraft
    known: Known = Known.NEW
    near: str = ""


class Compared(StrEnum):
    """Whether queries that ask nearly the same were looked for."""

    NOT_YET = "not yet"
    DONE = "done"
    TOO_MANY = "too many"


@dataclass(frozen=True, slots=True)
class Pasted:
    """All lines that were pasted."""

    queries: tuple[PastedQuery, ...] = ()
    compared: Compared = Compared.DONE


class QueryPreview(QFrame):
    """Each new query can be left out; nothing is added before the button is pressed."""

    add_asked = Signal(list)
    """The :class:`QueryDraft` of each chosen query."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryPreview")
        set_kind(self, "card")
        self._pasted = Pasted()
        self.words = QLabel()
        self.words.setObjectName("pastedWords")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        set_kind(self.words, "section")
        self.list = self._make_list()
        self.add_button = push_button(self.tr("Add"), "add", kind="primary", name="addPasted")
        self.cancel_button = push_button(self.tr("Cancel"), tip=self.tr("Add none of them"))
        self._lay_out()
        self.list.itemChanged.connect(self._count)
        self.add_button.clicked.connect(self._ask_add)
        self.cancel_button.clicked.connect(self.closed)

    def show_pasted(self, pasted: Pasted) -> None:
        """Ask about ``pasted``."""
        self._pasted = pasted
        self._say()
        self.list.blockSignals(True)  # noqa: FBT003 - Qt takes its arguments by position
        self.list.clear()
        self.list.addTopLevelItems([self._item(query) for query in pasted.queries])
        self.list.blockSignals(False)  # noqa: FBT003 - as above
        self._count()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_near(self, pasted: Pasted) -> None:
        """More is known of the same queries: say it; what the person left out stays left out."""
        for place, (before, query) in enumerate(zip(self._pasted.queries, pasted.queries, strict=True)):
            item = self.list.topLevelItem(place)
            if item is not None and query != before:
                item.setText(1, self._state(query))
                item.setToolTip(1, self._state(query))
        self._pasted = pasted
        self._say()

    def chosen(self) -> list[QueryDraft]:
        """The queries that would be added."""
        items = (self.list.topLevelItem(place) for place in range(self.list.topLevelItemCount()))
        both = zip(self._pasted.queries, items, strict=True)
        return [query.draft for query, item in both if item is not None and _is_checked(item)]

    def _make_list(self) -> QTreeWidget:
        view = QTreeWidget()
        view.setObjectName("pastedList")
        view.setAccessibleName(self.tr("What was pasted"))
        view.setHeaderLabels([self.tr("Query"), self.tr("What is known of it")])
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAlternatingRowColors(True)
        view.header().setStretchLastSection(False)
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return view

    def _item(self, query: PastedQuery) -> QTreeWidgetItem:
        item = QTreeWidgetItem([query.draft.text, self._state(query)])
        item.setSizeHint(0, QSize(0, self.list.fontMetrics().height() + SPACE_S + SPACE_XS))
        item.setToolTip(0, query.draft.note or query.draft.text)
        item.setToolTip(1, self._state(query))
        if query.known in (Known.NEW, Known.NEAR):
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, _CHECKED)
        else:
            item.setDisabled(True)
        return item

    def _state(self, query: PastedQuery) -> str:
        near = self.tr("asks nearly the same as “{query}”").replace("{query}", shortened(query.near))
        return {
            Known.NEW: self.tr("new"),
            Known.NEAR: near,
            Known.THERE: self.tr("is there already"),
            Known.REPEATED: self.tr("stands further up"),
        }[query.known]

    def _summary(self) -> str:
        queries = self._pasted.queries
        known = [query.known for query in queries]
        there = known.count(Known.THERE) + known.count(Known.REPEATED)
        near = [query.near for query in queries if query.known is Known.NEAR]
        parts = [counted(len(queries), self.tr("{n} query"), self.tr("{n} queries"))]
        if there:
            parts.append(counted(there, self.tr("{n} is there already"), self.tr("{n} are there already")))
        if near:
            one = self.tr("{n} asks nearly the same as “{query}”").replace("{query}", shortened(near[0], 60))
            parts.append(counted(len(near), one, self.tr("{n} ask nearly the same as another one")))
        words = ", ".join(parts) + "."
        more = {
            Compared.NOT_YET: self.tr("Looking for others that ask nearly the same…"),
            Compared.TOO_MANY: self.tr("They are too many to look for others that ask nearly the same."),
        }
        return f"{words} {more.get(self._pasted.compared, '')}".strip()

    def _say(self) -> None:
        self.words.setText(self._summary())
        self.words.setAccessibleName(self.words.text())

    def _count(self) -> None:
        count = len(self.chosen())
        words = counted(count, self.tr("Add {n} query"), self.tr("Add {n} queries"))
        self.add_button.setText(words)
        self.add_button.setAccessibleName(words)
        self.add_button.setEnabled(count > 0)

    def _ask_add(self) -> None:
        self.add_asked.emit(self.chosen())

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)


def _is_checked(item: QTreeWidgetItem) -> bool:
    return not item.isDisabled() and item.checkState(0) == _CHECKED
