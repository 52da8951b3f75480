"""The tagged format of Copac, the British union catalogue: two letters and a dash, a blank line between records."""

import re
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, each_once
from specter2_gui.readers.tagged_formats import tagged_format

_KNOWN: Final = tag_set("TI AU SE PU PY PD IS NT KW HL DT UT LA ED CA MT LO SH AB DE UR")
_TAG: Final = re.compile(rf"[{INVISIBLE}]*([A-Z][A-Z])- (.*)")
_SURELY: Final = frozenset({"HL", "DT", "PU", "SE", "NT"})


def _parse(text: str) -> Pair | None:
    found = _TAG.match(text)
    return (found[1], found[2]) if found and found[1] in _KNOWN else None


GRAMMAR: Final = Grammar(_parse, _KNOWN, starts=frozenset({"TI"}), blank_ends=True, written="{}- ".format)


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    number = fields.first("IS")
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=fields.first("TI"),
        abstract=fields.joined("AB", "DE"),
        authors=fields.listed("AU"),
        year=fields.year("PY"),
        venue=fields.first("SE", "PU"),
        ids=(("isbn", number),) if number else (),
        keywords=each_once(" ".join(value.split()) for value in fields.values("KW")),
        language=fields.first("LA"),
        kind=fields.first("DT"),
    )


def _recognise(text: str, _: str) -> int:
    tags = {pair[0] for line in text.split("\n")[:400] if (pair := _parse(line))}
    return 72 if "TI" in tags and len(tags & _SURELY) > 1 else 0


FORMAT: Final = tagged_format("copac-tagged", "Copac", _recognise, GRAMMAR, _record)
