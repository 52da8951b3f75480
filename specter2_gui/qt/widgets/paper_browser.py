"""The Papers tab: filters at the left, search field and table in the middle, the paper itself at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from specter2_gui.project.paper_filters import ALL, Facets, Order, PaperFilter
from specter2_gui.qt.design.style import set_icon
from specter2_gui.qt.design.tokens import SPACE_M, SPACE_S
from specter2_gui.qt.widgets.facet_pane import FacetPane
from specter2_gui.qt.widgets.paper_bar import PaperBar
from specter2_gui.qt.widgets.paper_bulk import PaperBulk
from specter2_gui.qt.widgets.paper_chips import PaperChips
from specter2_gui.qt.widgets.paper_detail import PaperDetail
from specter2_gui.qt.widgets.paper_empty import NoPapers, NothingFound
from specter2_gui.qt.widgets.paper_lines import Lines
from specter2_gui.qt.widgets.paper_search import PaperSearch
from specter2_gui.qt.widgets.paper_view import PaperView
from specter2_gui.qt.widgets.stacked import show_alone

ROOMY: Final = 1000
"""From this width on the filters are shown at first."""


class PaperBrowser(QWidget):
    """Shows the papers it is given and says what the person asked for."""

    wanted_changed = Signal(str)
    """Other papers are wanted, or another order: :attr:`filter`, :attr:`order` and :attr:`alone` say which; the word says why."""
    import_asked = Signal()
    save_asked = Signal(int, dict)
    draft_discarded = Signal(int, dict)
    duplicates_asked = Signal(int)
    """Id of a paper of whose group only the papers shall be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperBrowser")
        self.search = PaperSearch()
        self.facets = FacetPane()
        self.chips = PaperChips(self.search.field)
        self.bar = PaperBar()
        self.view = PaperView()
        self.bulk = PaperBulk(self.view, self.bar, self)
        self.detail = PaperDetail()
        self.no_papers = NoPapers()
        self.nothing_found = NothingFound()
        self.alone: tuple[int, str] | None = None
        """The id and the title of the paper of which only the duplicates are shown."""
        self._filters_chosen = False
        self._going = self._edited_next = -1
        self._stack = QStackedWidget()
        self._middle = QStackedWidget()
        self._content = QWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self.find_action = self._make_find_action()
        self._lay_out()
        self._connect()
        self.facets.hide()
        self.search.show_waiting()
        self.show_filter(ALL)
        show_alone(self._stack, self._content)

    @property
    def filter(self) -> PaperFilter:
        """Which papers are wanted."""
        return replace(self.facets.filter, text=self.search.text)

    @property
    def order(self) -> Order:
        """In which order."""
        return self.view.header.order

    @property
    def has_draft(self) -> bool:
        """Whether a changed paper waits to be saved or discarded."""
        return self.detail.has_draft

    def save(self) -> None:
        """Ask to keep what was changed, if anything was."""
        self.detail.save()

    def discard(self) -> None:
        """Throw away what was changed."""
        self.detail.discard()

    def state(self) -> dict[str, Any]:
        """Columns, widths and whether the filters are shown, for :meth:`restore`; plain values only."""
        return {
            "columns": self.view.header.columns(),
            "widths": self._splitter.sizes(),
            "filters": self.search.filters_button.isChecked() if self._filters_chosen else None,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """The look of the last time; what is missing or no longer fits is left as it is."""
        self.view.header.bring_back(str(state.get("columns") or ""))
        widths = cast("Sequence[int]", state.get("widths") or ())
        if len(widths) == self._splitter.count():
            self._splitter.setSizes([int(width) for width in widths])
        if state.get("filters") is not None:
            self._choose_filters(bool(state["filters"]))

    def start(self) -> None:
        """Put the focus where work goes on."""
        shown = self.no_papers.import_button if self._stack.currentWidget() is self.no_papers else self.view
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lines(self, lines: Lines, total: int, sources: Mapping[int, str]) -> None:
        """Show these papers, of ``total`` in the project; a chosen source file that is not in ``sources`` is gone."""
        self.facets.show_sources(sources)
        self._show_chips()
        self.view.show_lines(lines)
        self.search.show_counts(len(lines.ids), total)
        if self._going >= 0 and not self._arrive():
            self._widen()
        self.nothing_found.show_reason(self.search.text, narrowed=self.facets.filter != ALL)
        show_alone(self._middle, self.view if lines.ids else self.nothing_found)
        empty = total == 0 and not self.search.text and self.facets.filter == ALL
        show_alone(self._stack, self.no_papers if empty and not self.detail.has_draft else self._content)
        self.find_action.setEnabled(not empty)

    def show_facets(self, facets: Facets) -> None:
        """Show how many papers there are for each further choice."""
        self.facets.show_facets(facets)
        self._show_chips()

    def show_filter(self, wanted: PaperFilter) -> None:
        """Show what is chosen without telling it."""
        self.facets.show_filter(replace(wanted, text=""))
        self._show_chips()

    def want(self, wanted: PaperFilter) -> None:
        """Ask for the papers that ``wanted`` lets through, as if it had been chosen here."""
        self.search.show_text(wanted.text)
        self._want(replace(wanted, text=""))

    def clear(self) -> None:
        """All papers again: no text, no filters."""
        self.search.clear()
        self._want(ALL)

    def go_to(self, paper: int) -> None:
        """Choose the paper with this id; where it is not shown, the search and the filters give way to it."""
        self._going = paper
        if not self._arrive():
            self.clear()

    def show_alone(self, paper: int, title: str) -> None:
        """From now on only the duplicates of ``paper`` are wanted, until that is taken back."""
        self.alone = (paper, title)
        self._show_chips()
        self.wanted_changed.emit("filter")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the filters begin folded away."""
        super().resizeEvent(event)
        if not self._filters_chosen:
            self.search.filters_button.setChecked(self.width() >= ROOMY)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where work goes on."""
        super().showEvent(event)
        if not event.spontaneous():
            self.start()

    def _make_find_action(self) -> QAction:
        """Its key belongs to the menu: of two actions with one key Qt calls neither."""
        action = QAction(self.tr("Find papers"), self)
        set_icon(action, "search")
        return action

    def _lay_out(self) -> None:
        self._middle.addWidget(self.view)
        self._middle.addWidget(self.nothing_found)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for widget in (self.search, self.chips, self.bar):
            column.addWidget(widget)
        column.addWidget(self._middle, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(SPACE_M)
        self._splitter.addWidget(middle)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([640, 320])
        row = QHBoxLayout(self._content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.facets)
        row.addWidget(self._splitter, 1)
        self._stack.addWidget(self._content)
        self._stack.addWidget(self.no_papers)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SPACE_M, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.search.text_changed.connect(self._type)
        self.search.left_downwards.connect(self.view.setFocus)
        self.search.filters_button.toggled.connect(self._show_filters)
        self.search.filters_button.clicked.connect(self._choose_filters)
        self.find_action.triggered.connect(self.search.start)
        self.facets.filter_changed.connect(self._want)
        self.chips.filter_changed.connect(self._want)
        self.chips.alone_left.connect(self._leave_alone)
        self.chips.clear_asked.connect(self._clear_filters)
        self.nothing_found.clear_button.clicked.connect(self.clear)
        self.no_papers.import_button.clicked.connect(self.import_asked)
        self.view.header.order_changed.connect(self._order)
        self.view.current_changed.connect(self._show_current)
        self.view.papers.papers_taken.connect(self._show_current)
        self.view.chosen_changed.connect(self._show_choice)
        self.view.activated.connect(self._edit)
        self.detail.save_asked.connect(self.save_asked)
        self.detail.discarded.connect(self.draft_discarded)
        self.detail.left.connect(self._after_editing)
        self.detail.duplicates_asked.connect(self.duplicates_asked)
        self.bar.edit_asked.connect(self._edit)

    def _arrive(self) -> bool:
        """Choose the paper that is looked for; False where it is not shown."""
        ids = self.view.papers.ids
        if self._going not in ids:
            return False
        self.view.go_to(ids.index(self._going))
        self._going = -1
        return True

    def _widen(self) -> None:
        """The paper that is looked for may be a hidden duplicate; else it is gone."""
        if self.facets.filter.duplicates == "hidden":
            self._want(replace(ALL, duplicates="shown"))
        else:
            self._going = -1

    def _want(self, wanted: PaperFilter) -> None:
        self.alone = None
        self.show_filter(wanted)
        self.wanted_changed.emit("filter")

    def _clear_filters(self) -> None:
        self._want(ALL)

    def _type(self) -> None:
        self.alone = None
        self._show_chips()
        self.wanted_changed.emit("text")

    def _order(self) -> None:
        self.wanted_changed.emit("order")

    def _leave_alone(self) -> None:
        self.alone = None
        self._show_chips()
        self.wanted_changed.emit("filter")

    def _show_chips(self) -> None:
        self.chips.show_filter(self.facets.filter, self.facets.labels, self.alone[1] if self.alone else "")

    def _show_filters(self, shown: bool) -> None:
        self.facets.setVisible(shown)

    def _choose_filters(self, shown: bool) -> None:
        self._filters_chosen = True
        self.search.filters_button.setChecked(shown)

    def _show_current(self) -> None:
        """Follow the table; a paper that is still being read is shown as soon as it is there."""
        line = self.view.current_line
        paper = self.view.papers.paper_at(line) if line >= 0 else None
        if paper is not None or line < 0:
            self.detail.show_paper(paper)
        if paper is not None and self._edited_next == paper.row.id:
            self._edit()

    def _edit(self) -> None:
        """Let the current paper be changed; where the pane does not show it yet, as soon as it does."""
        self._edited_next = -1
        if self.detail.shown_id == self.view.current_id:
            self.detail.edit()
        elif not self.detail.is_editing:
            self._edited_next = self.view.current_id

    def _show_choice(self) -> None:
        self.bar.show_choice(len(self.view.papers.ids), self.view.chosen_count)

    def _after_editing(self) -> None:
        self._show_current()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
