"""What narrows the table of papers down: years, venues, files, languages, title only, duplicates, each with its counts."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from specter2_gui.project.paper_filters import ALL, Duplicates, Facets, PaperFilter
from specter2_gui.qt.design.style import set_kind
from specter2_gui.qt.design.tokens import SPACE_S
from specter2_gui.qt.widgets.facet_list import FacetList, choices_from
from specter2_gui.qt.widgets.facet_years import YearFacet

WIDTH: Final = 216


class FacetPane(QScrollArea):
    """Shows counts and tells the filter that is chosen; its text is that of the search field."""

    filter_changed = Signal(PaperFilter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facetPane")
        self.setAccessibleName(self.tr("Filters"))
        self.filter = ALL
        self._named: dict[int, str] = {}
        self.years = YearFacet()
        self.venues = FacetList("venues", self.tr("Venues"))
        self.sources = FacetList("sources", self.tr("Source files"))
        self.languages = FacetList("languages", self.tr("Languages"))
        self.title_only = FacetList("titleOnly", self.tr("Abstract"), "at most one")
        self.duplicates = FacetList("duplicates", self.tr("Duplicates"), "one")
        self._lay_out()
        self.years.chosen_changed.connect(self._tell)
        for facet in self._lists:
            facet.chosen_changed.connect(self._tell)

    @property
    def labels(self) -> dict[int, str]:
        """The names of the source files that are known so far, by their number."""
        choices = self.sources.model.choices
        return self._named | {choice.value: choice.label for choice in choices if isinstance(choice.value, int)}

    def show_sources(self, names: Mapping[int, str]) -> None:
        """Name the chosen source files, without telling it; those that are not in ``names`` are chosen no longer."""
        self._named = dict(names)
        left = without_gone(self.filter, names)
        if left != self.filter:
            self.show_filter(left)

    def show_facets(self, facets: Facets) -> None:
        """Show these counts."""
        unnamed = self.tr("not given")
        self.years.set_years(facets.years)
        self.venues.set_choices(choices_from(facets.venues, unnamed))
        self.sources.set_choices(choices_from(facets.sources, unnamed))
        self.languages.set_choices(choices_from(facets.languages, unnamed))
        self.title_only.set_choices(choices_from(self._worded(facets.title_only), unnamed))
        self.duplicates.set_choices(choices_from(self._worded(facets.duplicates), unnamed))

    def show_filter(self, wanted: PaperFilter) -> None:
        """Show what is chosen without telling it."""
        self.filter = wanted
        self.years.set_chosen(wanted.years)
        self.venues.set_chosen(frozenset(wanted.venues))
        self.sources.set_chosen(frozenset(wanted.sources))
        self.languages.set_chosen(frozenset(wanted.languages))
        self.title_only.set_chosen(frozenset() if wanted.title_only is None else frozenset({wanted.title_only}))
        self.duplicates.set_chosen(frozenset({wanted.duplicates}))

    @property
    def _lists(self) -> tuple[FacetList, ...]:
        return (self.venues, self.sources, self.languages, self.title_only, self.duplicates)

    def _worded(self, found: Any) -> list[tuple[Hashable, str, int]]:
        """The choices that are the program's own, in the words of the window."""
        words: dict[Hashable, str] = {
            True: self.tr("Title only"),
            False: self.tr("With an abstract"),
            "hidden": self.tr("One of each group"),
            "shown": self.tr("All of them"),
            "only": self.tr("Those with duplicates"),
        }
        return [(value, words[value], count) for value, _label, count in found]

    def _tell(self) -> None:
        title_only = next(iter(self.title_only.chosen), None)
        self.filter = replace(
            self.filter,
            years=self.years.years,
            venues=cast("frozenset[str]", self.venues.chosen),
            sources=cast("frozenset[int]", self.sources.chosen),
            languages=cast("frozenset[str]", self.languages.chosen),
            title_only=cast("bool | None", title_only),
            duplicates=cast("Duplicates", next(iter(self.duplicates.chosen), "hidden")),
        )
        self.filter_changed.emit(self.filter)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(0)
        for facet in (self.years, *self._lists):
            column.addWidget(facet)
        column.addStretch(1)
        set_kind(self, "plain")
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(WIDTH)


def without_gone(wanted: PaperFilter, there: Collection[int]) -> PaperFilter:
    """What is left of ``wanted`` where only the source files in ``there`` are left.

    Where that is none of those that were chosen, nothing narrows the papers down any more but the text: the rest was
    chosen to look at the papers of these files.
    """
    left = wanted.sources.intersection(there)
    if wanted.sources and not left:
        return replace(ALL, text=wanted.text)
    return replace(wanted, sources=left)
