"""PubMed's own tagged format (NBIB, MEDLINE), also as ERIC writes it, without PubMed numbers."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.tagged import INVISIBLE, Block, Grammar, Pair, tag_set
from specter2_gui.readers.tagged_fields import Fields, doi_in, each_once, oddities
from specter2_gui.readers.tagged_formats import tagged_format

_KNOWN: Final = tag_set(
    "PMID OWN STAT DA DCOM LR IS VI IP DP TI PG AB FAU AU AUID AD LA GR PT PL TA JT JID SB MH PMC PMCR MID OID EDAT MHDA CRDT PST SO LID AID BTI "
    "CTI VTI FED ED CON CIN TT OAB OABL IRAD IR FIR GN GS EN CN OCI CI COIS NM RN PUBM ISBN SI DEP OTO OT SFM NR PHST PB CP CRI CRF FIR FPS "
    "EFR EIN UIN UOF ROF RPI RPF RIN DRIN DDIN ORI ECI ECF SPIN PS PRIN PROF UI"
)
_OWN: Final = frozenset(
    {
        "PMID",
        "OWN",
        "STAT",
        "DCOM",
        "FAU",
        "JT",
        "JID",
        "EDAT",
        "MHDA",
        "CRDT",
        "PMC",
        "PMCR",
        "PHST",
        "OTO",
        "LID",
        "BTI",
    }
)
"""Tags that no relative of this format has."""
_STARTS: Final = frozenset({"PMID"})
_WIDTH: Final = 4
"""A tag is filled up with spaces to this width, and a dash follows."""
_TAG: Final = re.compile(rf"[{INVISIBLE}]*([A-Z][A-Z0-9]{{1,3}})( {{0,3}})-(.*)")


def _parse(text: str) -> Pair | None:
    if text[4:6] == "- " and (tag := text[:4].rstrip()) in _KNOWN:
        return tag, text[6:]
    found = _TAG.match(text)
    if not found:
        return None
    tag, gap, value = found.groups()
    in_place = len(tag) + len(gap) == _WIDTH
    apart = not value or value[0] == " "
    is_tag = (in_place or apart) if tag in _KNOWN else (in_place and apart)
    return (tag, value) if is_tag else None


GRAMMAR: Final = Grammar(_parse, _KNOWN, starts=_STARTS, blank_ends=True, written="{:4}- ".format)


def _record(block: Block) -> RawRecord:
    fields = Fields(block)
    title = fields.joined("TI", "BTI", "CTI", "VTI", "TT")
    return RawRecord(
        line=block.line,
        raw=block.text(),
        title=title,
        abstract=fields.joined("AB", "OAB", "OABL"),
        authors=_whole(fields, "FAU", "AU", "CN", "FED", "ED"),
        year=fields.year("DP"),
        venue=fields.first("JT", "TA", "BTI", "CTI", but=title),
        doi=_doi(fields.values("LID", "AID")),
        ids=tuple(_ids(fields)),
        keywords=each_once(" ".join(value.split()) for value in fields.values("MH", "OT")),
        language=fields.first("LA"),
        kind=fields.first("PT"),
        note=oddities(block, start="PMID"),
    )


def _whole(fields: Fields, *tags: str) -> tuple[str, ...]:
    """The values of the first of ``tags`` that has any; unlike elsewhere a name may go on in the next line."""
    for tag in tags:
        if values := fields.values(tag):
            return each_once(" ".join(value.split()) for value in values)
    return ()


def _doi(values: Sequence[str]) -> str:
    """The first DOI among the ids, else the first of those that are said to be one."""
    found = (doi_in(value) for value in values if "[pii]" not in value)
    return next(filter(None, found), "") or next((value for value in values if value.endswith("[doi]")), "")


def _ids(fields: Fields) -> Iterator[tuple[str, str]]:
    if number := fields.first("PMID"):
        yield "key", number
        yield "pmid", number
    if number := fields.first("PMC"):
        yield "pmcid", number
    if number := fields.first("ISBN"):
        yield "isbn", number


def _recognise(text: str, name: str) -> int:
    tags = [pair[0] for line in text.split("\n", 400)[:400] if (pair := _parse(line.rstrip("\r")))]
    own = len(_OWN.intersection(tags))
    if "PMID" in tags and len(tags) > 1:
        return 90 + name.lower().endswith(".nbib")
    if own >= 1 and len(tags) > 2:
        return 70 if own > 1 else 50
    return 0


FORMAT: Final = tagged_format("pubmed-nbib", "PubMed (NBIB, MEDLINE)", _recognise, GRAMMAR, _record)
