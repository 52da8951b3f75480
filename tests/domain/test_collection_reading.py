"""Collections, queries and judgements: what is read, and the line and field of what cannot be."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specter2_gui.domain.collection_reading import read_papers, read_qrels, read_queries
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.judgements import Query, check_qrels
from specter2_gui.domain.papers import Paper


def lines(*records: object) -> bytes:
    return "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records).encode()


def refusal(read: Callable[[bytes, str], Any], data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        read(data, "file")
    return caught.value


def paper(**changes: object) -> dict[str, object]:
    return {"id": "p1", "title": "Plumes", "abstract": "Moths."} | changes


def test_papers_are_read_in_order_and_other_keys_are_left_alone() -> None:
    data = lines(paper(year=1999), "", paper(id="p2", authors=["A"]))
    assert read_papers(data, "file") == [Paper("p1", "Plumes", "Moths."), Paper("p2", "Plumes", "Moths.")]


@pytest.mark.parametrize(
    ("written", "read_as"), [("7", "7"), ("00.5e1", None), ("12345678901234567890", "12345678901234567890")]
)
def test_an_id_may_be_a_number_and_keeps_its_form(written: str, read_as: str | None) -> None:
    data = f'{{"id": {written}, "title": "Plumes"}}'.encode()
    if read_as is None:
        assert "line 1" in refusal(read_papers, data).what
    else:
        assert read_papers(data, "file")[0].id == read_as


@pytest.mark.parametrize(
    "absent", [{"title": "Plumes"}, {"title": "Plumes", "abstract": None}, {"title": "Plumes", "abstract": " "}]
)
def test_an_abstract_may_be_absent(absent: dict[str, object]) -> None:
    assert read_papers(lines({"id": "1"} | absent), "file") == [Paper("1", "Plumes", "")]


def test_a_title_may_be_absent_when_there_is_an_abstract() -> None:
    assert read_papers(lines({"id": "1", "abstract": "Moths."}), "file") == [Paper("1", "", "Moths.")]


def test_texts_are_cleaned_and_control_characters_are_spaces() -> None:
    assert read_papers(lines(paper(title=" Blu\u0308ten\x0b\x00im Wind ")), "file")[0].title == "Blüten  im Wind"


def test_a_line_separator_within_a_text_ends_no_line() -> None:
    data = json.dumps(paper(title="a\u2028b\x85c"), ensure_ascii=False).encode()
    assert read_papers(data, "file")[0].title == "a\u2028b\x85c"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_one_line(end: str) -> None:
    data = end.join([json.dumps(paper()), "", json.dumps(paper())]).encode()
    assert refusal(read_papers, data).what == "“file”, line 3, id: the id “p1” is already in line 1"


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ('{"id": "2"', "line 2: it is not JSON: "),
        ("[1]", "line 2: it holds a list, not an object"),
        ({"title": "Plumes"}, "line 2, id: the id is missing"),
        (paper(id=" "), "line 2, id: the id is missing"),
        (paper(id=True), "line 2, id: the value is a yes-or-no value where a text belongs"),
        (paper(id="a\tb\x01"), "line 2, id: the text holds a control character (U+0001)"),
        (paper(id="2", title="", abstract=" "), "line 2, title: the paper has neither title nor abstract"),
        (paper(id="2", title=5), "line 2, title: the value is a number where a text belongs"),
        (paper(id="2", abstract=["a"]), "line 2, abstract: the value is a list where a text belongs"),
        (paper(id="2", abstract="a\udc00"), "line 2, abstract: the text holds half a character (U+DC00)"),
        ('{"id": "2", "id": "3", "title": "x"}', "line 2, id: the field stands there more than once"),
        ('{"id": 2, "id": 3, "title": "x"}', "line 2, id: the field stands there more than once"),
        ("[" * 100_000, "line 2: it is not JSON: Brackets are nested too deeply"),
    ],
)
def test_what_cannot_be_a_paper_is_refused_with_line_and_field(record: object, words: str) -> None:
    error = refusal(read_papers, lines(paper(), record))
    assert words in error.what
    assert error.how == "Correct line 2 of the file in a text editor"


def test_a_file_of_another_encoding_and_an_empty_one_are_refused() -> None:
    assert "line 1 holds a byte" in refusal(read_papers, b'{"id": "\xfc"}').what
    assert "is empty" in refusal(read_papers, b"").what


def test_queries_are_read_and_need_a_text() -> None:
    assert read_queries(lines({"id": 1, "text": " moths ", "kind": "question"}), "file") == [Query("1", "moths")]
    error = refusal(read_queries, lines({"id": "1", "text": "moths"}, {"id": "2", "text": ""}))
    assert error.what == "“file”, line 2, text: the query has no text"


QRELS = {"1": {"p1": 2, "p2": 0}, "2": {"p1": 1}}


@pytest.mark.parametrize(
    "text",
    [
        "query-id\tcorpus-id\tscore\n1\tp1\t2\n1\tp2\t0\n2\tp1\t1\n",
        "1\tp1\t2\n1\tp2\t0\n2\tp1\t1",
        "\nquery-id\tcorpus-id\tscore\r\n1\tp1\t2.0\r\n\r\n1\tp2\t0\r\n2\tp1\t+1\r\n",
        "1 0 p1 2\n1 0 p2 0\n2 0 p1 1\n",
        "1\tQ0\tp1\t2\n1\tQ0\tp2\t0\n2\tQ0\tp1\t1\n2\tQ0\tp1\t1\n",
    ],
    ids=["header", "no header", "Windows lines and decimals", "TREC", "TREC with tabs and a line twice"],
)
def test_judgements_are_read_in_every_usual_form(text: str) -> None:
    assert read_qrels(text.encode(), "file") == QRELS


def test_grades_below_zero_are_kept() -> None:
    assert read_qrels(b"1\tp1\t-1", "file") == {"1": {"p1": -1}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1\tp1", "“file”, line 1: it has 2 columns"),
        ("corpus-id\tquery-id\tscore\np1\t1\t1", "“file”, line 1: the columns stand in another order"),
        ("1\tp1\t1\n\n1\tp2", "“file”, line 3: it has 2 columns"),
        ("1\tp1\t1\n1\t0\tp2\t1", "“file”, line 2: it has 4 columns"),
        ("query-id\tcorpus-id\tstars\n1\tp1\t1", "“file”, line 1, grade: “stars” is no whole number"),
        ("1\tp1\t1\n1\tp2\tscore", "“file”, line 2, grade: “score” is no whole number"),
        ("1\tp1\t0.5", "“file”, line 1, grade: “0.5” is no whole number"),
        ("1\tp1\t" + "9" * 5000, "is no whole number"),
        ("1\t\t1", "“file”, line 1: an id is empty"),
        ("1\tp1\t1\n1\tp1\t0", "“file”, line 2, grade: the same pair has another grade in line 1"),
        ("query-id\tcorpus-id\tscore\n", "The file “file” holds no judgements"),
        ('{"id": "1"}\n{"id": "2"}', "“file”, line 1: it has 2 columns"),
    ],
)
def test_what_cannot_be_a_judgement_is_refused_with_its_line(text: str, words: str) -> None:
    assert words in refusal(read_qrels, text.encode()).what


def test_judgements_that_cannot_count_are_told() -> None:
    qrels = {"1": {"p1": 1, "gone": 1}, "9": {"p1": 1}, "3": {"p1": 0}}
    queries = [Query("1", "a"), Query("2", "b"), Query("3", "c")]
    assert check_qrels(qrels, queries, ["p1"]) == (
        "1 judged query is not among the queries and left out.",
        "1 judged paper is not in the collection; if relevant, they count as not found.",
        "1 query has no judgements and cannot be evaluated.",
        "1 query has no relevant paper and cannot be evaluated.",
    )
    assert check_qrels({"1": {"p1": 1}}, queries[:1], ["p1"]) == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    refusals: list[UserError] = []
    for read in (read_papers, read_queries, read_qrels):
        try:
            read(data, "any")
        except UserError as error:
            refusals.append(error)
    assert all("“any”" in refusal.what for refusal in refusals)
