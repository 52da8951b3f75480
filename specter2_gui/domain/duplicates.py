"""Records that stand for one paper: joined into groups, and what people said of them that does not go together."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from specter2_gui.domain.judgements import Qrels
from specter2_gui.domain.texts import counted

Member = TypeVar("Member", bound=Hashable)

RELEVANT = 1
"""From this grade on a paper counts as relevant."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Records of one paper that were judged differently for one query: ``grades`` by record id, the highest first."""

    query: str
    grades: tuple[tuple[str, int], ...]


def joined(links: Iterable[Sequence[Member]]) -> list[tuple[Member, ...]]:
    """The members of ``links`` in groups: who shares a link with one of a group belongs to it too.

    Groups and members stand in the order of their first appearance; nobody is in two groups.
    """
    parents: dict[Member, Member] = {}

    def root(member: Member) -> Member:
        top = parents.setdefault(member, member)
        while parents[top] != top:
            top = parents[top]
        while parents[member] != top:
            parents[member], member = top, parents[member]
        return top

    for link in links:
        for member in link:
            first, other = root(link[0]), root(member)
            parents[other] = first
    groups: dict[Member, list[Member]] = {}
    for member in list(parents):
        groups.setdefault(root(member), []).append(member)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def contradictions(groups: Iterable[Collection[str]], qrels: Qrels) -> list[Contradiction]:
    """Where one of a group of ids was judged relevant and another one not, for the same query."""
    return list(_contradictions(list(groups), qrels))


def _contradictions(groups: Sequence[Collection[str]], qrels: Qrels) -> Iterator[Contradiction]:
    for query, grades in qrels.items():
        for group in groups:
            found = sorted(((name, grades[name]) for name in group if name in grades), key=lambda pair: -pair[1])
            if found and found[0][1] >= RELEVANT > found[-1][1]:
                yield Contradiction(query, tuple(found))


def contradiction_words(found: Collection[Contradiction]) -> str:
    """How many groups of identical papers were judged in two ways, in a sentence; empty for none."""
    if not found:
        return ""
    groups = counted(len(found), "group of identical papers has", "groups of identical papers have")
    return f"{groups} contradictory judgements: one of them was judged relevant, another one not."
