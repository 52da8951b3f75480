"""MARCXML alone, in collections and in the answers of servers."""

import pytest

from specter2_gui.readers import marcxml
from tests.readers.outcome import Outcome, outcome

SLIM = 'xmlns="http://www.loc.gov/MARC21/slim"'


def read(text: str | bytes) -> Outcome:
    return outcome(marcxml.FORMAT, text, "file.xml")


def record(title: str, prefix: str = "", attributes: str = "") -> str:
    p = prefix
    return (
        f'<{p}record{attributes}><{p}leader>00000nam a2200000 a 4500</{p}leader><{p}controlfield tag="001">k</{p}controlfield>'
        f'<{p}datafield tag="245" ind1="1" ind2="0"><{p}subfield code="a">{title}</{p}subfield></{p}datafield></{p}record>'
    )


def test_every_field_of_a_record_is_found() -> None:
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<collection {SLIM}>
 <record><leader>00000nab a2200000 a 4500</leader>
  <controlfield tag="001"> k1 </controlfield><controlfield tag="008">990802s2000    mau      b    001 0 eng  </controlfield>
  <datafield tag="100" ind1="1" ind2=" "><subfield code="a">Éluard, P.,</subfield><subfield code="4">aut</subfield></datafield>
  <datafield tag="245" ind1="1" ind2="0"><subfield code="a">One &amp;amp; <i>two</i> :</subfield><subfield code="b">three /</subfield></datafield>
  <datafield tag="520" ind1="3" ind2=" "><subfield code="a">All.</subfield></datafield>
 </record>
</collection>"""
    (found,) = read(text).records
    assert (found.line, found.title, found.abstract) == (3, "One &amp; two : three /", "All.")
    assert (found.authors, found.year, found.language, found.kind) == (("Éluard, P.",), "2000", "eng", "article")
    assert found.ids == (("key", "k1"),)
    assert found.raw.startswith("<record><leader>")


def test_prefixes_need_no_declaration() -> None:
    assert read(f"<marc:collection>{record('One', 'marc:')}{record('Two', 'marc:')}</marc:collection>").titles == [
        "One",
        "Two",
    ]


def test_the_wrappers_of_servers_are_no_records() -> None:
    sru = "<zs:records><zs:record><zs:recordData>%s</zs:recordData></zs:record></zs:records>"
    assert read(sru % record("One") + sru % record("Two", "", " " + SLIM)).titles == ["One", "Two"]
    oai = "<record><header/><metadata>%s</metadata></record>"
    assert read(oai % record("One", "m:") + oai % record("Two", "m:")).titles == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "titles", "reasons"),
    [
        (record("One") + "<record></record>" + record("Two"), ["One", "Two"], ["no MARC fields"]),
        ("<record/>", [], ["no MARC fields"]),
        ("<record", [], []),
        ("<record>", [], ["ends before"]),
        ("<record><header status='deleted'/></record>", [], ["no MARC fields"]),
        (record("One").replace("</record>", "") + record("Two"), ["Two"], ["next record begins before"]),
        (record("One")[:-20], [], ["ends before"]),
        (record("One").replace("</leader>", "</leader") + record("Two"), ["Two"], ["damaged"]),
        (record("Research & Development, p < 5, caf&eacute;"), ["Research & Development, p < 5, café"], []),
        (record("One\x0btwo &#0; three"), ["One two three"], []),
        (record("&lol9;"), ["&lol9;"], []),
    ],
)
def test_damage_is_mended_or_listed(text: str, titles: list[str], reasons: list[str]) -> None:
    found = read(text)
    assert found.titles == titles
    assert len(found.rejects) == len(reasons)
    assert all(reason in reject.reason for reason, reject in zip(reasons, found.rejects, strict=True))


def test_an_entity_bomb_does_not_go_off() -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lines}]><collection>{record("&l9;")}{record("Two")}</collection>'
    found = read(text)
    assert found.titles[-1] == "Two"
    assert all(len(title) < 100 for title in found.titles)


def test_another_encoding_is_read_as_the_file_says() -> None:
    text = f'<?xml version="1.0" encoding="ISO-8859-2"?><collection>{record("Łódź")}</collection>'
    assert read(text.encode("iso-8859-2")).titles == ["Łódź"]
    assert read(text.replace("ISO-8859-2", "UTF-16").encode("utf-16")).titles == ["Łódź"]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        (f"<collection {SLIM}><record><leader>", 97),
        ("<zs:x><record><datafield tag='245'>", 97),
        (f"<collection {SLIM}></collection>", 80),
        ("<records><record><titles/></record></records>", 0),
        ("no xml at all", 0),
    ],
)
def test_it_is_recognised_by_content(text: str, confidence: int) -> None:
    assert marcxml.FORMAT.recognise(text.encode(), text, "x") == confidence
