"""What the files in seldom tagged formats of the real exports truly hold."""

from tests.readers.truth import Truth, refused

_ONE = Truth("biblioscape-tagged", 1, 1, 0, "one record")

TRUTHS = {
    "jabref__BiblioscapeImporterTestArticleST.txt": Truth(
        "biblioscape-tagged", 1, 1, 0, "one record whose only title is the short one"
    ),
    "jabref__BiblioscapeImporterTestComments.txt": _ONE,
    "jabref__BiblioscapeImporterTestCorrupt.txt": Truth("biblioscape-tagged", 1, 1, 0, "one record after a broken tag"),
    "jabref__BiblioscapeImporterTestInbook.txt": Truth(
        "biblioscape-tagged", 1, 1, 0, "one record whose abstract goes on in a second line"
    ),
    "jabref__BiblioscapeImporterTestJournalArticle.txt": _ONE,
    "jabref__BiblioscapeImporterTestKeywords.txt": _ONE,
    "jabref__BiblioscapeImporterTestOptionalFields.txt": _ONE,
    "jabref__BiblioscapeImporterTestUnknownFields.txt": _ONE,
    "jabref__BiblioscapeImporterTestUnknownType.txt": _ONE,
    "jabref__CopacImporterTest1.txt": Truth("copac-tagged", 1, 1, 0, "a book"),
    "jabref__CopacImporterTest2.txt": Truth("copac-tagged", 2, 2, 0, "2 books"),
    "jabref__IEEEImport1.txt": Truth("ris", 1, 1, 0, "a paper in RIS with a blank line after each field"),
    "jabref__InspecImportTest.txt": Truth(
        "inspec-tagged", 1, 0, 1, "the line that opens a record, and nothing after it"
    ),
    "jabref__InspecImportTest2.txt": Truth("inspec-tagged", 1, 1, 0, "one paper"),
    "jabref__InspecImportTestFalse.txt": refused("no file of references", "three words"),
    "jabref__RepecNepImporterTest1.txt": refused("RePEc", "a part of a mail with one paper in prose"),
    "jabref__RepecNepImporterTest2.txt": refused("RePEc", "a mail with one paper in prose"),
    "jabref__RepecNepImporterTest3.txt": refused("RePEc", "a mail with one paper in prose"),
}
