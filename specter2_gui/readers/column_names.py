"""The fields that a column of a table can hold, and the names under which databases and people write them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column's name means: the field, how well it fits (the smaller the better), and whether it is the usual name."""

    field: str
    rank: int
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a column can hold: ``name`` for the mapping, ``label`` for people."""

    name: str
    label: str


FIELDS: Final = (
    Field("title", "Title"),
    Field("abstract", "Abstract"),
    Field("authors", "Authors"),
    Field("year", "Year or date"),
    Field("venue", "Journal or book"),
    Field("citation", "Journal and year in one cell"),
    Field("doi", "DOI"),
    Field("keywords", "Keywords"),
    Field("language", "Language"),
    Field("kind", "Type of publication"),
    Field("key", "Number or key of the record"),
    Field("pmid", "PubMed number (PMID)"),
    Field("pmcid", "PubMed Central number (PMCID)"),
    Field("wos", "Web of Science number"),
    Field("scopus", "Scopus number (EID)"),
    Field("arxiv", "arXiv number"),
    Field("isbn", "ISBN"),
    Field("label", "Decision of an earlier screening"),
    Field("ids", "All numbers, each with its name before it"),
)
"""Every field a column can be mapped to, in the order in which a mapping screen offers them."""

OWN_COLUMN: Final = "all ids"
"""The name of a column that only tables of this program have."""

ID_FIELDS: Final = ("key", "pmid", "pmcid", "wos", "scopus", "arxiv", "isbn", "label")
"""Fields that are kept among a record's ids; a decision is kept there too, so that it is not lost."""

_STRONG: Final = {
    "title": (
        "title", "article title", "document title", "paper title", "item title", "primary title",
        "display name", "titel", "dokumenttitel", "artikeltitel", "aufsatztitel", "titre", "titre de l article", "titulo", "titolo",
    ),
    "abstract": (
        "abstract", "abstract note", "abstracts", "abstract text", "paper abstract", "zusammenfassung", "kurzfassung", "resume",
        "resumen", "resumo", "riassunto", "sommario", "samenvatting", "abstrakt",
    ),
    "authors": (
        "authors", "author", "author names", "author name", "first authors", "authorships author display name", "creator",
        "creators", "autor", "autoren", "autor innen", "autorinnen und autoren", "verfasser", "verfasser in", "auteur",
        "auteurs", "autores", "autore", "autori",
    ),
    "year": (
        "year", "publication year", "published year", "pub year", "year published", "year of publication", "jahr",
        "erscheinungsjahr", "publikationsjahr", "veroffentlichungsjahr", "annee", "annee de publication", "ano", "anno", "jaar",
    ),
    "venue": (
        "source title", "journal", "journal title", "journal name", "journal book", "publication title", "publication name", "pub title",
        "secondary title", "venue", "container title", "host venue", "primary location source display name", "conference name",
        "zeitschrift", "zeitschrift zeitung", "zeitschriftentitel", "revue", "titre de la revue", "periodique", "revista", "rivista",
        "tijdschrift",
    ),
    "doi": ("doi", "doi name", "digital object identifier", "doi link", "doi url", "doi nummer"),
    "keywords": (
        "keywords", "keyword", "author keywords", "index keywords", "keywords plus", "mesh terms", "mesh", "ieee terms", "subjects",
        "subject terms", "manual tags", "automatic tags", "keywords display name", "descriptors", "schlagworter", "schlagwoerter",
        "schlagworte", "schlagwort", "stichworter", "stichworte", "mots cles", "mots clefs", "palabras clave", "palavras chave",
        "parole chiave", "trefwoorden",
    ),
    "language": (
        "language", "language of original document", "languages", "original language", "sprache", "langue", "idioma", "lingua", "taal",
    ),
    "kind": (
        "document type", "publication type", "item type", "type of reference", "reference type", "doctype", "article type",
        "type", "dokumenttyp", "dokumentart", "medientyp", "publikationstyp", "type de document", "tipo de documento",
    ),
    "key": (
        "id", "record id", "key", "paper id", "corpus id", "cord uid", "accession number", "publication id", "lens id", "rayyan id",
        "covidence", "covidence id", "study id", "store id", "document identifier", "rec number", "openalex id", "s2 paper id",
    ),
    "pmid": ("pmid", "pubmed id", "pubmed pmid", "medline pmid", "ids pmid"),
    "pmcid": ("pmcid", "pmc id", "pmc", "pubmed central id"),
    "wos": ("ut unique wos id", "unique wos id", "wos id", "ut unique id", "accession number ut"),
    "scopus": ("eid", "scopus id", "scopus eid"),
    "arxiv": ("arxiv", "arxiv id"),
    "isbn": ("isbn", "isbns"),
    "ids": (OWN_COLUMN,),
    "label": (
        "final included", "label included", "included", "label", "labels", "included label", "asreview label", "included final", "included abs",
        "inclusion", "inclusion code", "relevant", "relevance", "decision", "screening decision", "abstract included", "title included",
        "user decision", "screening", "eingeschlossen", "inclus",
    ),
}  # fmt: skip
"""Names that mean a field wherever they stand. Several columns may hold one field; the first filled one counts."""

_WEAK: Final = {
    "title": ("original title", "short title", "name", "translated title", "kurztitel", "heading"),
    "abstract": ("original abstract", "description", "summary", "text", "inhalt", "beschreibung", "descripcion"),
    "authors": ("author full names", "first author", "author full name", "book authors", "editors"),
    "year": ("date published", "publication date", "date", "cover date", "pub date", "published", "publication date year", "datum", "date de publication"),
    "venue": ("source", "citation", "book title", "conference title", "quelle", "so"),
    "keywords": ("tags", "emtree medical index terms", "subject", "fields of study", "concepts", "topics", "themen"),
    "language": ("lang",),
    "kind": ("document types", "genre", "material type"),
}  # fmt: skip
"""Names that mean a field only where no other column does."""

_WEB_OF_SCIENCE: Final = {
    "ti": "title", "ab": "abstract", "au": "authors", "af": "authors", "py": "year", "so": "venue", "di": "doi", "de": "keywords",
    "id": "keywords", "la": "language", "dt": "kind", "ut": "wos", "pm": "pmid", "bn": "isbn",
}  # fmt: skip
"""The two-letter names of the tab-separated export."""

_ORDER: Final = [field.name for field in FIELDS]
_NAME_LIMIT: Final = 200
_NO_LETTER: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """The letters and digits of a column name, small and without accents; nothing for one that is too long to be a name."""
    if len(name) > _NAME_LIMIT:
        return ""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return _NO_LETTER.sub("", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def _meanings(names: Mapping[str, Sequence[str]], *, usual: bool) -> dict[str, Meaning]:
    return {
        normalised(name): Meaning(field, rank, usual)
        for field, all_names in names.items()
        for rank, name in enumerate(all_names)
    }


_USUAL: Final = _meanings(_STRONG, usual=True)
_OTHER: Final = _meanings(_WEAK, usual=False)
_TAGS: Final = {name: Meaning(field, rank) for rank, (name, field) in enumerate(_WEB_OF_SCIENCE.items())}


def known_fields(cells: Sequence[str]) -> dict[int, Meaning]:
    """For each place in a row of column names that is known: what it means, the best of a field's columns first; one column for each id."""
    names = [normalised(cell) for cell in cells]
    tagged = len({"pt", "au", "ti", "so", "ut"}.intersection(names)) >= 3
    known = _known(names, _TAGS if tagged else _USUAL)
    if not tagged:
        taken = {meaning.field for _, meaning in known}
        rest = [(place, meaning) for place, meaning in _known(names, _OTHER) if meaning.field not in taken]
        known += _first_of_each(rest)
    ids = [(place, meaning) for place, meaning in known if meaning.field in ID_FIELDS]
    known = [(place, meaning) for place, meaning in known if meaning.field not in ID_FIELDS] + _first_of_each(ids)
    return dict(sorted(known, key=_by_merit))


def _known(names: Sequence[str], meanings: Mapping[str, Meaning]) -> list[tuple[int, Meaning]]:
    return [(place, meanings[name]) for place, name in enumerate(names) if name in meanings]


def _first_of_each(known: Sequence[tuple[int, Meaning]]) -> list[tuple[int, Meaning]]:
    """The best column of each field."""
    best = {meaning.field: (place, meaning) for place, meaning in sorted(known, key=_by_merit, reverse=True)}
    return list(best.values())


def _by_merit(known: tuple[int, Meaning]) -> tuple[int, int, int]:
    place, meaning = known
    return _ORDER.index(meaning.field), meaning.rank, place
