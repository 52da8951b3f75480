"""BibTeX and biblatex files."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from specter2_gui.domain.records import Found, RawRecord, Reject, shortened_raw
from specter2_gui.readers.bibtex_blocks import Abbreviations, Block, block_in
from specter2_gui.readers.bibtex_crossref import Parents, parents_in, with_inherited
from specter2_gui.readers.bibtex_latex import decoded, verbatim
from specter2_gui.readers.bibtex_marks import NO_RECORDS, blocks, start_marks
from specter2_gui.readers.bibtex_names import names
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.pieces import PIECE_LIMIT, Piece
from specter2_gui.readers.source import Source

_STRONG: Final = re.compile(
    r"(?:^|[)}>])[ \t]{0,200}@\s{0,20}[^\W\d_][\w.+-]{0,60}\s{0,100}[({]\s{0,100}[^\s(){},=]{0,500}\s{0,100},",
    re.MULTILINE,
)
_WEAK: Final = re.compile(
    r"^[ \t]{0,200}@(?:comment|preamble|string|article|book|booklet|conference|inbook|incollection|inproceedings|manual|mastersthesis|"
    r"misc|phdthesis|proceedings|techreport|unpublished|online|thesis|report|collection|dataset|software)\s{0,20}[({]",
    re.MULTILINE | re.IGNORECASE,
)
_DECLARED: Final = re.compile(rb"^\W{0,10}Encoding:\s{0,10}([A-Za-z0-9_-]{1,40})", re.MULTILINE)
_DOI_ADDRESS: Final = re.compile(r"doi\.org/(10\.\S+)")

_NO_PROSE: Final = {
    "set": "A set only names other records of the file and has no title of its own",
    "xdata": "It only holds data that other records of the file share",
}
_TITLES: Final = ("title", "maintitle", "shorttitle")
_YEARS: Final = ("year", "date", "issued", "origdate")
_VENUES: Final = ("journaltitle", "journal", "fjournal", "booktitle", "eventtitle", "series")
_AUTHORS: Final = ("author", "authors", "editor", "editors")
_KEYWORDS: Final = (
    "keywords",
    "keyword",
    "author_keywords",
    "author-keywords",
    "keywords-plus",
    "mesh",
    "mesh-terms",
    "subjects",
)
_IDS: Final = ("pmid", "pmcid", "isbn", "issn", "lccn", "unique-id", "mrnumber")


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where a line begins with ``@type{key,``; nearly so where it begins with a usual ``@type{``."""
    del head, name
    if _STRONG.search(text):
        return 95 if text.lstrip()[:1] in "@%" else 85
    return 75 if _WEAK.search(text) else 0


def declared(head: bytes) -> str | None:
    """The encoding that a comment such as ``% Encoding: GBK`` names."""
    found = _DECLARED.search(head[:4_096])
    return found[1].decode("ascii") if found else None


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Every record; one that cannot be read is a reject and the next one is read."""
    del options
    yield from _records(source, Abbreviations(), parents_in(source))


def again(text: Source, original: Source, options: ReadOptions) -> Iterator[Found]:
    """The records in ``text``, with the abbreviations of ``original`` and what its records lend."""
    del options
    abbreviations = Abbreviations()
    for kind, piece in blocks(original):
        if kind == "string":
            abbreviations.define(piece.text)
    yield from _records(text, abbreviations, parents_in(original, text))


def _records(source: Source, abbreviations: Abbreviations, parents: Parents) -> Iterator[Found]:
    for kind, piece in blocks(source):
        if kind == "string":
            abbreviations.define(piece.text)
        elif kind not in NO_RECORDS:
            yield _found(piece, abbreviations, parents)


def _found(piece: Piece, abbreviations: Abbreviations, parents: Parents) -> Found:
    raw = shortened_raw(piece.text.rstrip())
    if piece.cut:
        return Reject(piece.line, raw, f"It is longer than {PIECE_LIMIT:,} characters")
    block = block_in(piece.text, abbreviations)
    if isinstance(block, str):
        return Reject(piece.line, raw, block)
    fields = with_inherited(block, parents)
    if block.kind in _NO_PROSE and not fields.get("title"):
        return Reject(piece.line, raw, _NO_PROSE[block.kind])
    return _record(block, fields, piece.line, raw)


def _record(block: Block, fields: Mapping[str, str], line: int, raw: str) -> RawRecord:
    title, venue = _title_and_venue(block.kind, fields)
    return RawRecord(
        line=line,
        raw=raw,
        title=title,
        abstract=decoded(fields.get("abstract", "")),
        authors=next((found for name in _AUTHORS if (found := names(fields.get(name, "")))), ()),
        year=decoded(_first(fields, _YEARS)),
        venue=venue,
        doi=_doi(fields),
        ids=_ids(block, fields),
        keywords=_keywords(fields),
        language=decoded(_first(fields, ("language", "langid"))),
        kind=block.kind,
        note=". ".join(block.oddities),
    )


def _title_and_venue(kind: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """A collection without a title, as JabRef writes it, is called by its ``booktitle``; of a part, that is the venue."""
    title = _first(fields, _TITLES)
    subtitle = fields.get("subtitle", "")
    if title and subtitle:
        title = f"{title}{' ' if title.rstrip().endswith((':', '?', '!', '.')) else ': '}{subtitle}"
    venue = _first(fields, _VENUES)
    if not title and not kind.startswith("in"):
        title, venue = fields.get("booktitle", ""), _first({**fields, "booktitle": ""}, _VENUES)
    return decoded(title), decoded(venue)


def _doi(fields: Mapping[str, str]) -> str:
    doi = verbatim(fields.get("doi", ""))
    if doi:
        return doi
    addresses = (verbatim(fields.get(name, "")) for name in ("url", "link", "ee"))
    return next((found[1] for address in addresses if (found := _DOI_ADDRESS.search(address))), "")


def _ids(block: Block, fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = [("key", block.key)] if block.key else []
    found += [(name, verbatim(fields[name])) for name in _IDS if fields.get(name)]
    archive = (fields.get("eprinttype") or fields.get("archiveprefix", "")).strip("{} ").lower()
    if archive and fields.get("eprint"):
        found.append((archive, verbatim(fields["eprint"])))
    return tuple((scheme, value) for scheme, value in found if value)


def _keywords(fields: Mapping[str, str]) -> tuple[str, ...]:
    words: dict[str, None] = {}
    for name in _KEYWORDS:
        text = decoded(fields.get(name, ""))
        for word in text.split(";" if ";" in text else ","):
            words[" ".join(word.split())] = None
    return tuple(word for word in words if word)


def _first(fields: Mapping[str, str], wanted: tuple[str, ...]) -> str:
    return next((fields[name] for name in wanted if fields.get(name)), "")


FORMAT: Final = Format("bibtex", "BibTeX", recognise, read, start_marks, declared, again=again)
