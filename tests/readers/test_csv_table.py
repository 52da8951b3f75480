"""Delimited tables of any origin: every row becomes a record or a reject that says why."""

import tracemalloc
from pathlib import Path

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import RawRecord, Reject
from specter2_gui.readers import csv_table, tsv_table
from specter2_gui.readers.formats import ReadOptions
from specter2_gui.readers.previewing import preview
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.source import Source
from tests.readers.outcome import Outcome, outcome

HEADER = "Title,Abstract,Authors,Year,DOI"


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join((header, *rows)) + "\n"


def read(data: str | bytes) -> Outcome:
    return outcome(csv_table.FORMAT, data)


def read_mapped(data: str, mapping: dict[str, str]) -> list[RawRecord]:
    found = list(csv_table.read(Source.of_bytes(data.encode(), "x.csv"), ReadOptions(mapping)))
    return [one for one in found if isinstance(one, RawRecord)]


def test_a_row_becomes_a_record_with_its_own_line_and_text() -> None:
    [record] = read(table('A title,"An abstract, quoted","Liu, R.; Adler, D.",2014,10.1000/x')).records
    assert record == RawRecord(
        line=2,
        raw='A title,"An abstract, quoted","Liu, R.; Adler, D.",2014,10.1000/x',
        title="A title",
        abstract="An abstract, quoted",
        authors=("Liu, R.", "Adler, D."),
        year="2014",
        doi="10.1000/x",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_from_the_content(delimiter: str) -> None:
    data = delimiter.join(("Title", "Abstract", "Year")) + "\n" + delimiter.join(('"a, b; c | d\te"', "x", "2014"))
    source = Source.of_bytes(data.encode(), "x.csv")
    assert recognise(source).name == ("tsv" if delimiter == "\t" else "csv")
    assert read(data).titles == ["a, b; c | d\te"]


def test_a_file_may_tell_its_delimiter() -> None:
    assert read("sep=;\nTitle;Abstract\na, b;c\n").titles == ["a, b"]


def test_commas_in_abstracts_do_not_outvote_the_header() -> None:
    assert read("Title;Abstract\na;b, c, d\ne;f, g, h\n").titles == ["a", "e"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_do_not_reach_the_first_column(encoding: str) -> None:
    [record] = read(table("Über den Fluß,b,c,2014,", "").encode(encoding)).records
    assert record.title == "Über den Fluß"


def test_line_breaks_inside_cells_stay_in_them() -> None:
    outcome_ = read('Title,Abstract\r\na,"one\r\n\r\ntwo"\r\nb,c\r\n')
    assert [record.abstract for record in outcome_.records] == ["one\n\ntwo", "c"]
    assert [record.line for record in outcome_.records] == [2, 5]


def test_a_forgotten_quotation_mark_costs_no_other_record() -> None:
    outcome_ = read(table('a,"never ended,Liu,2014,', "b,x,y,2015,", 'c,"d",e,2016,'))
    assert outcome_.titles == ["a", "b", "c"]
    assert "quotation mark stands alone" in outcome_.records[0].note


def test_a_forgotten_quotation_mark_before_a_comma_is_listed() -> None:
    outcome_ = read(table('a,"never ended, with a comma,Liu,2014,10.1000/x', "b,x,y,2015,"))
    assert outcome_.titles == ["b"]
    assert outcome_.reasons == (
        "The row has 6 cells and the table 5 columns; perhaps a quotation mark in it stands alone."
    )
    assert outcome_.rejects[0].line == 2


def test_two_forgotten_quotation_marks_that_fit_each_other_are_told() -> None:
    outcome_ = read(table('a,"never ended,x,2014,', 'b,never begun",y,2015,', 'c,"well\nended",z,2016,'))
    assert outcome_.titles == ["a", "c"]
    assert "looks like a row of its own" in outcome_.records[0].note
    assert not outcome_.records[1].note


def test_tables_one_below_the_other_are_read_from_the_first() -> None:
    outcome_ = read("Title,Abstract,x,y\na,b,,\nTitle,Abstract,Authors,Year\nc,d,,\n")
    assert outcome_.titles == ["a", "Title", "c"]


def test_a_row_with_too_many_cells_is_listed_unless_they_are_empty() -> None:
    outcome_ = read(table("a,b,c,2014,10.1000/x,,", "a,b, or c,d,2014,10.1000/x"))
    assert outcome_.titles == ["a"]
    assert outcome_.rejects == [
        Reject(3, "a,b, or c,d,2014,10.1000/x", "The row has 6 cells and the table 5 columns; perhaps a delimiter is missing or one too many.")
    ]  # fmt: skip


def test_a_row_with_too_few_cells_is_read_and_says_so() -> None:
    [record] = read(table("a,b")).records
    assert record.note == "The last 3 cells are missing in this row and taken as empty."


def test_a_line_of_text_below_the_table_is_no_record() -> None:
    outcome_ = read(table("a,b,c,2014,", "Copyright by the publisher"))
    assert outcome_.titles == ["a"]
    assert len(outcome_.rejects) == 1


def test_a_table_may_begin_below_other_lines_which_are_told() -> None:
    outcome_ = read(f"About the data: Exported on 1 May, all rights reserved\n\n{table('a,b,c,2014,', 'd,e,f,2015,')}")
    assert outcome_.titles == ["a", "d"]
    assert outcome_.records[0].note.startswith("Above the table stands “About the data")
    assert not outcome_.records[1].note


def test_a_header_in_the_middle_is_listed() -> None:
    outcome_ = read(table("a,b,c,2014,", HEADER, "d,e,f,2015,"))
    assert outcome_.titles == ["a", "d"]
    assert outcome_.reasons == "This row names the columns once more and holds no record."


def test_rows_without_content_are_no_records() -> None:
    assert read(table("a,b,c,2014,", ",,,,", "", '"","",,,')).titles == ["a"]


def test_columns_without_a_name_or_with_the_same_do_not_shift_the_others() -> None:
    [record] = read("Title,,Title,Abstract,\n,x,second,b,\n").records
    assert (record.title, record.abstract) == ("second", "b")


def test_a_single_column_of_titles_is_a_table() -> None:
    data = "Title\nWhales, and how they sing\nBees\n"
    assert recognise(Source.of_bytes(data.encode(), "titles.csv")).name == "csv"
    assert read(data).titles == ["Whales, and how they sing", "Bees"]


def test_a_decision_of_an_earlier_screening_is_kept() -> None:
    [record] = read("record_id,title,final_included\n12,a,1\n").records
    assert record.ids == (("key", "12"), ("label", "1"))


def test_where_a_table_has_no_key_the_number_of_its_database_is_one() -> None:
    [record] = read("PMID,Title,Authors,Journal/Book,DOI\n123.0,a,Smith J.,b,\n").records
    assert record.ids == (("key", "123"), ("pmid", "123"))


def test_a_source_that_tells_the_year_gives_both() -> None:
    [record] = read("Title,Author Names,Source,Abstract\na,Liu R.,Cancer (2004) 102:4 (253-258),b\n").records
    assert (record.venue, record.year) == ("Cancer", "2004")


def test_a_person_decides_which_column_is_which() -> None:
    [record] = read_mapped("x,y,Title\na,b,c\n", {"x": "title", "y": "abstract", "Title": ""})
    assert (record.title, record.abstract) == ("a", "b")


def test_a_remembered_mapping_fits_however_the_names_are_written() -> None:
    [record] = read_mapped("TITRE ,texte\na,b\n", {"Titre": "title", "Texte": "abstract"})
    assert (record.title, record.abstract) == ("a", "b")


def test_a_table_without_texts_is_refused_in_words() -> None:
    with pytest.raises(UserError, match=r"Its columns are “query-id”, “corpus-id”, “score”"):
        list(
            tsv_table.FORMAT.read(
                Source.of_bytes(b"query-id\tcorpus-id\tscore\nq1\tp1\t1\n", "qrels.tsv"), ReadOptions()
            )
        )


def test_a_table_on_its_side_is_refused_in_words() -> None:
    rows = '"RECORD 1"\n"TITLE","a"\n"AUTHOR NAMES","Liu R.","Adler D."\n"ABSTRACT","b"\n"SOURCE","Cancer (2004)"\n'
    source = Source.of_bytes((rows * 3).encode(), "embase.csv")
    with pytest.raises(UserError, match="one below the other"):
        list(recognise(source).read(source, ReadOptions()))


@pytest.mark.parametrize(
    "text",
    ["One sentence.", "Dear all,\n\nplease find, as agreed, the list.\nYours,\nAnn", "a\nb\nc\n", "TY  - JOUR\nTI  - a, b, c\nER  - \n", '{"title": "a", "abstract": "b"}'],
)  # fmt: skip
def test_other_texts_are_no_tables(text: str) -> None:
    assert csv_table.recognise(text.encode(), text, "x.txt") == 0
    assert tsv_table.recognise(text.encode(), text, "x.txt") == 0


def test_a_preview_shows_what_a_person_has_to_decide() -> None:
    data = "no names above\n" + "".join(f"{n},A study of rivers number {n},{n}\n" for n in range(40))
    shown = preview(Source.of_bytes(data.encode(), "x.csv"), rows=3)
    assert shown
    assert shown.header == ("Column 1", "Column 2", "Column 3")
    assert shown.columns.unsure
    assert shown.columns.mapping == {"Column 2": "title"}
    assert len(shown.rows) == 3
    assert "No row names the columns." in shown.notes


def test_there_is_no_preview_of_what_is_no_table() -> None:
    assert preview(Source.of_bytes(b"TY  - JOUR\nTI  - a\nER  - \n", "x.ris")) is None


def test_a_null_character_and_half_a_character_do_no_harm() -> None:
    data = table("a\0b,c,d,2014,", "e,f,g,2015,").encode() + b"\xed\xa0\x80,\xff,,,\n"
    assert len(read(data).records) == 3


@pytest.mark.parametrize("line", [b'"' + b"x" * 999, b"x" * 1000, b'"",' * 333])
def test_one_line_of_any_length_is_read_in_little_memory(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"Title,Abstract\na,b\n")
        for _ in range(4):
            file.write(line * 1000)
        file.write(b"\nc,d\n")
    tracemalloc.start()
    found = list(csv_table.read(Source(path), ReadOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.title for one in found if isinstance(one, RawRecord)] == ["a", "c"]
    assert [one.line for one in found if isinstance(one, Reject)] == [3]
    assert peak < 12_000_000
    assert csv_table.start_marks(Source(path)) == len(found)


def test_without_names_of_columns_the_first_row_is_a_record_too() -> None:
    """Words that no table uses for its columns stand in all of them."""
    rows = [
        "Smith,Bees dance in the spring,Apis",
        "Doe,Ants under the snow of Lapland,Nest",
        "Ng,A wasp that eats its own nest,Hive",
    ]
    found = read("\n".join(rows))
    assert [one.title for one in found.records] == [row.split(",")[1] for row in rows]


def test_a_first_row_that_may_be_names_is_told() -> None:
    found = read("Wer,Was,Wo\nDoe,Ants under the snow of Lapland,Nest\nNg,A wasp that eats its own nest,Hive\n")
    assert len(found.records) == 2
    assert "taken for the names of the columns and not for a record: “Wer”, “Was”, “Wo”" in found.records[0].note


def test_a_word_above_numbers_names_its_column_whatever_the_other_names_say() -> None:
    rows = (
        "1,Shifting sowing dates in a dry decade,1991,Plans for sowing have to start from the rain of the years before",
        "2,Drying temperature and kernel cracks,1992,Cracked kernels break in handling and lose a part of their price",
    )
    source = Source.of_bytes(table(*rows, header="No,Heading,When,What it is about here").encode(), "x.csv")
    found = preview(source)
    assert found is not None
    assert found.header == ("No", "Heading", "When", "What it is about here")
    assert [row[0] for row in found.rows] == ["1", "2"]
