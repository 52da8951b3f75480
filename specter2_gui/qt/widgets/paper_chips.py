"""What the table of papers is narrowed down to, as chips that can be taken away one by one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from specter2_gui.domain.texts import shortened
from specter2_gui.project.paper_filters import NO_YEAR, PaperFilter
from specter2_gui.qt.design.style import set_icon, set_kind
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.counts import counted
from specter2_gui.qt.widgets.facet_flow import Flow
from specter2_gui.qt.widgets.facet_years import FIRST, LAST
from specter2_gui.qt.widgets.push_button import push_button

Chip = tuple[str, PaperFilter]
"""What a chip says, and the filter without it."""

_MOST: Final = 12
"""Chips that are shown; further ones are counted."""
_ICON: Final = 12


class PaperChips(QWidget):
    """Hidden while nothing is chosen; Tab leads to the chips from the widget ``before`` them."""

    filter_changed = Signal(PaperFilter)
    alone_left = Signal()
    """The duplicates of one paper were shown, and all papers shall be shown again."""
    clear_asked = Signal()

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = before
        self.setObjectName("paperChips")
        self.setAccessibleName(self.tr("Chosen filters"))
        self._row = Flow(SPACE_S, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def buttons(self) -> list[QToolButton]:
        """The chips on show."""
        return self.findChildren(QToolButton, "chip", Qt.FindChildOption.FindDirectChildrenOnly)

    def show_filter(self, wanted: PaperFilter, sources: Mapping[int, str], alone: str = "") -> None:
        """A chip for each choice in ``wanted``; ``alone`` is the paper of which only the duplicates are shown."""
        self._clear()
        if alone:
            words = self.tr("Duplicates of “{title}”").replace("{title}", shortened(alone))
            self._add(words, self.alone_left.emit)
        chips = [] if alone else list(self._chips(wanted, sources))
        for words, without in chips[:_MOST]:
            self._add(words, partial(self.filter_changed.emit, without))
        self._add_rest(len(chips) - _MOST)
        if chips:
            self._add_clear()
        self.setVisible(bool(chips or alone))
        self.updateGeometry()
        self._order_stops()

    def _chips(self, wanted: PaperFilter, sources: Mapping[int, str]) -> Iterator[Chip]:
        if wanted.years is not None:
            yield self._years(*wanted.years), replace(wanted, years=None)
        for venue in sorted(wanted.venues):
            yield venue or self.tr("no venue given"), replace(wanted, venues=wanted.venues - {venue})
        for source in sorted(wanted.sources):
            yield sources.get(source, self.tr("source file")), replace(wanted, sources=wanted.sources - {source})
        for language in sorted(wanted.languages):
            yield language or self.tr("no language given"), replace(wanted, languages=wanted.languages - {language})
        if wanted.title_only is not None:
            words = self.tr("title only") if wanted.title_only else self.tr("with an abstract")
            yield words, replace(wanted, title_only=None)
        if wanted.duplicates != "hidden":
            words = self.tr("those with duplicates") if wanted.duplicates == "only" else self.tr("duplicates too")
            yield words, replace(wanted, duplicates="hidden")

    def _years(self, first: int, last: int) -> str:
        if (first, last) == NO_YEAR:
            return self.tr("no year given")
        if first == FIRST:
            return self.tr("until {last}").replace("{last}", str(last))
        if last == LAST:
            return self.tr("from {first}").replace("{first}", str(first))
        return str(first) if first == last else f"{first} – {last}"

    def _add(self, words: str, act: Callable[[], object]) -> None:
        chip = QToolButton(self)
        chip.setObjectName("chip")
        chip.setText(shortened(words, 48))
        chip.setAccessibleName(self.tr("Take away the filter: {words}").replace("{words}", words))
        chip.setToolTip(chip.accessibleName())
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setIconSize(QSize(_ICON, _ICON))
        set_kind(chip, "chip")
        set_icon(chip, "close", "accent")
        chip.clicked.connect(act)
        self._row.addWidget(chip)

    def _add_rest(self, more: int) -> None:
        if more > 0:
            self._add(counted(more, self.tr("{n} more"), self.tr("{n} more")), self.clear_asked.emit)

    def _add_clear(self) -> None:
        button = push_button(self.tr("Clear filters"), kind="link", name="clearFilters")
        button.clicked.connect(self.clear_asked)
        self._row.addWidget(button)

    def _order_stops(self) -> None:
        """Tab order is that of making, and chips are made last."""
        stops = [self._before, *(widget for item in self._row.items() if (widget := item.widget()))]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _clear(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
