"""What the MARCXML files of the real exports truly hold."""

from tests.readers.truth import Truth

_ANSWER = "in the answer of a server, whose prefix zs is never declared and whose wrapper is a record too"


def answer(what: str) -> Truth:
    return Truth("marcxml", 1, 1, 0, f"{what} {_ANSWER}")


TRUTHS = {
    "jabref__MarcXMLParserTestInProceedings.xml": answer("the proceedings of a congress"),
    "jabref__MarcXmlParserTestArticle.xml": answer("an article in a book"),
    "jabref__MarcXmlParserTestBook.xml": answer("a book with a long table of contents"),
    "jabref__MarcXmlParserTestBookSeries.xml": answer("a volume of a series"),
    "jabref__MarcXmlParserTestNotes.xml": answer("an article online with a DOI"),
    "jabref__MarcXmlParserTestSummaryAndKeywords.xml": answer(
        "a book with a summary, and a bare & in the publisher's name,"
    ),
    "jabref__MarcXmlParserTestThesis.xml": answer("a thesis"),
    "pymarc__batch.xml": Truth("marcxml", 2, 2, 0, "a sound recording and a web page with a summary"),
}
