"""What the EndNote XML files of the real exports truly hold."""

from tests.readers.truth import Truth

TRUTHS = {
    "jabref__EndnoteXmlImporterTestArticle.xml": Truth(
        "endnote-xml", 1, 1, 0, "one article with an abstract, from Bookends"
    ),
    "jabref__EndnoteXmlImporterTestArticle2.xml": Truth("endnote-xml", 2, 2, 0, "an article and a book from EndNote"),
    "jabref__EndnoteXmlImporterTestLabelAndMultiTitle.xml": Truth(
        "endnote-xml", 3, 3, 0, "three papers; the title of the last one is in three runs of style"
    ),
    "jabref__EndnoteXmlImporterTestReport.xml": Truth("endnote-xml", 1, 1, 0, "one report"),
    "jabref__EndnoteXmlImporterTest_EmptyKeywordStyle.xml": Truth(
        "endnote-xml", 1, 1, 0, "one article, a keyword of which is empty"
    ),
    "jabref__EndnoteXmlImporterTest_WithoutUrlStyle.xml": Truth("endnote-xml", 1, 1, 0, "one article with an abstract"),
    "jabref__EndnoteXmlImporterTest_WithoutUrlStyle2.xml": Truth("endnote-xml", 2, 2, 0, "two papers from EndNote"),
}
