"""What is often wrong with XML that programs write, put right in the text of one record."""

import html
import re
from typing import Final

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBERED: Final = re.compile(r"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,10});")
_AMPERSAND: Final = re.compile(
    r"&(?!#[0-9]{1,10};|#x[0-9A-Fa-f]{1,8};|(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)?"
)
_NO_TAG: Final = re.compile(r"<(?![A-Za-z_/!?])")
_PREFIX: Final = re.compile(r"</?([A-Za-z_][\w.-]*):")
_ATTRIBUTE_PREFIX: Final = re.compile(r"""\s([A-Za-z_][\w.-]*):[\w.-]+\s*=\s*["']""")
WRAPPER: Final = "wrapped"
"""The element round a record whose prefixes had to be declared."""
_RESERVED: Final = {"xml", "xmlns"}


def without_forbidden(text: str) -> str:
    """``text`` with a space for each character, and each reference by number to one, that XML forbids."""
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub(" ", text)
    return _NUMBERED.sub(_allowed, text) if "&#" in text else text


def repaired(text: str) -> str:
    """``text`` with HTML's named letters spelled out, and with each ``&`` and ``<`` that cannot be markup escaped."""
    return _NO_TAG.sub("&lt;", _AMPERSAND.sub(_spelled_out, text))


def with_prefixes(text: str) -> str:
    """``text`` within an element that declares every prefix in it, because the file's own declarations may stand before the record."""
    prefixes = {*_PREFIX.findall(text), *_ATTRIBUTE_PREFIX.findall(text)} - _RESERVED
    if not prefixes:
        return text
    names = " ".join(f'xmlns:{prefix}="urn:{prefix}"' for prefix in sorted(prefixes))
    return f"<{WRAPPER} {names}>{text}</{WRAPPER}>"


def _allowed(reference: re.Match[str]) -> str:
    digits = reference[1]
    number = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    return " " if number > 0x10FFFF or _FORBIDDEN.match(chr(number)) else reference[0]


def _spelled_out(ampersand: re.Match[str]) -> str:
    name = ampersand[1]
    if name is None:
        return "&amp;"
    letters = html.unescape(f"&{name}")
    return f"&amp;{name}" if letters.startswith("&") else html.escape(letters)
