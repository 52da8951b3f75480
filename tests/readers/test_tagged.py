"""The core of the tagged formats keeps within its bounds, and tells how far it is."""

from pathlib import Path

import pytest

from specter2_gui.domain.records import RAW_SHOWN
from specter2_gui.readers import ris, tagged
from specter2_gui.readers.reading import begin
from tests.readers.outcome import outcome


def test_a_record_too_long_keeps_its_beginning_and_the_next_record_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagged, "RECORD_LIMIT", 50_000)
    lines = "word and word\n" * 20_000
    one, two = outcome(
        ris.FORMAT, f"TY  - JOUR\nTI  - One\nAB  - Text\n{lines}ER  - \nTY  - JOUR\nTI  - Two\nER  - \n"
    ).records
    assert (one.title, two.title) == ("One", "Two")
    assert one.note == "It is so long that only its beginning was read."
    assert len(one.abstract) < 60_000
    assert len(one.raw) < RAW_SHOWN + 10


def test_a_heap_of_lines_before_the_first_tag_takes_no_room_from_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagged, "RECORD_LIMIT", 50_000)
    (found,) = outcome(ris.FORMAT, "word and word\n" * 20_000 + "TY  - JOUR\nTI  - One\nAB  - Text\nER  - \n").records
    assert (found.title, found.abstract) == ("One", "Text")
    assert found.note == "The lines before its first tag belong to none of its fields."


def test_a_line_too_long_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("specter2_gui.readers.source.LINE_LIMIT", 70_000)
    text = f"TY  - JOUR\nTI  - One\nAB  - {'word ' * 60_000}\nKW  - bees\nER  - \nTY  - JOUR\nTI  - Two\nER  - \n"
    one, two = outcome(ris.FORMAT, text).records
    assert "only its beginning" in one.note
    assert one.keywords == ("bees",)
    assert (two.title, two.note) == ("Two", "")


def test_a_reading_knows_the_marks_beforehand_and_how_far_it_has_come(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("TY  - JOUR\nTI  - A title\nER  - \n" * 10_000)
    reading = begin(path)
    assert (reading.format.name, reading.start_marks, reading.encoding.name) == ("ris", 10_000, "utf-8")
    records = iter(reading)
    next(records)
    assert 0 < reading.position < reading.size
    assert sum(1 for _ in records) == 9_999
    assert reading.position == reading.size
    assert sum(1 for _ in reading) == 10_000
