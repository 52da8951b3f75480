import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.markup import plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("H<sub>2</sub>O and <i>E. coli</i>", "H2O and E. coli"),
        ("<jats:title>Background</jats:title><jats:p>We asked</jats:p>", " Background  We asked "),
        ("one<br/>two<BR>three", "one two three"),
        ('see <a href="x">here</a>', "see here"),
        ("<mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>", "x=2"),
        ('<mml:mi>x</mml:mi><mml:annotation encoding="TeX">\\alpha</mml:annotation>', "x"),
        ("a<!-- a remark -->b", "ab"),
        ("<![CDATA[<b>bold</b>]]>", "bold"),
        ("&lt;i&gt;Homo&lt;/i&gt; &amp;amp; Pan", "Homo & Pan"),
        ("&amp;lt;sup&amp;gt;2&amp;lt;/sup&amp;gt;", "2"),
        ("caf&eacute; &#8212; &#x2013;", "café — –"),
        ("AT&amp;T", "AT&T"),
    ],
)
def test_markup_becomes_the_words_it_stands_for(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "p<0.05 and n>30",
        "if a <b and c> d",
        "the average <A> of the spins <S>",
        "crystals cut along <110>",
        "R&D at AT&T; Q&A",
        "x&y;",
        "a < b",
        "<http://example.org>",
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        "an <unfinished",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<p>", "&amp;", "&lt;", "b&gt;", "amp;", "<", ">", "x ", "<!--", "-->", "é"])
    )
)
def test_done_again_it_changes_nothing(parts: list[str]) -> None:
    once = plain("".join(parts))
    assert plain(once) == once


@pytest.mark.parametrize("part", ["<", "&", "<b ", "<!--", "<mml:annotation>", "&amp;", "<a b=", "]]>", "<i>"])
def test_long_and_broken_markup_takes_no_longer_than_its_length(part: str) -> None:
    """Quadratic work on these would take minutes, and the time limit of a test would end it."""
    plain(part * 200_000)
