"""Damaged RIS files give every record back, whole, as far as its text is in the file."""

import pytest

from specter2_gui.domain.records import RawRecord
from specter2_gui.readers.formats import ReadOptions
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.ris import FORMAT
from specter2_gui.readers.source import Source
from tests.readers.ris_records import DAMAGES, MORE_DAMAGES, PAPERS, clean

ALL = DAMAGES | MORE_DAMAGES


def read(data: bytes) -> list[RawRecord]:
    source = Source.of_bytes(data, "export.txt")
    kind = recognise(source)
    assert kind.name == "ris"
    found = list(kind.read(source, ReadOptions()))
    assert kind.start_marks(source) == len(found)
    records = [one for one in found if isinstance(one, RawRecord)]
    assert len(records) == len(found)
    return records


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_table_has_the_13_damages() -> None:
    assert len(DAMAGES) == 13


@pytest.mark.parametrize("damage", ALL)
def test_every_record_of_a_damaged_file_is_whole(damage: str) -> None:
    records = read(ALL[damage]())
    assert [words(record.title) for record in records] == [paper.title for paper in PAPERS]
    assert [words(record.abstract) for record in records] == [paper.abstract for paper in PAPERS]
    assert [record.authors for record in records] == [paper.authors for paper in PAPERS]
    assert [record.keywords for record in records] == [paper.keywords for paper in PAPERS]
    assert [dict(record.ids)["key"] for record in records] == ["1", "2", "3"]
    assert [record.year for record in records] == ["2021/05/01"] * 3
    assert [record.doi for record in records] == [f"10.1234/records.{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("damage", ALL)
def test_a_record_knows_its_first_line_and_its_own_text(damage: str) -> None:
    data = ALL[damage]()
    lines = {line.number: line.text for line in Source.of_bytes(data, "x").lines()}
    for record, paper in zip(read(data), PAPERS, strict=True):
        assert record.raw.split("\n")[0] == lines[record.line]
        assert paper.title in record.raw


@pytest.mark.parametrize("cut", range(0, len(clean().encode()), 7))
def test_a_file_cut_anywhere_keeps_every_record_before_the_cut(cut: int) -> None:
    data = clean().encode()[:cut]
    before = data.decode(errors="ignore")
    if before.count("TY  - ") == 0 or before.count("\n") < 2:
        return
    found = list(FORMAT.read(Source.of_bytes(data, "x"), ReadOptions()))
    records = [one for one in found if isinstance(one, RawRecord)]
    complete = before.count("ER  - \n")
    assert [words(record.title) for record in records[:complete]] == [paper.title for paper in PAPERS[:complete]]
    assert len(records) == before.count("TY  -")
    assert all(one.raw.strip() == "TY" for one in found if not isinstance(one, RawRecord))


def test_nine_type_lines_below_one_another_are_nine_marks_of_which_one_has_content() -> None:
    found = read(b"TY  - BOOK\nTY  - JOUR\nTY  - CONF\nTI  - A title\nER  - \n")
    assert [record.title for record in found] == ["", "", "A title"]


def test_a_record_that_lost_its_tags_is_listed() -> None:
    data = b"TY  - JOUR\nTI  - One\nER  - \n\nTwo, whose tags are gone\nSome abstract\nER  - \n"
    source = Source.of_bytes(data, "x.ris")
    kind = recognise(source)
    one, two = kind.read(source, ReadOptions())
    assert isinstance(one, RawRecord)
    assert not isinstance(two, RawRecord)
    assert two.line == 5
    assert two.raw.startswith("Two, whose tags are gone")
    assert kind.start_marks(source) == 2


def test_what_was_odd_about_a_record_is_said() -> None:
    (record,) = read(b"TI  - A title\nT1  - B\nJF  - C\nY1  - 1999\n")
    assert record.note == "It has no TY line. Its end mark (ER) is missing."
