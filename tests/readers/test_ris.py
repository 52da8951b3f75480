"""RIS fields are read from whichever tag a database puts them in."""

import pytest

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.ris import FORMAT
from tests.readers.outcome import outcome


def record(*lines: str) -> RawRecord:
    (found,) = outcome(FORMAT, "\n".join(("TY  - JOUR", *lines, "ER  - "))).records
    return found


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["TI  - One", "T1  - Two"], "One"),
        (["TI  - ", "T1  - Two"], "Two"),
        (["CT  - Three"], "Three"),
        (["T2  - Journal", "ST  - Short"], "Short"),
        (["BT  - Book"], "Book"),
        (["T2  - Journal"], ""),
        (["TI  - A long title", "that goes on"], "A long title\nthat goes on"),
    ],
)
def test_the_title_is_the_first_that_is_not_empty(lines: list[str], title: str) -> None:
    assert record(*lines).title == title


def test_an_entire_book_may_have_its_title_in_t2() -> None:
    (found,) = outcome(FORMAT, "TY  - BOOK\nT2  - A Book\nAU  - A\nER  - ").records
    assert (found.title, found.venue) == ("A Book", "")


def test_the_abstract_is_all_of_ab_or_else_all_of_n2() -> None:
    assert record("AB  - Aims.", "AB  - Results.", "N2  - Note").abstract == "Aims. Results."
    assert record("AB  - ", "N2  - The abstract.").abstract == "The abstract."
    assert record("AB  - Twice.", "AB  - Twice.").abstract == "Twice."


def test_names_and_keywords_are_listed_once_each_also_from_one_line_and_from_lines_without_a_tag() -> None:
    found = record(
        "AU  - Muller, Zoe; Bronte, Emily;", "A1  - Muller, Zoe", "KW  - bees", "honey", "Sports &amp; health"
    )
    assert found.authors == ("Muller, Zoe", "Bronte, Emily")
    assert found.keywords == ("bees", "honey", "Sports &amp; health")
    assert record("ED  - Editor, A").authors == ("Editor, A",)


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["PY  - 2001/09/01/"], "2001/09/01"),
        (["PY  - ///", "Y1  - 1999///"], "1999"),
        (["PY  - in press"], "in press"),
        (["DA  - Jun", "PY  - 2011"], "2011"),
        ([], ""),
    ],
)
def test_the_year_is_the_first_value_with_four_digits(lines: list[str], year: str) -> None:
    assert record(*lines).year == year


@pytest.mark.parametrize(
    ("line", "doi"),
    [
        ("DO  - 10.1/abc", "10.1/abc"),
        ("M3  - doi: 10.1063/1.1954747", "10.1063/1.1954747"),
        ("UR  - https://doi.org/10.1000/x(1)", "10.1000/x(1"),
        ("N1  - CAPLUS AN 1; DOI 10.1000/xyz.", "10.1000/xyz"),
        ("UR  - https://example.org/10.1000/not-said-to-be-one", ""),
    ],
)
def test_a_doi_is_found_where_it_says_that_it_is_one(line: str, doi: str) -> None:
    assert record(line).doi == doi


def test_numbers_are_told_apart() -> None:
    assert record("ID  - 7", "U1  - 26957754[pmid]", "AN  - PMC1", "SN  - 1234-5678", "JF  - J").ids == (
        ("key", "7"),
        ("pmid", "26957754"),
        ("accession", "PMC1"),
        ("issn", "1234-5678"),
    )


def test_words_that_look_like_tags_inside_an_abstract_stay_there() -> None:
    found = record("AB  - The wards", "ER then went on", "IL-6 and AB-42 rose", "TI", "end")
    assert found.abstract == "The wards\nER then went on\nIL-6 and AB-42 rose\nTI\nend"


def test_what_is_printed_after_the_last_record_is_no_record() -> None:
    text = "TY  - JOUR\nTI  - A\nER  - \nNL  - J Rec\n\nLink to the Ovid Full Text: x\n____\nDatabase copyright © 2019\n12.\n\x1a"
    assert outcome(FORMAT, text).titles == ["A"]


def test_text_of_unknown_origin_after_the_last_record_is_listed() -> None:
    found = outcome(FORMAT, "TY  - JOUR\nTI  - A\nER  - \n\nSomething else\nentirely\n")
    assert found.titles == ["A"]
    assert [reject.raw for reject in found.rejects] == ["Something else\nentirely"]
