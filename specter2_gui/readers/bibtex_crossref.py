"""What records of a BibTeX file take over from others: ``crossref`` and biblatex' ``xdata``.

The record that is named may stand anywhere in the file. A first pass collects the names, a second one the few fields that can be taken over; both
are left out where no record names another one.
"""

import re
from collections.abc import Mapping
from typing import Final

from specter2_gui.readers.bibtex_blocks import Abbreviations, Block, block_in
from specter2_gui.readers.bibtex_marks import NO_RECORDS, blocks
from specter2_gui.readers.source import Source

PARENT_LIMIT: Final = 50_000
"""How many records others may refer to; what is beyond is not taken over."""
FIELD_LIMIT: Final = 2_000
"""Characters of a field that is taken over."""
_GENERATIONS: Final = 8
_REFERRED: Final = re.compile(r"""\b(?:crossref|xdata)\s{0,20}=\s{0,20}[{"]([^{}"]{1,500})""", re.IGNORECASE)
_LENT: Final = frozenset(
    {
        "title",
        "subtitle",
        "booktitle",
        "author",
        "editor",
        "year",
        "date",
        "journal",
        "journaltitle",
        "language",
        "langid",
    }
)
"""No abstract and no DOI: those of a whole book are not those of its parts."""
_DATES: Final = frozenset({"year", "date"})
_NO_HEIRS: Final = frozenset({"set"})
"""A set refers to its first member, and is no second copy of it."""

Parents = Mapping[str, Mapping[str, str]]
"""By key in small letters: the fields that may be taken over."""


def parents_in(source: Source, heirs: Source | None = None) -> Parents:
    """What the records of ``source`` lend that others of it, or those of ``heirs``, refer to."""
    wanted = _referred_to(heirs or source)
    found: dict[str, Mapping[str, str]] = {}
    abbreviations = Abbreviations()
    for kind, piece in blocks(source) if wanted else ():
        if kind == "string":
            abbreviations.define(piece.text)
        elif kind not in NO_RECORDS:
            block = block_in(piece.text, abbreviations)
            if isinstance(block, Block):
                lent = {
                    name: value[:FIELD_LIMIT]
                    for name, value in block.fields.items()
                    if name in _LENT or name in ("crossref", "xdata")
                }
                for name in _names(block) & wanted:
                    found.setdefault(name, lent)
    return found


def with_inherited(block: Block, parents: Parents) -> Mapping[str, str]:
    """The fields of ``block`` with those it has not and takes over; a part has its whole's title as ``booktitle``."""
    fields = dict(block.fields)
    heir: Mapping[str, str] = fields
    for _ in range(0 if block.kind in _NO_HEIRS else _GENERATIONS):
        parent = next((parents[name] for name in _references(heir) if name in parents), None)
        if parent is None:
            break
        _inherit(fields, parent, part=block.kind.startswith("in"))
        heir = parent
    return fields


def _inherit(fields: dict[str, str], parent: Mapping[str, str], *, part: bool) -> None:
    dated = not _DATES.isdisjoint(fields)
    if part and fields.get("title") and parent.get("title"):
        fields.setdefault("booktitle", parent["title"])
    titled = bool(fields.get("title"))
    for name, value in parent.items():
        if name in _LENT and not (dated and name in _DATES) and not (titled and name == "subtitle"):
            fields.setdefault(name, value)


def _referred_to(source: Source) -> set[str]:
    wanted: set[str] = set()
    for kind, piece in blocks(source):
        if kind not in NO_RECORDS:
            for reference in _REFERRED.finditer(piece.text):
                wanted.update(_split(reference[1]))
                if len(wanted) >= PARENT_LIMIT:
                    return wanted
    return wanted


def _references(fields: Mapping[str, str]) -> list[str]:
    return _split(fields.get("crossref", "")) + _split(fields.get("xdata", ""))


def _names(block: Block) -> set[str]:
    return {block.key.lower(), *_split(block.fields.get("ids", ""))}


def _split(keys: str) -> list[str]:
    return [key.strip().lower() for key in keys.split(",") if key.strip()]
