"""What counts as text: which characters may be kept, when a text is empty, when two texts are the same."""

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters but tab and line ends, and halves of a character pair.

The range U+0080 to U+009F stays allowed: real catalogue records hold such leftovers of Windows-1252.
"""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """``text`` as it is kept: composed characters (NFC), no space around it."""
    return unicodedata.normalize("NFC", text).strip()


def comparable(text: str) -> str:
    """``text`` for the question whether two texts are the same: cleaned, each run of spaces and line ends one space."""
    return " ".join(clean(text).split())


def is_blank(text: str) -> bool:
    """Whether nothing in ``text`` can be seen: it is empty, or all spaces and invisible characters."""
    return not any(character.isprintable() and not character.isspace() for character in text)


def unusable_character(text: str) -> str | None:
    """The first character that no text may hold, in words, or None."""
    found = _UNUSABLE.search(text)
    if found is None:
        return None
    code = f"U+{ord(found[0]):04X}"
    return f"half a character ({code})" if ord(found[0]) > 0x7F else f"a control character ({code})"


def without_unusable(text: str) -> str:
    """``text`` with each character that no text may hold replaced by U+FFFD, so that it can be shown and stored."""
    return _UNUSABLE.sub(_REPLACEMENT, text)


def without_controls(text: str) -> str:
    """``text`` with each control character that no text may hold replaced by a space."""
    return _CONTROL.sub(" ", text)


def shortened(text: str, length: int = 40) -> str:
    """The beginning of ``text`` on one line, for a message; never more than ``length`` characters."""
    line = " ".join(without_unusable(text[: 4 * length]).split())
    return line if len(line) <= length and len(text) <= 4 * length else line[: length - 3].rstrip() + "..."


def sentence(text: str) -> str:
    """``text`` with the full stop that ends a sentence, if it has none."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def counted(number: int, one: str, many: str) -> str:
    """``number`` with its noun, such as ``1 row`` or ``12,000 rows``."""
    return f"{number:,} {one if number == 1 else many}"
