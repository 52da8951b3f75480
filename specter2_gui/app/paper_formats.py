"""One paper as a row of a table and as an object of JSON, such that it comes back here as the same record."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from specter2_gui.domain.id_texts import Ids, ids_as_text
from specter2_gui.domain.identity import KEY
from specter2_gui.readers.cell_values import authors_in, keywords_in
from specter2_gui.readers.column_names import OWN_COLUMN

if TYPE_CHECKING:
    from specter2_gui.project.paper_rows import PaperRow

COLUMNS: Final = (
    "id", "title", "abstract", "authors", "year", "venue", "doi", "pmid", "keywords", "language", "type", "source", "judgements",
    OWN_COLUMN,
)  # fmt: skip
"""The names of the columns of :func:`paper_cells`."""


def exported_ids(row: "PaperRow") -> Ids:
    """The ids of ``row``; its file's own key is the one under which it leaves the collection."""
    others = tuple((scheme, row.key if scheme == KEY else value) for scheme, value in row.ids)
    return others if any(scheme == KEY for scheme, _ in others) else ((KEY, row.key), *others)


def paper_cells(row: "PaperRow", notes: Sequence[str] = ()) -> tuple[str, ...]:
    """The cells of ``row`` in the order of :data:`COLUMNS`."""
    return (
        row.key, row.title, row.abstract, _listed(row.authors, authors_in), row.year_text, row.venue, row.doi,
        dict(row.ids).get("pmid", ""), _listed(row.keywords, keywords_in), row.language, row.kind, row.source,
        "; ".join(notes), ids_as_text(exported_ids(row)),
    )  # fmt: skip


def paper_object(row: "PaperRow") -> dict[str, Any]:
    """All that is known of ``row``; what it does not say is left out, but for the abstract, which others look for."""
    ids: dict[str, list[str]] = {}
    for scheme, value in row.ids:
        ids.setdefault(scheme, []).append(value)
    ids.pop(KEY, None)
    more: Mapping[str, Any] = {
        "authors": list(row.authors), "year": row.year_text, "venue": row.venue, "doi": row.doi, "keywords": list(row.keywords),
        "language": row.language, "type": row.kind, "ids": ids, "source": row.source,
    }  # fmt: skip
    known = {name: value for name, value in more.items() if value}
    return {"id": row.key, "title": row.title, "abstract": row.abstract, **known}


def _listed(texts: Sequence[str], read: Callable[[str], tuple[str, ...]]) -> str:
    """``texts`` with semicolons between, or where they would not be read as the same ones, as a list in brackets."""
    simple = "; ".join(texts)
    return simple if read(simple) == tuple(texts) else json.dumps(list(texts), ensure_ascii=False)
