"""The papers of a project: found, shown by the page, changed by hand, and grouped where they are duplicates."""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import counted
from specter2_gui.project import grouping
from specter2_gui.project.folder import ProjectFolder
from specter2_gui.project.grouping import Decision, Pair
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.paper_changes import FIELD_NAMES, Field, Value, changed, cleaned_fields
from specter2_gui.project.paper_filters import ALL, AS_ADDED, Facets, Order, PaperFilter
from specter2_gui.project.paper_rows import PaperRow, all_rows, rows_of
from specter2_gui.project.paper_table import PaperTable
from specter2_gui.project.paper_writing import delete_papers, edit_papers, pages
from specter2_gui.project.search_index import SearchIndex
from specter2_gui.project.typed_words import Highlighted, TypedWords

Identity = Literal["key", "doi", "digest", "text_key", "own_key"]
"""By what a paper can be found again."""

# Each has an index, of the papers that have something there.
_MATCHING: Final[dict[Identity, str]] = {
    "key": "SELECT key, id FROM papers WHERE key IN ({})",
    "doi": "SELECT doi, id FROM papers WHERE doi <> '' AND doi IN ({})",
    "digest": "SELECT digest, id FROM papers WHERE digest IN ({})",
    "text_key": "SELECT text_key, id FROM papers WHERE text_key <> x'' AND text_key IN ({})",
    "own_key": "SELECT own_key, id FROM papers WHERE own_key <> '' AND own_key IN ({})",
}
_OF_IMPORTS: Final = "SELECT id FROM papers WHERE import_id IN (SELECT value FROM json_each(?)) ORDER BY id"
# Repeated is who is behind an earlier member of its group.
_LEFT_OF_IMPORT: Final = """
SELECT count(*), coalesce(sum(group_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM papers AS earlier WHERE earlier.group_id = papers.group_id AND earlier.id < papers.id
)), 0) FROM papers WHERE import_id = ?
"""
_BY_HAND: Final = "SELECT id FROM papers WHERE edited = 1 AND id IN (SELECT value FROM json_each(?))"
_MATCHED_AT_ONCE: Final = 500
_PAIR: Final = 2
_DECIDED: Final[dict[Decision, str]] = {
    "same": "Group 2 papers as duplicates",
    "different": "Keep 2 papers apart",
    "open": "Leave open whether 2 papers are duplicates",
}
_GONE: Final = UserError(
    "The paper could not be changed", "It was deleted, or its import was undone", "Choose a paper that is in the table"
)


class Papers:
    """All papers; usable from any thread, one call at a time. Every change is one gesture."""

    def __init__(self, ledger: Ledger, place: ProjectFolder) -> None:
        self._ledger = ledger
        self._words = TypedWords()
        self._index = SearchIndex(ledger, place)
        self._table = PaperTable(ledger, self._index, self._words)

    def close(self) -> None:
        """Let others open the search file; the project's own file stays open."""
        with self._ledger.lock:
            self._index.close()

    def catch_up(self) -> Iterator[int]:
        """Make new and changed papers searchable, a thousand at a step; gives how many are left after each one.

        :meth:`ids`, :meth:`count` and :meth:`facets` do it by themselves; after a large import this does it in
        pieces, between which other calls can come.

        Raises:
            UserError: the disk refused; it goes on from there the next time.
        """
        return self._index.catch_up()

    def ids(self, wanted: PaperFilter = ALL, order: Order = AS_ADDED) -> "array[int]":
        """The ids of the papers that ``wanted`` lets through, in ``order``; with a text and no column the best first."""
        return self._table.ids(wanted, order)

    def count(self, wanted: PaperFilter = ALL) -> int:
        """How many papers ``wanted`` lets through."""
        return self._table.count(wanted)

    def facets(self, wanted: PaperFilter = ALL) -> Facets:
        """How many papers there are for each further choice."""
        return self._table.facets(wanted)

    def rows(self, ids: Iterable[int]) -> list[PaperRow]:
        """The papers with ``ids`` in this order; those that are gone are left out."""
        return rows_of(self._ledger, ids)

    def all(self) -> Iterator[PaperRow]:
        """Every paper, hidden ones too, as they were added; read in pages, so nothing else has to wait."""
        return all_rows(self._ledger)

    def get(self, key: str) -> PaperRow | None:
        """The paper with the public ``key``, or None."""
        return next(iter(self.rows(paper for _, paper in self.matching("key", [key]))), None)

    def matching(self, column: Identity, values: Iterable[str | bytes]) -> list[tuple[Any, int]]:
        """Pairs of one of ``values`` and the id of a paper that has it in ``column``; empty values match nothing."""
        with self._ledger.lock:
            return [
                row
                for page in pages(filter(None, values), _MATCHED_AT_ONCE)
                for row in self._ledger.read(_MATCHING[column].format(", ".join("?" * len(page))), page)
            ]

    def of_imports(self, imports: Iterable[int]) -> list[int]:
        """The ids of all papers that these imports added, hidden ones too, as they were added."""
        return [int(paper) for (paper,) in self._ledger.read(_OF_IMPORTS, [json.dumps(list(imports))])]

    def changed_by_hand(self, ids: Iterable[int]) -> list[PaperRow]:
        """Those of the papers with ``ids`` that a person changed."""
        with self._ledger.lock:
            return self.rows(int(paper) for (paper,) in self._ledger.read(_BY_HAND, [json.dumps(list(ids))]))

    def left_of_import(self, import_id: int) -> tuple[int, int]:
        """How many papers that an import added are there still, and how many of them repeat an earlier one."""
        [(added, repeated)] = self._ledger.read(_LEFT_OF_IMPORT, [import_id])
        return int(added), int(repeated)

    def left_of(self, ids: Iterable[int]) -> int:
        """How many of ``ids``, each counted once, are papers still."""
        with self._ledger.lock:
            return len(self._there(ids))

    def highlights(self, ids: Iterable[int], text: str) -> dict[int, Highlighted]:
        """Titles and abstracts by id, with U+0002 and U+0003 round all that ``text`` finds in them."""
        with self._ledger.lock:
            rows = self.rows(ids)
            question = self._words.question(text)
            return self._words.highlights(question, ((row.id, row.title, row.abstract) for row in rows))

    def edit(self, id: int, changes: Mapping[Field, Value]) -> None:  # noqa: A002 - the name of the field it chooses by
        """Change fields of one paper; they are cleaned as those of a file are.

        Raises:
            UserError: the paper is gone, the DOI or the year is none, nothing to read would be left, or the disk refused;
                nothing is changed.
        """
        with self._ledger.lock:
            if not self._change([id], cleaned_fields(changes), "Edit paper"):
                raise _GONE

    def change(self, ids: Iterable[int], field: Field, value: Value) -> int:
        """Change one field of many papers at once; returns how many there are.

        Raises:
            UserError: as :meth:`edit`.
        """
        papers = list(dict.fromkeys(ids))
        label = f"Change {FIELD_NAMES[field]} of {counted(len(papers), 'paper', 'papers')}"
        with self._ledger.lock:
            return self._change(papers, cleaned_fields({field: value}), label)

    def delete(self, ids: Iterable[int]) -> int:
        """Delete papers with their judgements; returns how many there were.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            papers = self._there(ids)
            label = f"Delete {counted(len(papers), 'paper', 'papers')}"
            if papers:
                with self._ledger.gesture(label, rows=len(papers)) as connection:
                    delete_papers(connection, papers)
            return len(papers)

    def group(self, ids: Iterable[int]) -> None:
        """Say that papers are duplicates: with the groups they are in they become one; the first one is shown.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            papers = self._there(ids)
            if len(papers) > 1:
                with self._ledger.gesture(f"Group {len(papers):,} papers as duplicates") as connection:
                    grouping.join(connection, papers)

    def separate(self, ids: Iterable[int]) -> None:
        """Say that papers are no duplicates of the others in their groups, which is remembered.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            papers = self._there(ids)
            label = f"Keep {counted(len(papers), 'paper', 'papers')} apart"
            with self._ledger.gesture(label) as connection:
                grouping.separate(connection, papers)

    def groups(self) -> list[tuple[int, ...]]:
        """The duplicate groups; in each the paper that is shown comes first."""
        statement = "SELECT group_id, id FROM papers WHERE group_id IS NOT NULL ORDER BY group_id, hidden, id"
        found: dict[int, list[int]] = {}
        for group, paper in self._ledger.read(statement):
            found.setdefault(group, []).append(paper)
        return [tuple(members) for members in found.values()]

    def pairs(self, decision: Decision = "open") -> list[Pair]:
        """Pairs that look alike and of which ``decision`` was said, the most alike first."""
        statement = "SELECT id, a, b, score, decision FROM pairs WHERE decision = ? ORDER BY score DESC, id"
        return [Pair(*row) for row in self._ledger.read(statement, [decision])]

    def suggest(self, pairs: Iterable[tuple[int, int, float]]) -> int:
        """Keep pairs (two papers, score from 0 to 1) for the librarian to decide; returns how many are new.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        found = list(pairs)
        label = f"Find {counted(len(found), 'probable duplicate', 'probable duplicates')}"
        with self._ledger.gesture(label, rows=len(found)) as connection:
            return grouping.suggest(connection, found)

    def decide(self, pair: Pair, decision: Decision) -> None:
        """Say of a pair whether its papers are duplicates, which groups or separates them.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            if len(self._there([pair.a, pair.b])) == _PAIR:
                with self._ledger.gesture(_DECIDED[decision]) as connection:
                    grouping.settle(connection, pair.a, pair.b, decision)

    def _there(self, ids: Iterable[int]) -> list[int]:
        """Those of ``ids`` that are papers, each once."""
        statement = "SELECT id FROM papers WHERE id IN (SELECT value FROM json_each(?))"
        wanted = list(dict.fromkeys(ids))
        found = {paper for (paper,) in self._ledger.read(statement, [json.dumps(wanted)])}
        return [paper for paper in wanted if paper in found]

    def _change(self, papers: Sequence[int], fields: Mapping[str, Any], label: str) -> int:
        """Give all of ``papers`` the cleaned ``fields``; returns how many there are."""
        there = self._there(papers)
        if there:
            with self._ledger.gesture(label, rows=len(there)) as connection:
                for page in pages(there):
                    rows = self.rows(page)
                    new = [(row, changed(row.record, fields)) for row in rows]
                    edit_papers(connection, ((row.id, record) for row, record in new if record != row.record))
        return len(there)
