"""What is exported and imported again is the same record, whatever its texts, as far as each format can hold it."""

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from specter2_gui.app.paper_formats import COLUMNS, exported_ids, paper_cells, paper_object
from specter2_gui.app.ris_writing import ris_record
from specter2_gui.domain.cleaning import cleaned
from specter2_gui.domain.csv_cells import harmless_cell, original_cell
from specter2_gui.domain.id_texts import ids_as_text, ids_in_text
from specter2_gui.domain.records import RawRecord, Record
from specter2_gui.project.paper_rows import PaperRow
from specter2_gui.readers.reading import begin_source
from specter2_gui.readers.source import Source

texts = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    (
        "=1+2",
        "'-omics' of bees",
        "a; b",
        "a, b and c",
        "É. “x”; y",
        "-",
        "TY  - JOUR",
        "<b>bold</b> &amp; more",
        "2019",
        '"',
        "a\tb",
        "@x y",
    )
)
words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
names = st.builds("{}, {}.".format, words, words)
schemes = st.sampled_from(
    ("pmid", "pmcid", "issn", "isbn", "accession", "scopus", "wos", "arxiv", "citation-key", "lccn")
)
numbers = st.from_regex(r"[0-9]{1,8}", fullmatch=True) | st.sampled_from(
    ("2-s2.0-1", "WOS:0001", "a;b%3B", "1234-567X", "https://x.org/?a=1&b=2")
)
raws = st.builds(
    RawRecord,
    line=st.just(0),
    raw=st.just(""),
    title=texts,
    abstract=texts,
    authors=st.lists(names, max_size=3, unique=True).map(tuple),
    year=st.sampled_from(("", "2019", "in press", "2020-03-01", "c1999")),
    venue=texts,
    doi=st.sampled_from(("", "10.1000/abc", "10.1000/x(1)y")),
    ids=st.lists(st.tuples(schemes, numbers), max_size=4, unique=True).map(tuple),
    keywords=st.lists(words, max_size=3).map(tuple),
    language=st.sampled_from(("", "English", "German", "Klingon")),
    kind=st.sampled_from(("", "JOUR", "BOOK", "Article", "journal-article", "CHAP")),
)


def paper(record: Record) -> PaperRow:
    """``record`` as the paper p1 of a collection."""
    fields = (
        "title",
        "abstract",
        "authors",
        "year_text",
        "year",
        "venue",
        "doi",
        "ids",
        "keywords",
        "language",
        "kind",
    )
    values = {name: getattr(record, name) for name in fields}
    return PaperRow(
        id=1, key="p1", import_id=1, source="a.ris", line=7, group=None, hidden=False, edited=False, **values
    )


def as_ris(row: PaperRow) -> str:
    return ris_record(row, ["Judged relevant for the query “bees” (q1)"])


def as_csv(row: PaperRow) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, [harmless_cell(cell) for cell in paper_cells(row, ["Judged relevant"])]])
    return text.getvalue()


def as_jsonl(row: PaperRow) -> str:
    return json.dumps(paper_object(row), ensure_ascii=False) + "\n"


def read_again(text: str, name: str) -> Record:
    [found] = begin_source(Source.of_bytes(text.encode("utf-8"), name))
    assert isinstance(found, RawRecord), found
    record = cleaned(found)
    assert isinstance(record, Record), record
    return replace(record, line=0)


@pytest.mark.parametrize(
    ("write", "name"), [(as_ris, "a.ris"), (as_csv, "a.csv"), (as_jsonl, "a.jsonl")], ids=["ris", "csv", "jsonl"]
)
@settings(max_examples=int(os.environ.get("SPECTER2_GUI_EXAMPLES", "60")), deadline=None, database=None)
@given(raw=raws)
def test_a_record_comes_back_as_it_went(write: Callable[[PaperRow], str], name: str, raw: RawRecord) -> None:
    record = cleaned(raw)
    if not isinstance(record, Record):
        return
    # In RIS a journal that is called like the paper is taken for its title said twice.
    assume(name != "a.ris" or record.venue != record.title)
    row = paper(record)
    expected = replace(record, line=0, ids=exported_ids(row))
    back = read_again(write(row), name)
    if name == "a.jsonl":  # an object keeps what belongs to one scheme together
        expected, back = (replace(one, ids=tuple(sorted(one.ids))) for one in (expected, back))
    if not record.kind and name == "a.ris":  # which wants a type for every record
        expected = replace(expected, kind="GEN")
    assert back == expected


@pytest.mark.parametrize(("write", "name"), [(as_csv, "a.csv"), (as_jsonl, "a.jsonl")], ids=["csv", "jsonl"])
def test_names_and_keywords_with_semicolons_come_back_whole(write: Callable[[PaperRow], str], name: str) -> None:
    """In RIS they would be two: too many files mean it so."""
    row = paper(Record("=1+2", authors=("A and B", "C; D"), keywords=("a, b", "c; d", 'e "f"')))
    back = read_again(write(row), name)
    assert (back.authors, back.keywords) == (row.authors, row.keywords)


@given(st.text(st.characters(codec="utf-8")))
def test_a_cell_that_was_made_harmless_can_be_restored(text: str) -> None:
    assert original_cell(harmless_cell(text)) == text


@given(st.lists(st.tuples(schemes, st.text(st.characters(codec="utf-8"), min_size=1).map(str.strip).filter(bool))))
def test_ids_in_one_cell_can_be_told_apart_again(ids: list[tuple[str, str]]) -> None:
    assert ids_in_text(ids_as_text(ids)) == tuple(ids)
