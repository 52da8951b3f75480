import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.identity import content_digest, file_family, folded, own_key, text_key, title_key
from specter2_gui.domain.records import Record

BEES = Record(
    "Bee abundance along field margins",
    "We counted bees.",
    ("Smith, J.",),
    "2019",
    2019,
    "Ecology",
    "10.1/x",
    (("key", "a"),),
)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x"}, {"abstract": "x"}, {"authors": ()}, {"year_text": "x"}, {"venue": "x"}, {"doi": "x"}, {"ids": ()},
        {"keywords": ("x",)}, {"language": "x"}, {"kind": "x"},
    ],
)  # fmt: skip
def test_every_field_counts_for_the_digest_but_not_the_line(change: dict[str, object]) -> None:
    assert content_digest(replace(BEES, **change)) != content_digest(BEES)
    assert content_digest(replace(BEES, line=99)) == content_digest(BEES)


def test_case_and_punctuation_make_no_other_text() -> None:
    other = replace(BEES, title="BEE ABUNDANCE, along field-margins.", doi="", ids=(), authors=())
    assert text_key(other) == text_key(BEES)
    assert text_key(replace(BEES, year=2018)) != text_key(BEES)
    assert text_key(replace(BEES, abstract="We counted wasps.")) != text_key(BEES)


def test_without_an_abstract_authors_and_venue_have_to_be_the_same_too() -> None:
    bare = replace(BEES, abstract="")
    assert text_key(bare) == text_key(replace(bare, doi="10.1/y"))
    assert text_key(bare) != text_key(replace(bare, authors=("Doe, A.",)))
    assert text_key(bare) != text_key(replace(bare, venue="Nature"))


@pytest.mark.parametrize("title", ["Editorial", "Letter to the editor", "", "!?"])
def test_a_title_that_says_nothing_makes_no_two_records_one(title: str) -> None:
    assert text_key(replace(BEES, title=title, abstract="")) == b""
    assert title_key(replace(BEES, title=title)) == b""


def test_letters_of_all_scripts_count() -> None:
    assert folded("Ｂｅｅｓ — «пчёлы» 蜜蜂!") == "bees пчёлы 蜜蜂"


def test_a_record_is_named_by_its_file() -> None:
    assert own_key(BEES) == "a"
    assert own_key(replace(BEES, ids=(("pmid", "1"),))) == ""


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Scopus (2).csv", "scopus"), ("scopus.csv", "scopus"), ("export-2024-05-01.ris", "export"), ("export_20240501.ris", "export"),
        ("savedrecs(1).txt", "savedrecs"), ("My refs copy.bib", "my refs"), ("refs v2.bib", "refs"), ("2024.ris", "2024"), ("a.b.ris", "a.b"),
    ],
)  # fmt: skip
def test_versions_of_a_file_are_of_one_family(name: str, family: str) -> None:
    assert file_family(name) == family


@given(st.text())
def test_folding_is_what_the_plain_pattern_says(text: str) -> None:
    plain = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold())
    assert folded(text) == " ".join(plain.split())


def test_many_different_signs_are_folded_too() -> None:
    signs = "".join(map(chr, range(0x2190, 0x2300)))
    assert folded(f"a{signs}b") == "a b"
