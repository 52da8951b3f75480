"""Papers as RIS, in the tags that reference managers read and that come back here as the same records."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from specter2_gui.app.paper_formats import exported_ids
from specter2_gui.domain.id_texts import Ids
from specter2_gui.domain.identity import KEY
from specter2_gui.readers.ris import OWN_KIND, OWN_TAG

if TYPE_CHECKING:
    from specter2_gui.project.paper_rows import PaperRow

_RIS_KIND: Final = re.compile(r"[A-Z][A-Z0-9]{2,6}")
_OTHER_KIND: Final = "GEN"
_KINDS: Final = {
    "JOUR": "article|article-journal|journal article|journal-article|review|peer-review|letter|editorial|comment",
    "BOOK": "book|monograph|edited-book|mvbook",
    "CHAP": "chapter|book chapter|book-chapter|bookpart|inbook|incollection|suppbook",
    "CPAPER": "inproceedings|conference|conference paper|paper-conference|proceedings-article|proceedings paper",
    "CONF": "proceedings|conference proceedings",
    "THES": "thesis|phdthesis|mastersthesis|dissertation",
    "RPRT": "report|techreport|technical report",
    "DATA": "dataset",
    "ELEC": "webpage|website|online|electronic|post-weblog",
    "UNPB": "unpublished|preprint|manuscript|posted-content",
}
_BY_NAME: Final = {name: kind for kind, names in _KINDS.items() for name in names.split("|")}
_STANDARD_NUMBERS: Final = ("issn", "isbn")


def ris_record(row: "PaperRow", notes: Sequence[str] = ()) -> str:
    """The record of ``row``, its public id under ID, with ``notes`` under N1; lines end with CRLF, as the format has it."""
    lines = [*_lines(row), *(f"N1  - {' '.join(note.split())}" for note in notes), "ER  - "]
    return "".join(f"{line}\r\n" for line in lines) + "\r\n"


def _lines(row: "PaperRow") -> Iterator[str]:
    kind = _kind_of(row.kind)
    yield f"TY  - {kind}"
    yield f"ID  - {row.key}"
    yield from (f"AU  - {name}" for name in row.authors)
    if row.title:
        yield f"TI  - {row.title}"
    if row.year_text:
        yield f"PY  - {row.year_text}"
    if row.venue:
        # Of a book without a title of its own T2 would be read as its title.
        yield f"{'T2' if row.title and kind != 'JOUR' else 'JF'}  - {row.venue}"
    if row.abstract:
        yield f"AB  - {row.abstract}"
    if row.doi:
        yield f"DO  - {row.doi}"
    yield from (f"KW  - {word}" for word in row.keywords)
    if row.language:
        yield f"LA  - {row.language}"
    yield from _numbers(exported_ids(row))
    if kind != row.kind and row.kind:
        yield f"{OWN_TAG}  - @{OWN_KIND} {row.kind}"


def _numbers(ids: Ids) -> Iterator[str]:
    """The ids as other programs read them; then all of them once more in lines of our own, unless each has its own tag."""
    first = dict(reversed(ids))
    if "pmid" in first:
        yield f"U1  - {first['pmid']}[pmid]"
    if "accession" in first:
        yield f"AN  - {first['accession']}"
    number = next((first[scheme] for scheme in _STANDARD_NUMBERS if scheme in first), "")
    if number:
        yield f"SN  - {number}"
    if not set(ids) <= {(KEY, first[KEY])}:
        yield from (f"{OWN_TAG}  - @{scheme} {value}" for scheme, value in ids)


def _kind_of(kind: str) -> str:
    if _RIS_KIND.fullmatch(kind):
        return kind
    return _BY_NAME.get(kind.casefold(), _OTHER_KIND)
