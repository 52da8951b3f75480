"""Articles and books out of PubMed XML."""

import pytest

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers import endnote_xml, marcxml, mods, pubmed_xml
from specter2_gui.readers.formats import ReadOptions
from specter2_gui.readers.source import Source
from tests.readers.exports import ABSENT, FOLDER
from tests.readers.outcome import outcome

ARTICLE = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/pubmed.dtd">
<PubmedArticleSet><PubmedArticle>
 <MedlineCitation Status="MEDLINE"><PMID Version="1">111</PMID>
  <Article><Journal><ISSN>1</ISSN><JournalIssue><PubDate><Year>2019</Year><Month>May</Month></PubDate></JournalIssue>
    <Title>Journal of Reading</Title><ISOAbbreviation>J Read</ISOAbbreviation></Journal>
   <ArticleTitle>The <i>APOE</i> locus at 10<sup>-19</sup>.</ArticleTitle>
   <ELocationID EIdType="pii">S1</ELocationID><ELocationID EIdType="doi">10.1000/x</ELocationID>
   <Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Little was <b>known</b>.</AbstractText>
    <AbstractText Label="UNLABELLED">So we looked.</AbstractText><AbstractText/><CopyrightInformation>(c)</CopyrightInformation></Abstract>
   <AuthorList><Author><LastName>Doe</LastName><ForeName>Ann B</ForeName><Suffix>Jr</Suffix></Author>
    <Author><LastName>Roe</LastName><Initials>R</Initials></Author><Author><CollectiveName>The Group</CollectiveName></Author><Author/></AuthorList>
   <Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType><PublicationType>Review</PublicationType></PublicationTypeList>
  </Article>
  <MeshHeadingList><MeshHeading><DescriptorName>Reading</DescriptorName><QualifierName>methods</QualifierName></MeshHeading></MeshHeadingList>
  <KeywordList><Keyword>habits</Keyword><Keyword>Reading</Keyword></KeywordList>
 </MedlineCitation>
 <PubmedData><ArticleIdList><ArticleId IdType="pubmed">111</ArticleId><ArticleId IdType="pmc">PMC9</ArticleId></ArticleIdList>
  <ReferenceList><Reference><Citation>Other.</Citation><ArticleIdList><ArticleId IdType="pubmed">999</ArticleId></ArticleIdList></Reference></ReferenceList>
 </PubmedData>
</PubmedArticle></PubmedArticleSet>"""


def article(inner: str) -> RawRecord:
    text = f"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>{inner}</Article></MedlineCitation></PubmedArticle>"
    (record,) = outcome(pubmed_xml.FORMAT, text).records
    return record


def test_an_article_is_read_with_all_its_fields() -> None:
    (record,) = outcome(pubmed_xml.FORMAT, ARTICLE).records
    assert record.title == "The APOE locus at 10-19."
    assert record.abstract == "BACKGROUND: Little was known.\nSo we looked."
    assert record.authors == ("Doe, Ann B, Jr", "Roe, R", "The Group")
    assert (record.year, record.venue, record.doi, record.language) == (
        "2019",
        "Journal of Reading",
        "10.1000/x",
        "eng",
    )
    assert record.kind == "Journal Article; Review"
    assert record.keywords == ("Reading", "habits")
    assert record.ids == (("key", "111"), ("pmid", "111"), ("pmc", "PMC9"))
    assert (record.line, record.note) == (3, "")
    assert record.raw.startswith("<PubmedArticle>")
    assert record.raw.endswith("</PubmedArticle>")


def test_a_book_has_the_title_of_the_book_and_a_chapter_its_own() -> None:
    book = "<Book><BookTitle>The book</BookTitle><PubDate><Year>2009</Year></PubDate><CollectionTitle>The series</CollectionTitle></Book>"
    chapter = "<ArticleTitle>The chapter</ArticleTitle>"
    text = "".join(
        f"<PubmedBookArticle><BookDocument><PMID>{pmid}</PMID>{inner}</BookDocument></PubmedBookArticle>"
        for pmid, inner in (("1", book), ("2", book + chapter))
    )
    found = outcome(pubmed_xml.FORMAT, text).records
    assert [(record.title, record.venue, record.year) for record in found] == [
        ("The book", "The series", "2009"),
        ("The chapter", "The book", "2009"),
    ]


def test_the_year_is_found_where_there_is_only_a_season() -> None:
    assert (
        article(
            "<Journal><JournalIssue><PubDate><MedlineDate>1999 Spring</MedlineDate></PubDate></JournalIssue></Journal>"
        ).year
        == "1999 Spring"
    )
    assert article("<ArticleDate><Year>2016</Year></ArticleDate>").year == "2016"


def test_a_title_in_its_own_language_takes_the_place_of_none() -> None:
    assert (
        article("<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Über das Lesen</VernacularTitle>").title
        == "Über das Lesen"
    )


def test_an_abstract_in_another_language_is_read_only_where_there_is_no_other() -> None:
    other = "<OtherAbstract Language='spa'><AbstractText>Leer.</AbstractText></OtherAbstract>"
    text = (
        "<PubmedArticle><MedlineCitation><Article><ArticleTitle>T</ArticleTitle>{}</Article>"
        + other
        + "</MedlineCitation></PubmedArticle>"
    )
    with_own = text.format("<Abstract><AbstractText>Reading.</AbstractText></Abstract>")
    assert [record.abstract for record in outcome(pubmed_xml.FORMAT, text.format("") + with_own).records] == [
        "Leer.",
        "Reading.",
    ]


def test_formulas_are_read_whether_or_not_their_prefix_is_declared() -> None:
    formula = "<{0}math><{0}mfrac><{0}mn>1</{0}mn><{0}mn>2</{0}mn></{0}mfrac></{0}math>"
    for prefix in ("", "mml:"):
        assert (
            article(f"<Abstract><AbstractText>Is {formula.format(prefix)} enough</AbstractText></Abstract>").abstract
            == "Is 1/2 enough"
        )


def test_a_damaged_article_in_the_middle_is_one_reject() -> None:
    whole = ARTICLE[ARTICLE.index("<PubmedArticle>") : ARTICLE.index("</PubmedArticleSet>")]
    damaged = whole.replace("</ArticleTitle>", "</Article>").replace("APOE", "middle")
    result = outcome(pubmed_xml.FORMAT, f"<PubmedArticleSet>{whole}{damaged}{whole}</PubmedArticleSet>")
    assert len(result.records) == 2
    assert [reject.line for reject in result.rejects] == [1 + whole.count("\n")]
    assert "middle" in result.rejects[0].raw


def test_the_encoding_that_the_file_declares_is_used() -> None:
    text = ARTICLE.replace('version="1.0"', 'version="1.0" encoding="GBK"').replace("APOE", "阅读习惯")
    (record,) = outcome(pubmed_xml.FORMAT, text.encode("gbk")).records
    assert record.title == "The 阅读习惯 locus at 10-19."
    western = ARTICLE.replace('version="1.0"', 'version="1.0" encoding="ISO-8859-1"').replace("APOE", "“naïve”")
    (record,) = outcome(pubmed_xml.FORMAT, western.encode("cp1252")).records
    assert record.title == "The “naïve” locus at 10-19."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_the_encodings_of_unicode_are_read(encoding: str) -> None:
    (record,) = outcome(pubmed_xml.FORMAT, ARTICLE.replace("APOE", "naïve").encode(encoding)).records
    assert record.title == "The naïve locus at 10-19."


def test_an_abstract_of_ten_million_characters_is_kept() -> None:
    assert (
        len(article(f"<Abstract><AbstractText>{'word ' * 2_000_000}</AbstractText></Abstract>").abstract) == 9_999_999
    )


def test_200_000_authors_are_read() -> None:
    people = "<Author><LastName>Doe</LastName></Author>" * 200_000
    assert len(article(f"<AuthorList>{people}</AuthorList>").authors) == 200_000


def test_pubmed_is_told_from_other_xml() -> None:
    text = ARTICLE[:400]
    assert pubmed_xml.FORMAT.recognise(text.encode(), text, "x.txt") > 90
    for other in (endnote_xml, marcxml, mods):
        assert other.FORMAT.recognise(text.encode(), text, "x.xml") == 0
    assert pubmed_xml.FORMAT.recognise(b"", "<xml><records><record><ref-type>", "pubmed.xml") == 0


@pytest.mark.skipif(not FOLDER.exists(), reason=ABSENT)
def test_the_formulas_of_a_real_abstract_are_read_as_text() -> None:
    source = Source(FOLDER / "pubmed_xml" / "jabref__MedlineImporterTestMathML.xml")
    (record,) = pubmed_xml.FORMAT.read(source, ReadOptions())
    assert isinstance(record, RawRecord)
    assert "<" not in record.title
    assert "a + 1 /b" in " ".join(record.abstract.split()) or "a + 1 / b" in record.abstract
