"""What the BibTeX files of the real exports truly hold."""

from tests.readers.truth import Truth, refused


def bibtex(records: int, rejects: int, why: str) -> Truth:
    return Truth("bibtex", records + rejects, records, rejects, why)


_ONE = "one article"

TRUTHS = {
    "bibtexparser__article.bib": bibtex(1, 0, _ONE),
    "bibtexparser__article_comma_first.bib": bibtex(
        2, 0, "two articles whose commas stand at the beginning of the lines"
    ),
    "bibtexparser__article_comma_normal_multiple.bib": bibtex(
        3, 0, "three articles without a comma behind the last field"
    ),
    "bibtexparser__article_comma_normal_single.bib": bibtex(1, 0, "an article without a comma behind the last field"),
    "bibtexparser__article_field_name_with_underscore.bib": bibtex(1, 0, "an article with a field strange_field_name"),
    "bibtexparser__article_homogenize.bib": bibtex(
        1, 0, "an article whose names stand in the fields authors and editors"
    ),
    "bibtexparser__article_missing_coma.bib": bibtex(4, 0, "four articles without a comma behind the last field"),
    "bibtexparser__article_multilines.bib": bibtex(1, 0, "an article whose fields go over several lines"),
    "bibtexparser__article_no_braces.bib": bibtex(
        1, 0, "an article whose fields stand in quotation marks, with accents in braces in them"
    ),
    "bibtexparser__article_oneline.bib": bibtex(2, 0, "two articles on one line each, one with a space before its key"),
    "bibtexparser__article_start_with_bom.bib": bibtex(1, 0, "an article behind a byte order mark and an empty line"),
    "bibtexparser__article_start_with_whitespace.bib": bibtex(2, 0, "two articles, indented"),
    "bibtexparser__article_with_annotation.bib": bibtex(1, 0, "an article with a field author+an"),
    "bibtexparser__article_with_protection_braces.bib": bibtex(1, 0, "an article whose title stands in double braces"),
    "bibtexparser__article_with_special_characters.bib": bibtex(1, 0, "an article with accents in LaTeX"),
    "bibtexparser__article_with_strings.bib": bibtex(
        1, 0, "three abbreviations, one of them in round brackets, and an article put together from them"
    ),
    "bibtexparser__biber-examples.bib": bibtex(
        97,
        21,
        "118 records; three are sets of others, 18 have no title of any kind, among them the second one with the key tmn4",
    ),
    "bibtexparser__book.bib": bibtex(1, 0, "one book"),
    "bibtexparser__book_bom.bib": bibtex(1, 0, "one book, the file begins with a byte order mark"),
    "bibtexparser__book_capital_AND.bib": bibtex(
        1, 0, "a book with three authors, an AND in capitals between two of them"
    ),
    "bibtexparser__book_comma_first.bib": bibtex(1, 0, "a book whose commas stand at the beginning of the lines"),
    "bibtexparser__comments_only.bib": bibtex(0, 0, "three comments"),
    "bibtexparser__comments_percentage.bib": bibtex(2, 0, "two articles, a comment between them"),
    "bibtexparser__comments_percentage_nolastcoma.bib": bibtex(2, 0, "two articles, a comment between them"),
    "bibtexparser__comments_spaces_and_declarations.bib": bibtex(
        1, 0, "an article whose title is an abbreviation that is called title, between comments"
    ),
    "bibtexparser__common_strings.bib": bibtex(0, 0, "twelve abbreviations for months"),
    "bibtexparser__crossref_cascading.bib": bibtex(0, 4, "four books that refer to one another, none with a title"),
    "bibtexparser__crossref_cascading_aliases.bib": bibtex(
        3, 0, "a book, one of its volumes that refers to it by another name, and a part of the volume"
    ),
    "bibtexparser__crossref_cascading_cycle.bib": bibtex(0, 2, "two books that refer to each other, none with a title"),
    "bibtexparser__crossref_entries.bib": bibtex(14, 0, "14 records, eight of which refer to others"),
    "bibtexparser__crossref_missing_entries.bib": bibtex(1, 0, "a part of a book that is not in the file"),
    "bibtexparser__empty.bib": refused("is empty", "not a byte"),
    "bibtexparser__encoding.bib": bibtex(1, 0, "an article with accented letters in UTF-8"),
    "bibtexparser__features.bib": bibtex(1, 0, "comments, preambles, abbreviations, and one conference paper"),
    "bibtexparser__features2.bib": bibtex(
        1, 0, "abbreviations of abbreviations, and one conference paper with an @ in a note"
    ),
    "bibtexparser__fieldname.bib": bibtex(0, 1, "a book with a date alone, in a field called Dc.Date"),
    "bibtexparser__gbk_test.bib": bibtex(
        1,
        0,
        "an article with Chinese names in GBK, which the file does not say: they are shown as doubtful words",
    ),
    "bibtexparser__multiline_comments.bib": bibtex(0, 0, "four comments"),
    "bibtexparser__multiple_entries.bib": bibtex(3, 0, "two books and an article"),
    "bibtexparser__multiple_entries_and_comments.bib": bibtex(3, 0, "two books, an article, and two comments"),
    "bibtexparser__string.bib": bibtex(1, 0, "an abbreviation and the conference paper that uses it"),
    "bibtexparser__traps.bib": bibtex(1, 0, "an article whose author field has a line end and a comma in it"),
    "bibtexparser__website.bib": bibtex(1, 0, "a web page"),
    "bibtexparser__wrong.bib": bibtex(
        0, 2, "a record of an unknown type and an article, each with nothing but an author"
    ),
    "bibtexparser__xref_entries.bib": bibtex(
        8, 0, "eight records, five of which point to others without taking anything over"
    ),
    "bibtexparser__xref_missing_entries.bib": bibtex(1, 0, "a part of a book that is not in the file"),
    "jabref__BibtexImporter.examples.bib": bibtex(
        2, 2, "a book, an article, and two sets of records, which have no title"
    ),
    "jabref__bibWithMixedContent.bib": bibtex(1, 0, "a conference paper and a line of letters and braces behind it"),
    "jabref__biblatex-software.bib": bibtex(
        9,
        0,
        "nine pieces of software; three versions and modules and a fragment have the title of the software that they refer to",
    ),
    "jabref__bug1283.bib": bibtex(2, 0, "a conference paper and a book, empty lines within both"),
    "jabref__cleanup.bib": bibtex(1, 0, "an article behind lines of comment"),
    "jabref__complex.bib": bibtex(
        20, 0, "20 records, comments in plain text, and JabRef's settings with braces in them"
    ),
    "jabref__crossref.bib": bibtex(
        4, 0, "two conference papers, an article, and the proceedings that one of the papers refers to"
    ),
    "jabref__issue_181_1.8.0_51-b16.bib": bibtex(1, 0, "a collection that has a booktitle in the place of a title"),
    "jabref__jabref-authors.bib": bibtex(212, 0, "212 records"),
    "jabref__testjabref.bib": bibtex(156, 0, "156 records"),
    "jabref__testjabref_210as292.bib": bibtex(6, 0, "six articles, with an @ in some of the fields"),
    "jabref__testjabref_292.bib": bibtex(6, 0, "six articles, with an @ in some of the fields"),
    "jabref__tiny-BE-noBOM.bib": bibtex(
        1, 0, "an abbreviation and an article in UTF-16, big end first, without a mark"
    ),
    "jabref__tiny-BE-withBOM.bib": bibtex(1, 0, "the same with a byte order mark"),
    "jabref__tiny-LE-noBOM.bib": bibtex(
        1, 0, "an abbreviation and an article in UTF-16, little end first, without a mark"
    ),
    "jabref__tiny-LE-withBOM.bib": bibtex(1, 0, "the same with a byte order mark"),
    "jabref__unknownMetaData.bib": bibtex(1, 0, "an article and JabRef's settings"),
    "jabref__utf8-bom.bib": bibtex(
        2, 0, "an article, a collection that has a booktitle in the place of a title, and JabRef's settings"
    ),
}
