"""What the fields of a MARC 21 or UNIMARC record mean, whether it came as MARC21 or MARCXML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from specter2_gui.domain.records import RawRecord


@dataclass(frozen=True, slots=True)
class MarcField:
    """A field; that of a control field, which has no subfields, has a single one with an empty code."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]

    def first(self, code: str) -> str:
        """The first subfield ``code`` that is not blank, without the space around it."""
        return next((text for found, value in self.subfields if found == code and (text := value.strip())), "")

    def all(self, codes: str) -> list[str]:
        """The subfields whose code is among ``codes``, in their order, without blank ones."""
        return [text for found, value in self.subfields if found in codes and found and (text := value.strip())]


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """The leader and the fields of a record, in the order of the file."""

    leader: str
    fields: tuple[MarcField, ...]

    def under(self, *tags: str) -> Iterator[MarcField]:
        """The fields with one of ``tags``, by the order of ``tags``."""
        return (field for tag in tags for field in self.fields if field.tag == tag)

    def control(self, tag: str) -> str:
        """The text of the control field ``tag``."""
        return next((field.first("") for field in self.under(tag)), "")

    def fixed(self, tag: str) -> str:
        """The text of the control field ``tag`` with its spaces, where a place in it has a meaning."""
        return next((field.subfields[0][1] for field in self.under(tag) if field.subfields), "")

    @property
    def unimarc(self) -> bool:
        """Whether it is UNIMARC: its title is in 200, where MARC 21 has 245."""
        tags = {field.tag for field in self.fields}
        return "245" not in tags and any(field.first("a") for field in self.under("200"))

    @property
    def text(self) -> str:
        """All of it for people, a field on a line and ``$`` before the code of a subfield."""
        lines = [f"=LDR  {self.leader}"]
        for field in self.fields:
            value = "".join(f"${code}{text}" if code else text for code, text in field.subfields)
            lines.append(f"={field.tag}  {field.indicators}{value}")
        return "\n".join(lines)


_PUNCTUATED: Final = (":", ";", "=", "/", ",", ".", "?", "!", "-")
_CLOSING: Final = re.compile(r"[\s/:;=,]+$")
_NAME_END: Final = re.compile(r"[\s,;:/]+$")
_FULL_STOP: Final = re.compile(r"(?<=[^\W_]{3})\.$")
_DOI: Final = re.compile(r"(?:^|doi\.org/|doi:\s?)(10\.\d{3,9}/\S+)", re.IGNORECASE)
_KINDS: Final = {
    "aa": "article", "ab": "article", "ac": "collection", "am": "book", "as": "journal", "ai": "website", "tm": "manuscript",
    "em": "map", "cm": "score", "gm": "video", "jm": "music", "im": "audio", "km": "picture", "mm": "electronic resource", "om": "kit",
}  # fmt: skip
_SUBJECTS: Final = ("650", "651", "600", "610", "611", "630", "648", "653", "690")
_SUBJECTS_UNIMARC: Final = ("606", "607", "600", "601", "602", "604", "605", "608", "610")
_NO_ABSTRACT: Final = {"1", "4"}
"""First indicators of 520 that say: a review, advice about the content."""
_NO_AUTHORS: Final = frozenset({"trl", "ill", "bkd", "bkp", "prt", "pbl", "dgg", "fmo", "dte", "ths", "opn"})
"""Roles of people who have not written the work."""


def raw_record(marc: MarcRecord, line: int, raw: str, note: str) -> RawRecord:
    """The record that ``marc`` describes; ISBD punctuation at the end of a title is left to the cleaning."""
    return (_from_unimarc if marc.unimarc else _from_marc21)(marc, line, raw, note)


def _from_marc21(marc: MarcRecord, line: int, raw: str, note: str) -> RawRecord:
    fixed = marc.fixed("008")
    return RawRecord(
        line=line,
        raw=raw,
        title=_title(next(marc.under("245"), None), "abnp"),
        abstract=_abstract(field for field in marc.under("520") if field.indicators[:1] not in _NO_ABSTRACT),
        authors=_authors(marc.under("100", "110", "111", "700", "710", "711")),
        year=_year_of_publication(marc) or fixed[7:11].strip(" |u"),
        venue=_venue(marc, (("773", "t"), ("773", "a"), ("490", "a"), ("830", "a"))),
        doi=_doi(marc, ("024", "856")),
        ids=_ids(marc, (("isbn", "020"), ("issn", "022"), ("lccn", "010"))),
        keywords=_keywords(marc.under(*_SUBJECTS), "axyzv"),
        language=_language(marc, "041") or fixed[35:38].strip(" |"),
        kind=_kind(marc, "502"),
        note=note,
    )


def _from_unimarc(marc: MarcRecord, line: int, raw: str, note: str) -> RawRecord:
    general = next((field.first("a") for field in marc.under("100")), "")
    return RawRecord(
        line=line,
        raw=raw,
        title=_title(next(marc.under("200"), None), "aehi"),
        abstract=_abstract(marc.under("330")),
        authors=_authors(marc.under("700", "701", "702", "710", "711", "712"), unimarc=True),
        year=_date(marc.under("210", "214", "219"), "d") or general[9:13].strip(),
        venue=_venue(marc, (("461", "t"), ("463", "t"), ("410", "t"), ("225", "a"))),
        doi=_doi(marc, ("017", "856")),
        ids=_ids(marc, (("isbn", "010"), ("issn", "011"))),
        keywords=_keywords(marc.under(*_SUBJECTS_UNIMARC), "axyzj"),
        language=_language(marc, "101"),
        kind=_kind(marc, "328"),
        note=note,
    )


def _title(field: MarcField | None, codes: str) -> str:
    """The parts of a title; where the record leaves punctuation out, a colon stands before the subtitle and a full stop before a part."""
    title = ""
    for code, value in field.subfields if field else ():
        text = value.strip()
        if not text or code not in codes or (code == "a" and title and codes[1] == "e"):
            continue
        joint = "" if not title or title.endswith(_PUNCTUATED) else (" :" if code == codes[1] else ".")
        title += f"{joint} {text}" if title else text
    return title


def _abstract(fields: Iterable[MarcField]) -> str:
    return "\n".join(" ".join(field.all("ab")) for field in fields).strip()


def _authors(fields: Iterable[MarcField], *, unimarc: bool = False) -> tuple[str, ...]:
    """Names as the record inverts them; fields that name a work of somebody, and those who have only helped, are passed over."""
    found: dict[str, None] = {}
    for field in fields:
        roles = {role.lower()[-3:] for role in field.all("4")}
        if field.first("t") or (roles and roles <= _NO_AUTHORS):
            continue
        codes = "a" if field.tag[1:] in {"00", "01", "02"} else "ab"
        name = _name(" ".join(field.all(codes)))
        given = _name(field.first("b")) if unimarc and codes == "a" else ""
        found[", ".join(part for part in (name, given) if part)] = None
    return tuple(name for name in found if name)


def _name(text: str) -> str:
    """A name without the punctuation that led to what followed it; the full stop of an initial stays."""
    return _FULL_STOP.sub("", _NAME_END.sub("", text))


def _year_of_publication(marc: MarcRecord) -> str:
    """The date of publication as it is written; of the dates in 264, that of a publication comes before that of a copyright."""
    published = [field for field in marc.under("264") if field.indicators[1:2] == "1"]
    others = [field for field in marc.under("264") if field.indicators[1:2] != "1"]
    return _date((*published, *marc.under("260"), *others), "c")


def _date(fields: Iterable[MarcField], code: str) -> str:
    return next((text for field in fields if (text := field.first(code).rstrip(" .,;"))), "")


def _language(marc: MarcRecord, tag: str) -> str:
    """The first code of ``tag``; old records put several into one subfield."""
    codes = next((field.first("a") for field in marc.under(tag)), "")
    return codes[:3] if codes.isalpha() and len(codes) % 3 == 0 else codes


def _venue(marc: MarcRecord, places: tuple[tuple[str, str], ...]) -> str:
    texts = (field.first(code) for tag, code in places for field in marc.under(tag))
    return next((_CLOSING.sub("", text) for text in texts if text), "")


def _doi(marc: MarcRecord, tags: tuple[str, ...]) -> str:
    values = (value for field in marc.under(*tags) for value in field.all("au"))
    return next((found[1] for value in values if (found := _DOI.search(value))), "")


def _ids(marc: MarcRecord, places: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    found = [("key", marc.control("001"))]
    found += [(scheme, field.first("a").partition(" ")[0]) for scheme, tag in places for field in marc.under(tag)]
    found += [("oclc", value[7:]) for field in marc.under("035") if (value := field.first("a")).startswith("(OCoLC)")]
    return tuple(dict.fromkeys((scheme, value) for scheme, value in found if value))


def _keywords(fields: Iterable[MarcField], codes: str) -> tuple[str, ...]:
    words = (" -- ".join(_name(part) for part in field.all(codes)) for field in fields)
    return tuple(dict.fromkeys(word for word in words if word))


def _kind(marc: MarcRecord, thesis: str) -> str:
    if next(marc.under(thesis), None):
        return "thesis"
    return _KINDS.get(marc.leader[6:8], "")
