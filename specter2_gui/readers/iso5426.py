"""ISO 5426, in which many UNIMARC records are written: letters of the Latin alphabets, each accent before its letter."""

import re
import unicodedata
from typing import Final

_PLACES: Final = (
    *range(0xA1, 0xB3),
    *range(0xB6, 0xC0),
    0xE1,
    0xE2,
    0xE6,
    *range(0xE8, 0xEB),
    0xEC,
    *range(0xF1, 0xF4),
    0xF5,
    0xF6,
    *range(0xF8, 0xFD),
)
_ALONE: Final = dict(zip(_PLACES, "¡„£$¥†§′‘“«♭©℗®ʻʼ‚‡·″’”»♯ʹʺ¿ÆĐĲŁØŒÞæđðıĳłøœßþ", strict=True))
"""The letters and signs beyond ASCII that take no other one."""

_ACCENTS: Final = dict(
    zip(
        range(0xC0, 0xDC),
        "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0308\u030a\u0315\u0312\u030b\u031b\u030c"
        "\u0327\u031c\u0326\u0328\u0325\u032e\u0323\u0324\u0332\u0333\u0329\u032d",
        strict=True,
    )
)
"""The accents, which stand before their letter here and behind it in Unicode."""

_SORTING_MARKS: Final = re.compile(rb"[\x88\x89]")
_DECLARED: Final = re.compile(rb"\x1fa\d{8}.{18}(?:\d\d){0,3}03", re.DOTALL)
"""In the general data of a UNIMARC record (100 $a), two digits for each of its character sets."""


def says_iso5426(record: bytes) -> bool:
    """Whether the UNIMARC record with these bytes says that it is written so."""
    return _DECLARED.search(record) is not None


def iso5426(data: bytes) -> str:
    """The text that ``data`` holds; a byte without a meaning is U+FFFD."""
    letters: list[str] = []
    accents = ""
    for byte in _SORTING_MARKS.sub(b"", data):
        if accent := _ACCENTS.get(byte):
            accents += accent
            continue
        letters += (chr(byte) if byte < 0x80 else _ALONE.get(byte, "\ufffd"), accents)
        accents = ""
    return unicodedata.normalize("NFC", "".join(letters) + accents)
