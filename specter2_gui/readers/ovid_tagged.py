"""What Ovid prints: a number in angle brackets or a score, names of fields on lines of their own, values indented below them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.encodings import lenient
from specter2_gui.readers.source import Source
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, doi_in, each_once, oddities
from specter2_gui.readers.tagged_formats import tagged_format

_NUMBER: Final = "<>"
_NUMBER_LINE: Final = re.compile(rf"[\s{INVISIBLE}]*<\d{{1,9}}>\s*$")
_ANY_NUMBER: Final = re.compile(rf"^[ \t{INVISIBLE}]*<\d{{1,9}}>[ \t]*$", re.MULTILINE)
_NAME_LINE: Final = re.compile(rf"[{INVISIBLE}]*([A-Z][A-Za-z&/() -]{{1,50}}?)\s*$")
_SHORT_TAG: Final = re.compile(rf"[{INVISIBLE}]*([A-Z][A-Z0-9]{{1,2}}) {{1,3}}- (.*)")
_OWN: Final = tag_set(
    "Score|Accession Number|Author|Authors|Institution|Title|Source|Status|Abstract|Author Keywords|Publication Type|Chapter Title|Document Type|"
    "Journal Subset|Link to the Ovid Full Text or citation|DOI Number|NLM Journal Code|Unique Identifier",
    between="|",
)
_SHORT: Final = tag_set("UI AU TI SO AB PT DO LG YR IS JN CM RO") | {_NUMBER}
_FIRST: Final = ("Score", "Accession Number", "Unique Identifier")
"""Fields that open a record where no number does, in the order in which they are looked for."""
_LONGEST_NAME: Final = 200
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_DEGREE: Final = re.compile(r"(?:\s+(?:MD|PhD|RN|DO|MSc|MPH|FAAN|\d+|[*+^#]+))+[,;]?$")


def _parse(text: str) -> Pair | None:
    if _NUMBER_LINE.match(text):
        return _NUMBER, text.strip()
    found = _SHORT_TAG.match(text)
    if found:
        return found[1], found[2]
    found = _NAME_LINE.match(text)
    return (found[1], "") if found else None


GRAMMAR: Final = Grammar(_parse, _OWN | _SHORT, starts=frozenset({_NUMBER}))


def _grammar(source: Source) -> Grammar:
    """How this file parts its records: by numbers, else by the field that opens each of them."""
    text = lenient(source.head())
    if _ANY_NUMBER.search(text):
        return GRAMMAR
    names = {line.strip() for line in text.splitlines()}
    return replace(GRAMMAR, starts=frozenset({next((name for name in _FIRST if name in names), _NUMBER)}))


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    source = " ".join(fields.first("Source", "SO").split())
    doi = fields.first("DOI Number", "Digital Object Identifier", "DOI", "DO")
    years = _YEAR.findall(" ".join((fields.first("Publication Date", "Year of Publication", "YR", "DP"), source)))
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=fields.joined("Title", "Book Title", "Chapter Title", "TI"),
        abstract=fields.joined("Abstract", "AB"),
        authors=_authors(fields),
        year=years[-1] if years else "",
        venue=_venue(source),
        doi=doi_in(doi) or doi,
        ids=tuple(_ids(fields)),
        keywords=fields.listed("Author Keywords", "Keyword Heading", "Heading Words", "Subject Headings", "KW", "MH"),
        language=fields.first("Language", "LG", "LA").rstrip("."),
        kind=fields.first("Document Type", "Publication Type", "PT").rstrip("."),
        note=oddities(block),
    )


def _authors(fields: Fields) -> tuple[str, ...]:
    names = fields.listed("Author", "Authors", "Author(s)", "AU", "Editor")
    return each_once(_DEGREE.sub("", name).strip(" ,") if len(name) < _LONGEST_NAME else name for name in names)


def _venue(source: str) -> str:
    """The name before volume, date or pages: it ends at the first full stop with a space after it."""
    return source.partition(". ")[0].rstrip(".") if source and not source.startswith("(") else ""


def _ids(fields: Fields) -> Iterator[tuple[str, str]]:
    if number := fields.first("Accession Number", "Unique Identifier", "UI", "AN").rstrip("."):
        yield "key", number
    if number := fields.first("ISSN", "IS"):
        yield "issn", number
    if number := fields.first("ISBN"):
        yield "isbn", number


def _recognise(text: str, _: str) -> int:
    lines = text.splitlines()[:400]
    own = len(_OWN.intersection(line.strip() for line in lines if line[:1].isalpha()))
    numbered = bool(_ANY_NUMBER.search(text))
    if own >= 2:
        return 92 if numbered else 80 if own >= 4 else 45
    return 85 if numbered and sum(1 for line in lines if _SHORT_TAG.match(line)) > 2 else 0


FORMAT: Final = tagged_format("ovid-tagged", "Ovid", _recognise, _grammar, _record)
