"""MODS, the Library of Congress' XML for catalogue records, single or in collections and server answers."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from specter2_gui.domain.records import Found, RawRecord, Reject, shortened_raw
from specter2_gui.readers import xml_records
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.source import Source
from specter2_gui.readers.xml_text import text_of, texts_of

_MARKS: Final = ("mods",)
_DATES: Final = ("dateIssued", "copyrightDate", "dateCreated", "dateOther")
_SUBJECTS: Final = {"topic", "geographic", "temporal", "genre", "occupation"}
_OTHERS_TITLES: Final = {"alternative", "abbreviated", "translated", "uniform"}
_AUTHORS: Final = {"aut", "author", "cre", "creator", ""}
_EDITORS: Final = {"edt", "editor", "com", "compiler"}
_IDS: Final = {"isbn", "issn", "lccn", "oclc", "pmid", "pubmed", "hdl", "arxiv"}


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where a ``mods`` element is in XML."""
    del head, name
    if xml_records.count_marks([text], (*_MARKS, "modsCollection")):
        return 97
    return 80 if "http://www.loc.gov/mods/" in text else 0


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Every ``mods`` element; a damaged one is a reject and the next one is read."""
    del options
    for one in xml_records.records(source.text(), _MARKS):
        yield one if isinstance(one, Reject) else _record(one)


def start_marks(source: Source) -> int:
    """How many ``mods`` elements begin."""
    return xml_records.count_marks(source.text(), _MARKS)


def _record(parsed: xml_records.Parsed) -> RawRecord:
    mods = parsed.root
    hosts = [item for item in mods.findall("relatedItem") if item.get("type") in {"host", "series"}]
    hosts.sort(key=lambda item: item.get("type") != "host")
    return RawRecord(
        line=parsed.block.line,
        raw=shortened_raw(parsed.block.text),
        title=_title(mods),
        abstract="\n".join(texts_of(mods.findall("abstract"))),
        authors=_authors(mods),
        year=next((date for place in (mods, *hosts) if (date := _date(place))), ""),
        venue=next((title for host in hosts if (title := _title(host))), ""),
        doi=next((text for scheme, text in _identifiers(mods) if scheme == "doi"), ""),
        ids=_ids(mods),
        keywords=_keywords(mods),
        language=next(iter(texts_of(mods.findall("language/languageTerm") or mods.findall("language"))), ""),
        kind=next(iter(texts_of(mods.findall("genre") + mods.findall("typeOfResource"))), ""),
        note=parsed.note,
    )


def _title(within: Element) -> str:
    """The chief title with its article, subtitle and part; another kind of title only where there is no chief one."""
    infos = within.findall("titleInfo")
    infos.sort(key=lambda info: info.get("type") in _OTHERS_TITLES)
    return next((title for info in infos if (title := _whole_title(info))), "")


def _whole_title(info: Element) -> str:
    article, title = text_of(info.find("nonSort")), text_of(info.find("title"))
    title = article + title if article.endswith(("'", "’")) else f"{article} {title}".strip()
    subtitle = text_of(info.find("subTitle"))
    if subtitle:
        title += f"{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"
    parts = texts_of(info.findall("partNumber") + info.findall("partName"))
    return ". ".join([title, *parts]) if title else ". ".join(parts)


def _authors(mods: Element) -> tuple[str, ...]:
    """Authors, or who else is named first: a record may name editors alone, or use roles of its own."""
    by_role = [(_role(name), _name(name)) for name in mods.findall("name")]
    for wanted in (_AUTHORS, _EDITORS, {role for role, _ in by_role}):
        found = tuple(dict.fromkeys(name for role, name in by_role if name and role in wanted))
        if found:
            return found
    return ()


def _role(name: Element) -> str:
    """A role in small letters; empty if there is none, and that of an author if there are several and one is that."""
    roles = [text.lower().rstrip(".") for text in texts_of(name.findall("role/roleTerm") or name.findall("role"))]
    return next((role for role in roles if role in _AUTHORS), roles[0] if roles else "")


def _name(name: Element) -> str:
    parts = {
        kind: [text_of(part) for part in name.findall("namePart") if part.get("type", "") == kind]
        for kind in ("", "family", "given")
    }
    family, given = " ".join(parts["family"]), " ".join(parts["given"])
    inverted = ", ".join(part for part in (family, given) if part)
    return (inverted or " ".join(parts[""])).rstrip(" ,;")


def _date(within: Element) -> str:
    """The date of issue as it is written, the key date first; for a part, the date of the part it is in."""
    for kind in _DATES:
        dates = [date for date in within.findall(f"originInfo/{kind}") if text_of(date)]
        dates.sort(key=lambda date: date.get("keyDate") != "yes")
        if dates:
            return text_of(dates[0])
    return text_of(within.find("part/date"))


def _identifiers(mods: Element) -> Iterator[tuple[str, str]]:
    return ((element.get("type", "").strip().lower(), text_of(element)) for element in mods.findall("identifier"))


def _ids(mods: Element) -> tuple[tuple[str, str], ...]:
    identifiers = list(_identifiers(mods))
    named = [text for scheme, text in identifiers if scheme == "citekey"]
    keys = [*named, mods.get("ID", ""), text_of(mods.find("recordInfo/recordIdentifier"))]
    found = [("key", next((key for key in keys if key), ""))]
    found += [(scheme, text) for scheme, text in identifiers if scheme in _IDS]
    return tuple(dict.fromkeys((scheme, text) for scheme, text in found if text))


def _keywords(mods: Element) -> tuple[str, ...]:
    subjects = (_joined(child for child in subject if child.tag in _SUBJECTS) for subject in mods.findall("subject"))
    return tuple(dict.fromkeys(subject for subject in subjects if subject))


def _joined(parts: Iterable[Element]) -> str:
    return " -- ".join(texts_of(list(parts)))


FORMAT: Final = Format("mods-xml", "MODS", recognise, read, start_marks, xml_records.declared)
