"""Triplets: a query, a paper that answers it (positive) and one that does not (negative)."""

from dataclasses import dataclass, fields

from specter2_gui.domain.papers import Paper


@dataclass(frozen=True, slots=True)
class Triplet:
    """One training example in the order and under the names of the triplet file."""

    query: str
    positive_title: str
    positive_abstract: str
    negative_title: str
    negative_abstract: str

    @property
    def positive(self) -> tuple[str, str]:
        """Title and abstract of the paper that answers the query."""
        return self.positive_title, self.positive_abstract

    @property
    def negative(self) -> tuple[str, str]:
        """Title and abstract of the paper that does not answer the query."""
        return self.negative_title, self.negative_abstract


FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Triplet))
"""The five keys of a triplet in a file, in their order."""


def papers_of(triplets: "list[Triplet] | tuple[Triplet, ...]") -> list[Paper]:
    """The distinct papers of ``triplets`` in order of first appearance, with ids ``t1``, ``t2``, ..."""
    texts: dict[tuple[str, str], None] = {}
    for triplet in triplets:
        texts.setdefault(triplet.positive)
        texts.setdefault(triplet.negative)
    return [Paper(f"t{number}", title, abstract) for number, (title, abstract) in enumerate(texts, start=1)]
