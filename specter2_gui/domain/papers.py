"""Papers, the roles a text can play, and the text the model reads for a paper."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Which side of a search a text stands on; each role has its own adapter."""

    QUERY = "query"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """One record of a collection; ``abstract`` is empty when the record has none."""

    id: str
    title: str
    abstract: str = ""


def paper_text(title: str, abstract: str, separator: str) -> str:
    """The text of a paper: its non-empty parts joined by ``separator`` (the tokenizer's, e.g. ``[SEP]``).

    A paper without abstract is its title alone: a trailing separator never occurred when SPECTER2 was trained.
    """
    return f" {separator} ".join(part for part in (title.strip(), abstract.strip()) if part)
