"""One paper of a collection: as it is shown, and as it lies in the file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from specter2_gui.domain.identity import content_digest, own_key, text_key
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.records import Record
from specter2_gui.domain.texts import without_unusable
from specter2_gui.project.ledger import Ledger

Ids = tuple[tuple[str, str], ...]
"""Pairs of scheme and id, such as ``("pmid", "123")``."""

RECORD_FIELDS: Final = (
    "title", "abstract", "authors", "year_text", "year", "venue", "doi", "ids", "keywords", "language", "kind",
)  # fmt: skip
"""The fields that a paper has from its record, as columns of the table."""

PREPARED: Final = ("own_key", "digest", "text_key", "line", *RECORD_FIELDS)
"""All columns that a paper has from its record, with those by which it is recognised."""

PreparedPaper = tuple[Any, ...]
"""A record as it will lie in the table, in the order of :data:`PREPARED`."""

_ENCODE: Final = json.JSONEncoder().encode
_PAGE: Final = 1000

_SOME: Final = """
SELECT papers.id, papers.key, title, abstract, authors, year_text, year, venue, doi, ids, keywords, language, kind,
import_id, imports.name, line, group_id, hidden, edited
FROM papers JOIN imports ON imports.id = papers.import_id
WHERE papers.id IN (SELECT value FROM json_each(?))
"""
_PAGE_AFTER: Final = """
SELECT papers.id, papers.key, title, abstract, authors, year_text, year, venue, doi, ids, keywords, language, kind,
import_id, imports.name, line, group_id, hidden, edited
FROM papers JOIN imports ON imports.id = papers.import_id
WHERE papers.id > ? ORDER BY papers.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of a collection.

    ``key`` names it towards people and files and is that of no other paper; ``id`` is a number in the file. ``source``
    is the name of the file it came from, ``line`` where it stood there. Papers of one duplicate ``group`` share its
    number, and all of them but one are ``hidden``. ``edited`` says that somebody changed it by hand.
    """

    id: int
    key: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    year_text: str
    year: int | None
    venue: str
    doi: str
    ids: Ids
    keywords: tuple[str, ...]
    language: str
    kind: str
    import_id: int
    source: str
    line: int
    group: int | None
    hidden: bool
    edited: bool

    @property
    def title_only(self) -> bool:
        """Whether there is no abstract, so that the model reads the title alone."""
        return not self.abstract

    @property
    def paper(self) -> Paper:
        """What a model reads of it, under its public key."""
        return Paper(self.key, self.title, self.abstract)

    @property
    def record(self) -> Record:
        """The record it is, as far as it is known here."""
        return Record(
            title=self.title,
            abstract=self.abstract,
            authors=self.authors,
            year_text=self.year_text,
            year=self.year,
            venue=self.venue,
            doi=self.doi,
            ids=self.ids,
            keywords=self.keywords,
            language=self.language,
            kind=self.kind,
            line=self.line,
        )


def rows_of(ledger: Ledger, ids: Iterable[int]) -> list[PaperRow]:
    """The papers with ``ids`` in this order; those that are gone are left out."""
    wanted = list(ids)
    found = ledger.read(_SOME, [json.dumps(wanted)])
    rows = {row.id: row for row in map(_row, found)}
    return [rows[number] for number in wanted if number in rows]


def all_rows(ledger: Ledger) -> Iterator[PaperRow]:
    """Every paper, in the order of the ids, read in pages; one that comes or goes meanwhile may be in it or not."""
    last = 0
    while page := ledger.read(_PAGE_AFTER, [last, _PAGE]):
        yield from map(_row, page)
        last = int(page[-1][0])


def prepared(record: Record) -> PreparedPaper:
    """``record`` as it will lie in the table; working that out takes longer than writing it."""
    return (own_key(record), content_digest(record), text_key(record), record.line, *record_values(record))


def record_values(record: Record) -> tuple[Any, ...]:
    """What ``record`` says, in the order of :data:`RECORD_FIELDS`."""
    return (
        _stored(record.title), _stored(record.abstract), _listed(record.authors), _stored(record.year_text), record.year,
        _stored(record.venue), _stored(record.doi), _listed(record.ids), _listed(record.keywords),
        _stored(record.language), _stored(record.kind),
    )  # fmt: skip


def record_in(paper: PreparedPaper) -> Record:
    """The record that :func:`prepared` made ``paper`` of."""
    line, title, abstract, authors, year_text, year, venue, doi, ids, keywords, language, kind = paper[3:]
    return Record(
        title, abstract, tuple(json.loads(authors)), year_text, year, venue, doi,
        tuple((scheme, value) for scheme, value in json.loads(ids)), tuple(json.loads(keywords)), language, kind, line,
    )  # fmt: skip


def _listed(values: Sequence[Any]) -> str:
    return _ENCODE(values) if values else "[]"


def _stored(text: str) -> str:
    """``text`` without what no text may hold."""
    return text if text.isprintable() else without_unusable(text)


def _row(values: Sequence[Any]) -> PaperRow:
    number, key, title, abstract, authors, year_text, year, venue, doi, ids, keywords, *rest = values
    language, kind, import_id, source, line, group, hidden, edited = rest
    return PaperRow(
        number, key, title, abstract, tuple(json.loads(authors)), year_text, year, venue, doi,
        tuple((scheme, value) for scheme, value in json.loads(ids)), tuple(json.loads(keywords)), language, kind,
        import_id, source, line, group, bool(hidden), bool(edited),
    )  # fmt: skip
