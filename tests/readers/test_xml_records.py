"""Records out of damaged, hostile and oddly cut XML."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specter2_gui.domain.records import Reject
from specter2_gui.readers import text_window, xml_records
from specter2_gui.readers.xml_records import Block, Parsed, blocks, count_marks, records
from specter2_gui.readers.xml_text import text_of

NAMES = ("record", "book")


def in_pieces(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def read(text: str) -> list[Parsed | Reject]:
    found = list(records([text], NAMES))
    assert count_marks([text], NAMES) == len(found)
    return found


def words(found: list[Parsed | Reject]) -> list[str]:
    return [text_of(one.root) if isinstance(one, Parsed) else f"- {one.reason}" for one in found]


def test_a_record_is_the_text_from_its_start_tag_to_its_end_tag() -> None:
    text = '<xml>\n<records>\n<record a="1">\none</record> between\r\n<book>two</book></records>'
    assert list(blocks([text], NAMES)) == [
        Block(3, '<record a="1">\none</record>'),
        Block(5, "<book>two</book>"),
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 11])
def test_where_the_text_is_cut_while_reading_makes_no_difference(size: int) -> None:
    text = "<records><record>one</record>\r\n<record/><m:record >two</m:record\n>\r<records/><recording>no</recording><book>"
    whole = list(blocks([text], NAMES))
    assert [block.text for block in whole] == [
        "<record>one</record>",
        "<record/>",
        "<m:record >two</m:record\n>",
        "<book>",
    ]
    assert list(blocks(in_pieces(text, size), NAMES)) == whole
    assert count_marks(in_pieces(text, size), NAMES) == 4


def test_a_record_without_an_end_spoils_no_other() -> None:
    found = read(
        "<record>one</record><record>two<title><record>three</record><record>four</title></record><record>five</record><record>six"
    )
    assert words(found) == [
        "one",
        "- It has no end: the next record begins before",
        "three",
        "- The XML of this record is damaged in line 1: a tag is closed that is not open, or in another order",
        "five",
        "- The file ends before this record does",
    ]
    assert isinstance(found[1], Reject)
    assert found[1].raw == "<record>two<title>"


def test_control_characters_and_references_to_them_become_spaces() -> None:
    found = read("<record>a\x00b\x0bc&#1;d&#x1F;e&#0;f&#1114112;g\ufffeh&#x41;</record>")
    assert words(found) == ["a b c d e f g hA"]
    assert isinstance(found[0], Parsed)
    assert found[0].note == "Control characters were taken out"


def test_bare_ampersands_brackets_and_names_of_letters_are_mended_with_a_note() -> None:
    found = read("<record>Caf&eacute; R&D, p < 0.05 &amp; AT&T; &lt;i&gt; &nosuch; &nbsp;&lt</record>")
    assert words(found) == ["Café R&D, p < 0.05 & AT&T; <i> &nosuch; &lt"]
    assert isinstance(found[0], Parsed)
    assert "mended" in found[0].note


def test_valid_xml_has_no_note() -> None:
    found = read("<record>1 &lt; 2 <![CDATA[3 < 4 & 5]]></record>")
    assert words(found) == ["1 < 2 3 < 4 & 5"]
    assert isinstance(found[0], Parsed)
    assert found[0].note == ""


def test_prefixes_declared_before_the_record_are_understood() -> None:
    text = '<c xmlns:m="urn:m" xmlns:x="urn:x"><m:record x:kind="1"><m:title>one</m:title></m:record></c>'
    found = read(text)
    assert isinstance(found[0], Parsed)
    assert found[0].root.tag == "record"
    assert found[0].root.findtext("title") == "one"


def test_an_entity_bomb_stays_a_word() -> None:
    bomb = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    found = read(f'<!DOCTYPE r [<!ENTITY lol0 "lol">{bomb}]><r><record>&lol9;</record></r>')
    assert words(found) == ["&lol9;"]


def test_a_document_type_within_a_record_is_refused() -> None:
    found = read('<record><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;</record><record>two</record>')
    assert len(found) == 2
    assert words(found)[0].startswith("- The XML of this record is damaged")
    assert words(found)[1] == "two"


def test_tags_200_000_deep_are_read() -> None:
    deep = 200_000
    found = read(f"<record>{'<i>' * deep}core{'</i>' * deep}</record><record>{'<i>' * 9_000}</record>")
    assert words(found)[0] == "core"
    assert words(found)[1].startswith("- The XML of this record is damaged")


def test_one_very_long_line_is_read_record_by_record() -> None:
    record = f"<record>{'word ' * 200}</record>"
    assert sum(1 for _ in records(in_pieces(record * 3_000, 65_536), NAMES)) == 3_000


def test_a_record_longer_than_the_limit_is_a_reject_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_records, "RECORD_LIMIT", 10_000)
    text = f"<record>{'x' * 50_000}</record><record>two</record>"
    found = list(records(in_pieces(text, 1_000), NAMES))
    assert words(found) == ["- It is longer than 10,000 characters", "two"]
    assert isinstance(found[0], Reject)
    assert len(found[0].raw) < 21_000


def test_memory_stays_small_however_long_the_text_between_records_is() -> None:
    window = text_window.TextWindow("x" * 1_000 for _ in range(1_000))
    longest = 0
    while window.more():
        longest = max(longest, len(window.text))
        window.advance(len(window.text) - 10)
    assert longest <= 2_010


def test_formulas_and_paragraphs_are_read_as_people_do() -> None:
    formula = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>\\frac12</annotation></math>"
    text = f"<record>CO<sub>2</sub> is <i>in</i>side {formula}<p>one</p><p>two</p></record>"
    assert words(read(text)) == ["CO2 is inside 1/2 one two"]


TAGS = st.sampled_from(
    [
        "<record>",
        "<record/>",
        "</record>",
        "<book a='x>'>",
        "</book>",
        "<m:record>",
        "<",
        ">",
        "/>",
        "&",
        "&#0;",
        "x",
        "\n",
        "\r",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
    ]
)


@given(st.lists(TAGS, max_size=30).map("".join), st.integers(1, 9))
@example("<record></record", 3)
@example("<record", 2)
def test_every_start_tag_becomes_a_record_or_a_reject(text: str, size: int) -> None:
    found = list(records(in_pieces(text, size), NAMES))
    assert len(found) == count_marks([text], NAMES)


def test_a_file_of_brackets_alone_is_gone_through_once() -> None:
    assert read("<" * 1_000_000) == []
    assert len(read("<record>" + "<" * 300_000)) == 1


DAMAGED = "The tag that begins this record is damaged"


@pytest.mark.parametrize("start", ["<recrd>", "record>", "&lt;record>", "<rec ord>", ""])
def test_a_record_of_which_only_the_end_tag_is_whole_is_a_reject(start: str) -> None:
    text = f"<records><record>one</record>\n{start}<title>two</title></record>\n<record>three</record></records>"
    found = read(text)
    assert words(found) == ["one", f"- {DAMAGED}", "three"]
    reject = found[1]
    assert isinstance(reject, Reject)
    assert reject.raw.endswith("<title>two</title></record>")


def test_the_end_tags_of_records_around_records_are_not_damage() -> None:
    inner = "<record><a>one</a></record>"
    text = f"<records><record><header/>{inner}<about><b/></about></record><record><header/>{inner}</record></records>"
    assert len(read(text)) == 4


def test_damage_is_seen_after_a_record_without_end() -> None:
    whole = "<record>one</record>"
    text = f"<records><record>open {whole}{whole}<recrd><title>lost</title></record>{whole}</records>"
    assert words(read(text))[-2:] == [f"- {DAMAGED}", "one"]


@given(
    st.lists(
        st.sampled_from(
            (
                "<record>",
                "<record/>",
                "</record>",
                "<recrd>",
                "<a>",
                "</a>",
                "text",
                "\n",
                "<book x='1'>",
                "</book >",
                "<record",
                ">",
            )
        ),
        max_size=14,
    ),
    st.integers(1, 7),
)
def test_both_counts_agree_however_the_tags_stand(parts: list[str], size: int) -> None:
    text = "".join(parts)
    assert count_marks(in_pieces(text, size), NAMES) == len(list(records([text], NAMES)))
    assert list(blocks(in_pieces(text, size), NAMES)) == list(blocks([text], NAMES))
