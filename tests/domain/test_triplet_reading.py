"""Triplet files: every form that is read, every fault that is told, and an account that always adds up."""

import codecs
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain import triplet_reading
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplet_reading import TripletReport, read_triplets
from specter2_gui.domain.triplets import FIELDS
from tests.domain.rows import read, row, told, without

GOOD = [row(1), row(2), row(3)]


def assert_adds_up(report: TripletReport) -> None:
    assert report.total == len(report.rows) == len(report.triplets) + report.rejected
    assert [found.row for found in report.rows] == list(range(1, report.total + 1))
    assert {problem.row for problem in report.problems} == {found.row for found in report.rows if found.problems}
    assert tuple(found.triplet for found in report.rows if found.triplet) == report.triplets
    for found in report.rows:
        assert len(found.fields) == len(FIELDS)
        "".join(found.fields).encode("utf-8")  # can be shown and stored


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        json.dumps(GOOD, indent=2),
        "\n".join(json.dumps(value) for value in GOOD),
        "\n\n".join(json.dumps(value) for value in GOOD) + "\n\n",
        "\r\n".join(json.dumps(value) for value in GOOD),
        "\r".join(json.dumps(value) for value in GOOD),
        " \n " + json.dumps(GOOD),
        json.dumps(GOOD).replace("}]", "},]"),
    ],
    ids=[
        "list",
        "indented list",
        "lines",
        "blank lines",
        "Windows lines",
        "old Mac lines",
        "space before",
        "last comma",
    ],
)
def test_lists_and_lines_are_read_alike(text: str) -> None:
    report = read(text)
    assert [triplet.query for triplet in report.triplets] == [value["query"] for value in GOOD]
    assert (report.total, report.rejected, report.problems, report.notes) == (3, 0, (), ())
    assert report.summary == "All 3 rows of “pairs.json” were read."


def test_one_triplet_over_several_lines_is_a_file_with_one_row() -> None:
    assert len(read(json.dumps(row(1), indent=4)).triplets) == 1


def test_an_empty_list_has_no_rows_and_no_problems() -> None:
    report = read("[]")
    assert (report.total, report.problems) == (0, ())


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(mark: str) -> None:
    data = json.dumps([row(1, query="Blüten – 花")], ensure_ascii=False).encode(mark)
    assert read(data).triplets[0].query == "Blüten – 花"


def test_big_endian_text_with_its_mark_is_read() -> None:
    assert len(read(codecs.BOM_UTF16_BE + json.dumps(GOOD).encode("utf-16-be")).triplets) == 3


def test_bytes_of_another_encoding_are_refused_with_their_line() -> None:
    data = json.dumps([row(1), row(2, query="Blüten")], ensure_ascii=False, indent=1).encode("cp1252")
    with pytest.raises(UserError) as caught:
        read(data)
    assert (
        caught.value.what
        == "The file “pairs.json” cannot be read as text: line 10 holds a byte that does not belong there"
    )
    assert caught.value.how.endswith("save it again with the encoding UTF-8")


def test_text_of_two_bytes_a_letter_without_mark_is_refused_as_an_encoding() -> None:
    with pytest.raises(UserError, match="cannot be read as text"):
        read(json.dumps(GOOD).encode("utf-16-le"))


@pytest.mark.parametrize("data", [b"", b"  \n ", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="is empty"):
        read(data)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"triplets": []}', "holds one object with “triplets”, not a list of triplets"),
        ("{}", "holds one object with no fields, not a list"),
        ("12", "holds a number, not a list"),
        ("null", "holds empty (null), not a list"),
        ('"moths"', "holds a text (“moths”), not a list"),
        ("true", "holds a yes-or-no value, not a list"),
    ],
)
def test_something_else_than_a_list_is_named(text: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text)
    assert words in caught.value.what
    assert caught.value.why.startswith("A triplet file is a list of rows")


@pytest.mark.parametrize("text", ["query;title\nmoths;x", "<html></html>", "%PDF-1.4", "moths"])
def test_a_file_that_is_no_json_is_refused_with_its_first_line(text: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text)
    assert caught.value.what == "The file “pairs.json” is not JSON"
    assert caught.value.why.startswith("Line 1 is the first that cannot be read")


def test_a_row_without_negative_title_is_reported_with_its_row_and_field() -> None:
    report = read([row(1), without(2, "negative_title"), row(3)])
    assert [triplet.query for triplet in report.triplets] == [row(1)["query"], row(3)["query"]]
    (problem,) = report.problems
    assert (problem.row, problem.field) == (2, "negative_title")
    assert problem.text == (
        "Row 2, negative_title: the text is missing. Each triplet needs all five fields. "
        'Add "negative_title" to this row.'
    )
    assert report.summary == "1 of 3 rows of “pairs.json” could not be used."


def test_every_problem_of_a_row_is_reported() -> None:
    problems = read([without(1, "query", "negative_abstract") | {"positive_title": 5}]).problems
    assert [problem.field for problem in problems] == ["query", "positive_title", "negative_abstract"]


def test_a_field_that_is_only_spelled_differently_is_to_be_renamed() -> None:
    report = read([without(1, "positive_title") | {"Positive Title": "Plumes"}])
    assert told(report)[0].endswith('Rename "Positive Title" to "positive_title".')


def test_a_row_without_any_of_the_fields_has_one_problem() -> None:
    report = read([row(1), {"id": "7", "title": "Plumes"}])
    assert [problem.field for problem in report.problems] == [""]
    assert 'Rename the fields that are there ("id", "title")' in told(report)[0]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "the value is empty (null)"),
        (12, "the value is a number"),
        (1.5, "the value is a number"),
        (True, "the value is a yes-or-no value"),
        (["moths"], "the value is a list"),
        ({"a": 1}, "the value is an object"),
        (float("nan"), "the value is an empty cell (NaN)"),
        (float("inf"), "the value is a number"),
    ],
)
def test_a_value_of_another_type_is_named(value: object, words: str) -> None:
    report = read([row(1), row(2, negative_abstract=value)])
    assert told(report) == [
        f'Row 2, negative_abstract: {words}. Each field holds a text. Write "" if the paper has none.'
    ]
    assert report.rows[1].fields[-1] == ""


def test_a_number_of_ten_thousand_digits_is_a_number() -> None:
    text = json.dumps([row(1), row(2)]).replace('"Wing scales 2"', "9" * 10_000)
    assert "Row 2, negative_title: the value is a number" in told(read(text))[0]


@pytest.mark.parametrize("value", ["moths", 7, None, True, ["a", "b"]])
def test_a_row_that_is_no_object_is_reported(value: object) -> None:
    report = read([row(1), value])
    assert len(report.triplets) == 1
    assert told(report)[0].startswith("Row 2: the row is ")
    assert "not an object. A row is an object with the five fields query, positive_title" in told(report)[0]


def test_a_list_without_objects_reports_every_row() -> None:
    report = read("[1, 2, 3]")
    assert (report.total, report.rejected) == (3, 3)


@pytest.mark.parametrize("query", ["", "  \n\t", "\u200b", "\u00a0"])
def test_a_query_in_which_nothing_can_be_seen_is_empty(query: str) -> None:
    assert told(read([row(1, query=query)])) == [
        "Row 1, query: the text is empty. A triplet needs something to search for. Write the query, or delete the row."
    ]


@pytest.mark.parametrize("side", ["positive", "negative"])
def test_a_paper_without_title_and_abstract_is_reported_at_its_title(side: str) -> None:
    (problem,) = read([row(1, **{f"{side}_title": " ", f"{side}_abstract": ""})]).problems
    assert problem.field == f"{side}_title"
    assert "the paper has neither title nor abstract" in problem.text


@pytest.mark.parametrize("field", ["positive_title", "positive_abstract", "negative_title", "negative_abstract"])
def test_a_title_alone_or_an_abstract_alone_is_enough(field: str) -> None:
    assert len(read([row(1, **{field: ""})]).triplets) == 1


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\x00", "a control character (U+0000)"),
        ("\x0b", "a control character (U+000B)"),
        ("\x7f", "a control character (U+007F)"),
        ("\ud800", "half a character (U+D800)"),
    ],
)
def test_a_character_that_no_text_may_hold_is_reported(character: str, words: str) -> None:
    report = read([row(1, positive_title=f"Plu{character}mes"), row(2)])
    assert told(report) == [
        f"Row 1, positive_title: the text holds {words}. It cannot be shown or stored. Delete or replace this character."
    ]
    assert report.rows[0].fields[1] == "Plu\ufffdmes"


def test_tabs_line_ends_and_pairs_of_surrogates_are_text() -> None:
    assert read([row(1, query="a\tb\nc \U0001f98b")]).triplets[0].query == "a\tb\nc \U0001f98b"


def test_texts_are_stored_composed_and_without_space_around() -> None:
    assert read([row(1, query="  Blu\u0308ten \n")]).triplets[0].query == "Blüten"


def test_positive_equal_to_negative_is_reported_whatever_its_spaces_and_accents() -> None:
    same = {"negative_title": "Blu\u0308ten  im Wind", "negative_abstract": " "}
    report = read([row(1, positive_title="Blüten im\nWind", positive_abstract="", **same)])
    (words,) = told(report)
    assert words == (
        "Row 1, negative_title: positive and negative are the same paper. The model learns from the difference between "
        "the two. Choose another negative, or delete the row."
    )


def test_a_repeated_triplet_names_the_row_that_survives() -> None:
    report = read([row(1), row(2), row(1, query="how  do moths find query 1 ")])
    assert len(report.triplets) == 2
    assert told(report) == ["Row 3: the same triplet is already in row 1. It would count twice. Delete one of the two."]


def swapped(number: int) -> dict[str, Any]:
    value = row(number)
    other = {"positive_title": value["negative_title"], "positive_abstract": value["negative_abstract"]}
    return row(number, negative_title="Other", negative_abstract="") | other


def test_a_paper_that_was_a_negative_cannot_be_a_positive_for_the_same_query() -> None:
    report = read([row(1), row(2), swapped(1)])
    (problem,) = report.problems
    assert (problem.row, problem.field) == (3, "positive_title")
    assert "this paper is a negative for the same query in row 1" in problem.text


def test_a_paper_that_was_a_positive_cannot_be_a_negative_for_the_same_query() -> None:
    report = read([swapped(1), row(1)])
    (problem,) = report.problems
    assert (problem.row, problem.field) == (2, "negative_title")
    assert problem.text == (
        "Row 2, negative_title: this paper is a positive for the same query in row 1. A paper cannot both answer a "
        "query and not answer it. Decide which is right, and correct or delete this row or row 1."
    )


def test_the_same_paper_may_answer_one_query_and_not_another() -> None:
    assert read([row(1), swapped(1) | {"query": "what are scales for"}]).rejected == 0


def test_a_rejected_row_stands_against_no_later_one() -> None:
    report = read([row(1), swapped(1), swapped(1) | {"positive_title": "Third", "negative_title": "Fourth"}])
    assert [problem.row for problem in report.problems] == [2]


def test_a_key_that_is_repeated_in_a_row_is_reported() -> None:
    text = json.dumps([row(1)]).replace('{"query"', '{"query": "other", "query"')
    report = read(text)
    (words,) = told(report)
    assert words == (
        "Row 1, query: the field stands there more than once. Only one of them can be meant. "
        "Delete all but the right one."
    )


def test_other_keys_are_allowed_and_named() -> None:
    report = read([row(1, id=4, source={"query": "x"}), row(2, id=5, note=None, id_2=float("nan"))])
    assert (report.rejected, report.ignored_keys) == (0, ("id", "source", "note", "id_2"))


def test_only_the_first_of_very_many_other_keys_are_named() -> None:
    assert len(read([row(number, **{f"key {number}": 1}) for number in range(100)]).ignored_keys) == 20


def listed(*rows: str) -> str:
    return "[\n" + ",\n".join(rows) + "\n]"


BROKEN = [
    ('{"query": "abc", "positive_title" "x"}', "The colon behind a field's name is missing"),
    ('{"query": "abc" "positive_title": "x"}', "A comma is missing, or a quotation mark inside a text is not written"),
    ('{"query": the moth}', "A value is missing, or a text is not in double quotation marks"),
    ('{"query": "an "odd" moth"}', "A comma is missing, or a quotation mark inside a text is not written"),
    ("{'query': 'abc'}", "A field's name in double quotation marks is missing"),
    ('{"query": "abc", }', ""),  # the words depend on the Python version
    ('{"query": "C:\\moths"}', "A backslash stands inside a text where it has no meaning"),
    ('{"query": "a\nb"}', "A line break or another control character stands inside a text"),
    ('{"query": "abc", "positive_title": "x"', ""),
    ('{"query": "abc, "positive_title": "x"}', "A comma is missing"),
    ('{"query": "abc}', ""),
    ("moths", "A value is missing"),
    ('"query": "abc"}', "The opening bracket { of the row is missing"),
    ('{"a": [{"b": 1}, {"c": ]}', "A value is missing"),
    ("[" * 100_000, "Brackets are nested too deeply"),
    ('{"a":' * 100_000, "Brackets are nested too deeply"),
]


@pytest.mark.parametrize(("broken", "words"), BROKEN, ids=[broken[:24] for broken, _ in BROKEN])
@pytest.mark.parametrize("lines", [False, True], ids=["list", "lines"])
def test_a_broken_row_never_costs_another_one(broken: str, words: str, lines: bool) -> None:
    parts = [json.dumps(row(1)), broken, json.dumps(row(2)), json.dumps(row(3))]
    report = read("\n".join(parts) if lines else listed(*parts))
    assert_adds_up(report)
    assert [triplet.query for triplet in report.triplets] == [value["query"] for value in GOOD]
    assert report.problems[0].row == 2
    first = 2 if lines else 3
    assert f"Row 2 (line {first}" in told(report)[0] or f"Row 2 (line {first + 1}" in told(report)[0]
    assert "the row cannot be read" in told(report)[0]
    assert words in told(report)[0]


def test_a_broken_row_on_a_single_line_of_everything_costs_only_itself() -> None:
    text = json.dumps(GOOD).replace('query 2"', "query 2")
    report = read(text)
    assert [triplet.query for triplet in report.triplets] == [row(1)["query"], row(3)["query"]]


@pytest.mark.parametrize("cut", [1, 5, 30, 150])
def test_a_file_that_was_cut_off_keeps_its_rows_and_says_so(cut: int) -> None:
    report = read(json.dumps(GOOD)[:-1][:-cut])
    assert len(report.triplets) == 2
    assert report.rejected == 1
    assert "cut off" in told(report)[0]


def test_a_list_that_is_not_closed_is_noted() -> None:
    report = read(json.dumps(GOOD)[:-1])
    assert (len(report.triplets), report.problems) == (3, ())
    assert report.notes == ("The list has no closing bracket: the file may have been cut off.",)


def test_two_lists_behind_one_another_are_both_read() -> None:
    report = read(json.dumps([row(1)]) + "\n" + json.dumps([row(2)]) + json.dumps([row(3)]))
    assert (len(report.triplets), report.problems) == (3, ())
    assert report.notes == ("Another list begins in line 2; its rows are read too.",)


def test_rows_behind_the_end_of_the_list_are_not_lost() -> None:
    assert len(read(json.dumps([row(1)]) + json.dumps(row(2))).triplets) == 2


def test_more_rows_than_memory_can_be_expected_to_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triplet_reading, "MOST_ROWS", 3)
    assert len(read(GOOD).triplets) == 3
    with pytest.raises(UserError, match="holds more than 3 rows"):
        read([*GOOD, row(4)])


PIECES = st.sampled_from(
    ["{", "}", "[", "]", ",", '"', ":", "\\", "\n", "\x00", "1", "null", "\\ud800", "é", '{"query":', "NaN"]
)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 12), PIECES), max_size=8), st.booleans())
def test_whatever_is_damaged_the_account_adds_up(damages: list[tuple[int, int, str]], lines: bool) -> None:
    text = "\n".join(json.dumps(value) for value in GOOD) if lines else json.dumps(GOOD, indent=1)
    for place, length, piece in damages:
        text = text[:place] + piece + text[place + length :]
    try:
        report = read(text)
    except UserError:
        return
    assert_adds_up(report)
    if not damages:
        assert len(report.triplets) == 3


@given(st.binary(max_size=300))
def test_any_bytes_give_a_report_or_words(data: bytes) -> None:
    refusal = None
    try:
        assert_adds_up(read_triplets(data, "any"))
    except UserError as error:
        refusal = error
    assert refusal is None or "“any”" in refusal.what


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=6),
    max_leaves=12,
)


@given(st.lists(JSON_VALUES, max_size=6))
def test_any_list_of_values_has_as_many_rows(values: list[object]) -> None:
    report = read(values)
    assert report.total == len(values)
    assert_adds_up(report)
