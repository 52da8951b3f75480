"""Under which names a file may have the parts of a query, and by which names it is told that it holds papers instead."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from specter2_gui.readers.column_names import known_fields, normalised

_TEXTS: Final = (
    "query", "query text", "question", "topic", "search query", "frage", "fragestellung", "suchanfrage", "anfrage", "suchfrage",
    "requete", "pregunta", "consulta", "domanda", "vraag",
)  # fmt: skip
_ANY_TEXT: Final = "text"
_TITLE: Final = "title"


def _plain(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(normalised, names))


QUERY_TEXTS: Final = frozenset(_plain(_TEXTS))
"""Names that only the text of a query has, without capitals, accents, spaces and signs as all names here."""

QUERY_COLUMNS: Final = QUERY_TEXTS | {_ANY_TEXT}
"""Names that the column with the queries may have in a table."""

PARTS: Final[Mapping[str, Sequence[str]]] = {
    "text": (_ANY_TEXT, *_plain(_TEXTS), _TITLE),  # the title of a topic of TREC
    "key": _plain(("id", "query-id", "qid", "key", "topic-id", "_id", "number", "nr", "num")),
    "note": _plain(("note", "notes", "narrative", "description", "remark", "notiz", "anmerkung", "bemerkung")),
}
"""The parts of a query and their names, the usual one first."""

_OF_PAPERS: Final = frozenset({"abstract", "authors", "doi", "year", "venue"})


def names_papers(names: Collection[str]) -> bool:
    """Whether keys or columns with these names hold papers: a title and what else papers have, and no query."""
    plain = set(map(normalised, names))
    fields = {meaning.field for meaning in known_fields(list(names)).values() if meaning.usual}
    if plain & QUERY_TEXTS or _TITLE not in fields:
        return False
    # A text beside a title is a paper's abstract, unless there is an abstract too: then it is a query made of both.
    return "abstract" not in fields if _ANY_TEXT in plain else bool(fields & _OF_PAPERS)
