"""Biblioscape's tagged format: a tag between pairs of dashes, a line of dashes after each record."""

import re
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, oddities
from specter2_gui.readers.tagged_formats import tagged_format

_TAG: Final = re.compile(rf"[\s{INVISIBLE}]*--([A-Z][A-Z0-9])--\s?(.*)")
_END: Final = "------"
_KNOWN: Final = tag_set(
    "AU TI ST YP VL NB PS PE KW RT TW QT IS AB AD LG AT SB SA NT PB TA TT ED QA CO UR C1 C2 C3 C4 C5 C6 DE CA TH SH SE"
)


def _parse(text: str) -> Pair | None:
    if text.strip() == _END:
        return _END, ""
    found = _TAG.match(text)
    return (found[1], found[2]) if found else None


GRAMMAR: Final = Grammar(_parse, _KNOWN, ends=frozenset({_END}), written="--{}-- ".format)


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    number = fields.first("IS")
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=fields.first("TI", "ST"),
        abstract=fields.joined("AB"),
        authors=fields.listed("AU"),
        year=fields.year("YP"),
        venue=fields.first("ST", "TT") if fields.first("TI") else "",
        ids=(("issn", number),) if number else (),
        keywords=fields.listed("KW"),
        language=fields.first("LG"),
        kind=fields.first("RT"),
        note=oddities(block, end="line of dashes"),
    )


def _recognise(text: str, _: str) -> int:
    tags = {pair[0] for line in text.split("\n")[:400] if (pair := _parse(line))}
    return 85 if len(tags & {"AU", "TI", "ST", "RT", "YP", "AB"}) > 1 else 0


FORMAT: Final = tagged_format("biblioscape-tagged", "Biblioscape", _recognise, GRAMMAR, _record)
