"""A text cut at marks, wherever it is torn while reading."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.readers import pieces as module
from specter2_gui.readers.pieces import MARK_REACH, Piece, pieces

MARK = re.compile(r"^ *(@)", re.MULTILINE)


def torn(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_a_piece_goes_from_its_mark_to_the_next(size: int) -> None:
    text = "before\r\n@one\r@two x@y\n\n  @three"
    assert list(pieces(torn(text, size), MARK)) == [
        Piece(2, "@one\n", cut=False),
        Piece(3, "@two x@y\n\n  ", cut=False),
        Piece(5, "@three", cut=False),
    ]


def test_a_text_without_marks_has_no_pieces() -> None:
    assert list(pieces([], MARK)) == []
    assert list(pieces(["x" * 3_000_000], MARK)) == []


@given(
    st.lists(st.sampled_from(["@", "\n", "x" * (MARK_REACH - 1), "y" * 3 * MARK_REACH, " ", "ab"]), max_size=30),
    st.integers(1, 5_000),
)
def test_the_pieces_make_the_text_again(parts: list[str], size: int) -> None:
    text = "".join(parts)
    found = list(pieces(torn(text, size), MARK))
    first = MARK.search(text)
    assert "".join(piece.text for piece in found) == (text[first.start(1) :] if first else "")
    assert len(found) == len(MARK.findall(text))


def test_a_piece_that_is_too_long_is_cut_and_the_next_one_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PIECE_LIMIT", 30_000)
    monkeypatch.setattr(module, "_PORTION", 20_000)
    text = "@" + "x\n" * 50_000 + "@two\n@" + "y" * 30_000
    one, two, three = pieces(torn(text, 777), MARK)
    assert one == Piece(1, text[:30_000], cut=True)
    assert two == Piece(50_001, "@two\n", cut=False)
    assert (three.line, three.cut, len(three.text)) == (50_002, True, 30_000)
