"""A collection as plain dictionaries: what the stores of a project have to do, done in the simplest way there is."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from specter2_gui.domain.records import Record

Phrases = Sequence[tuple[Sequence[str], bool]]
"""Words that stand side by side, and whether the last one is unfinished."""


@dataclass(frozen=True)
class PlainPaper:
    key: str
    record: Record
    import_id: int
    imported: Record
    group: int | None = None
    hidden: bool = False
    edited: bool = False


@dataclass(frozen=True)
class PlainReject:
    import_id: int
    line: int
    mended: int | None = None


@dataclass(frozen=True)
class State:
    """Everything at one moment. The dictionaries are never changed; a gesture makes new ones."""

    imports: Mapping[int, tuple[str, int, int, int]] = field(default_factory=dict)  # name, records, rejects, added
    papers: Mapping[int, PlainPaper] = field(default_factory=dict)
    rejects: Mapping[int, PlainReject] = field(default_factory=dict)
    queries: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)  # key, text, note
    judgements: Mapping[tuple[int, int], tuple[int, int | None, str]] = field(default_factory=dict)
    pairs: Mapping[tuple[int, int], str] = field(default_factory=dict)
    triplets: tuple[Any, ...] = ()


class Numbers:
    """Ids that are never given twice, whatever is undone."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, kind: str) -> int:
        self._last[kind] = self._last.get(kind, 0) + 1
        return self._last[kind]


def add_papers(state: State, numbers: Numbers, import_id: int, records: Iterable[Record]) -> tuple[State, list[int]]:
    papers = dict(state.papers)
    added: list[int] = []
    for record in records:
        number = numbers.next("papers")
        own = next((value for scheme, value in record.ids if scheme == "key"), "")
        papers[number] = PlainPaper(free_key(papers, own, f"p{number}"), record, import_id, record)
        added.append(number)
    return replace(state, papers=papers), added


def free_key(papers: Mapping[int, PlainPaper], own: str, made: str) -> str:
    taken = {paper.key for paper in papers.values()}
    if own and " " not in own and own not in taken:
        return own
    while made in taken:
        made += "_"
    return made


def delete_papers(state: State, gone: Iterable[int]) -> State:
    gone = set(gone)
    kept = {number: paper for number, paper in state.papers.items() if number not in gone}
    judgements = {pair: said for pair, said in state.judgements.items() if pair[1] not in gone}
    pairs = {pair: said for pair, said in state.pairs.items() if not gone & set(pair)}
    return tidied(replace(state, papers=kept, judgements=judgements, pairs=pairs))


def members_of(state: State, group: int) -> list[int]:
    """The one that is shown comes first."""
    found = [number for number, paper in state.papers.items() if paper.group == group]
    return sorted(found, key=lambda number: (state.papers[number].hidden, number))


def joined(state: State, papers: Sequence[int]) -> State:
    groups = {state.papers[number].group for number in papers} - {None}
    together = {*papers, *(number for group in groups for number in members_of(state, group or 0))}
    if len(together) < 2:
        return state
    free = 1 + max((paper.group or 0 for paper in state.papers.values()), default=0)
    number = min((group for group in groups if group is not None), default=free)
    changed = {
        paper: replace(state.papers[paper], group=number, hidden=paper != papers[0]) if paper in together else old
        for paper, old in state.papers.items()
    }
    pairs = {pair: "same" if set(pair) <= together else said for pair, said in state.pairs.items()}
    return replace(state, papers=changed, pairs=pairs)


def joined_unless_decided(state: State, papers: Sequence[int]) -> State:
    together: list[int] = []
    for paper in papers:
        group = state.papers[paper].group
        members = [paper] if group is None else members_of(state, group)
        apart = any(state.pairs.get((min(a, b), max(a, b))) == "different" for a in together for b in members)
        if not apart and not set(members) & set(together):
            together += members
    return joined(state, together)


def separated(state: State, papers: Iterable[int]) -> State:
    leaving = set(papers)
    pairs = dict(state.pairs)
    for group in {state.papers[number].group for number in leaving} - {None}:
        members = sorted(members_of(state, group or 0))
        for place, a in enumerate(members):
            for b in members[place + 1 :]:
                if leaving & {a, b}:
                    pairs[a, b] = "different"
    alone = {
        number: replace(paper, group=None, hidden=False) if number in leaving else paper
        for number, paper in state.papers.items()
    }
    return tidied(replace(state, papers=alone, pairs=pairs))


def tidied(state: State) -> State:
    """No group of one, and one of each group is shown."""
    papers = dict(state.papers)
    for group in {paper.group for paper in papers.values()} - {None}:
        members = sorted(number for number, paper in papers.items() if paper.group == group)
        if len(members) == 1:
            papers[members[0]] = replace(papers[members[0]], group=None, hidden=False)
        elif all(papers[number].hidden for number in members):
            papers[members[0]] = replace(papers[members[0]], hidden=False)
    return replace(state, papers=papers)


def scan(state: State, phrases: Phrases) -> set[int]:
    """The papers in which all ``phrases`` stand, each within one of the searched columns."""
    return {number for number, paper in state.papers.items() if all(has(paper, *phrase) for phrase in phrases)}


def has(paper: PlainPaper, words: Sequence[str], unfinished: bool) -> bool:
    record = paper.record
    ids = " ".join(value for _, value in record.ids)
    others = (*record.authors, record.year_text, record.venue, record.doi, paper.key, ids, *record.keywords)
    columns = (record.title, record.abstract, " ".join(others))
    return any(stands_in(words_of(column), words, unfinished) for column in columns)


def stands_in(text: Sequence[str], words: Sequence[str], unfinished: bool) -> bool:
    wanted = [word for typed in words for word in words_of(typed)]
    for start in range(len(text) - len(wanted) + 1):
        part = text[start : start + len(wanted)]
        if part[:-1] == wanted[:-1] and (part[-1] == wanted[-1] or (unfinished and part[-1].startswith(wanted[-1]))):
            return True
    return False


def words_of(text: str) -> list[str]:
    """Letters and digits without case and marks."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return "".join(sign.lower() if unicodedata.category(sign)[0] in "LN" else " " for sign in plain).split()
