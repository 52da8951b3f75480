"""MODS records, single and in collections."""

import pytest

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers import mods
from tests.readers.outcome import Outcome, outcome


def read(text: str | bytes) -> Outcome:
    return outcome(mods.FORMAT, text, "file.xml")


def only(inside: str) -> RawRecord:
    (found,) = read(f"<mods>{inside}</mods>").records
    return found


def title(text: str) -> str:
    return f"<titleInfo><title>{text}</title></titleInfo>"


def test_every_field_of_a_record_is_found() -> None:
    text = """<?xml version="1.0"?>
<modsCollection xmlns="http://www.loc.gov/mods/v3">
<mods ID="id1">
 <titleInfo type="alternative"><title>Another</title></titleInfo>
 <titleInfo><nonSort>The </nonSort><title>ice</title><subTitle>a study</subTitle><partNumber>Part 2</partNumber></titleInfo>
 <name type="personal"><namePart type="given">T. A.</namePart><namePart type="family">Mock</namePart>
  <namePart type="date">1970-</namePart><role><roleTerm>author</roleTerm></role></name>
 <name><namePart>Kruse, M.,</namePart><role><roleTerm type="code">edt</roleTerm></role></name>
 <genre>article</genre><typeOfResource>text</typeOfResource>
 <originInfo><dateCreated>1999</dateCreated><dateIssued>2002</dateIssued><dateIssued keyDate="yes">2003</dateIssued></originInfo>
 <language><languageTerm type="code">eng</languageTerm></language>
 <abstract>One.</abstract><abstract>Two.</abstract>
 <subject><topic>Ice</topic><geographic>Arctic</geographic></subject><subject><topic>Water</topic></subject><subject/>
 <relatedItem type="series"><titleInfo><title>Series</title></titleInfo></relatedItem>
 <relatedItem type="host"><titleInfo type="abbreviated"><title>Aq</title></titleInfo><titleInfo><title>Aquatic</title></titleInfo></relatedItem>
 <identifier type="doi">10.1000/x</identifier><identifier type="isbn">123</identifier><identifier type="citekey">mock03</identifier>
</mods>
</modsCollection>"""
    (found,) = read(text).records
    assert (found.line, found.title, found.abstract) == (3, "The ice: a study. Part 2", "One.\nTwo.")
    assert found.authors == ("Mock, T. A.",)
    assert (found.year, found.venue, found.doi) == ("2003", "Aquatic", "10.1000/x")
    assert found.ids == (("key", "mock03"), ("isbn", "123"))
    assert found.keywords == ("Ice -- Arctic", "Water")
    assert (found.language, found.kind) == ("eng", "article")


@pytest.mark.parametrize(
    ("inside", "name", "value"),
    [
        ('<titleInfo type="alternative"><title>Only</title></titleInfo>', "title", "Only"),
        ("<titleInfo><nonSort>L'</nonSort><title>eau</title></titleInfo>", "title", "L'eau"),
        ("<titleInfo><title>Why?</title><subTitle>So</subTitle></titleInfo>", "title", "Why? So"),
        (
            "<name><namePart>Kruse, M.</namePart><role><roleTerm>Editor.</roleTerm></role></name>",
            "authors",
            ("Kruse, M.",),
        ),
        ("<name><namePart>WHO</namePart><role><roleTerm>issuing body</roleTerm></role></name>", "authors", ("WHO",)),
        (
            "<name><namePart>A</namePart></name><name><namePart>T</namePart><role><roleTerm>trl</roleTerm></role></name>",
            "authors",
            ("A",),
        ),
        ('<relatedItem type="host"><part><date>2001</date></part></relatedItem>', "year", "2001"),
        ("<originInfo><copyrightDate>c2011</copyrightDate></originInfo>", "year", "c2011"),
        ("<language>English</language>", "language", "English"),
        ("<recordInfo><recordIdentifier>r1</recordIdentifier></recordInfo>", "ids", (("key", "r1"),)),
    ],
)
def test_what_an_element_means(inside: str, name: str, value: object) -> None:
    assert getattr(only(inside if name == "title" else title("T") + inside), name) == value


def test_a_damaged_record_spoils_no_other() -> None:
    found = read(
        f"<m:mods>{title('One')}</m:mods><mods>{title('Two')}<mods>{title('Three')}</mods><mods><titleInfo></mods><mods>{title('Five')}</mods>"
    )
    assert found.titles == ["One", "Three", "Five"]
    assert len(found.rejects) == 2


def test_latin_1_is_read_as_the_file_says() -> None:
    text = f'<?xml version="1.0" encoding="ISO-8859-1" ?><mods>{title("Élan – été")}</mods>'
    assert read(text.encode("cp1252")).titles == ["Élan – été"]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("<modsCollection xmlns='x'>", 97),
        ("<a:mods version='3'>", 97),
        ("<x xmlns='http://www.loc.gov/mods/v3'>", 80),
        ("<modsemantics/>", 0),
    ],
)
def test_it_is_recognised_by_content(text: str, confidence: int) -> None:
    assert mods.FORMAT.recognise(text.encode(), text, "x") == confidence
