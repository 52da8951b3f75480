"""Papers written, changed and deleted inside a gesture."""

import json
import sqlite3
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Final, TypeVar

from specter2_gui.domain.identity import content_digest, own_key, text_key
from specter2_gui.domain.records import Record
from specter2_gui.domain.texts import shortened
from specter2_gui.project import grouping
from specter2_gui.project.paper_rows import PREPARED, PreparedPaper, prepared, record_values

_INSERT: Final = f"""
INSERT INTO papers (id, key, import_id, {", ".join(PREPARED)}) VALUES (?, ?, ?, {", ".join("?" * len(PREPARED))})
"""  # noqa: S608 - names of ours
_UPDATE: Final = """
UPDATE papers SET own_key = ?, digest = ?, text_key = ?,
title = ?, abstract = ?, authors = ?, year_text = ?, year = ?, venue = ?, doi = ?, ids = ?, keywords = ?, language = ?,
kind = ? WHERE id = ?
"""
_EDIT: Final = """
UPDATE papers SET edited = 1, text_key = ?,
title = ?, abstract = ?, authors = ?, year_text = ?, year = ?, venue = ?, doi = ?, ids = ?, keywords = ?, language = ?,
kind = ? WHERE id = ?
"""
_NEXT: Final = "SELECT 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'papers'), 0)"
_KEYS: Final = "SELECT key FROM papers WHERE key IN (SELECT value FROM json_each(?))"

NOTES_KEPT: Final = 50
"""How many sentences about odd records are kept with an import."""

MANY = 1_000
"""From this number of new papers on, where there are not more already, indexes are made at the end."""

_IN_ANY_ORDER: Final = ("papers_digest", "papers_text_key", "papers_own_key", "papers_doi")
"""Indexes of which the next value may belong anywhere."""
_MADE_BY: Final = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?"

_PAGE: Final = 1000
Value = TypeVar("Value")
_LONGEST_KEY: Final = 200


@dataclass(slots=True)
class OtherKeys:
    """Papers whose key could not be the id that their file gives them: ``sentences`` about the first, and their ``number``.

    ``place`` is what the number of a record counts in its file.
    """

    place: str = "Line"
    sentences: list[str] = field(default_factory=list[str])
    number: int = 0

    def take(self, line: int, own: str, key: str) -> None:
        """Keep that the record in ``line``, ``own`` in its file, has ``key`` here."""
        self.number += 1
        if len(self.sentences) < NOTES_KEPT:
            why = "belongs to another paper" if _usable(own) else _fault_of(own)
            where = f"{self.place} {line:,}"
            self.sentences.append(f"{where}: Its id “{shortened(own)}” {why}, so here it has the id “{key}”.")


def insert_papers(
    connection: sqlite3.Connection,
    import_id: int,
    records: Iterable[Record | PreparedPaper],
    expected: int = 1,
    others: OtherKeys | None = None,
) -> range:
    """Add ``records``, about ``expected`` ones, as papers of an import, in their order; returns their ids.

    The public key is the file's own id for the record if it is free and can stand in a list of judgements (no spaces
    in it), else one that is made from the number, and ``others`` is told.
    """
    others = OtherKeys() if others is None else others
    first = free = int(connection.execute(_NEXT).fetchone()[0])
    with _indexed_at_the_end(connection) if expected >= max(first, MANY) else nullcontext():
        for records_of_page in pages(records):
            page = [prepared(record) if isinstance(record, Record) else record for record in records_of_page]
            keys = _single(connection, [_usable(own) for own, *_ in page], free)
            for key, (own, _, _, line, *_) in zip(keys, page, strict=True):
                if own and own != key:
                    others.take(line, own, key)
            numbered = enumerate(zip(keys, page, strict=True), start=free)
            connection.executemany(_INSERT, [(number, key, import_id, *paper) for number, (key, paper) in numbered])
            free += len(page)
    return range(first, free)


@contextmanager
def _indexed_at_the_end(connection: sqlite3.Connection) -> Generator[None]:
    """Make indexes anew behind the block, which is quicker than finding a place for each of many values."""
    statements = [str(connection.execute(_MADE_BY, [name]).fetchone()[0]) for name in _IN_ANY_ORDER]
    for name in _IN_ANY_ORDER:
        connection.execute(f"DROP INDEX {name}")
    yield
    for statement in statements:
        connection.execute(statement)


def update_papers(connection: sqlite3.Connection, updates: Iterable[tuple[int, Record]]) -> int:
    """Give papers (by id) what a newer file says of them; key, import, group and edits stay. Returns how many there are."""
    rows = (
        (own_key(record), content_digest(record), text_key(record), *record_values(record), paper)
        for paper, record in updates
    )
    return connection.executemany(_UPDATE, rows).rowcount


def edit_papers(connection: sqlite3.Connection, edits: Iterable[tuple[int, Record]]) -> None:
    """Give papers (by id) what a person says of them; what their file said is still known by its digest."""
    connection.executemany(_EDIT, ((text_key(record), *record_values(record), paper) for paper, record in edits))


def delete_papers(connection: sqlite3.Connection, papers: Collection[int]) -> None:
    """Delete papers with their judgements and pairs; of a duplicate group another one is shown then."""
    groups = grouping.groups_of(connection, papers)
    connection.executemany("DELETE FROM papers WHERE id = ?", ((paper,) for paper in papers))
    grouping.tidy(connection, groups)


def pages(values: Iterable[Value], size: int = _PAGE) -> Iterator[list[Value]]:
    """``values`` in lists of at most ``size``."""
    page: list[Value] = []
    for value in values:
        page.append(value)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


def _usable(key: str) -> str:
    """``key`` if it can stand in a list of judgements, else nothing."""
    return key if len(key) <= _LONGEST_KEY and not any(character.isspace() for character in key) else ""


def _fault_of(key: str) -> str:
    return "is too long" if len(key) > _LONGEST_KEY else "has a space in it"


def _single(connection: sqlite3.Connection, wanted: Sequence[str], number: int) -> list[str]:
    """A key for each of the papers from ``number`` on: the one that is wanted, or a made one, but none twice."""
    made = [f"p{place}" for place in range(number, number + len(wanted))]
    taken = _taken(connection, [*wanted, *made])
    keys: list[str] = []
    for own, spare in zip(wanted, made, strict=True):
        key = own if own and own not in taken else spare
        while key in taken:  # somebody's file names a paper as we would
            key += "_"
            taken |= _taken(connection, [key])
        taken.add(key)
        keys.append(key)
    return keys


def _taken(connection: sqlite3.Connection, keys: Sequence[str]) -> set[str]:
    """Those of ``keys`` that are a paper's."""
    return {str(key) for (key,) in connection.execute(_KEYS, [json.dumps(keys)])}
