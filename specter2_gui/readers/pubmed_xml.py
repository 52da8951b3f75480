"""PubMed XML: articles and books as PubMed and Europe PMC's MEDLINE files give them."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from specter2_gui.domain.records import Found, RawRecord, Reject, shortened_raw
from specter2_gui.readers import xml_records
from specter2_gui.readers.formats import Format, ReadOptions
from specter2_gui.readers.source import Source
from specter2_gui.readers.xml_text import text_of, texts_of

_MARKS: Final = ("PubmedArticle", "PubmedBookArticle")
_MARK: Final = re.compile(r"<Pubmed(?:Book)?Article(?:Set)?[\s/>]")
_BODIES: Final = ("MedlineCitation/Article", "BookDocument")
_YEARS: Final = (
    "Journal/JournalIssue/PubDate/Year",
    "Journal/JournalIssue/PubDate/MedlineDate",
    "Book/PubDate/Year",
    "Book/PubDate/MedlineDate",
    "ArticleDate/Year",
    "ContributionDate/Year",
)
_VENUES: Final = ("Journal/Title", "Journal/ISOAbbreviation", "Book/BookTitle", "Book/CollectionTitle")
_AUTHORS: Final = (
    *("AuthorList[@Type='authors']/Author", "Book/AuthorList[@Type='authors']/Author"),
    *("AuthorList/Author", "Book/AuthorList/Author"),
)
_ID_LISTS: Final = (
    "PubmedData/ArticleIdList/ArticleId",
    "PubmedBookData/ArticleIdList/ArticleId",
    "BookDocument/ArticleIdList/ArticleId",
)
_NO_TITLE: Final = {"", "[Not Available].", "[Not Available]"}


def recognise(head: bytes, text: str, name: str) -> int:
    """Certain where one of PubMed's elements begins."""
    del head, name
    return 97 if _MARK.search(text) else 0


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Every article and book; a damaged one is a reject and the next one is read."""
    del options
    for one in xml_records.records(source.text(), _MARKS):
        yield one if isinstance(one, Reject) else _record(one)


def start_marks(source: Source) -> int:
    """How many articles and books begin."""
    return xml_records.count_marks(source.text(), _MARKS)


def _record(parsed: xml_records.Parsed) -> RawRecord:
    root = parsed.root
    body = _first(root, _BODIES)
    ids = _ids(root)
    title, venues = _title(body), _texts_at(body, _VENUES)
    doi = next(
        iter(texts_of(body.findall("ELocationID[@EIdType='doi']") + body.findall("Book/ELocationID[@EIdType='doi']"))),
        "",
    )
    return RawRecord(
        line=parsed.block.line,
        raw=shortened_raw(parsed.block.text),
        title=title,
        abstract=_abstract(body) or _abstract(root.find("MedlineCitation"), "OtherAbstract"),
        authors=_authors(body),
        year=next(_texts_at(body, _YEARS), ""),
        venue=next((venue for venue in venues if venue != title), ""),
        doi=doi or dict(ids).get("doi", ""),
        ids=ids,
        keywords=texts_of(
            root.findall("MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName")
            + root.findall(".//KeywordList/Keyword")
        ),
        language=next(iter(texts_of(body.findall("Language"))), ""),
        kind="; ".join(texts_of(body.findall("PublicationTypeList/PublicationType") + body.findall("PublicationType"))),
        note=parsed.note,
    )


def _first(root: Element, paths: tuple[str, ...]) -> Element:
    """The element at the first path that leads anywhere; an empty one if none does."""
    found = (root.find(path) for path in paths)
    return next((element for element in found if element is not None), Element("nothing"))


def _texts_at(body: Element, paths: tuple[str, ...]) -> Iterator[str]:
    return (text for path in paths if (text := text_of(body.find(path))))


def _title(body: Element) -> str:
    """The article's title, that in its own language where PubMed has no other, or that of the book."""
    title = text_of(body.find("ArticleTitle"))
    if title in _NO_TITLE:
        return text_of(body.find("VernacularTitle")) or text_of(body.find("Book/BookTitle"))
    return title


def _abstract(body: Element | None, name: str = "Abstract") -> str:
    """The parts of a structured abstract, each after its label."""
    if body is None:
        return ""
    parts = body.findall(f"{name}/AbstractText")
    return "\n".join(_labelled(part.get("Label", ""), text) for part in parts if (text := text_of(part)))


def _labelled(label: str, text: str) -> str:
    return f"{label.rstrip(': ')}: {text}" if label and label != "UNLABELLED" else text


def _authors(body: Element) -> tuple[str, ...]:
    for path in _AUTHORS:
        if names := tuple(name for author in body.findall(path) if (name := _author(author))):
            return names
    return ()


def _author(author: Element) -> str:
    given = text_of(author.find("ForeName")) or text_of(author.find("Initials"))
    parts = (text_of(author.find("LastName")), given, text_of(author.find("Suffix")))
    return ", ".join(filter(None, parts)) or text_of(author.find("CollectiveName"))


def _ids(root: Element) -> tuple[tuple[str, str], ...]:
    """PubMed's number, which is also the record's own id, then those of others: DOI, PubMed Central, publisher."""
    pmid = text_of(root.find("MedlineCitation/PMID")) or text_of(root.find("BookDocument/PMID"))
    ids = {"key": pmid, "pmid": pmid} if pmid else {}
    for path in _ID_LISTS:
        for found in root.findall(path):
            scheme = {"pubmed": "pmid"}.get(found.get("IdType", ""), found.get("IdType", ""))
            ids.setdefault(scheme.lower(), text_of(found))
    return tuple((scheme, value) for scheme, value in ids.items() if scheme and value)


FORMAT: Final = Format("pubmed-xml", "PubMed XML", recognise, read, start_marks, xml_records.declared)
