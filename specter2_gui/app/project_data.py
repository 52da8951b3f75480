"""The papers, queries and judgements of a project as a search, an evaluation and a training need them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from specter2_gui.domain.duplicates import Contradiction, contradiction_words, contradictions
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.papers import Paper

if TYPE_CHECKING:
    from specter2_gui.project.judgements import Judgement
    from specter2_gui.project.paper_rows import PaperRow
    from specter2_gui.project.project import Project

_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class ProjectData:
    """What can be searched in a project and what people judged of it; ``remarks`` are sentences they should know."""

    papers: tuple[Paper, ...]
    queries: tuple[Query, ...]
    qrels: Qrels
    remarks: tuple[str, ...] = ()


def papers_of(project: "Project") -> list[Paper]:
    """The papers of ``project`` that are shown, under their public ids, in the order in which they came."""
    return [row.paper for row in project.papers.all() if not row.hidden]


def rows_of(project: "Project", papers: Sequence[int] | None) -> Iterator["PaperRow"]:
    """The papers with these ids, in their order; None: all of them, hidden duplicates too."""
    if papers is None:
        yield from project.papers.all()
        return
    for start in range(0, len(papers), _PAGE):
        yield from project.papers.rows(papers[start : start + _PAGE])


def scores_of(judgements: Sequence["Judgement"]) -> Mapping[int, int]:
    """The number that counts for each of ``judgements``, by its id.

    If all came from files, the grades of those files, so that figures are the same as with the files; else our own
    grades (2 relevant, 1 partly, 0 not), since a 1 of somebody else's file may mean what our 2 does.
    """
    scores = {one.id: one.score for one in judgements if one.score is not None}
    return scores if len(scores) == len(judgements) else {one.id: one.grade for one in judgements}


def data_of(project: "Project") -> ProjectData:
    """What a search and an evaluation work with; a judgement of one paper counts for its whole duplicate group.

    Where the records of a group were judged differently for a query, the highest grade counts, and it is said.
    """
    judgements = list(project.judgements.all())
    shown, papers = _shown(project)
    scores = scores_of(judgements)
    qrels: Qrels = {}
    for one in judgements:
        grades = qrels.setdefault(one.query_key, {})
        paper = shown.get(one.paper_id, one.paper_key)
        grades[paper] = max(scores[one.id], grades.get(paper, scores[one.id]))
    words = contradiction_words(contradictory(project, judgements))
    return ProjectData(
        papers,
        tuple(row.query for row in project.queries.list()),
        qrels,
        (f"{words} The highest counts.",) if words else (),
    )


def contradictory(project: "Project", judgements: Sequence["Judgement"] | None = None) -> list[Contradiction]:
    """Duplicate groups of which one record was judged relevant, wholly or partly, and another one not, query by query."""
    found = list(project.judgements.all()) if judgements is None else judgements
    scores = scores_of(found)
    said: Qrels = {}
    keys: dict[int, str] = {}
    for one in found:
        said.setdefault(one.query_key, {})[one.paper_key] = scores[one.id]
        keys[one.paper_id] = one.paper_key
    groups = ([keys[paper] for paper in group if paper in keys] for group in project.papers.groups())
    return contradictions((group for group in groups if len(group) > 1), said)


def _shown(project: "Project") -> tuple[Mapping[int, str], tuple[Paper, ...]]:
    """For each paper of a group the key of the one that is shown, and all papers that are shown."""
    papers: list[Paper] = []
    groups: defaultdict[int, list[int]] = defaultdict(list)
    faces: dict[int, str] = {}
    for row in project.papers.all():
        if row.group is not None:
            groups[row.group].append(row.id)
        if not row.hidden:
            papers.append(row.paper)
            if row.group is not None:
                faces[row.group] = row.key
    return {paper: faces[group] for group, members in groups.items() for paper in members if group in faces}, tuple(
        papers
    )
