"""Citavi: the backup of a project, or its XML, with the people, journals and keywords that its references point to."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from xml.etree.ElementTree import Element

from specter2_gui.domain.records import Found, RawRecord, Reject, shortened_raw
from specter2_gui.readers import xml_records
from specter2_gui.readers.citavi_archive import ROOT_ELEMENT, begins_project, project_encoding, project_text
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.source import Source
from specter2_gui.readers.xml_text import text_of

_MARKS: Final = ("Reference",)
_NAMED: Final = ("Person", "Keyword", "Periodical")
_LINKS: Final = ("ReferenceAuthors", "ReferenceOrganizations", "ReferenceEditors", "ReferenceKeywords")
_PARTS: Final = "ReferenceReferences"
_LINK: Final = "OnetoN"
_OTHER_LINKS: Final = (
    *(
        "CategoryCategories",
        "CategoryCatgories",
        "ImportGroupReferences",
        "KnowledgeItemCategories",
        "KnowledgeItemKeywords",
    ),
    *(
        "ReferenceCategories",
        "ReferenceCollaborators",
        "ReferenceGroups",
        "ReferenceOthersInvolved",
        "ReferencePublishers",
    ),
)
_ID: Final = re.compile(r"""\A<[^>]*?\sid\s*=\s*["']([^"'<>]{1,100})["']""")
_TITLE: Final = re.compile(r"<Title>([^<>]{1,2000})</Title>")
_LINKED: Final = re.compile(r">([^<>]*)<")
_MOST: Final = 2_000_000
"""People, journals, keywords and links that are kept in mind; further ones are left out of the records."""
_MOST_OF_ONE: Final = 5_000
"""People or keywords of one reference."""


@dataclass
class _Around:
    """What references point to: names and titles by id, and for each kind of link the ids by reference."""

    names: dict[str, str] = field(default_factory=dict[str, str])
    links: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: {kind: dict[str, list[str]]() for kind in _LINKS}
    )
    whole: dict[str, str] = field(default_factory=dict[str, str])
    """The id of the book that holds a contribution, by that of the contribution."""

    def of(self, reference: str, kind: str) -> tuple[str, ...]:
        """The names of what ``reference`` is linked to."""
        linked = self.links[kind].get(reference, [])
        return tuple(name for one in linked[:_MOST_OF_ONE] if (name := self.names.get(one)))


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where Citavi's own element begins, packed or not."""
    del name
    return 98 if f"<{ROOT_ELEMENT}" in text or begins_project(head) else 0


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Every reference; a damaged one is a reject and the next one is read."""
    del options
    around = _around(source)
    for one in xml_records.records(project_text(source), _MARKS):
        yield one if isinstance(one, Reject) else _record(one, around)


def again(text: Source, original: Source, options: ReadOptions) -> Iterator[Found]:
    """The references in ``text``, with the people, journals and keywords of ``original``."""
    del options
    around = _around(original)
    for one in xml_records.records(text.text(), _MARKS):
        yield one if isinstance(one, Reject) else _record(one, around)


def start_marks(source: Source) -> int:
    """How many references begin."""
    return xml_records.count_marks(project_text(source), _MARKS)


def _around(source: Source) -> _Around:
    around, kind = _Around(), ""
    names = (*_NAMED, *_LINKS, _PARTS, *_OTHER_LINKS, _LINK, *_MARKS)
    for block in islice(xml_records.blocks(project_text(source), names, broken_starts=False), _MOST):
        tag = re.split(r"[\s/>]", block.text[1:61], maxsplit=1)[0]
        if tag == _LINK:
            _keep_link(block.text, kind, around)
        elif tag in _MARKS:
            _keep_title(block.text, around.names)
        elif tag in _NAMED:
            _keep_name(block, around.names)
        else:
            kind = tag
    return around


def _keep_link(text: str, kind: str, around: _Around) -> None:
    found = _LINKED.search(text)
    first, *others = (one.strip() for one in found[1].split(";")) if found else ("",)
    if kind == _PARTS:
        around.whole.update(dict.fromkeys(others, first))
    elif kind in around.links:
        around.links[kind].setdefault(first, []).extend(others)


def _keep_title(text: str, names: dict[str, str]) -> None:
    own, title = _ID.match(text), _TITLE.search(text)
    if own and title:
        names[own[1]] = html.unescape(title[1])


def _keep_name(block: xml_records.Block, names: dict[str, str]) -> None:
    found = _ID.match(block.text)
    parsed = xml_records.parsed(block) if found else None
    if found and isinstance(parsed, xml_records.Parsed):
        names[found[1]] = _name(parsed.root)


def _name(named: Element) -> str:
    """A person as ``Family, Given``, anything else by its name."""
    texts = {child.tag: text_of(child) for child in named}
    given = " ".join(filter(None, (texts.get("FirstName"), texts.get("MiddleName"))))
    family = " ".join(filter(None, (texts.get("Prefix"), texts.get("LastName"), texts.get("Suffix"))))
    return ", ".join(filter(None, (family, given))) or texts.get("Name", "")


def _record(parsed: xml_records.Parsed, around: _Around) -> RawRecord:
    texts = {child.tag: text_of(child) for child in parsed.root if child.tag not in _FORMATTED}
    own = parsed.root.get("id", "")
    return RawRecord(
        line=parsed.block.line,
        raw=shortened_raw(parsed.block.text),
        title=": ".join(filter(None, (texts.get("Title"), texts.get("Subtitle")))) or texts.get("ShortTitle", ""),
        abstract=texts.get("Abstract", ""),
        authors=next(filter(None, (around.of(own, kind) for kind in _LINKS[:3])), ()),
        year=texts.get("Year") or texts.get("Date", ""),
        venue=around.names.get(texts.get("PeriodicalID") or around.whole.get(own, ""), ""),
        doi=texts.get("DOI", ""),
        ids=_ids(own, texts),
        keywords=around.of(own, "ReferenceKeywords"),
        language=texts.get("LanguageCode") or texts.get("Language", ""),
        kind=texts.get("ReferenceType", ""),
        note=parsed.note,
    )


_FORMATTED: Final = {"AbstractFormatted", "EvaluationFormatted", "TableOfContentsFormatted", "CoverPath"}
_SCHEMES: Final = {"PubMedID": "pmid", "PMCID": "pmcid", "CitationKey": "citation-key", "ISBN": "isbn"}


def _ids(own: str, texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    others = ((scheme, texts.get(name, "")) for name, scheme in _SCHEMES.items())
    return tuple((scheme, value) for scheme, value in (("key", own), *others) if value)


FORMAT: Final = Format(
    "citavi",
    "Citavi backup",
    recognise,
    read,
    start_marks,
    xml_records.declared,
    project_encoding,
    again,
    zipped=True,
)
