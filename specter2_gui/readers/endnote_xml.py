"""EndNote XML: what EndNote, Bookends and others write under that name, with runs of style within the texts."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from specter2_gui.domain.records import Found, RawRecord, Reject, shortened_raw
from specter2_gui.readers import xml_records
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.source import Source
from specter2_gui.readers.xml_text import text_of, texts_of

_MARKS: Final = ("record",)
_OWN: Final = re.compile(r"<(?:source-app|rec-number|ref-type|foreign-keys|contributors|electronic-resource-num)[\s/>]")
_RECORD: Final = re.compile(r"<records?[\s/>]")
_VENUES: Final = (
    "titles/secondary-title",
    "periodical/full-title",
    "alt-periodical/full-title",
    "titles/alt-title",
    "periodical/abbr-1",
)
_PEOPLE: Final = ("authors", "secondary-authors", "tertiary-authors", "subsidiary-authors")


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where a record begins and one of EndNote's own elements stands in it."""
    del head, name
    return 96 if _RECORD.search(text) and _OWN.search(text) else 0


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Every record; a damaged one is a reject and the next one is read."""
    del options
    for one in xml_records.records(source.text(), _MARKS):
        yield one if isinstance(one, Reject) else _record(one)


def start_marks(source: Source) -> int:
    """How many records begin."""
    return xml_records.count_marks(source.text(), _MARKS)


def _record(parsed: xml_records.Parsed) -> RawRecord:
    root = parsed.root
    kind = root.find("ref-type")
    return RawRecord(
        line=parsed.block.line,
        raw=shortened_raw(parsed.block.text),
        title=text_of(root.find("titles/title")) or text_of(root.find("titles/short-title")),
        abstract=text_of(root.find("abstract")),
        authors=_authors(root),
        year=text_of(root.find("dates/year")) or text_of(root.find("dates/pub-dates/date")),
        venue=next((venue for path in _VENUES if (venue := text_of(root.find(path)))), ""),
        doi=text_of(root.find("electronic-resource-num")),
        ids=_ids(root),
        keywords=texts_of(root.findall("keywords/keyword")),
        language=text_of(root.find("language")),
        kind=kind.get("name", "") or text_of(kind) if kind is not None else "",
        note=parsed.note,
    )


def _authors(root: Element) -> tuple[str, ...]:
    """The authors, or where there are none those whose place they take: editors, editors of the series."""
    lists = (texts_of(root.findall(f"contributors/{people}/author")) for people in _PEOPLE)
    return next(filter(None, lists), ())


def _ids(root: Element) -> tuple[tuple[str, str], ...]:
    """The record's number, with that of its library where the file gives it, because each library counts from 1; and its accession number."""
    number = text_of(root.find("rec-number"))
    foreign = root.find("foreign-keys/key[@db-id]")
    library = foreign.get("db-id", "") if foreign is not None else ""
    found = {
        "key": f"{library}:{number}" if library and number else number,
        "accession": text_of(root.find("accession-num")),
    }
    return tuple((scheme, value) for scheme, value in found.items() if value)


FORMAT: Final = Format("endnote-xml", "EndNote XML", recognise, read, start_marks, xml_records.declared)
