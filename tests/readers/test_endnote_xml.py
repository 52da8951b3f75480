"""Records out of EndNote XML."""

from specter2_gui.readers import endnote_xml, marcxml, pubmed_xml
from tests.readers.outcome import outcome


def style(text: str, face: str = "normal") -> str:
    return f'<style face="{face}" font="default" size="100%">{text}</style>'


RECORD = f"""<record><database name="My.enl">My.enl</database><source-app name="EndNote" version="20.0">EndNote</source-app>
<rec-number>650</rec-number><foreign-keys><key app="EN" db-id="abc">650</key></foreign-keys><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>{style("Doe, A.B.")}</author><author>{style("")}</author><author>{style("Roe, C.")}</author></authors>
<secondary-authors><author>{style("Editor, E.")}</author></secondary-authors></contributors>
<titles><title>{style("A study of the")}{style(" Catharacta", "italic")}{style(" at CO")}{style("2", "subscript")}</title>
<secondary-title>{style("Journal of Birds")}</secondary-title></titles>
<dates><year>{style("1990")}</year></dates><keywords><keyword>{style("birds")}</keyword><keyword>{style("")}</keyword></keywords>
<abstract>{style("One&#xD;")}{style("two R&amp;D &lt; 3")}</abstract><electronic-resource-num>{style("10.1000/x")}</electronic-resource-num>
<accession-num>{style("ISI:1")}</accession-num><language>{style("English")}</language></record>"""
FILE = f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{RECORD}</records></xml>'


def test_a_record_is_read_with_the_texts_in_its_runs_of_style() -> None:
    (record,) = outcome(endnote_xml.FORMAT, FILE).records
    assert record.title == "A study of the Catharacta at CO2"
    assert record.abstract == "One two R&D < 3"
    assert record.authors == ("Doe, A.B.", "Roe, C.")
    assert (record.year, record.venue, record.doi, record.language, record.kind) == (
        "1990",
        "Journal of Birds",
        "10.1000/x",
        "English",
        "Journal Article",
    )
    assert record.keywords == ("birds",)
    assert record.ids == (("key", "abc:650"), ("accession", "ISI:1"))


def test_without_the_library_the_number_alone_is_the_key_and_editors_stand_in_for_authors() -> None:
    text = RECORD.replace(' db-id="abc"', "").replace("<authors>", "<nobody>").replace("</authors>", "</nobody>")
    (record,) = outcome(endnote_xml.FORMAT, text).records
    assert record.ids[0] == ("key", "650")
    assert record.authors == ("Editor, E.",)


def test_a_record_cut_off_in_the_middle_spoils_no_other() -> None:
    result = outcome(endnote_xml.FORMAT, FILE.replace("</records>", f"{RECORD[:300]}{RECORD}</records>"))
    assert len(result.records) == 2
    assert result.reasons == "It has no end: the next record begins before"


def test_endnote_is_told_from_other_xml() -> None:
    assert endnote_xml.FORMAT.recognise(FILE.encode(), FILE, "x") > 90
    assert pubmed_xml.FORMAT.recognise(FILE.encode(), FILE, "x") == 0
    assert marcxml.FORMAT.recognise(FILE.encode(), FILE, "x") < 90
    marc = '<collection><record><leader>x</leader><datafield tag="245"/></record></collection>'
    assert endnote_xml.FORMAT.recognise(marc.encode(), marc, "endnote.xml") == 0
