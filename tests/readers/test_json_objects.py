"""Objects out of damaged, hostile and oddly cut JSON."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specter2_gui.readers import json_marks, json_objects
from specter2_gui.readers.json_marks import count_objects
from specter2_gui.readers.json_objects import Piece, objects


def in_pieces(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def read(text: str) -> list[Piece]:
    found = list(objects([text]))
    assert count_objects([text]) == len(found)
    return found


def seen(text: str) -> list[Any]:
    """The sound objects' values, and the problems of the others."""
    return [piece.problem or json.loads(piece.text) for piece in read(text)]


PAPERS = [
    {"id": 1, "title": 'Of "brackets" {and} [more]', "authors": [{"family": "A"}, {"family": "B"}]},
    {"id": 2, "title": "Back\\slash \\", "n": [[1, 2], {}, [], None, -1.5e3]},
    {"id": 3, "title": "", "journal": {"id": 9, "name": "J"}},
]
LAYOUTS = {
    "compact": json.dumps(PAPERS, separators=(",", ":")),
    "plain": json.dumps(PAPERS),
    "indented": json.dumps(PAPERS, indent=2),
    "a record on each line": "[\n" + ",\n".join(json.dumps(paper) for paper in PAPERS) + "\n]\n",
    "one after another": "\n".join(json.dumps(paper, indent=1) for paper in PAPERS),
    "within an answer": json.dumps(
        {"status": "ok", "message": {"total": 3, "items": PAPERS, "more": {"items": [{"x": 1}]}}}
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_object_is_found_however_the_file_is_laid_out(layout: str) -> None:
    assert seen(LAYOUTS[layout]) == PAPERS


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_where_the_text_is_cut_while_reading_makes_no_difference(layout: str, size: int) -> None:
    text = LAYOUTS[layout].replace("\n", "\r\n")
    assert list(objects(in_pieces(text, size))) == read(text)


def test_a_piece_tells_the_line_it_begins_on() -> None:
    assert [piece.line for piece in read('[\n{"a":\n1},\r\n\r\n{"b":2}, {"c":3}\r]')] == [2, 5, 5]


DAMAGE = {
    "a quotation mark is missing at the end": ('"title": "two"', '"title": "two'),
    "a quotation mark is missing at the start": ('"title": "two"', '"title": two"'),
    "a quotation mark within a text": ('"title": "two"', '"title": "t"wo"'),
    "a bracket is missing": ('"two"}', '"two"'),
    "a list is not closed": ("[1, [2]]", "[1, [2]"),
    "a bracket too many": ("[1, [2]]", "[1, [2]]]"),
    "the wrong bracket": ("[1, [2]]", "[1, [2}]"),
    "a comma is missing": ("1, [2]", "1 [2]"),
    "a colon is missing": ('"title": "two"', '"title" "two"'),
    "a word that is none": ('"title": "two"', '"title": zwei'),
    "a comma too many": ('"two"}', '"two",}'),
}


@pytest.mark.parametrize("layout", ["compact", "indented", "a record on each line"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_after_a_damaged_object_the_next_one_is_read(damage: str, layout: str) -> None:
    people = [{"id": 7}, {"id": 8}]
    papers = [
        {"id": number, "people": people, "list": [1, [2]], "title": name}
        for number, name in enumerate(["one", "two", "three"])
    ]
    one, two, three = (json.dumps(paper) for paper in papers)
    two = two.replace(*DAMAGE[damage])
    indented = json.dumps(papers[0], indent=2).replace("\n", "\n  ")
    text = {
        "compact": f"[{one}, {two}, {three}]",
        "indented": f"[\n  {indented},\n  {two},\n  {indented.replace('one', 'three').replace('0', '2')}\n]",
        "a record on each line": f"[\n{one},\n{two},\n{three}\n]\n",
    }[layout]
    assert [_paper(piece) for piece in read(text)] == [papers[0], None, papers[2]]


def _paper(piece: Piece) -> Any:
    try:
        return None if piece.problem else json.loads(piece.text)
    except ValueError:
        return None


def test_text_between_the_records_is_shown_and_no_record_is_lost() -> None:
    assert seen('[{"a": 1}, "id": 2, "title": "x"}, {"b": 2}, 3, null, {"c": 3}] tail') == [
        {"a": 1},
        "This stands between the records and belongs to none",
        {"b": 2},
        "This stands between the records and belongs to none",
        {"c": 3},
        "This stands between the records and belongs to none",
    ]


def test_a_file_that_ends_within_a_record_says_so() -> None:
    assert seen('[{"id": 1}, {"id": 2, "title": "tw') == [{"id": 1}, "The file ends before this record does"]
    assert seen('[{"id": 1}, {"id": 2, "title": "two"') == [{"id": 1}, "The file ends before this record does"]


def test_brackets_100_000_deep_are_one_reject_and_the_next_record_is_read() -> None:
    deep = 100_000
    text = f'[{{"id": 1, "x": {"[" * deep}{"]" * deep}}}, {{"id": 2}}, {{"id": 3, "x": {"[" * deep}'
    assert seen(text) == [
        "It is nested more than 200 brackets deep",
        {"id": 2},
        "It is nested more than 200 brackets deep",
    ]


def test_a_record_longer_than_the_limit_is_a_reject_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (json_objects, json_marks):
        monkeypatch.setattr(module, "RECORD_LIMIT", 10_000)
    text = json.dumps(
        [{"id": 1, "title": "x" * 200_000}, {"id": 2, "title": "y" * 9_000}, {"id": 3, "n": [1] * 50_000}, {"id": 4}]
    )
    found = list(objects(in_pieces(text, 1_000)))
    assert [piece.problem[:17] for piece in found] == ["It is longer than", "", "It is longer than", ""]
    assert count_objects(in_pieces(text, 1_000)) == 4
    assert len(found[0].text) < 22_000


def test_a_quotation_mark_that_is_never_closed_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (json_objects, json_marks):
        monkeypatch.setattr(module, "RECORD_LIMIT", 10_000)
    endless = ("x" * 1_000 for _ in range(1_000))
    found = list(objects(['{"id": "', *endless]))
    assert len(found) == 1
    assert len(found[0].text) < 22_000


def test_ten_million_escapes_in_one_text_are_read() -> None:
    text = '[{"title": "' + "\\n" * 5_000_000 + '"}]'
    assert [piece.problem for piece in read(text)] == [""]


@pytest.mark.parametrize("text", ["", " \n", "[]", "[[], []]", "{", "[{", "}", '"', '{"a"', '{"a":', "\\", '{"\\'])
def test_hardly_any_text_is_no_fault(text: str) -> None:
    read(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('ab"\\{}[],: \n\u2028ü'), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.sampled_from('ab"{'), max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
RECORDS = st.lists(st.dictionaries(st.text(st.sampled_from('ab"{'), max_size=3), VALUES, max_size=3), max_size=4)


@given(RECORDS, st.sampled_from([None, 0, 2]), st.integers(1, 40))
def test_valid_lists_are_always_read_whole(values: list[dict[str, Any]], indent: int | None, size: int) -> None:
    text = json.dumps(values, indent=indent)
    assert [json.loads(piece.text) for piece in objects(in_pieces(text, size))] == values
    assert count_objects(in_pieces(text, size)) == len(values)


PARTS = st.sampled_from(
    ['{"id":', '{"id"', '"', "{", "}", "[", "]", ",", ":", "1", '"a"', "\\", " ", "\n", "\n{", '},{"id":1', "x"]
)


@given(st.lists(PARTS, max_size=25).map("".join), st.integers(1, 9))
@example('{"a": : [1]}', 3)
@example('{"a": 1 [2]}, {"a": [{"a": 1}]}', 2)
def test_whatever_is_in_the_file_both_ways_of_counting_agree(text: str, size: int) -> None:
    found = list(objects(in_pieces(text, size)))
    assert count_objects(in_pieces(text, size)) == count_objects([text]) == len(found)
    assert list(objects([text])) == found
