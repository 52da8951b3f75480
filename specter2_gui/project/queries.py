"""The queries of a project: what readers ask, with a note on what would count as an answer."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from specter2_gui.domain.cleaning import clean_line
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.judgements import Query
from specter2_gui.domain.near_equal import near_equal
from specter2_gui.domain.texts import clean, counted, without_unusable
from specter2_gui.project.ledger import Ledger

_LIST: Final = """
SELECT q.id, q.key, q.text, q.note, count(j.id), count(CASE WHEN j.grade > 0 THEN 1 END), q.own_keys
FROM queries AS q LEFT JOIN judgements AS j ON j.query_id = q.id GROUP BY q.id ORDER BY q.id
"""
_NEXT: Final = "SELECT 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'queries'), 0)"
_INSERT: Final = "INSERT INTO queries (id, key, text, note, at, own_keys) VALUES (?, ?, ?, ?, ?, ?)"
_NAME: Final = "UPDATE queries SET own_keys = ? WHERE id = ?"
_UPDATE: Final = "UPDATE queries SET text = ?, note = ?, key = ? WHERE id = ?"
_NO_NAMES: Final[Mapping[int, Iterable[str]]] = {}


@dataclass(frozen=True, slots=True)
class QueryDraft:
    """A query that is to be added; ``key`` is the id it has elsewhere, if it has one, and ``others`` are more of them."""

    text: str
    note: str = ""
    key: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A query; ``key`` names it towards people and files and is that of no other query.

    ``judged`` papers have a judgement for it, ``relevant`` ones were found to answer it, wholly or partly. ``own_keys``
    are other ids that files have for it.
    """

    id: int
    key: str
    text: str
    note: str
    judged: int
    relevant: int
    own_keys: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """What is asked, under its public key."""
        return Query(self.key, self.text)


class Queries:
    """All queries; usable from any thread, one call at a time. Every change is one gesture."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, queries: Iterable[str | QueryDraft], names: Mapping[int, Iterable[str]] = _NO_NAMES) -> list[int]:
        """Add queries in this order and return their ids; blank ones are left out.

        One whose key is that of another query gets another one, and keeps its own beside it. ``names`` are more ids
        that files have for queries which are there, by the numbers of these.

        Raises:
            UserError: none of them holds anything, or the disk refused; nothing is changed.
        """
        drafts = [draft for draft in map(_cleaned, queries) if draft.text]
        if not drafts and not names:
            raise UserError("No query was added", "There is no text in it", "Write what a reader would ask")
        label = f"Add {counted(len(drafts), 'query', 'queries')}" if drafts else "Keep ids of queries"
        with self._ledger.gesture(label, rows=len(drafts) + len(names)) as connection:
            _keep_names(connection, names)
            first = int(connection.execute(_NEXT).fetchone()[0])
            taken = _keys(connection)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            for number, draft in enumerate(drafts, start=first):
                key = _free_key(draft.key, number, taken)
                own = [name for name in dict.fromkeys([draft.key, *draft.others]) if name and name != key]
                connection.execute(_INSERT, (number, key, draft.text, draft.note, now, json.dumps(own)))
        return list(range(first, first + len(drafts)))

    def edit(self, id: int, text: str, note: str | None = None) -> None:  # noqa: A002 - the name of the field it chooses by
        """Change the text of a query, and its note unless that is None; its judgements stay.

        Raises:
            UserError: the query is gone, the text is blank, or the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            row = self._row(id)
            new = _cleaned(QueryDraft(text, row.note if note is None else note, row.key))
            if not new.text:
                why = "A query without a text asks nothing"
                raise UserError(
                    "The query could not be changed", why, "Write what a reader would ask, or delete the query"
                )
            with self._ledger.gesture("Edit query") as connection:
                connection.execute(_UPDATE, (new.text, new.note, new.key, id))

    def delete(self, ids: Iterable[int]) -> int:
        """Delete queries with their judgements; returns how many there were.

        Raises:
            UserError: the disk refused; nothing is changed.
        """
        with self._ledger.lock:
            wanted = set(ids)
            there = [row.id for row in self.list() if row.id in wanted]
            if there:
                with self._ledger.gesture(
                    f"Delete {counted(len(there), 'query', 'queries')}", rows=len(there)
                ) as connection:
                    connection.executemany("DELETE FROM queries WHERE id = ?", ((number,) for number in there))
            return len(there)

    def near_equal(self, text: str) -> Sequence[QueryRow]:
        """Queries that ask nearly the same as ``text``, the nearest first."""
        rows = self.list()
        return [rows[place] for place in near_equal(text, [row.text for row in rows])]

    def _row(self, number: int) -> QueryRow:
        row = next((row for row in self.list() if row.id == number), None)
        if row is None:
            why = "It was deleted, or the gesture that added it was undone"
            raise UserError("The query could not be changed", why, "Choose a query that is in the list")
        return row

    # The last one: behind it the name means this method to the annotations of the class.
    def list(self) -> list[QueryRow]:
        """All queries, as they were added."""
        return [_row(values) for values in self._ledger.read(_LIST)]


def _cleaned(draft: str | QueryDraft) -> QueryDraft:
    given = QueryDraft(draft) if isinstance(draft, str) else draft
    note = clean(without_unusable(given.note))  # may have several lines
    own = clean_line(given.key)
    key = "".join(own.split())  # it has to stand in lists of judgements
    return QueryDraft(clean_line(given.text), note, key, tuple(map(clean_line, (own, *given.others))))


def _row(values: tuple[Any, ...]) -> QueryRow:
    number, key, text, note, judged, relevant, own = values
    return QueryRow(number, key, text, note, judged, relevant, tuple(json.loads(own)))


def _keep_names(connection: sqlite3.Connection, names: Mapping[int, Iterable[str]]) -> None:
    for number, more in names.items():
        [(own,)] = connection.execute("SELECT own_keys FROM queries WHERE id = ?", [number]).fetchall()
        connection.execute(_NAME, (json.dumps(list(dict.fromkeys([*json.loads(own), *more]))), number))


def _free_key(wanted: str, number: int, taken: set[str]) -> str:
    """The key that is wanted if it is free, else one made from the number; it is taken then."""
    key = wanted if wanted and wanted not in taken else f"q{number}"
    while key in taken:  # somebody's file names a query as we would
        key += "_"
    taken.add(key)
    return key


def _keys(connection: sqlite3.Connection) -> set[str]:
    return {str(key) for (key,) in connection.execute("SELECT key FROM queries")}
