"""Lines and encodings of files: nothing is lost at the seams, and memory has a bound."""

import itertools
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.errors import UserError
from specter2_gui.readers import source as source_module
from specter2_gui.readers.source import LINE_LIMIT, Source

TEXT = st.text(st.sampled_from("aÖ漢😀\r\n\x0b\x0c\x85\u2028 \ufeff"), max_size=60)


def lines_of(data: bytes) -> list[str]:
    return [line.text for line in Source.of_bytes(data, "x").lines()]


def as_expected(text: str) -> list[str]:
    lines = re.split("\r\n|\n|\r", text)
    return lines if lines[-1] else lines[:-1]


@given(TEXT, st.integers(1, 9), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_lines_end_at_crlf_lf_and_cr_and_nowhere_else_wherever_the_file_is_cut(
    text: str, chunk: int, encoding: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Source.chunks, "__defaults__", (0, chunk))
        patch.setattr(source_module, "CHUNK", chunk)
        source = Source.of_bytes(text.encode(encoding), "x")
        found = list(source.lines())
    expected = text.removeprefix("\ufeff") if encoding == "utf-8" else text
    assert [line.text for line in found] == as_expected(expected)
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    assert "".join(source.text()) == expected


def test_a_file_is_read_from_the_beginning_each_time_and_tells_how_far(tmp_path: Path) -> None:
    path = tmp_path / "many.ris"
    path.write_bytes(b"TI  - title\n" * 20_000)
    source = Source(path)
    for _ in range(2):
        lines = source.lines()
        next(lines)
        assert 0 < source.position < source.size
        assert sum(1 for _ in lines) == 19_999
        assert source.position == source.size == 240_000


def test_of_a_line_too_long_the_beginning_is_kept_and_said_to_be_cut() -> None:
    lines = list(Source.of_bytes(b"a" * (LINE_LIMIT + 300_000) + b"\nshort\r" + b"b" * LINE_LIMIT, "x").lines())
    assert [(line.number, len(line.text), line.cut) for line in lines] == [
        (1, LINE_LIMIT, True),
        (2, 5, False),
        (3, LINE_LIMIT, False),
    ]


def test_a_line_without_end_is_passed_over_in_bounded_memory() -> None:
    pieces = itertools.repeat("x" * 65_536, 600)
    tracemalloc.start()
    (stretch,) = source_module._stretches(pieces)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(text) for text in stretch.texts] == [LINE_LIMIT]
    assert stretch.cut
    assert peak < 5 * LINE_LIMIT


def test_windows_1252_is_taken_where_utf_8_does_not_fit_and_the_words_are_shown() -> None:
    encoding = Source.of_bytes("AU  - Müller\nAU  - O’Neill\nTI  - plain".encode("cp1252"), "x").encoding
    assert encoding.name == "cp1252"
    assert encoding.doubtful == ("Müller",)
    assert encoding.undecodable == 0


def test_a_byte_that_no_encoding_knows_is_counted_and_shown_first() -> None:
    source = Source.of_bytes(b"caf\xe9 M\x81ller", "x")
    assert lines_of(b"caf\xe9 M\x81ller") == ["café M\ufffdller"]
    assert source.encoding.undecodable == 1
    assert source.encoding.doubtful == ("M\ufffdller", "café")


def test_a_few_foreign_bytes_do_not_spoil_a_file_in_utf_8() -> None:
    data = "Zürich Genève Köln".encode() + b" M\xfcnchen"
    encoding = Source.of_bytes(data, "x").encoding
    assert lines_of(data) == ["Zürich Genève Köln München"]
    assert encoding.name == "utf-8"
    assert encoding.doubtful == ("München",)
    assert "1 other byte" in encoding.reason


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_zeros_show_utf_16_and_utf_32(codec: str) -> None:
    text = "TY  - JOUR\nTI  - 数字图书馆 library\n"
    data = text.encode(codec)
    assert Source.of_bytes(data, "x").encoding.name == codec
    assert lines_of(data) == text.splitlines()


def test_zeros_that_follow_no_pattern_are_left_in_the_text() -> None:
    data = b"TY  - JOUR\n" + b"\0" * 40 + b"\nTI  - x\0y\n"
    assert Source.of_bytes(data, "x").encoding.name == "utf-8"
    assert lines_of(data)[2] == "TI  - x\0y"


def test_an_encoding_that_the_file_names_counts_only_where_it_fits() -> None:
    chinese = Source.of_bytes("author = {张三}".encode("gbk"), "x")
    chinese.declare("GBK")
    assert [line.text for line in chinese.lines()] == ["author = {张三}"]
    assert "GBK" in chinese.encoding.reason
    utf_8 = Source.of_bytes("author = {张三}".encode(), "x")
    utf_8.declare("gbk")
    assert utf_8.encoding.name == "utf-8"
    odd = Source.of_bytes("Müller".encode("cp1252"), "x")
    odd.declare("no such encoding\0")
    assert odd.encoding.name == "cp1252"


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"“gone\.ris” cannot be read"):
        Source(tmp_path / "gone.ris")
    (tmp_path / "there.ris").write_bytes(b"TY  - JOUR\n")
    source = Source(tmp_path / "there.ris")
    (tmp_path / "there.ris").unlink()
    with pytest.raises(UserError, match="cannot be read"):
        source.head()


@pytest.mark.parametrize(
    ("encoding", "codec", "text"),
    [
        ("gbk", "gb18030", "王小明 and 李雷: 山区蜜蜂的研究, 生物学报"),
        ("euc_jp", "euc_jp", "田中太郎: 山岳地帯におけるミツバチの研究"),
        ("euc_kr", "cp949", "김철수: 산악 지역 꿀벌에 관한 연구; 생물학회지"),
    ],
)
def test_letters_of_two_bytes_are_told_by_their_pairs_and_shown(encoding: str, codec: str, text: str) -> None:
    for size in (1, 5, 10_000):
        source = Source.of_bytes(f"Bees {text} in spring\n".encode(encoding) * size, "x")
        assert "".join(source.text()) == f"Bees {text} in spring\n" * size
        assert source.encoding.name == codec
        assert "stand in pairs" in source.encoding.reason
        assert source.encoding.doubtful


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Müller, Jürgen; Größe; façade; São Paulo; ¡Ábrete! Ççoéé “x” œuvre"),
        ("cp1251", "Иванов, Иван: Исследование пчёл в горах"),
        ("koi8-r", "Иванов, Иван: Исследование пчёл в горах"),
        ("cp1253", "Παπαδόπουλος, Γιώργος: Μελέτη των μελισσών στα βουνά"),
        ("cp1250", "Dvořák, Antonín; Łukasiewicz: Przegląd źródeł wiedzy"),
    ],
)
def test_letters_of_one_byte_are_never_taken_for_pairs(encoding: str, text: str) -> None:
    words = text.split()
    for number in range(len(words)):
        found = Source.of_bytes(" ".join(words[number:]).encode(encoding), "x").encoding.name
        assert found == ("utf-8" if " ".join(words[number:]).isascii() else "cp1252")
