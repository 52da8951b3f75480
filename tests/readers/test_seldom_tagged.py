"""Biblioscape, Copac and Inspec."""

from specter2_gui.readers import biblioscape, copac, inspec
from tests.readers.outcome import outcome


def test_biblioscape_ends_a_record_with_dashes() -> None:
    text = "--AU-- Sa, M.; Kascheres, A.\n--TI-- A title\n--ST-- A Journal\n--YP-- 1996\n--AB-- An abstract\nwith a second line\n--KW-- one; two\n------\n--ST-- Alone\n"
    one, two = outcome(biblioscape.FORMAT, text).records
    assert (one.title, one.venue, one.year, one.abstract) == (
        "A title",
        "A Journal",
        "1996",
        "An abstract\nwith a second line",
    )
    assert (one.authors, one.keywords, one.note) == (("Sa, M.", "Kascheres, A."), ("one", "two"), "")
    assert (two.title, two.note) == ("Alone", "Its end mark (line of dashes) is missing.")


def test_copac_parts_records_with_a_blank_line() -> None:
    text = "TI- One\nAU- Barber, Barry\nPY- 1972\nKW- Hospitals, London,\n    to 1971\nIS- 0407517006\n\nTI- Two\nDT- TXT\n"
    one, two = outcome(copac.FORMAT, text).records
    assert (one.title, one.authors, one.year) == ("One", ("Barber, Barry",), "1972")
    assert (one.keywords, one.ids) == (("Hospitals, London, to 1971",), (("isbn", "0407517006"),))
    assert two.title == "Two"


def test_inspec_opens_each_record_with_a_line_of_its_own() -> None:
    text = "Record 1 of 2 - INSPEC\n\nTI ~ One\nAU ~ Prechelt, Lutz\nAB ~ Abstract\nID ~ key\n\nRecord 2 of 2 - INSPEC\n\nTI ~ Two\n"
    one, two = outcome(inspec.FORMAT, text).records
    assert (one.title, one.abstract, one.authors, one.ids) == (
        "One",
        "Abstract",
        ("Prechelt, Lutz",),
        (("key", "key"),),
    )
    assert two.title == "Two"
