"""References out of Citavi's backups, and the ways in which an archive can be hostile."""

import io
import struct
import zipfile

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.readers import citavi, citavi_archive
from specter2_gui.readers.formats import ReadOptions
from specter2_gui.readers.reading import begin_source
from specter2_gui.readers.source import Source
from tests.readers.outcome import outcome

PROJECT = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<CitaviExchangeData Version="6.8.0.0">
  <Keywords><Keyword id="k1"><Name>food &amp; drink</Name></Keyword><Keyword id="k2"><Name>law</Name></Keyword></Keywords>
  <Periodicals><Periodical id="j1"><Name>Journal of Food</Name></Periodical></Periodicals>
  <Persons>
    <Person id="p1"><FirstName>Ann</FirstName><LastName>Doe</LastName><MiddleName>B.</MiddleName></Person>
    <Person id="p2"><LastName>The Group</LastName></Person>
    <Person id="p3"><LastName>Damaged</Person>
    <Person id="p4"><FirstName>Ed</FirstName><LastName>Itor</LastName></Person>
  </Persons>
  <References>
    <Reference id="r1"><PeriodicalID>j1</PeriodicalID><Abstract>Of hazards.</Abstract><AbstractFormatted>{\\rtf1 Of hazards.}</AbstractFormatted>
      <DOI>10.1000/x</DOI><LanguageCode>en</LanguageCode><PubMedID>5</PubMedID><ReferenceType>JournalArticle</ReferenceType>
      <CitationKey>Doe15</CitationKey><Title>The role of hazard</Title><Subtitle>a review</Subtitle><Year>2015</Year></Reference>
    <Reference id="r2"><ReferenceType>Contribution</ReferenceType><Title>A chapter</Title></Reference>
    <Reference id="r3"><ReferenceType>BookEdited</ReferenceType><Title>The &quot;book&quot;</Title><Date>21.02.2013</Date></Reference>
    <Reference id="r4"><Title>damaged</Reference>
    <Reference id="r5"><ShortTitle>Only short</ShortTitle></Reference>
  </References>
  <ReferenceAuthors><OnetoN>r1;p1;p2;p3;unknown</OnetoN></ReferenceAuthors>
  <ReferenceCollaborators><OnetoN>r3;p1</OnetoN></ReferenceCollaborators>
  <ReferenceEditors><OnetoN>r3;p4</OnetoN></ReferenceEditors>
  <ReferenceKeywords><OnetoN>r1;k1;k2</OnetoN></ReferenceKeywords>
  <ReferenceReferences><OnetoN>r3;r2</OnetoN></ReferenceReferences>
</CitaviExchangeData>
"""


def packed(text: str = PROJECT, name: str = "My project.ctv6", encoding: str = "utf-8") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text.encode(encoding))
    return target.getvalue()


def refused(data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        list(citavi.FORMAT.read(Source.of_bytes(data, "x.ctv6bak"), ReadOptions()))
    return caught.value


@pytest.mark.parametrize(
    "data", [packed(), packed(encoding="utf-16-le"), PROJECT.encode()], ids=["backup", "UTF-16", "not packed"]
)
def test_a_project_is_read_with_what_its_references_point_to(data: bytes) -> None:
    result = outcome(citavi.FORMAT, data)
    article, chapter, book, short = result.records
    assert article.title == "The role of hazard: a review"
    assert article.abstract == "Of hazards."
    assert article.authors == ("Doe, Ann B.", "The Group")
    assert (article.year, article.venue, article.doi, article.language, article.kind) == (
        "2015",
        "Journal of Food",
        "10.1000/x",
        "en",
        "JournalArticle",
    )
    assert article.keywords == ("food & drink", "law")
    assert article.ids == (("key", "r1"), ("pmid", "5"), ("citation-key", "Doe15"))
    assert (chapter.title, chapter.venue, chapter.authors) == ("A chapter", 'The "book"', ())
    assert (book.title, book.authors, book.year) == ('The "book"', ("Itor, Ed",), "21.02.2013")
    assert short.title == "Only short"
    assert [reject.line for reject in result.rejects] == [17]


def test_a_backup_is_recognised_by_what_is_packed_in_it() -> None:
    for data in (packed(), packed(name="x.xml"), packed(encoding="utf-16-le"), PROJECT.encode()):
        assert citavi.FORMAT.recognise(data, data.decode(errors="ignore"), "x.zip") > 90
    for data in (packed("<html>"), packed()[:20], b"PK\x03\x04" + b"\xff" * 200, b""):
        assert citavi.FORMAT.recognise(data, "", "x.ctv6bak") == 0


def test_the_receipt_tells_the_encoding_of_the_project_and_not_of_the_archive() -> None:
    for data, encoding in (
        (packed(), "utf-8"),
        (packed(encoding="utf-16-le"), "utf-16-le"),
        (PROJECT.encode(), "utf-8"),
    ):
        reading = begin_source(Source.of_bytes(data, "x.ctv6bak"))
        assert (reading.format.name, reading.encoding.name, reading.encoding.doubtful) == ("citavi", encoding, ())


def test_an_archive_that_would_fill_the_memory_is_not_unpacked() -> None:
    bomb = packed("<CitaviExchangeData>" + "x" * (citavi_archive._SMALL + 1))
    assert len(bomb) < 100_000
    assert "larger than any project" in refused(bomb).why


def test_a_size_that_is_a_lie_unpacks_no_more_than_it_says() -> None:
    data = bytearray(packed("<CitaviExchangeData>" + "x" * 5_000_000))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 100)
    assert "damaged" in refused(bytes(data)).why


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.99])
def test_a_backup_that_is_not_complete_says_so(cut: float) -> None:
    data = packed()
    assert "not complete" in refused(data[: int(len(data) * cut)]).why


def test_a_directory_that_points_before_the_file_is_damage() -> None:
    data = bytearray(packed())
    data[-6:-2] = struct.pack("<I", 0xFFFFFF)
    assert "damaged" in refused(bytes(data)).why


def test_a_damaged_backup_says_so() -> None:
    data = bytearray(packed())
    data[200:260] = bytes(60)
    assert "damaged" in refused(bytes(data)).why


def test_a_locked_backup_says_so() -> None:
    data = bytearray(packed())
    directory = data.rindex(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    assert "password" in refused(bytes(data)).why


def test_an_archive_without_a_project_says_so() -> None:
    assert "no project" in refused(packed(name="../../evil.exe")).why


def test_names_that_point_elsewhere_write_nothing() -> None:
    assert len(outcome(citavi.FORMAT, packed(name="../../../tmp/evil.xml")).records) == 4
