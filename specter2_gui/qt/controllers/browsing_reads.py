"""What the Papers tab reads from a project, in worker threads: lines, pages, counts, the text for the clipboard."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from specter2_gui.project.paper_filters import ALL, AS_ADDED, Facets, Order, PaperFilter
from specter2_gui.project.project import Project
from specter2_gui.qt.widgets.facet_pane import without_gone
from specter2_gui.qt.widgets.paper_columns import Column, ShownPaper
from specter2_gui.qt.widgets.paper_lines import Lines, Why, lines_of
from specter2_gui.qt.widgets.paper_words import cell, headers
from specter2_gui.qt.widgets.tab_separated import tab_separated

MOST_COPIED: Final = 20_000
"""Papers that go to the clipboard at the most: more are for a file."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the table shall show; ``group_of`` is a paper of whose duplicate group only the members are wanted."""

    filter: PaperFilter = ALL
    order: Order = AS_ADDED
    group_of: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of the table, how many papers there are altogether, and the names of the chosen source files that are there."""

    lines: Lines
    total: int
    sources: Mapping[int, str]


class PaperReads:
    """Reads for the table; each method may be called from any thread."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._groups: tuple[int, dict[int, int]] = (-1, {})

    def lines(self, wanted: Wanted, asked: Sequence[int], why: Why) -> Found:
        """The papers that are ``wanted``, and where those stand that are ``asked`` about.

        A source file whose import is gone narrows nothing down any more.
        """
        sources = self._names(wanted.filter.sources)
        if wanted.group_of is not None:
            return Found(lines_of(self._members(wanted.group_of), asked, why), self._total(ALL), sources)
        left = without_gone(wanted.filter, sources)
        ids = self._project.papers.ids(left, wanted.order)
        return Found(lines_of(ids, asked, why), self._total(left), sources)

    def page(self, ids: "array[int]", text: str) -> list[ShownPaper]:
        """The papers ``ids``, marked where ``text`` is found."""
        papers = self._project.papers
        rows = papers.rows(ids)
        marked = papers.highlights(ids, text) if text else {}
        sizes = self._sizes() if any(row.group is not None for row in rows) else {}
        return [
            ShownPaper(row, *marked.get(row.id, (row.title, row.abstract)), copies=sizes.get(row.id, 0)) for row in rows
        ]

    def copied(self, ids: "array[int]") -> tuple[str, int]:
        """The papers ``ids`` for a spreadsheet, with a head, and how many they are."""
        names = headers()
        rows = self._project.papers.rows(ids[:MOST_COPIED])
        lines = [[names[column] for column in Column], *([cell(row, column) for column in Column] for row in rows)]
        return tab_separated(lines), len(rows)

    def facets(self, wanted: PaperFilter) -> Facets:
        """How many papers there are for each choice beside ``wanted``."""
        return self._project.papers.facets(wanted)

    def title(self, paper: int) -> str:
        """The title of ``paper``, or nothing where it is gone."""
        return next((row.title for row in self._project.papers.rows([paper])), "")

    def _names(self, sources: frozenset[int]) -> dict[int, str]:
        imports = self._project.imports.list() if sources else []
        return {row.id: row.name for row in imports if row.id in sources}

    def _total(self, wanted: PaperFilter) -> int:
        """How many papers there are, hidden ones too if ``wanted`` may show them."""
        return self._project.papers.count(ALL if wanted.duplicates == "hidden" else replace(ALL, duplicates="shown"))

    def _members(self, paper: int) -> "array[int]":
        groups = self._project.papers.groups()
        return array("q", next((members for members in groups if paper in members), (paper,)))

    def _sizes(self) -> dict[int, int]:
        """How many papers there are in the group of each grouped one; counted once after each change of the project."""
        changes, sizes = self._groups
        if changes != self._project.changes:
            changes = self._project.changes
            groups = self._project.papers.groups()
            sizes = {member: len(members) for members in groups for member in members}
            self._groups = (changes, sizes)
        return sizes
