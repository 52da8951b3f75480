"""What the tab "Duplicates" reads of a project, in a worker thread: its lists, one pair, one group."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from specter2_gui.app.exporting import GRADES
from specter2_gui.app.project_data import contradictory
from specter2_gui.project.grouping import Decision, Pair
from specter2_gui.project.project import Project
from specter2_gui.qt.widgets.duplicate_differences import Judged, compare, proposed
from specter2_gui.qt.widgets.duplicate_list import Entry
from specter2_gui.qt.widgets.duplicate_pane import Shown, Side
from specter2_gui.qt.widgets.duplicate_words import score_words

PAGE = 1000
"""Papers that are read at once, for their titles."""

_DECISIONS: Final[Mapping[Side, Decision]] = {Side.OPEN: "open", Side.APART: "different"}


@dataclass(frozen=True, slots=True)
class Lists:
    """How long each list is, and the one of ``side`` with what stands behind its entries."""

    side: Side = Side.OPEN
    counts: Mapping[Side, int] = field(default_factory=dict[Side, int])
    decided: int = 0
    papers: bool = False
    entries: tuple[Entry, ...] = ()
    pairs: Mapping[int, Pair] = field(default_factory=dict[int, Pair])
    groups: Mapping[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])
    """The members of each group, under the id of the one that is shown."""


def read_lists(project: Project, side: Side) -> Lists:
    """All three lists of ``project`` counted, and that of ``side`` with its titles."""
    pairs = {each: project.papers.pairs(decision) for each, decision in _DECISIONS.items()}
    groups = project.papers.groups()
    counts = {Side.OPEN: len(pairs[Side.OPEN]), Side.APART: len(pairs[Side.APART]), Side.GROUPED: len(groups)}
    decided = counts[Side.APART] + len(project.papers.pairs("same"))
    papers = any(counts.values()) or next(project.papers.all(), None) is not None
    if side is Side.GROUPED:
        entries = _group_entries(project, groups)
        return Lists(side, counts, decided, papers, entries, groups={group[0]: group for group in groups})
    entries = _pair_entries(project, pairs[side])
    return Lists(side, counts, decided, papers, entries, {pair.id: pair for pair in pairs[side]})


def read_pair(project: Project, side: Side, pair: Pair) -> Shown | None:
    """The records of ``pair`` side by side; None if one of them is gone."""
    papers = project.papers.rows([pair.a, pair.b])
    if len(papers) < 2:
        return None
    return Shown(side, pair.id, compare(papers), pair.score, proposed(papers))


def read_group(project: Project, members: Sequence[int]) -> Shown | None:
    """The records of a group side by side, the shown one first, with what was judged of them in two ways."""
    papers = project.papers.rows(members)
    if len(papers) < 2:
        return None
    judged = _judged(project, {paper.key: paper.id for paper in papers})
    return Shown(Side.GROUPED, papers[0].id, compare(papers, judged), judged=judged)


def _pair_entries(project: Project, pairs: Sequence[Pair]) -> tuple[Entry, ...]:
    titles = _titles(project, {pair.a for pair in pairs})
    return tuple(Entry(pair.id, titles.get(pair.a, ""), score_words(pair.score)) for pair in pairs)


def _group_entries(project: Project, groups: Sequence[tuple[int, ...]]) -> tuple[Entry, ...]:
    """One entry for each group; those with contradictory judgements come first."""
    keys = {key for one in contradictory(project) for key, _ in one.grades}
    warned = {paper for _, paper in project.papers.matching("key", keys)}
    titles = _titles(project, {group[0] for group in groups})
    entries = [Entry(group[0], titles.get(group[0], ""), warns=not warned.isdisjoint(group)) for group in groups]
    return tuple(sorted(entries, key=_is_calm))


def _is_calm(entry: Entry) -> bool:
    return not entry.warns


def _titles(project: Project, papers: Collection[int]) -> dict[int, str]:
    ids = sorted(papers)
    pages = (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
    return {row.id: row.title for page in pages for row in project.papers.rows(page)}


def _judged(project: Project, papers: Mapping[str, int]) -> tuple[Judged, ...]:
    """What was judged in two ways of ``papers`` (id by key), in words."""
    judgements = list(project.judgements.all())
    found = [one for one in contradictory(project, judgements) if _about(one.grades, papers)]
    if not found:
        return ()
    texts = {row.key: row.text for row in project.queries.list()}
    grades = {(one.query_key, one.paper_id): GRADES[one.grade] for one in judgements}
    return tuple(
        Judged(
            texts.get(one.query, one.query),
            {paper: grades.get((one.query, paper), "not judged") for paper in papers.values()},
        )
        for one in found
    )


def _about(grades: Iterable[tuple[str, int]], papers: Mapping[str, int]) -> bool:
    return any(key in papers for key, _ in grades)
