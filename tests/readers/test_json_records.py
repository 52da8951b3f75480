"""Papers out of JSON, CSL-JSON and JSON Lines, whichever names their fields have."""

import json
from typing import Any

import pytest

from specter2_gui.domain.cleaning import cleaned
from specter2_gui.domain.records import RawRecord, Record
from specter2_gui.readers import csl_json, json_lines, json_records, zotero_items
from specter2_gui.readers.formats import Format
from specter2_gui.readers.source import LINE_LIMIT
from tests.readers.outcome import outcome

FORMATS = (csl_json.FORMAT, json_records.FORMAT, json_lines.FORMAT, zotero_items.FORMAT)


def recognised(text: str, name: str = "file") -> Format | None:
    head = text.encode()[:65_536]
    best = max(FORMATS, key=lambda one: one.recognise(head, head.decode(errors="ignore"), name))
    return best if best.recognise(head, head.decode(errors="ignore"), name) else None


def record_of(value: dict[str, Any]) -> RawRecord:
    (record,) = outcome(json_records.FORMAT, json.dumps([value])).records
    return record


def clean(value: dict[str, Any]) -> Record:
    record = cleaned(record_of(value))
    assert isinstance(record, Record)
    return record


CSL = {
    "id": "http://zotero.org/users/1/items/ABCD2345",
    "type": "article-journal",
    "title": "Reading <i>habits</i>",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>They read.</jats:p>",
    "container-title": "Journal of Reading",
    "DOI": "10.1000/ABC",
    "PMID": "123",
    "language": "en",
    "keyword": "reading, habits",
    "issued": {"date-parts": [[2021, 8, 18]]},
    "author": [
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"literal": "The Reading Group"},
        {"family": "Hall", "given": "H. K.", "suffix": "Jr."},
    ],
}


def test_a_csl_record_is_read_with_all_its_fields() -> None:
    record = record_of(CSL)
    assert record.title == "Reading <i>habits</i>"
    assert record.authors == ("van Gogh, Vincent", "The Reading Group", "Hall, H. K., Jr.")
    assert (record.year, record.venue, record.doi, record.language, record.kind) == (
        "2021",
        "Journal of Reading",
        "10.1000/ABC",
        "en",
        "article-journal",
    )
    assert record.ids == (("key", "http://zotero.org/users/1/items/ABCD2345"), ("pmid", "123"))
    assert record.keywords == ("reading", "habits")
    assert json.loads(record.raw) == CSL


def test_jats_tags_do_not_reach_the_collection() -> None:
    record = clean(CSL)
    assert record.title == "Reading habits"
    assert "<" not in record.abstract
    assert record.abstract.endswith("They read.")


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [[1957, 10]]}, "1957"),
        ({"date-parts": [["1957"]]}, "1957"),
        ({"date-parts": [[None]]}, ""),
        ({"date-parts": []}, ""),
        ({"raw": "ca. 1957"}, "ca. 1957"),
        ({"literal": "in press"}, "in press"),
        ("1957-10-02", "1957-10-02"),
        (1957, "1957"),
        (None, ""),
    ],
)
def test_a_date_is_read_in_each_way_of_writing_it(issued: object, year: str) -> None:
    assert record_of({"title": "x", "issued": issued}).year == year


def test_our_own_fields_are_read() -> None:
    record = record_of(
        {"id": "p1", "title": "A study", "abstract": "Of something.", "year": 1999, "authors": ["A, B", "C"]}
    )
    assert (record.title, record.abstract, record.year, record.authors) == (
        "A study",
        "Of something.",
        "1999",
        ("A, B", "C"),
    )
    assert record.ids == (("key", "p1"),)


@pytest.mark.parametrize(
    ("value", "title", "abstract", "key"),
    [
        ({"_id": "d1", "title": "T", "text": "A"}, "T", "A", "d1"),
        ({"paperId": "s2", "title": "T", "abstract": None, "externalIds": {"DOI": "10.1/x"}}, "T", "", "s2"),
        (
            {"pmid": "5", "id": "5", "title": "T.", "abstractText": "A", "authorString": "Smith J, Doe A."},
            "T.",
            "A",
            "5",
        ),
        ({"id": 7, "Title": ["T", "second"], "Abstract": ["A", "B"]}, "T", "A\nB", "7"),
        ({"Article Title": "T", "Description": "A", "record_id": "9"}, "T", "A", "9"),
        ({"_source": {"title": "T", "summary": "A"}, "_id": "es"}, "T", "A", "es"),
        ({"status": "ok", "message": {"title": ["T"], "abstract": "A", "DOI": "10.1/x"}}, "T", "A", None),
        (
            {"id": "W1", "title": "T", "abstract_inverted_index": {"read": [1], "They": [0, 2]}},
            "T",
            "They read They",
            "W1",
        ),
        ({"title": "T", "abstract": [{"label": "AIM", "text": "A"}, {"text": "B"}]}, "T", "AIM: A\nB", None),
    ],
)
def test_common_names_of_fields_are_known(value: dict[str, Any], title: str, abstract: str, key: str | None) -> None:
    record = record_of(value)
    assert (record.title, record.abstract, dict(record.ids).get("key")) == (title, abstract, key)


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Smith, John; Doe, Ann", ("Smith, John", "Doe, Ann")),
        ("John Smith and Ann Doe", ("John Smith", "Ann Doe")),
        ("Smith J, Doe A.", ("Smith J", "Doe A")),
        ("Smith, John", ("Smith, John",)),
        (
            [{"name": "A"}, {"first": "B", "last": "C"}, {"author": {"display_name": "D E"}}, {}, "", None, 5],
            ("A", "C, B", "D E", "5"),
        ),
    ],
)
def test_names_are_read_in_each_way_of_writing_them(authors: object, names: tuple[str, ...]) -> None:
    assert record_of({"title": "x", "authors": authors}).authors == names


def test_the_database_that_hands_a_record_over_is_no_venue() -> None:
    assert record_of({"title": "x", "source": "Crossref", "container-title": []}).venue == ""
    assert record_of({"title": "x", "primary_location": {"source": {"display_name": "J"}}}).venue == "J"


ZOTERO = {
    "key": "ABCD2345",
    "version": 7,
    "library": {"type": "user", "id": 1, "name": "L"},
    "meta": {"parsedDate": "2019-05-01"},
    "data": {
        "key": "ABCD2345",
        "itemType": "journalArticle",
        "title": "T",
        "abstractNote": "A",
        "publicationTitle": "J",
        "date": "May 2019",
        "DOI": "10.1/x",
        "creators": [
            {"creatorType": "editor", "firstName": "E", "lastName": "Ditor"},
            {"creatorType": "author", "firstName": "Ann", "lastName": "Doe"},
            {"creatorType": "author", "name": "The Group"},
        ],
        "tags": [{"tag": "one"}, {"tag": "two", "type": 1}],
    },
}


def test_an_item_of_zotero_is_read_with_its_authors_and_tags() -> None:
    record = record_of(ZOTERO)
    assert (record.title, record.abstract, record.venue, record.year, record.kind) == (
        "T",
        "A",
        "J",
        "May 2019",
        "journalArticle",
    )
    assert record.authors == ("Doe, Ann", "The Group")
    assert record.keywords == ("one", "two")
    assert record.ids == (("key", "ABCD2345"),)


def test_attachments_and_notes_are_rejects_that_say_so() -> None:
    result = outcome(zotero_items.FORMAT, json.dumps([{"data": {"itemType": "attachment", "title": "PDF"}}, ZOTERO]))
    assert result.reasons == "It is an attachment, not a record"
    assert result.titles == ["T"]


def test_a_damaged_object_in_the_middle_is_one_reject() -> None:
    papers = [{"id": str(number), "title": f"paper {number}", "abstract": "words"} for number in range(5)]
    text = json.dumps(papers).replace('"paper 2"', '"paper 2')
    result = outcome(json_records.FORMAT, text)
    assert result.titles == ["paper 0", "paper 1", "paper 3", "paper 4"]
    assert [reject.raw.count("paper 2") for reject in result.rejects] == [1]
    assert "quotation mark" in result.reasons


def test_brackets_that_match_around_something_else_are_a_reject_with_the_line() -> None:
    result = outcome(json_records.FORMAT, '[\n{"title": "one"},\n{"title":\nzwei},\n{"title": "three"}]')
    assert result.titles == ["one", "three"]
    assert "line 4" in result.reasons
    assert result.rejects[0].line == 3


def test_a_number_with_too_many_digits_is_a_reject() -> None:
    result = outcome(json_records.FORMAT, '[{"title": "one", "n": ' + "9" * 10_000 + '}, {"title": "two"}]')
    assert result.titles == ["two"]
    assert "too long" in result.reasons


def test_halves_of_letters_and_controls_do_not_stop_the_reading() -> None:
    (record,) = outcome(json_records.FORMAT, '[{"title": "a\\ud800b\\u0000c\x01d\ne"}]').records
    found = cleaned(record)
    assert isinstance(found, Record)
    assert found.title == "a b c d e"


def test_json_lines_are_read_line_by_line_and_a_damaged_one_is_one_reject() -> None:
    text = '{"id": "1", "title": "one"}\r\n\n{"id": "2", "title": "two\n   \n[1]\n{"id": "3", "title": "three"}'
    result = outcome(json_lines.FORMAT, text)
    assert result.titles == ["one", "three"]
    assert [record.line for record in result.records] == [1, 6]
    assert [reject.line for reject in result.rejects] == [3, 5]


def test_a_line_100_000_brackets_deep_is_a_reject() -> None:
    result = outcome(
        json_lines.FORMAT,
        '{"x": ' + "[" * 100_000 + '\n{"title": "two", "n": ' + "[[]]," * 500 + '"x"}\n{"title": "three"}',
    )
    assert result.titles == ["three"]
    assert "deep" in result.reasons


def test_a_line_with_a_million_characters_and_more_is_a_reject() -> None:
    result = outcome(json_lines.FORMAT, '{"title": "' + "x" * LINE_LIMIT + '"}\n{"title": "two"}\n')
    assert result.titles == ["two"]
    assert "longer than" in result.reasons


LINES = "\n".join(json.dumps({"id": number, "title": "t"}) for number in range(3))


@pytest.mark.parametrize(
    ("text", "name", "format_name"),
    [
        (json.dumps([CSL]), "x.json", "csl-json"),
        (json.dumps([CSL], indent=2), "export.txt", "csl-json"),
        (json.dumps({"message": {"items": [CSL]}}), "x", "csl-json"),
        (json.dumps([ZOTERO], indent=4), "x.json", "zotero-api"),
        (json.dumps([{"id": 1, "title": "t", "abstract": "a"}]), "x.json", "json"),
        (json.dumps({"results": [{"title": "t"}]}, indent=1), "x.json", "json"),
        (LINES, "x.txt", "jsonl"),
        (LINES.replace('"t"}', '"t"', 1), "x.jsonl", "jsonl"),
        (json.dumps(CSL) + "\n" + json.dumps(CSL), "x.json", "jsonl"),
        (json.dumps({"title": "t"}), "x.jsonl", "jsonl"),
        (json.dumps({"title": "t"}), "x.json", "json"),
        ("[1, 2, 3]", "x.json", None),
        ("TY  - JOUR\nTI  - {\"x\": 1}\n", "x.json", None),
        ("", "x.json", None),
    ],
)  # fmt: skip
def test_the_format_is_told_by_the_content(text: str, name: str, format_name: str | None) -> None:
    found = recognised(text, name)
    assert (found.name if found else None) == format_name
