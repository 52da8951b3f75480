"""What two records have in common: the same to the last character, the same text, or the same record of the same database."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePath
from typing import Final

from specter2_gui.domain.records import Record

KEY: Final = "key"
"""The scheme of the id by which a file itself names a record."""

_DIGEST_BYTES: Final = 16
_LEAST_TITLE: Final = 24
"""Bytes of a title that says something by itself; “Editorial” and “Letter to the editor” stand over many papers."""

_ASCII: Final = bytes(range(128))
_NO_LETTER_ASCII: Final = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
_NO_LETTER: Final = re.compile(r"[\W_]+")
_MANY_SIGNS: Final = 50
_COPY_MARK: Final = re.compile(r"[\s_.-]*\(\d+\)$|[\s_.-]+(?:copy|kopie|copie|\d{4}-?\d{2}-?\d{2}|v?\d{1,3})$")


def content_digest(record: Record) -> bytes:
    """16 bytes that are equal where every field is but the line in the file."""
    ids = (part for pair in record.ids for part in pair)
    return _digest(
        record.title, record.abstract, _listed(record.authors), record.year_text, record.venue, record.doi, _listed(ids),
        _listed(record.keywords), record.language, record.kind,
    )  # fmt: skip


def text_key(record: Record) -> bytes:
    """16 bytes that are equal where title, year and abstract say the same, whatever the case and punctuation.

    Without an abstract, authors and venue have to be equal too, and the title has to be long enough to say something;
    empty bytes where all that is too little to take two records for one.
    """
    title, abstract = folded(record.title), folded(record.abstract)
    year = str(record.year) if record.year is not None else record.year_text.casefold()
    if abstract:
        return _digest(title, year, abstract)
    if says_little(title):
        return b""
    return _digest(title, year, folded(" ".join(record.authors)), folded(record.venue))


def title_key(record: Record) -> bytes:
    """16 bytes that are equal where title, year and first author are; empty bytes for a title that says nothing."""
    title = folded(record.title)
    if says_little(title):
        return b""
    return _digest(title, str(record.year), folded(record.authors[0]) if record.authors else "")


def own_key(record: Record) -> str:
    """The id by which the record's own file names it; empty where it has none."""
    return next((value for scheme, value in record.ids if scheme == KEY), "")


def file_family(name: str) -> str:
    """What the names of a file and of its later versions have in common: ``scopus`` of ``Scopus (2).csv``."""
    stem = PurePath(name).stem.casefold()
    while (shorter := _COPY_MARK.sub("", stem)) and shorter != stem:
        stem = shorter
    return stem


@lru_cache(maxsize=8)  # what a record is recognised by asks for its title several times in a row
def folded(text: str) -> str:
    """The letters and digits of ``text`` in small letters, one space between words."""
    small = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    data = small.encode("utf-8", "surrogatepass")
    # A pattern over all characters takes five times as long; of those beyond ASCII few are different.
    letters = data.translate(_NO_LETTER_ASCII).decode("utf-8", "surrogatepass")
    if not text.isascii():
        others = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
        signs = [character for character in others if not character.isalnum()]
        if len(signs) > _MANY_SIGNS:
            return " ".join(_NO_LETTER.sub(" ", letters).split())
        for sign in signs:
            letters = letters.replace(sign, " ")
    return " ".join(letters.split())


def says_little(title: str) -> bool:
    """Whether a folded title is too short to tell one paper from another, such as “editorial”."""
    return len(title.encode("utf-8", "surrogatepass")) < _LEAST_TITLE


def _listed(parts: Iterable[str]) -> str:
    return "\1".join(parts)


def _digest(*fields: str) -> bytes:
    # No text of a record holds the control characters between fields and parts, so no two records look alike here.
    return blake2b("\0".join(fields).encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
