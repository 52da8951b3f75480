"""Files are recognised by their content, and what cannot be read is named."""

import hashlib
import io
import zipfile

import pytest

from specter2_gui.domain.errors import UserError
from specter2_gui.readers.recognising import recognise
from specter2_gui.readers.registry import FORMATS
from specter2_gui.readers.source import Source
from tests.readers.samples import SAMPLES

NOISE = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(160))
UNPACKED = set(SAMPLES) - {"xlsx", "citavi"}
PROSE = b"""# The collection
It has a file of papers (with title, abstract, authors), and one with the queries that readers of the library have asked us.

## Where it is from
The papers were chosen by hand.
We thank all who helped, above all the readers.
"""
"""A text in which a sentence names what columns are called."""


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return data.getvalue()


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("file_name", ["export", "export.txt", "export.ris", "EXPORT.CSV"])
def test_the_name_of_a_file_does_not_hide_its_content(name: str, file_name: str) -> None:
    assert recognise(Source.of_bytes(SAMPLES[name], file_name)).name == name


def test_each_format_has_a_name_of_its_own_and_a_sample() -> None:
    assert sorted(kind.name for kind in FORMATS) == sorted(SAMPLES)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \r\n\0\0\n", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"%PDF-1.7\nTY  - JOUR\nTI  - not this", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "old Word"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"SQLite format 3\0", "the database of a program"),
        (b"<!DOCTYPE html><html><pre>\nTY  - JOUR\nTI  - a\nER  - \n", "a web page"),
        (b"<!-- a --><!-- b --> <HTML lang=en>", "a web page"),
        (b"From ernad at nep.repec.org  Wed Nov\nSubject: x", "RePEc"),
        (b"<?xml version='1.0'?><recipes><recipe>soup</recipe></recipes>", "an XML file"),
        (b"this is a letter to nobody", "no file of references"),
        (bytes(range(256)) * 20, "no file of references"),
        (NOISE, "no file of references"),
        (PROSE, "no file of references"),
        (zipped(**{"word__document.xml": "x"}), "a Word document"),
        (zipped(**{"notes.txt": "x"}), r"a compressed folder \(zip\)"),
        (zipped(**{"My.enl": "x"}), "EndNote library"),
        *(
            (zipped(within=SAMPLES[name].decode("latin-1")), r"a compressed folder \(zip\)")
            for name in sorted(UNPACKED)
        ),
        (SAMPLES["xlsx"][:1000], "a workbook of Excel that is damaged or was cut off"),
    ],
)
def test_a_file_without_records_is_named_with_a_way_to_go_on(data: bytes, what: str) -> None:
    with pytest.raises(UserError, match=what) as refusal:
        recognise(Source.of_bytes(data, "file"))
    assert refusal.value.how


@pytest.mark.parametrize("name", ["list.xlsx", "LIST.XLSM"])
def test_what_is_left_of_a_workbook_is_known_by_its_name(name: str) -> None:
    with pytest.raises(UserError, match="a workbook of Excel that is damaged or was cut off") as refusal:
        recognise(Source.of_bytes(SAMPLES["xlsx"][:40], name))
    assert "once more" in refusal.value.how


def test_a_heap_of_comments_costs_no_time() -> None:
    with pytest.raises(UserError):
        recognise(Source.of_bytes(b"<!---->" * 9000, "file"))
    with pytest.raises(UserError):
        recognise(Source.of_bytes(b"\n " * 30_000 + b"x", "file"))
