from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.cleaning import clean_abstract, clean_line, clean_title, cleaned, doi_in, year_in
from specter2_gui.domain.records import RawRecord, Record, Reject


def record_of(**fields: object) -> Record:
    found = cleaned(RawRecord(**({"line": 7, "raw": "raw", "title": "A title"} | fields)))  # type: ignore[arg-type] - fields by name
    assert isinstance(found, Record)
    return found


@pytest.mark.parametrize(
    "words",
    [
        "[No abstract available]", "No abstract available.", "NA", "n/a", "N.A.", "No abstract", "None", "null", "-", "…", "  ",
        "[Abstract not available]", "Abstract unavailable", "There is no abstract available for this article.",
        "An abstract is not available for this content so a preview has been provided.", "Abstract available from the publisher.",
        "Kein Abstract verfügbar", "<p>No abstract available</p>", "Résumé non disponible", "\u200b",
    ],
)  # fmt: skip
def test_words_that_stand_for_no_abstract_are_none(words: str) -> None:
    assert clean_abstract(words) == ""
    assert record_of(abstract=words).title_only


@pytest.mark.parametrize(
    "words",
    [
        "Na+ channels.",
        "No abstract thought is possible without words.",
        "None of the trials ended early.",
        "Summary of trials",
    ],
)
def test_a_short_abstract_stays_one(words: str) -> None:
    assert clean_abstract(words) == words


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019", 2019), ("in press", None), ("2019/05/12/", 2019), ("20190512", 2019), ("c1999", 1999), ("[2003?]", 2003),
        ("May 2001", 2001), ("1998-1999", 1998), ("19", None), ("", None), ("0000", None), ("9999", None), ("12345", None),
        ("2019.0", 2019), ("٢٠١٩", 2019),
    ],
)  # fmt: skip
def test_a_year_is_found_in_what_files_write(text: str, year: int | None) -> None:
    assert year_in(text) == year


def test_the_text_of_a_year_stays_beside_the_number() -> None:
    assert (record_of(year="in press").year_text, record_of(year="in press").year) == ("in press", None)
    assert (record_of(year="2019.0").year_text, record_of(year=" 2019 ").year) == ("2019", 2019)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/ABC.5", "10.1000/abc.5"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("http://dx.doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("doi:10.1000/abc.", "10.1000/abc"),
        ("10.1016/j.cell.2019.01.001 [doi]", "10.1016/j.cell.2019.01.001"),
        ("(DOI 10.1000/a(b)c)", "10.1000/a(b)c"),
        ("10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
         "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"),
        ("none", ""),
        ("10.1000", ""),
    ],
)  # fmt: skip
def test_a_doi_is_told_apart_from_what_stands_around_it(text: str, doi: str) -> None:
    assert doi_in(text) == doi
    assert doi_in(doi) == doi


def test_a_doi_among_the_other_ids_is_found() -> None:
    assert record_of(ids=(("url", "https://doi.org/10.1000/x"),)).doi == "10.1000/x"
    assert record_of(ids=(("url", "https://example.org/10.1000/x"),)).doi == ""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bees of the world /", "Bees of the world"),
        ("Bees : / ", "Bees"),
        ("A study [Review] [45 refs]", "A study [Review] [45 refs]"),
        ("In vivo and/or in vitro", "In vivo and/or in vitro"),
        ("[Not Available].", ""),
        ("  a\r\n  b\tc ", "a b c"),
        ("Cafe\u0301\x00s \ud800 here", "Café s here"),
        ("\u05e9\u05dc\u05d5\u05dd \u200fworld", "\u05e9\u05dc\u05d5\u05dd \u200fworld"),
    ],
)
def test_a_title_loses_what_is_no_title(text: str, title: str) -> None:
    assert clean_title(text) == title


def test_a_record_without_title_and_abstract_is_rejected_with_its_text() -> None:
    found = cleaned(RawRecord(3, "AU  - Smith\x00", authors=("Smith",), abstract="NA", note="The title was cut off."))
    assert found == Reject(
        3, "AU  - Smith\N{REPLACEMENT CHARACTER}", "It has neither a title nor an abstract. The title was cut off."
    )


def test_an_abstract_alone_is_enough() -> None:
    assert record_of(title="", abstract="We counted bees.").abstract == "We counted bees."


def test_lists_are_cleaned_one_by_one() -> None:
    found = record_of(
        authors=("Smith, J.,", " ", "Doe,  A."),
        keywords=("bees", "Bees", "", "wild <i>bees</i>"),
        ids=(("PMID", "PMID: 123"), ("pmid", "123"), ("key", " a  b "), ("", "x")),
        language="eng",
    )
    assert found.authors == ("Smith, J.", "Doe, A.")
    assert found.keywords == ("bees", "wild bees")
    assert found.ids == (("pmid", "123"), ("key", "a b"))
    assert found.language == "English"


@pytest.mark.parametrize(
    ("text", "name"), [("de", "German"), ("GER", "German"), ("français", "French"), ("Klingon", "Klingon"), ("", "")]
)
def test_a_language_has_one_name(text: str, name: str) -> None:
    assert record_of(language=text).language == name


_TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(["<b>", "&amp;lt;", " /", "NA", "10.1/x", "2019.0", "; ", ",", "a"]), max_size=6
).map("".join)


@given(_TEXT, _TEXT, st.lists(_TEXT, max_size=3), _TEXT, _TEXT)
def test_cleaning_again_changes_nothing(title: str, abstract: str, listed: list[str], year: str, doi: str) -> None:
    once = cleaned(
        RawRecord(1, "", title, abstract, tuple(listed), year, listed[0] if listed else "", doi, keywords=tuple(listed))
    )
    if isinstance(once, Record):
        again = RawRecord(
            1, "", once.title, once.abstract, once.authors, once.year_text, once.venue, once.doi, once.ids, once.keywords,
            once.language, once.kind,
        )  # fmt: skip
        twice = cleaned(again)
        assert isinstance(twice, Record)
        assert astuple(twice) == astuple(once)


@given(st.text())
def test_a_clean_line_can_be_stored_and_is_one_line(text: str) -> None:
    line = clean_line(text)
    line.encode("utf-8")
    assert "\n" not in line
    assert "\0" not in line
