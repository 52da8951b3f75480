"""The tagged format of EndNote and refer: a percent sign and one character, a space, the value."""

import re
from collections.abc import Iterator
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair
from specter2_gui.readers.tagged_fields import Fields, doi_in, oddities
from specter2_gui.readers.tagged_formats import tagged_format

_KNOWN: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ@!#$&*()+^>~?=[]<:/-")
_TAG: Final = re.compile(rf"[\s{INVISIBLE}]*%([0-9A-Z@!#$&*()+^>~?=\[\]<:/-])(?:\s(.*)|$)")
_ENOUGH: Final = 2


def _parse(text: str) -> Pair | None:
    found = _TAG.match(text) if "%" in text[:8] else None
    return (found[1], found[2] or "") if found else None


GRAMMAR: Final = Grammar(_parse, _KNOWN, starts=frozenset({"0"}), blank_ends=True, written="%{} ".format)


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=fields.first("T", "!", "Q"),
        abstract=fields.joined("X"),
        authors=fields.listed("A") or fields.listed("E", "Y", "?"),
        year=fields.year("D", "8"),
        venue=fields.first("J", "B", "S"),
        doi=_doi(fields),
        ids=tuple(_ids(fields)),
        keywords=fields.listed("K"),
        language=fields.first("G"),
        kind=fields.first("0"),
        note=oddities(block, start="%0"),
    )


def _doi(fields: Fields) -> str:
    return next((found for value in fields.values("R", "U", "M") if (found := doi_in(value))), "")


def _ids(fields: Fields) -> Iterator[tuple[str, str]]:
    if label := fields.first("F", "M"):
        yield "key", label
    if number := fields.first("M"):
        yield "accession", number
    if number := fields.first("@"):
        yield "issn" if fields.first("J") else "isbn", number


def _recognise(text: str, name: str) -> int:
    lines = [line for line in text.splitlines()[:400] if line.strip()]
    tags = [pair[0] for line in lines if (pair := _parse(line))]
    if not tags or len(tags) * 4 < len(lines):  # a percent sign begins a comment elsewhere
        return 0
    if "0" in tags:
        return 90 + name.lower().endswith(".enw")
    named = name.lower().endswith((".enw", ".ref", ".refer"))
    return 75 if len(tags) >= _ENOUGH and set(tags) & set("TAX") else 50 if named else 0


FORMAT: Final = tagged_format("endnote-tagged", "EndNote (tagged, refer)", _recognise, GRAMMAR, _record)
