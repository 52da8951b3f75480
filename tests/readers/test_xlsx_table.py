"""Workbooks: what a cell shows is what is read, and neither a damaged row nor a hostile archive does more harm than it must."""

import datetime
import io
import random
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.records import RawRecord
from specter2_gui.readers import xlsx_cells, xlsx_table
from specter2_gui.readers.formats import ReadOptions
from specter2_gui.readers.previewing import preview
from specter2_gui.readers.reading import begin_source
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.source import Source
from specter2_gui.readers.xlsx_fragments import count_filled, fragments
from specter2_gui.readers.xlsx_table import Workbook
from tests.readers.outcome import Outcome, outcome

HEADER = ("Title", "Abstract", "Authors", "Year", "PMID")
ROW = ("A title", "An abstract", "Liu, R.; Adler, D.", 2014, 12345.0)
SHEET = "xl/worksheets/sheet1.xml"
BOOK = (
    '<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>',
    '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
)
HEADER_XML = '<row r="1"><c t="inlineStr"><is><t>Title</t></is></c><c t="inlineStr"><is><t>Abstract</t></is></c></row>'


def workbook(*rows: tuple[object, ...], fill: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if fill:
        fill(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return kept.getvalue()


def by_hand(rows: str, *, header: str = HEADER_XML, root: str = "<worksheet>", **others: str) -> bytes:
    sheet = f"{root}<sheetData>{header}{rows}</sheetData></worksheet>"
    parts = {"xl/workbook.xml": BOOK[0], "xl/_rels/workbook.xml.rels": BOOK[1], SHEET: sheet}
    return archive(parts | {f"xl/{name}.xml": content for name, content in others.items()})


def read(data: bytes) -> Outcome:
    return outcome(xlsx_table.FORMAT, data)


def text(*cells: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)


def row(*cells: str) -> str:
    return f"<row>{text(*cells)}</row>"


def test_a_row_becomes_a_record_with_the_number_it_has_in_the_sheet() -> None:
    [record] = read(workbook(HEADER, (), ROW)).records
    assert record == RawRecord(
        line=3,
        raw="A title\tAn abstract\tLiu, R.; Adler, D.\t2014\t12345",
        title="A title",
        abstract="An abstract",
        authors=("Liu, R.", "Adler, D."),
        year="2014",
        ids=(("key", "12345"), ("pmid", "12345")),
    )


def test_a_workbook_is_known_by_its_content() -> None:
    assert recognise(Source.of_bytes(workbook(HEADER, ROW), "export")).name == "xlsx"


def test_the_receipt_tells_the_encoding_of_the_texts_and_not_of_the_archive() -> None:
    reading = begin_source(Source.of_bytes(workbook(HEADER, ROW), "export.xlsx"))
    assert (reading.encoding.name, reading.encoding.doubtful, reading.encoding.undecodable) == ("utf-8", (), 0)
    assert reading.encoding.reason == "A workbook keeps its texts in Unicode"


def test_cells_are_read_as_the_library_for_workbooks_reads_them() -> None:
    values: list[object] = [
        "plain", " spaces ", "two\nlines", "<&>", "_x0041_", 7, -7.5, 1e20, 0.1, True, False, None,
        moment(2014, 5, 1), moment(2014, 5, 1, 12, 30), moment(1999, 12, 31, 6), 12345678901234567890,
    ]  # fmt: skip
    data = workbook(("Title", *values))
    with Workbook(Source.of_bytes(data, "x.xlsx")) as book:
        [found] = book.rows()
    [cells] = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0].values
    assert [as_text(cell) for cell in cells] == found.cells


def test_control_characters_are_read_as_workbooks_write_them() -> None:
    assert read(by_hand(row("a_x000D_b_x005F_x000D_"))).titles == ["a\rb_x000D_"]


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, minute)  # noqa: DTZ001 - a workbook knows no time zones


def as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime.datetime():
            whole_day = value.time() == datetime.time()
            return value.strftime("%Y-%m-%d" if whole_day else "%Y-%m-%d %H:%M")
        case _:
            return str(value)


def test_a_formula_is_never_computed_its_last_value_is_read() -> None:
    cells = '<c t="str"><f>HYPERLINK("x")</f><v>Last value</v></c><c><f>1+1</f></c>'
    [record] = read(by_hand(f"<row>{cells}</row>")).records
    assert (record.title, record.abstract) == ("Last value", "")


def test_the_first_sheet_that_holds_something_is_read_and_the_others_are_named() -> None:
    def more(book: openpyxl.Workbook) -> None:
        for name in ("Papers", "Notes"):
            sheet = book.create_sheet(name)
            sheet.append(list(HEADER))
            sheet.append(list(ROW))

    data = workbook(fill=more)
    [record] = read(data).records
    assert record.note == "Read from the sheet “Papers”, not from “Notes”."
    shown = preview(Source.of_bytes(data, "x.xlsx"))
    assert shown
    assert shown.notes == ("Read from the sheet “Papers”, not from “Notes”.",)
    assert shown.rows == (("A title", "An abstract", "Liu, R.; Adler, D.", "2014", "12345"),)


def test_a_hidden_sheet_does_not_come_before_one_that_is_seen() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[0].sheet_state = "hidden"
        sheet = book.create_sheet("Seen")
        sheet.append(list(HEADER))
        sheet.append(["From the sheet that is seen"])

    assert read(workbook(HEADER, ROW, fill=hide)).titles == ["From the sheet that is seen"]


def test_a_table_may_begin_below_other_rows() -> None:
    assert read(workbook(("Exported on 1 May",), (), HEADER, ROW, ROW)).titles == ["A title"] * 2


def test_rows_beyond_the_size_that_the_sheet_states_are_read() -> None:
    data = by_hand(row("a", "b"), root='<worksheet><dimension ref="A1:B1"/>')
    assert read(data).titles == ["a"]


def test_prefixes_of_names_as_some_programs_write_them_do_no_harm() -> None:
    rows = '<x:row><x:c t="s"><x:v>0</x:v></x:c></x:row>'
    shared = '<y:sst xmlns:y="m"><y:si><y:r><y:t>In </y:t></y:r><y:r><y:t>two runs</y:t></y:r><y:rPh><y:t>no</y:t></y:rPh></y:si></y:sst>'
    data = by_hand(rows, root='<worksheet xmlns:x="m">', sharedStrings=shared)
    assert read(data).titles == ["In two runs"]


def test_a_damaged_row_costs_no_other() -> None:
    rows = (
        "<row><c><v>1</v></d></row>"
        + row("a")
        + '<row><c t="s"><v>99</v></c></row><row><c r="ZZZ9"><v>1</v></c></row>'
        + row("b")
    )
    outcome_ = read(by_hand(rows))
    assert outcome_.titles == ["a", "b"]
    assert outcome_.reasons.split("\n") == [
        "This row of the sheet is damaged.",
        "A cell refers to a text that is not in the workbook.",
        "A cell stands in a column that no sheet has.",
    ]


def test_a_row_without_an_end_costs_no_other() -> None:
    outcome_ = read(by_hand("<row>" + text("lost") + row("a")))
    assert outcome_.titles == ["a"]
    assert len(outcome_.rejects) == 1


def test_a_damaged_shared_text_costs_only_the_rows_that_show_it() -> None:
    cell = '<row><c t="s"><v>{}</v></c></row>'.format
    shared = "<sst><si><t>a</t></si><si><t>b</si><si><t>c</t></si></sst>"
    outcome_ = read(by_hand(cell(0) + cell(1) + cell(2), sharedStrings=shared))
    assert outcome_.titles == ["a", "c"]
    assert outcome_.reasons == "A cell refers to a text that is damaged."


@pytest.mark.parametrize(
    "rows",
    [
        '<!DOCTYPE a [<!ENTITY b "x">]>' + row("&b;"),
        row("&b;"),
        '<row><c r="A9999999999"><v>1</v></c></row>',
        row("\x00"),
    ],
)
def test_entities_and_impossible_places_are_rejected(rows: str) -> None:
    outcome_ = read(by_hand(rows))
    assert len(outcome_.rejects) == 1


def test_entities_in_the_list_of_sheets_are_refused() -> None:
    data = archive(
        {
            "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "x">]>' + BOOK[0],
            "xl/_rels/workbook.xml.rels": BOOK[1],
            SHEET: "<x/>",
        }
    )
    with pytest.raises(UserError, match="cannot be read"):
        read(data)


def test_an_archive_that_swells_up_is_refused() -> None:
    data = by_hand("<row/>" * 5_000_000)
    with pytest.raises(UserError, match="hundreds of times its size"):
        read(data)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-30],
        lambda data: data.replace(b"sheet1", b"sheet\x81"),
        lambda _: b"PK\x03\x04xl/workbook",
    ],
)
def test_a_damaged_workbook_is_refused_in_words(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(UserError):
        read(damage(workbook(HEADER, ROW)))


def test_a_flipped_bit_in_the_sheet_is_noticed() -> None:
    data = bytearray(workbook(HEADER, *[ROW] * 50))
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET)
    data[info.header_offset + 200] ^= 4
    with pytest.raises(UserError, match="damaged or locked"):
        read(bytes(data))


def test_an_empty_workbook_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="is empty"):
        read(workbook())


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_elements_are_cut_out_alike_however_the_text_comes(size: int) -> None:
    xml = '<a><row r="1"><c><v>1</v></c></row><row/><row>open<p:row x="2"><c><t a="b">x</t></c></p:row><row><v></v><v/></row></a><row><v>2</v></row>'
    pieces = [xml[place : place + size] for place in range(0, len(xml), size)]
    assert list(fragments(pieces, "row", "a")) == [
        '<row r="1"><c><v>1</v></c></row>',
        "<row/>",
        "<row>open",
        '<p:row x="2"><c><t a="b">x</t></c></p:row>',
        "<row><v></v><v/></row>",
    ]
    assert count_filled(pieces, "row", "a") == 2


def test_a_sheet_of_any_length_is_read_in_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_cells, "_IN_MEMORY", 100_000)
    path = tmp_path / "long.xlsx"
    rows = "".join(f'<row><c t="s"><v>{number}</v></c></row>' for number in range(1_500))
    by = random.Random(3)  # noqa: S311 - test material, no secret
    shared = "".join(f"<si><t>{number} {by.randbytes(2_000).hex()}</t></si>" for number in range(1_500))
    path.write_bytes(by_hand(rows, sharedStrings=f"<sst>{shared}</sst>"))
    tracemalloc.start()
    count = sum(1 for _ in xlsx_table.read(Source(path), ReadOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_500
    assert peak < 3_000_000 < len(shared)
