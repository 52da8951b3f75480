"""Records out of JSON objects, whichever of the common names their fields have."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from specter2_gui.domain.json_values import fault_words
from specter2_gui.domain.records import Found, RawRecord, Reject, shortened_raw
from specter2_gui.readers import json_texts as texts
from specter2_gui.readers.json_objects import Piece

_TITLE: Final = ("title", "articletitle", "papertitle", "documenttitle", "dctitle", "titel", "headline")
_ABSTRACT: Final = (
    "abstract",
    "abstracttext",
    "abstractnote",
    "dcdescription",
    "description",
    "summary",
    "zusammenfassung",
    "text",
)
_AUTHORS: Final = (
    "authors",
    "author",
    "authorships",
    "authorstring",
    "authornames",
    "dccreator",
    "creator",
    "autor",
    "autoren",
    "editor",
)
_YEAR: Final = (
    *("year", "publicationyear", "pubyear", "issued", "publishedprint", "published", "publishedonline"),
    *("publicationdate", "publisheddate", "pubdate", "coverdate", "prismcoverdate", "date", "jahr"),
)
_VENUE: Final = (
    *("containertitle", "journal", "journaltitle", "journalname", "venue", "publicationname", "prismpublicationname"),
    *(
        "publicationtitle",
        "booktitle",
        "proceedingstitle",
        "conferencename",
        "journalref",
        "publication",
        "primarylocation",
    ),
)
_KEYWORDS: Final = ("keywords", "keyword", "tags", "subject", "subjects", "meshterms", "concepts", "fieldsofstudy")
_LANGUAGE: Final = ("language", "lang")
_KIND: Final = ("type", "itemtype", "documenttype", "publicationtypes", "publicationtype", "genre")
_KEY: Final = ("id", "key", "paperid", "recordid", "docid", "citationkey", "corpusid")
_SCHEMES: Final = {"pmid": ("pmid", "pubmed"), "pmcid": ("pmcid", "pubmedcentral"), "arxiv": ("arxiv", "arxivid")}
_SHELLS: Final = ("data", "source", "message", "bibjson")
"""Names under which some services put the record itself."""
_NO_PAPERS: Final = {"attachment": "an attachment", "note": "a note", "annotation": "an annotation"}


def found(pieces: Iterable[Piece]) -> Iterator[Found]:
    """A record or reject for each piece."""
    for piece in pieces:
        yield Reject(piece.line, shortened_raw(piece.text), piece.problem) if piece.problem else parsed(piece)


def parsed(piece: Piece) -> Found:
    """The record that a JSON object's text holds, or why it holds none."""
    raw = shortened_raw(piece.text)
    try:
        whole: object = json.loads(piece.text, strict=False)
    except json.JSONDecodeError as error:
        where = f"in line {piece.line + error.lineno - 1:,}"
        return Reject(piece.line, raw, f"The JSON of this record is damaged {where}: {fault_words(error.msg)}")
    except ValueError:
        return Reject(piece.line, raw, "The JSON of this record holds a number that is too long")
    fields = _core(texts.fields(whole))
    kind = texts.text(texts.first_of(fields, _KIND))
    if kind in _NO_PAPERS and "itemtype" in fields:
        return Reject(piece.line, raw, f"It is {_NO_PAPERS[kind]}, not a record")
    return _record(fields, kind, piece.line, raw)


def _core(fields: texts.Fields) -> texts.Fields:
    """The record itself, where it stands within another object that has no title."""
    if texts.first_of(fields, _TITLE):
        return fields
    inner = (texts.fields(fields.get(name)) for name in _SHELLS)
    found = (one for one in inner if texts.first_of(one, (*_TITLE, *_ABSTRACT, "itemtype")))
    return {**fields, **next(found, texts.NOTHING)}


def _record(fields: texts.Fields, kind: str, line: int, raw: str) -> RawRecord:
    listed = _listed_ids(fields.get("ids"))
    others_ids = {**texts.fields(fields.get("externalids")), **({} if listed else texts.fields(fields.get("ids")))}
    return RawRecord(
        line=line,
        raw=raw,
        title=texts.text(texts.first_of(fields, _TITLE)),
        abstract=texts.paragraphs(texts.first_of(fields, _ABSTRACT))
        or texts.from_places(fields.get("abstractinvertedindex")),
        authors=_creators(fields) or texts.people(texts.first_of(fields, _AUTHORS)),
        year=next((year for name in _YEAR if (year := texts.year(fields.get(name)))), ""),
        venue=_venue(fields),
        doi=texts.text(fields.get("doi")) or texts.text(others_ids.get("doi")),
        ids=(*_ids(fields, others_ids), *listed),
        keywords=texts.keywords(texts.first_of(fields, _KEYWORDS)),
        language=texts.text(texts.first_of(fields, _LANGUAGE)),
        kind=kind,
    )


def _creators(fields: texts.Fields) -> tuple[str, ...]:
    """Zotero's creators: the authors, or where there is none everybody."""
    everybody = texts.each(fields.get("creators"))
    authors = [one for one in everybody if texts.fields(one).get("creatortype") == "author"]
    return texts.people(authors or everybody)


def _venue(fields: texts.Fields) -> str:
    for name in _VENUE:
        value = fields.get(name)
        within = texts.fields(value).get("source") if name == "primarylocation" else value
        if venue := texts.text(within):
            return venue
    return ""


def _ids(fields: texts.Fields, others: texts.Fields) -> tuple[tuple[str, str], ...]:
    """The object's own id, then those that others gave it."""
    ids = {"key": texts.text(texts.first_of(fields, _KEY))}
    for scheme, names in _SCHEMES.items():
        ids[scheme] = texts.text(texts.first_of(fields, names) or texts.first_of(others, names))
    return tuple((scheme, value) for scheme, value in ids.items() if value)


def _listed_ids(value: object) -> tuple[tuple[str, str], ...]:
    """All ids, by their schemes, as this program writes them: a list of texts for each."""
    schemes = cast("Mapping[str, object]", value if isinstance(value, dict) else {})
    if not all(isinstance(numbers, list) for numbers in schemes.values()):
        return ()
    found = ((scheme, texts.text(number)) for scheme, numbers in schemes.items() for number in texts.each(numbers))
    return tuple(pair for pair in found if pair[1])
