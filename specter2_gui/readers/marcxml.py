"""MARCXML, also within the answers of SRU and OAI-PMH servers, whose own wrappers are called ``record`` too."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from specter2_gui.domain.records import Found, Reject, shortened_raw
from specter2_gui.readers import xml_records
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.marc_fields import MarcField, MarcRecord, raw_record
from specter2_gui.readers.source import Source
from specter2_gui.readers.xml_text import text_of

_NAME: Final = r"(?:[\w.-]{1,60}:)?"
_INSIDE: Final = re.compile(rf"<{_NAME}(?:leader|controlfield|datafield)(?=[ \t\n/>])")
_ENDED: Final = re.compile(rf"</{_NAME}record[ \t\n]{{0,60}}>\Z")
_TAG: Final = re.compile(
    rf"<(?:/{_NAME}(?P<end>record)[ \t\r\n]{{0,60}}>|{_NAME}(?P<start>record|leader|controlfield|datafield)[ \t\r\n/>]|(?P<other>[^\W\d]))"
)
_LONGEST_TAG: Final = 200
_EMPTY: Final = "It has no MARC fields"


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where MARC fields stand in XML; likely where the name space of MARC does."""
    del head, name
    if "<" in text[:1_000] and _INSIDE.search(text):
        return 97
    return 80 if "http://www.loc.gov/MARC21/slim" in text else 0


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Every record that holds MARC fields; a damaged one is a reject and the next one is read."""
    del options
    for block in _without_wrappers(xml_records.blocks(source.text(), ("record",))):
        parsed = xml_records.parsed(block)
        yield parsed if isinstance(parsed, Reject) else _found(parsed)


def _without_wrappers(blocks: Iterator[xml_records.Block]) -> Iterator[xml_records.Block]:
    """The blocks but those in which another ``record`` begins before any MARC field: they are wrappers."""
    held: xml_records.Block | None = None
    for block in blocks:
        held = None
        if _INSIDE.search(block.text) or _ENDED.search(block.text[-_LONGEST_TAG:]):
            yield block
        else:
            held = block
    if held:
        yield held


def _found(parsed: xml_records.Parsed) -> Found:
    leader = ""
    fields: list[MarcField] = []
    for element in parsed.root:
        if element.tag == "leader":
            leader = element.text or ""
        elif element.tag in {"controlfield", "datafield"}:
            fields.append(_field(element))
    raw = shortened_raw(parsed.block.text)
    if not fields:
        return Reject(parsed.block.line, raw, _EMPTY)
    return raw_record(MarcRecord(leader, tuple(fields)), parsed.block.line, raw, parsed.note)


def _field(element: Element) -> MarcField:
    tag = element.get("tag", "").strip()
    if element.tag == "controlfield":
        return MarcField(tag, "", (("", element.text or ""),))
    indicators = f"{element.get('ind1', ' '):1.1}{element.get('ind2', ' '):1.1}"
    subfields = tuple((child.get("code", ""), text_of(child)) for child in element if child.tag == "subfield")
    return MarcField(tag, indicators, subfields)


def start_marks(source: Source) -> int:
    """How many records begin, also those of which only the end tag is whole, without those in which another one begins before any MARC field."""
    count, waiting, inside, unended, other = 0, False, False, 0, False
    for tag in _tags(source):
        if tag["start"] == "record":
            unended = unended + 1 if inside else 0
            waiting = inside = True
            other = False
        elif tag["other"]:
            other = True
        else:
            count += waiting
            waiting = False
            if tag["start"]:
                other = True
                continue
            if not inside:
                count += other and not unended
                unended = max(unended - 1, 0)
            inside = other = False
    return count + waiting


def _tags(source: Source) -> Iterator[re.Match[str]]:
    """The tags that tell where records begin and end."""
    rest = ""
    for piece in source.text():
        text, end = rest + piece, 0
        for tag in _TAG.finditer(text):
            yield tag
            end = tag.end()
        rest = text[max(end, len(text) - _LONGEST_TAG) :]


FORMAT: Final = Format("marcxml", "MARCXML", recognise, read, start_marks, xml_records.declared)
