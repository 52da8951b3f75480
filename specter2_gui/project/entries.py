"""The little that is known of every paper at once, in memory: what a table of a million papers is sorted and counted by."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from specter2_gui.domain.identity import folded

Ids = NDArray[np.int64]
"""Numbers of papers."""

TITLE_ONLY, HIDDEN, GROUPED = 1, 2, 4
"""What "flags" is the sum of."""

_TITLE_BYTES: Final = 48
_AUTHORS_BYTES: Final = 24

# "doc" is the number under which the full-text index knows the texts; "venue", "language" and "kind" number names; a
# "year" of 0 is none. "title" and "authors" are what they are sorted by.
ENTRY: Final = np.dtype(
    [
        ("id", "<i8"),
        ("doc", "<i8"),
        ("year", "<i4"),
        ("source", "<i4"),
        ("venue", "<i4"),
        ("language", "<i4"),
        ("kind", "<i4"),
        ("flags", "u1"),
        ("title", f"S{_TITLE_BYTES}"),
        ("authors", f"S{_AUTHORS_BYTES}"),
    ]
)
"""One paper, in 109 bytes."""

_GENERATIONS: Final = count()

CHUNK: Final = 1024
"""Papers whose ids lie between two multiples of this are kept, and written, together."""


def sort_key(text: str, size: int = _TITLE_BYTES) -> bytes:
    """What ``text`` is sorted by: at most ``size`` bytes of its letters and digits, small and without their marks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(character for character in text if not unicodedata.combining(character))
    return folded(text[: 2 * size]).encode("utf-8")[:size]


def author_key(authors: Sequence[str]) -> bytes:
    """What a list of authors is sorted by."""
    return sort_key(" ".join(authors), _AUTHORS_BYTES)


class Entries:
    """All entries in chunks; :meth:`field` gives one field of them all, in the order of the ids.

    Arrays that were given out are never changed: after a change there are new ones. ``generation`` is a number that no
    other state of any entries has.
    """

    def __init__(self, chunks: dict[int, NDArray[np.void]]) -> None:
        self._chunks = chunks
        self._fields: dict[str, NDArray[Any]] = {}
        self.generation = next(_GENERATIONS)

    def field(self, name: str) -> NDArray[Any]:
        """The field ``name`` of every paper, shape (papers,)."""
        if name not in self._fields:
            parts = [self._chunks[number][name] for number in sorted(self._chunks)]
            self._fields[name] = np.concatenate(parts) if parts else np.empty(0, ENTRY[name])
        return self._fields[name]

    def put(self, touched: Iterable[int], rows: Sequence[tuple[Any, ...]]) -> dict[int, bytes]:
        """Put ``rows`` (fields in the order of :data:`ENTRY`) in the place of all entries ``touched``.

        Returns the chunks that are no longer what they were as bytes, empty for one without papers.
        """
        new = np.array(rows, ENTRY)
        old = np.unique(np.fromiter(touched, np.int64))
        changed = np.unique(np.concatenate([old, new["id"]]) // CHUNK)
        for number in map(int, changed):
            self._chunks[number] = self._merged(number, old, new)
        self._fields.clear()
        self.generation = next(_GENERATIONS)
        written = {int(number): self._chunks[int(number)].tobytes() for number in changed}
        for number in [number for number, data in written.items() if not data]:
            del self._chunks[number]
        return written

    def _merged(self, number: int, touched: Ids, new: NDArray[np.void]) -> NDArray[np.void]:
        before = self._chunks.get(number, np.empty(0, ENTRY))
        kept = before[~np.isin(before["id"], touched)]
        chunk = np.concatenate([kept, new[new["id"] // CHUNK == number]])
        return chunk[np.argsort(chunk["id"], kind="stable")]


def read_chunk(data: bytes) -> NDArray[np.void]:
    """The entries that :meth:`Entries.put` gave as bytes.

    Raises:
        ValueError: these are not the bytes of whole entries.
    """
    return np.frombuffer(data, ENTRY)
