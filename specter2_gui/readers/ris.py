"""RIS, also where its tags are spaced or written otherwise, its end marks are missing or its lines are broken."""

import re
from collections.abc import Iterator
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, oddities
from specter2_gui.readers.tagged_formats import tagged_format

_KNOWN: Final = tag_set(
    "TY ER TI T1 T2 T3 CT BT ST TT AB N1 N2 AU A1 A2 A3 A4 A5 ED PY Y1 Y2 DA YR JO JF JA J1 J2 VL VO IS CP SP EP PB PP CY SN DO DI "
    "UR LK L1 L2 L3 L4 KW LA LB ID AN DB DP ET CN CA AD AV RP M1 M2 M3 U1 U2 U3 U4 U5 C1 C2 C3 C4 C5 C6 C7 C8 NV OP RN SE TA SR RI DS"
)
_WORDS: Final = "|".join(sorted(_KNOWN))
_DASH: Final = "[-\u2010-\u2015\u2212]"  # word processors make long ones
_SPACE: Final = r"[ \t\xa0]"
_TAG: Final = re.compile(
    rf"[\s{INVISIBLE}]*("
    rf"[A-Z][A-Z0-9](?={_SPACE}{{2,4}}{_DASH})"  # as the format wants it; tags of one's own are allowed
    rf"|(?:{_WORDS})(?={_SPACE}{{1,4}}{_DASH})"
    rf"|(?i:{_WORDS})(?={_SPACE}{{0,4}}{_DASH}(?:{_SPACE}|$))"
    rf"){_SPACE}*{_DASH}{_SPACE}?(.*)"
)
_TYPE_LINE: Final = re.compile(rf"^[ \t{INVISIBLE}]*TY{_SPACE}{{0,4}}{_DASH}", re.IGNORECASE | re.MULTILINE)
_PUBMED: Final = re.compile(
    r"(\d{1,9})\[pmid\]|pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,9})|ncbi\.nlm\.nih\.gov/pubmed/(\d{1,9})"
)
OWN_TAG: Final = "U5"
"""The tag, which the format leaves to users, of lines such as ``@pmcid PMC123`` in files of this program."""
OWN_KIND: Final = "KIND"
"""In such lines, what stands for a kind of publication that the format has no word for; ids have small letters."""
_OWN: Final = re.compile(r"@(\S{1,60}) (\S.*)")
_BOOK_TITLES: Final[dict[str, tuple[str, ...]]] = dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE"), ("T2",))
"""Where the title of an entire book may stand as well."""


def _parse(text: str) -> Pair | None:
    if text[2:6] == "  - " and text[:2] in _KNOWN:  # nearly every line; the pattern takes five times as long
        return text[:2], text[6:]
    found = _TAG.match(text)
    return (found[1].upper(), found[2]) if found else None


GRAMMAR: Final = Grammar(_parse, _KNOWN, starts=frozenset({"TY"}), ends=frozenset({"ER"}), written="{}  - ".format)


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    kind = fields.first("TY")
    title = fields.first("TI", "T1", "CT", "TT") or fields.first("BT", *_BOOK_TITLES.get(kind.upper(), ()), "ST")
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=title,
        abstract=fields.joined("AB", "N2"),
        authors=fields.listed("AU", "A1") or fields.listed("A2", "ED", "A3", "A4"),
        year=fields.year("PY", "Y1", "YR", "DA"),
        venue=fields.first("JF", "T2", "JO", "BT", "JA", "J2", "J1", "T3", but=title),
        doi=fields.doi(("DO", "DI"), ("M3", "UR", "L3", "LK", "N1", "ID", "AN")),
        ids=_ids(fields),
        keywords=fields.listed("KW"),
        language=fields.first("LA"),
        kind=next((value for name, value in _own(fields) if name == OWN_KIND), kind),
        note=oddities(block, start="TY", end="ER"),
    )


def _own(fields: Fields) -> Iterator[tuple[str, str]]:
    """What this program has written for itself, by its name."""
    for value in fields.values(OWN_TAG):
        if found := _OWN.fullmatch(value):
            yield found[1], found[2]


def _ids(fields: Fields) -> tuple[tuple[str, str], ...]:
    """The ids in the order in which this program wrote them all; else those that have tags."""
    own = tuple(dict.fromkeys(pair for pair in _own(fields) if pair[0] != OWN_KIND))
    known = {value for _, value in own}
    return (*own, *(pair for pair in _tagged_ids(fields) if pair[1] not in known))


def _tagged_ids(fields: Fields) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if key := fields.first("ID"):
        found.append(("key", key))
    for value in fields.values("U1", "UR", "L2"):
        if pubmed := _PUBMED.search(value):
            found.append(("pmid", pubmed[pubmed.lastindex or 0]))
            break
    if number := fields.first("AN"):
        found.append(("accession", number))
    if number := fields.first("SN"):
        found.append(("issn" if fields.first("JF", "JO", "JA") else "isbn", number))
    return tuple(found)


def _recognise(text: str, name: str) -> int:
    types = len(_TYPE_LINE.findall(text))
    tags = sum(1 for line in text.split("\n", 400)[:400] if _parse(line))
    if types and tags > types:
        return 90 + name.lower().endswith(".ris")
    if types:
        return 60
    return 55 if tags >= 3 and _has_own_tags(text) else 0


def _has_own_tags(text: str) -> bool:
    """Whether tags stand there that RIS has and its relatives have not."""
    tags = {pair[0] for line in text.split("\n", 400)[:400] if (pair := _parse(line))}
    return "ER" in tags or len(tags & {"T1", "JF", "JO", "A1", "N2", "KW", "SP", "EP", "Y1", "UR"}) >= 3


FORMAT: Final = tagged_format("ris", "RIS", _recognise, GRAMMAR, _record)
