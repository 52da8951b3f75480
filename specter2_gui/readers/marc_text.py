"""The bytes of one MARC21 record as text: records of one file may be in different encodings, and some say the wrong one."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from pymarc.marc8 import MARC8ToUnicode
from pymarc.marc8_mapping import CODESETS

from specter2_gui.readers.iso5426 import iso5426, says_iso5426

Decode = Callable[[bytes], str]


class RecordText(NamedTuple):
    """How the bytes of a record become text: the encoding's name, and a sentence where that is not what its leader says."""

    name: str
    decode: Decode
    odd: str = ""


LONGEST_ESCAPED: Final = 20_000
"""Bytes of a MARC-8 field with other alphabets that are decoded; twice what the format allows."""
_ACCENTS_IN_ROW: Final = re.compile(rb"([\xe0-\xfe]{4})[\xe0-\xfe\x00-\x1a\x1c-\x1f]+")
_THREE_BYTES: Final = re.compile(rb"(\x1b(?:\$,?|[(,])?1)([^\x1b]*)")
"""An escape to East Asian characters of three bytes, and those bytes."""
_LATIN: Final = {byte: chr(code) for byte, (code, _) in CODESETS[MARC8ToUnicode.ansel].items()}
_ANY: Final = re.compile(rb"[\x80-\xff]")
_BARE_ACCENT: Final = re.compile(rb"[\xe0-\xfe](?![A-Za-z\xa1-\xfe])")
_ACCENTED: Final = re.compile(rb"([\xe0-\xea\xed-\xf9\xfe])([A-Za-z])")
"""An accent with its letter; the halves of a bow over two letters, which no letter has in itself, are left out."""
_SORTING_MARKS: Final = frozenset(b"\x88\x89\x8d\x8e")


def text_of_record(data: bytes, leader: bytes) -> RecordText:
    """How to read the record ``data``, judged by its bytes first and what ``leader`` says of them second."""
    says_utf8 = leader[9:10] == b"a"
    if data.isascii():
        return RecordText("marc-8", _marc8) if b"\x1b" in data and not says_utf8 else RecordText("utf-8", _utf8)
    if _mostly_utf8(data):
        return RecordText("utf-8", _utf8, "" if says_utf8 else "Its leader does not say UTF-8, but its bytes are")
    if says_iso5426(data):
        return RecordText("iso-5426", iso5426)
    if not says_utf8 and _is_marc8(data):
        return RecordText("marc-8", _marc8)
    says = "UTF-8" if says_utf8 else "MARC-8"
    return RecordText(
        "cp1252", _windows_1252, f"Its leader says {says}, but its bytes are not; they were read as Windows-1252"
    )


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return lost == 0 or lost * 4 < sum(not character.isascii() for character in text) - lost


def _is_marc8(data: bytes) -> bool:
    """Whether the bytes make sense as MARC-8, where an accent stands before its letter and most letters exist with it."""
    if b"\x1b" in data:
        return True
    used = {found[0] for found in _ANY.findall(data)} - _SORTING_MARKS
    if not used <= _LATIN.keys() or _BARE_ACCENT.search(data):
        return False
    pairs = [unicodedata.normalize("NFC", chr(found[2][0]) + _LATIN[found[1][0]]) for found in _ACCENTED.finditer(data)]
    return 2 * sum(len(pair) == 1 for pair in pairs) >= len(pairs)


def _utf8(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _windows_1252(data: bytes) -> str:
    return data.decode("cp1252", "replace")


def _marc8(data: bytes) -> str:
    escaped = b"\x1b" in data
    if data.isascii() and not escaped:
        return data.decode("ascii")
    if not escaped or len(data) <= LONGEST_ESCAPED:
        try:
            return _translated(_harmless(data))
        except (
            IndexError,
            KeyError,
            TypeError,
            ValueError,
        ):  # what the library lets through for an escape that leads nowhere
            pass
    return data.decode("ascii", "replace").replace("\x1b", "\ufffd")


def _translated(data: bytes) -> str:
    converter = MARC8ToUnicode(quiet=True)
    return converter.translate(data)  # pyright: ignore[reportUnknownMemberType] - its parameter has no type


def _harmless(data: bytes) -> bytes:
    """``data`` without torn characters, of which the library would complain on the terminal, and heaps of accents, which it puts in order forever."""
    data = _THREE_BYTES.sub(lambda found: found[1] + found[2][: len(found[2]) // 3 * 3], data)
    return _ACCENTS_IN_ROW.sub(rb"\1", data)
