"""Web of Science's tagged format (ISI export, savedrecs.txt)."""

import re
from collections.abc import Iterator
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, each_once, oddities, parted
from specter2_gui.readers.tagged_formats import tagged_format

_KNOWN: Final = tag_set(
    "FN VR PT AU AF BA BF CA GP BE TI SO SE BS LA DT CT CY CL SP HO DE ID AB C1 C3 RP EM RI OI FU FX CR NR TC Z9 U1 U2 PU PI PA SN EI BN J9 JI PD PY VL "
    "IS PN SU SI MA BP EP AR DI DL D2 EA EY PG P2 WC SC GA PM UT OA HC HP DA ER EF AN PS TY BR PV CO ED SA NT S1 FT"
)
_HEADINGS: Final = frozenset({"FN", "VR", "EF"})
_LONGEST_HEADING: Final = 100
_TAG: Final = re.compile(rf"[{INVISIBLE}]*([A-Z][A-Z0-9])(?: (.*)|\s*$)")
_TYPE_LINE: Final = re.compile(rf"^[{INVISIBLE}]*PT [A-Z]\s*$", re.MULTILINE)
_HEADING: Final = re.compile(rf"^[ \t{INVISIBLE}]*FN (?:ISI|Clarivate|Thomson)[^\n]*\n[ \t]*VR ", re.MULTILINE)


def _parse(text: str) -> Pair | None:
    found = _TAG.match(text)
    if not found or found[1] not in _KNOWN:
        return None
    is_heading = (
        found[1] in _HEADINGS and len(text) > _LONGEST_HEADING
    )  # a whole file whose line ends are lost begins like one
    return None if is_heading else (found[1], found[2] or "")


GRAMMAR: Final = Grammar(
    _parse,
    _KNOWN,
    starts=frozenset({"PT"}),
    ends=frozenset({"ER"}),
    skipped=_HEADINGS,
    written="{} ".format,
)


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    keywords = (part for value in fields.values("DE", "ID") for part in parted(" ".join(value.split())))
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=fields.joined("TI"),
        abstract=fields.joined("AB"),
        authors=fields.listed("AF") or fields.listed("AU") or fields.listed("BF", "BA", "BE", "ED", "CA", "GP"),
        year=fields.year("PY", "EY", "PD"),
        venue=" ".join(fields.first("SO", "JI", "J9", "SE").split()),
        doi=fields.first("DI"),
        ids=tuple(_ids(fields)),
        keywords=each_once(keywords),
        language=fields.first("LA"),
        kind=fields.first("DT", "PT"),
        note=oddities(block, start="PT", end="ER"),
    )


def _ids(fields: Fields) -> Iterator[tuple[str, str]]:
    if number := fields.first("UT", "AN"):
        yield "key", number
    if number := fields.first("PM"):
        yield "pmid", number
    if number := fields.first("BN"):
        yield "isbn", number
    if number := fields.first("SN", "EI"):
        yield "issn", number


def _recognise(text: str, name: str) -> int:
    if _HEADING.search(text.replace("\r\n", "\n").replace("\r", "\n")):
        return 96
    tags = [pair[0] for line in text.splitlines()[:400] if (pair := _parse(line))]
    types = len(_TYPE_LINE.findall(text))
    if types and len(tags) > 2:
        return 85 + name.lower().endswith((".isi", ".ciw"))
    return 50 if len(set(tags) & {"AU", "TI", "SO", "PY", "UT", "ER", "PT"}) > 3 else 0


FORMAT: Final = tagged_format("wos-tagged", "Web of Science", _recognise, GRAMMAR, _record)
