"""Rows and cells of delimited text, whatever became of its quotation marks."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specter2_gui.readers import delimited_rows, row_count
from specter2_gui.readers.delimited_rows import Row, rows
from specter2_gui.readers.loose_quotes import mended
from specter2_gui.readers.row_count import count_rows
from specter2_gui.readers.source import Line


def lines(text: str) -> list[Line]:
    return [Line(number, line, cut=False) for number, line in enumerate(text.split("\n"), 1)]


def read(text: str, delimiter: str = ",") -> list[Row]:
    found = list(rows(lines(text), delimiter))
    assert count_rows(lines(text), delimiter) == len(found)
    return found


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return [row.cells for row in read(text, delimiter)]


def test_a_quoted_cell_keeps_delimiters_marks_and_line_ends() -> None:
    assert cells('1,"a, ""b""\n\nc",d\n2,e,f') == [["1", 'a, "b"\n\nc', "d"], ["2", "e", "f"]]


def test_a_row_knows_its_first_line_and_its_whole_text() -> None:
    first, second = read('\n\na,"b\nc"\nd,e')
    assert (first.line, first.lines, first.text) == (3, 2, 'a,"b\nc"')
    assert (second.line, second.text) == (5, "d,e")


def test_a_quotation_that_never_ends_costs_no_other_row() -> None:
    found = read('1,"never ended,x\n2,b,y\n3,c,z')
    assert [row.cells for row in found] == [["1", '"never ended', "x"], ["2", "b", "y"], ["3", "c", "z"]]
    assert [row.odd for row in found] == [True, False, False]


def test_a_quotation_does_not_end_where_the_next_one_begins() -> None:
    assert cells('1,"never ended,x\n2,"b",y\n"3","c, d",z') == [
        ["1", '"never ended', "x"],
        ["2", "b", "y"],
        ["3", "c, d", "z"],
    ]


def test_a_mark_that_ends_nothing_is_a_letter() -> None:
    assert cells('5" disk,b",c') == [['5" disk', 'b"', "c"]]


def test_spaces_around_quoted_cells_belong_to_no_cell() -> None:
    assert cells('a, "b, c" ,d') == [["a", "b, c", "d"]]


def test_rows_of_nothing_but_delimiters_are_blank() -> None:
    assert cells('a,b\n,,\n""," "\n \n;x,') == [["a", "b"], [";x", ""]]


def test_undoubled_marks_inside_a_cell_are_read_if_the_cells_are_then_right() -> None:
    [row] = read('"Smith, "John" and others",2014,"x, y"')
    assert mended(row, 3, ",").cells == ['Smith, "John" and others', "2014", "x, y"]
    assert mended(row, 9, ",") is row


def test_a_quotation_spans_no_more_lines_than_a_cell_may_have() -> None:
    text = '"' + "x\n" * delimited_rows.ROW_LINES + '",y'
    assert len(read(text)) == delimited_rows.ROW_LINES + 1


def test_a_quotation_spans_no_more_characters_than_a_row_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (delimited_rows, row_count):
        monkeypatch.setattr(module, "ROW_LIMIT", 20)
    assert len(read('"1234567890\n12345678"')) == 1
    assert len(read('"1234567890\n1234567890"')) == 2


def test_a_line_that_was_cut_makes_its_row_broken() -> None:
    [row] = rows([Line(1, "a,b", cut=True)], ",")
    assert "Line 1 is longer" in row.broken


def test_as_many_marks_as_there_are_characters_take_linear_time() -> None:
    for piece in ('"', '""', '"a,', '"",', ' "', '"\n', '"a\n', '"",""\n"a\n'):
        text = piece * (40_000 // len(piece))
        read(text)
        [mended(row, -1, ",") for row in rows(lines(text), ",")]


MARKS = st.text(alphabet='"",;\n ax', max_size=60)


@given(text=MARKS, delimiter=st.sampled_from(",;"))
@example(text='"a\n"b', delimiter=",")
@example(text='"a\n",b\n"c', delimiter=",")
@example(text='"\n"a,"', delimiter=",")
def test_rows_are_counted_as_they_are_read(text: str, delimiter: str) -> None:
    read(text, delimiter)


@given(text=MARKS.filter(lambda text: "\n" not in text), delimiter=st.sampled_from(",;"))
def test_the_fast_way_gives_the_same_cells_as_the_other(text: str, delimiter: str) -> None:
    grammar = delimited_rows._grammar(delimiter)
    fast = delimited_rows._cells_of_plain_line(text, grammar)
    slow = delimited_rows._RowWithQuotes(delimited_rows._Ahead(iter(lines(text))), grammar).read()
    if fast is not None:
        assert [cell.strip(" ") for cell in fast] == [cell.strip(" ") for cell in slow.cells]
        assert not slow.odd


@given(text=MARKS)
def test_every_line_stands_in_one_row(text: str) -> None:
    found = read(text)
    shown = [line for line in text.split("\n") if line.strip(' ",')]
    assert [line for row in found for line in row.text.split("\n") if line.strip(' ",')] == shown


@given(table=st.lists(st.lists(st.text(alphabet='ab",;\n \t', max_size=8), min_size=2, max_size=4), max_size=5))
def test_what_the_standard_library_writes_is_read_as_it_was(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    shown = [row for row in table if "".join(row).strip('", \t\n')]
    assert cells(written.getvalue()) == shown
