"""The tagged format of RefWorks: two letters, a space, the value."""

import re
from collections.abc import Iterator
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, oddities
from specter2_gui.readers.tagged_formats import tagged_format

_KNOWN: Final = tag_set(
    "RT SR ID A1 T1 JF JO YR FD VO IS SP OP K1 AB NO A2 T2 ED PB PP A3 A4 A5 T3 SN AV AD AN LA CL SF OT LK DO CN DB DS IP RD ST U1 U2 U3 U4 U5 "
    "U6 U7 U8 U9 U10 U11 U12 U13 U14 U15 UL SL LL CR WT A6 WV WP PMID PMCID ER"
)
_TAG: Final = re.compile(rf"[{INVISIBLE}]*([A-Z][A-Z0-9]{{1,4}})(?: (.*)|\s*$)")


def _parse(text: str) -> Pair | None:
    found = _TAG.match(text)
    return (found[1], found[2] or "") if found and found[1] in _KNOWN else None


GRAMMAR: Final = Grammar(_parse, _KNOWN, starts=frozenset({"RT"}), ends=frozenset({"ER"}))


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=fields.joined("T1"),
        abstract=fields.joined("AB"),
        authors=fields.listed("A1") or fields.listed("A2", "A3", "A4"),
        year=fields.year("YR", "FD"),
        venue=fields.first("JF", "T2", "JO", "T3"),
        doi=fields.doi(("DO",), ("LK", "UL", "NO", "AN")),
        ids=tuple(_ids(fields)),
        keywords=fields.listed("K1"),
        language=fields.first("LA"),
        kind=fields.first("RT"),
        note=oddities(block, start="RT"),
    )


def _ids(fields: Fields) -> Iterator[tuple[str, str]]:
    if number := fields.first("ID"):
        yield "key", number
    if number := fields.first("PMID"):
        yield "pmid", number
    if number := fields.first("AN"):
        yield "accession", number
    if number := fields.first("SN"):
        yield "issn", number


def _recognise(text: str, _: str) -> int:
    tags = [pair[0] for line in text.splitlines()[:400] if (pair := _parse(line))]
    return 88 if "RT" in tags and {"T1", "A1", "SR", "AB", "YR"} & set(tags) else 0


FORMAT: Final = tagged_format("refworks-tagged", "RefWorks", _recognise, GRAMMAR, _record)
