"""The table of papers as numbers: which ones a filter lets through, in which order, and how many of each kind."""

from array import array
from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from specter2_gui.domain.errors import UserError
from specter2_gui.project.entries import Entries, Ids
from specter2_gui.project.full_text import FullText
from specter2_gui.project.ledger import Ledger
from specter2_gui.project.ordering import Orders
from specter2_gui.project.paper_filters import Facets, Order, PaperFilter
from specter2_gui.project.search_index import SearchIndex
from specter2_gui.project.selecting import Selection
from specter2_gui.project.typed_words import Question, TypedWords

# Both columns have an index in the project; papers without anything in them follow.
_BY_KEY: Final = {
    "key": "SELECT id FROM papers ORDER BY key, id",
    "doi": "SELECT id FROM papers WHERE doi <> '' ORDER BY doi, id",
}

_TRIES: Final = 3
Answer = TypeVar("Answer")


class PaperTable:
    """Answers from memory and from the full-text index, each as of the moment it is asked."""

    def __init__(self, ledger: Ledger, index: SearchIndex, words: TypedWords) -> None:
        self._ledger = ledger
        self._index = index
        self._words = words
        self._full_text = FullText(index)
        self._orders = Orders()
        self._remembered: tuple[int, dict[Question, Ids], dict[PaperFilter, Facets]] = (-1, {}, {})

    def ids(self, wanted: PaperFilter, order: Order) -> "array[int]":
        """The papers that ``wanted`` lets through; with a text and no column the best come first."""

        def found(entries: Entries) -> "array[int]":
            hits = self._hits(wanted.text)
            mask = Selection(entries, self._index.names, wanted, hits).mask()
            if hits is not None and not order.column:
                positions = np.searchsorted(entries.field("id"), hits)
            else:
                positions = self._positions(order, entries)
            return _as_array(entries.field("id")[positions[mask[positions]]])

        return self._answered(found)

    def count(self, wanted: PaperFilter) -> int:
        """How many papers ``wanted`` lets through."""

        def counted(entries: Entries) -> int:
            selection = Selection(entries, self._index.names, wanted, self._hits(wanted.text))
            return int(np.count_nonzero(selection.mask()))

        return self._answered(counted)

    def facets(self, wanted: PaperFilter) -> Facets:
        """How many papers there are for each choice beside ``wanted``."""

        def found(entries: Entries) -> Facets:
            hits, facets = self._hits(wanted.text), self._remembered[2]
            if wanted not in facets:
                facets[wanted] = Selection(entries, self._index.names, wanted, hits).facets(self._sources())
            return facets[wanted]

        return self._answered(found)

    def _answered(self, question: Callable[[Entries], Answer]) -> Answer:
        """What ``question`` finds in all papers; an index that turned out to be damaged meanwhile is filled first.

        Raises:
            UserError: it is damaged again and again, or the disk refused.
        """
        with self._ledger.lock:
            for _ in range(_TRIES):
                entries = self._caught_up()
                answer = question(entries)
                if self._index.entries.generation == entries.generation:
                    return answer
        raise UserError(
            "The papers could not be searched", "The file of their words is damaged again as soon as it is made anew",
            "Look whether the disk is sound; the papers themselves lie in another file",
        )  # fmt: skip

    def _caught_up(self) -> Entries:
        for _ in self._index.catch_up():
            pass
        entries = self._index.entries
        if self._remembered[0] != entries.generation:
            self._remembered = (entries.generation, {}, {})
        return entries

    def _hits(self, text: str) -> Ids | None:
        """What ``text`` finds, or None where it asks for nothing."""
        question, hits = self._words.question(text), self._remembered[1]
        if not question:
            return None
        if question not in hits:
            hits.clear()  # the next thing typed asks something else
            hits[question] = self._full_text.hits(question)
        return hits[question]

    def _positions(self, order: Order, entries: Entries) -> NDArray[np.intp]:
        if order.column in _BY_KEY:
            return self._by_key(order, entries)
        return self._orders.positions(order, entries, self._index.names, self._sources())

    def _by_key(self, order: Order, entries: Entries) -> NDArray[np.intp]:
        ids = entries.field("id")
        found = np.array(self._ledger.read(_BY_KEY[order.column]), np.int64).reshape(-1)
        places = np.searchsorted(ids, found)
        blank = np.ones(len(ids), np.bool_)
        blank[places] = False
        return np.concatenate([places[::-1] if order.descending else places, np.flatnonzero(blank)])

    def _sources(self) -> dict[int, str]:
        return dict(self._ledger.read("SELECT id, name FROM imports"))


def _as_array(ids: Ids) -> "array[int]":
    found = array("q")
    found.frombytes(np.ascontiguousarray(ids, np.int64).tobytes())
    return found
