"""The tagged format of EndNote and refer."""

from specter2_gui.readers.endnote_tagged import FORMAT
from tests.readers.outcome import outcome


def test_each_field_is_read() -> None:
    text = (
        "%0 Journal Article\n%A Müller, Zoë\n%A Brontë, Emily\n%T A title\n%J A Journal\n%D 2020\n%X An abstract\nin two lines\n\nand a second paragraph\n"
        "%K rivers\nseas\n%@ 1234-5678\n%G English\n%F key1\n%R doi:10.1000/x1\n"
    )
    (found,) = outcome(FORMAT, text).records
    assert (found.title, found.venue, found.year, found.doi) == ("A title", "A Journal", "2020", "10.1000/x1")
    assert found.authors == ("Müller, Zoë", "Brontë, Emily")
    assert found.abstract == "An abstract\nin two lines\nand a second paragraph"
    assert found.keywords == ("rivers", "seas")
    assert found.ids == (("key", "key1"), ("issn", "1234-5678"))
    assert (found.language, found.kind) == ("English", "Journal Article")


def test_records_begin_at_their_kind_or_after_a_blank_line() -> None:
    assert outcome(FORMAT, "%0 Book\n%T One\n%0 Book\n%T Two\n").titles == ["One", "Two"]
    assert outcome(FORMAT, "%T One\n%A A\n\n%A B\n%T Two\n").titles == ["One", "Two"]


def test_latex_comments_are_not_taken_for_it() -> None:
    text = "% a comment\n@book{key,\n title = {T},\n author = {A},\n year = 1999\n}\n"
    assert FORMAT.recognise(text.encode(), text, "x.bib") == 0
