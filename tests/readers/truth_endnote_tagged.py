"""What the EndNote and refer files of the real exports truly hold."""

from tests.readers.truth import Truth

TRUTHS = {
    "jabref__Endnote.book.example.enw": Truth("endnote-tagged", 1, 1, 0, "a book"),
    "jabref__Endnote.entries.enw": Truth(
        "endnote-tagged",
        13,
        2,
        11,
        "13 lines with %0 without a blank line: one has a title, one an abstract, the others nothing to read",
    ),
    "jabref__Endnote.pattern.A.enw": Truth("endnote-tagged", 1, 0, 1, "an author and nothing else"),
    "jabref__Endnote.pattern.E.enw": Truth("endnote-tagged", 1, 0, 1, "an editor and nothing else"),
    "jabref__refer.bibIX.Journal.ref": Truth("endnote-tagged", 1, 1, 0, "an article"),
    "jabref__refer.bibIX.ref": Truth(
        "endnote-tagged", 4, 4, 0, "a book, a conference paper, a part of an encyclopedia, a thesis"
    ),
}
