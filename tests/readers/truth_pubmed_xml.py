"""What the PubMed XML files of the real exports truly hold."""

from tests.readers.truth import Truth

_ONE = "one article, in no set around it"

TRUTHS = {
    "jabref__MedlineImporterTestArticleID.xml": Truth("pubmed-xml", 1, 1, 0, "one article with several ids"),
    "jabref__MedlineImporterTestArticleItalics.xml": Truth(
        "pubmed-xml", 1, 1, 0, "one article whose title and abstract have words in italics and superscripts"
    ),
    "jabref__MedlineImporterTestArticleNoISSN.xml": Truth("pubmed-xml", 1, 1, 0, _ONE),
    "jabref__MedlineImporterTestBookArticleSet.xml": Truth(
        "pubmed-xml", 2, 1, 1, "two books, the second of which has neither a title nor an abstract"
    ),
    "jabref__MedlineImporterTestKeywordSingleEntry.xml": Truth("pubmed-xml", 1, 1, 0, _ONE),
    "jabref__MedlineImporterTestMalformedEntry.xml": Truth(
        "pubmed-xml", 1, 0, 1, "one article begins and has no end and nothing in it"
    ),
    "jabref__MedlineImporterTestMathML.xml": Truth(
        "pubmed-xml", 1, 1, 0, "one article with formulas within the abstract"
    ),
    "jabref__MedlineImporterTestMeshHeadingList.xml": Truth("pubmed-xml", 1, 1, 0, "one article without an abstract"),
    "jabref__MedlineImporterTestMinimalEntry.xml": Truth("pubmed-xml", 1, 0, 1, "one article with nothing in it"),
    "jabref__MedlineImporterTestNbib.xml": Truth("pubmed-xml", 2, 2, 0, "an article and a book"),
    "jabref__MedlineImporterTestPubmedBook.xml": Truth(
        "pubmed-xml", 1, 1, 0, "one book; its title is that of the book"
    ),
}
