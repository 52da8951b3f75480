"""Bibliographic records: as a file gives them, as a collection keeps them, and what is said of those that cannot be read."""

from dataclasses import dataclass

RAW_SHOWN = 20_000
"""Characters of a record's own text that are kept beside it; longer ones are cut, with a mark."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as a reader found it: its texts are the file's own, not yet cleaned.

    ``line`` (from 1) is where it starts, ``raw`` its own text for people to look at; readers of formats without lines
    count records instead. ``ids`` are pairs such as ``("pmid", "123")``, the scheme in small letters; ``key`` in them is
    the id by which the file itself names the record. ``note`` says in a sentence what was odd though the record could be read.
    """

    line: int
    raw: str
    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    venue: str = ""
    doi: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """A record, or what was meant to be one, that cannot be read: where it starts, its text, and why, in a sentence."""

    line: int
    raw: str
    reason: str


Found = RawRecord | Reject
"""What a reader yields, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as a collection keeps it, cleaned; an empty text or None means the file does not say.

    ``authors`` are written ``Family, Given`` where the file tells the parts apart. ``year`` is the number in ``year_text``. ``doi`` is in
    small letters without a web address before it.
    """

    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year_text: str = ""
    year: int | None = None
    venue: str = ""
    doi: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""
    line: int = 0

    @property
    def title_only(self) -> bool:
        """Whether there is no abstract, so that the model reads the title alone."""
        return not self.abstract


def shortened_raw(text: str) -> str:
    """``text`` cut at :data:`RAW_SHOWN` characters, with a mark where something is missing."""
    return text if len(text) <= RAW_SHOWN else text[:RAW_SHOWN] + " […]"
