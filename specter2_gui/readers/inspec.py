"""The tagged format of Inspec: a line that names the record, then two letters, a tilde and the value."""

import re
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, oddities
from specter2_gui.readers.tagged_formats import tagged_format

_TAG: Final = re.compile(rf"[{INVISIBLE}]*([A-Z][A-Z0-9]) ~ (.*)")
_KNOWN: Final = tag_set("Record TI AU AB PU PY SO ID RT JT DE CT KW LA CC AF IS VL PG DI")
_OPENING: Final = re.compile(rf"[\s{INVISIBLE}]*Record.*INSPEC")


def _parse(text: str) -> Pair | None:
    if _OPENING.match(text):
        return "Record", text
    found = _TAG.match(text)
    return (found[1], found[2]) if found else None


GRAMMAR: Final = Grammar(_parse, _KNOWN, starts=frozenset({"Record"}), written="{} ~ ".format)


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    key = fields.first("ID")
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=fields.joined("TI"),
        abstract=fields.joined("AB"),
        authors=fields.listed("AU"),
        year=fields.year("PY"),
        venue=fields.first("JT", "SO").partition(". ")[0],
        ids=(("key", key),) if key else (),
        keywords=fields.listed("DE", "CT", "KW"),
        language=fields.first("LA"),
        kind=fields.first("RT"),
        note=oddities(block, start="opening"),
    )


def _recognise(text: str, _: str) -> int:
    lines = text.split("\n")[:400]
    opened = any(map(_OPENING.match, lines))
    tags = sum(1 for line in lines if _TAG.match(line))
    return (92 if tags else 60) if opened else 70 if tags > 2 else 0


FORMAT: Final = tagged_format("inspec-tagged", "Inspec", _recognise, GRAMMAR, _record)
