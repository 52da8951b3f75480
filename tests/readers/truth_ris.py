"""What the RIS files of the real exports truly hold."""

from tests.readers.truth import Truth

_NO_TEXT = "neither title nor abstract"


def _clean(count: int, why: str) -> Truth:
    return Truth("ris", count, count, 0, why)


def _one(why: str) -> Truth:
    return _clean(1, why)


TRUTHS = {
    "asreview___baseline.ris": _clean(100, "100 papers, 2 without abstract; a few lines end with LF among CRLF"),
    "asreview__baseline_empty_values.ris": _clean(4, "2 titles alone, 2 abstracts alone; empty values are absent ones"),
    "asreview__baseline_reference_types.ris": Truth("ris", 61, 0, 61, f"61 types of references, {_NO_TEXT} in any"),
    "asreview__baseline_tag-notes.ris": Truth("ris", 12, 1, 11, "12 records, of which 11 are notes only"),
    "asreview__baseline_tag-notes_labels.ris": _clean(32, "32 titles with screening labels in their notes"),
    "asreview__baseline_tag-notes_zotero.ris": _clean(4, "the same title four times, with notes in HTML"),
    "asreview__baseline_tag_and_field_definitions.ris": _one(
        "one record with every tag, some with a tab before the dash; after its end an unknown tag and a second end mark"
    ),
    "asreview__baseline_tag_and_field_definitions_lists.ris": Truth(
        "ris", 1, 0, 1, f"authors, keywords, notes: {_NO_TEXT}"
    ),
    "asreview__baseline_zotero.ris": _clean(100, "the 100 papers of the baseline as Zotero writes them"),
    "asreview__embase.ris": _clean(6, "6 papers from Embase"),
    "asreview__faulty_year.ris": _one("one paper whose year is “10 15”"),
    "asreview__ovid_psycinfo.ris": _clean(6, "6 papers; Ovid prints a tag NL and a link after each end mark"),
    "asreview__ovid_zotero.ris": _clean(6, "the same 6 through Zotero"),
    "asreview__proquest.ris": _clean(6, "6 papers"),
    "asreview__pubmed_endnote.txt": _clean(6, "6 papers; keywords go on in lines without a tag"),
    "asreview__pubmed_zotero.ris": _clean(6, "6 papers"),
    "asreview__ris_issue_1099.txt": _clean(7, "7 papers; notes go on after blank lines"),
    "asreview__ris_issue_992.txt": _clean(
        19, "19 papers from Rayyan, 11 without abstract; keywords go on in lines without a tag"
    ),
    "asreview__scopus.ris": _clean(6, "6 papers whose notes hold whole lists of references"),
    "asreview__web_of_science.txt": _clean(10, "10 papers, RIS in spite of the file's name"),
    "jabref__RisImporterCorrupted.ris": _one("one paper without a TY line"),
    "jabref__RisImporterTest1.ris": Truth(
        "ris",
        11,
        2,
        9,
        "11 TY lines: nine one below the other, of which the last has a title, one with a publisher only, one with an abstract",
    ),
    "jabref__RisImporterTest3.ris": _one("a chapter"),
    "jabref__RisImporterTest4a.ris": _one("a book"),
    "jabref__RisImporterTest4b.ris": _one("a book with editors"),
    "jabref__RisImporterTest4c.ris": _one("an article"),
    "jabref__RisImporterTest5a.ris": _one("an article with an abstract in N2"),
    "jabref__RisImporterTest5b.ris": _one("an article with an abstract in N2"),
    "jabref__RisImporterTest6.ris": _one("an article"),
    "jabref__RisImporterTest7.ris": _one("a book"),
    "jabref__RisImporterTest8_date.ris": _one("an article"),
    "jabref__RisImporterTest9.ris": _one("an article with the same abstract in N2 and AB"),
    "jabref__RisImporterTestDOI.ris": _one("an article with its PubMed number in U1"),
    "jabref__RisImporterTestDate1.1.ris": _one("an article after blank lines"),
    "jabref__RisImporterTestDate1.2.ris": _one("an article after blank lines"),
    "jabref__RisImporterTestDoiAndJournalTitle.ris": Truth(
        "ris", 1, 0, 1, f"a patent with the journal's name, {_NO_TEXT}"
    ),
    "jabref__RisImporterTestScience.ris": _one("an article whose abstract is the word “Abstract”"),
    "jabref__RisImporterTestScopus.ris": _one("an article"),
    "jabref__RisImporterTestWithEmptyER.ris": _one("an article after blank lines"),
    "rispy__example_basic.ris": _one("an article"),
    "rispy__example_bom.ris": Truth("ris", 1, 0, 1, f"a DOI after a byte order mark, {_NO_TEXT}"),
    "rispy__example_custom_list_tags.ris": Truth("ris", 1, 0, 1, f"authors and numbers, {_NO_TEXT}"),
    "rispy__example_empty_tag.ris": _one("an article whose abstract goes on in a line without a tag"),
    "rispy__example_extraneous_data.ris": _clean(2, "2 articles with “Record #1 of 2” and other lines before each"),
    "rispy__example_full.ris": _clean(2, "2 articles with the same ID"),
    "rispy__example_full_without_whitespace.ris": _clean(2, "the same without a space after ER"),
    "rispy__example_full_write.ris": _clean(2, "the same with fewer tags"),
    "rispy__example_multi_unknown_tags.ris": _one("an article with tags of its own"),
    "rispy__example_multiline.ris": _clean(
        3, "3 abstracts over several lines, one of which begins with the letters ER"
    ),
    "rispy__example_single_unknown_tag.ris": _one("an article with a tag of its own"),
    "rispy__example_starting_newlines.ris": _one("an article after blank lines"),
    "rispy__example_urls.ris": _clean(4, "the same article four times with other addresses"),
    "rispy__example_utf_chars.ris": _one("an abstract in Russian; the title stands in ST only"),
    "rispy__example_wos.ris": Truth(
        "wos-tagged",
        2,
        2,
        0,
        "the tagged format of Web of Science in spite of the file's name",
    ),
}
