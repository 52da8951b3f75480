"""The tagged format of RefWorks."""

from specter2_gui.readers.refworks_tagged import FORMAT
from tests.readers.outcome import outcome


def test_each_field_is_read_and_a_blank_line_inside_an_abstract_parts_nothing() -> None:
    text = (
        "RT Journal Article\nSR Print(0)\nID 42\nA1 Müller,Zoë\nA1 Brontë,Emily\nT1 A title\nJF A Journal\nYR 2020\nFD May\nK1 rivers\n"
        "AB One paragraph.\n\nAnother one.\nSN 1234-5678\nDO 10.1000/x1\nLA English\n\nRT Book\nT1 Two\n"
    )
    one, two = outcome(FORMAT, text).records
    assert (one.title, one.venue, one.year, one.doi) == ("A title", "A Journal", "2020", "10.1000/x1")
    assert one.authors == ("Müller,Zoë", "Brontë,Emily")
    assert one.abstract == "One paragraph.\nAnother one."
    assert one.ids == (("key", "42"), ("issn", "1234-5678"))
    assert (one.keywords, one.language, one.kind) == (("rivers",), "English", "Journal Article")
    assert two.title == "Two"
