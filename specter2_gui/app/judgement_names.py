"""Which query and which paper of a project the ids in a file of judgements mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specter2_gui.app.receipt_papers import known_papers
from specter2_gui.domain.judgements import Qrels
from specter2_gui.domain.split import query_key

if TYPE_CHECKING:
    from specter2_gui.project.papers import PaperRow
    from specter2_gui.project.project import Project


@dataclass(frozen=True, slots=True)
class Step:
    """What was imported in the same step as the judgements: its files mean each other's ids.

    ``queries`` leads from their ids to keys of the project; ``imports`` are those of the papers, by their ids.
    """

    queries: Mapping[str, str] = field(default_factory=dict[str, str])
    imports: Sequence[int] = ()


ALONE = Step()


@dataclass(frozen=True, slots=True)
class Named:
    """Judgements under the keys of the project, and the ids that stand for several queries or papers, whose judgements are left out.

    ``repeated`` ones are left out too, since an earlier line judges the same query and paper under other ids.
    """

    qrels: Qrels
    queries: tuple[str, ...]
    papers: tuple[str, ...]
    repeated: int


def named(project: "Project", qrels: Qrels, step: Step = ALONE) -> Named:
    """``qrels``, whose ids are those of a file, under the keys of ``project``.

    A query may be named by its text too. Where several queries or papers have an id, that of the same ``step`` is
    meant; without one nobody knows. What is not known here keeps its id.
    """
    queries = _queries(project, qrels, step)
    papers = _papers(project, list(dict.fromkeys(paper for judged in qrels.values() for paper in judged)), step)
    found: Qrels = {}
    repeated = 0
    for query, judged in qrels.items():
        key = queries.get(query, query)
        if key is not None:
            kept = found.setdefault(key, {})
            clear = [(name, grade) for paper, grade in judged.items() if (name := papers.get(paper, paper))]
            for name, grade in clear:
                repeated += name in kept
                kept.setdefault(name, grade)
    return Named(found, _several(queries), _several(papers), repeated)


def _several(keys: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(name for name, key in keys.items() if key is None)


def _queries(project: "Project", names: Iterable[str], step: Step) -> dict[str, str | None]:
    """The key of each of ``names`` that is known here; None for one that stands for several queries."""
    by_name: defaultdict[str, dict[str, None]] = defaultdict(dict)
    texts: dict[str, str] = {}
    for row in project.queries.list():
        texts[query_key(row.text)] = row.key
        for name in (row.key, *row.own_keys):
            by_name[name][row.key] = None
    keys: dict[str, str | None] = {}
    for name in names:
        found = list(by_name.get(name, ()))
        if name in step.queries:
            keys[name] = step.queries[name]
        elif found:
            keys[name] = found[0] if len(found) == 1 else None
        elif query_key(name) in texts:
            keys[name] = texts[query_key(name)]
    return keys


def _papers(project: "Project", names: Sequence[str], step: Step) -> dict[str, str | None]:
    by_name: defaultdict[str, set[int]] = defaultdict(set)
    for name, paper in (*project.papers.matching("key", names), *project.papers.matching("own_key", names)):
        by_name[name].add(paper)
    clear = {name: next(iter(papers)) for name, papers in by_name.items() if len(papers) == 1}
    several = {name: papers for name, papers in by_name.items() if len(papers) > 1}
    rows = {
        row.id: row
        for row in project.papers.rows({*clear.values(), *(one for each in several.values() for one in each)})
    }
    here = _of_step(project, step) if several else frozenset[int]()
    keys: dict[str, str | None] = {name: rows[paper].key for name, paper in clear.items()}
    for name, papers in several.items():
        keys[name] = _meant(name, [rows[paper] for paper in sorted(papers)], here)
    return keys


def _meant(name: str, rows: Sequence["PaperRow"], here: frozenset[int]) -> str | None:
    """Of several papers with one id the one of this step, or of a single file the first; None if nobody knows."""
    of_step = [row for row in rows if row.id in here]
    wanted = of_step or rows
    if not of_step and len({row.import_id for row in rows}) > 1:
        return None
    return next((row.key for row in wanted if row.key == name), wanted[0].key)


def _of_step(project: "Project", step: Step) -> frozenset[int]:
    """The papers that the imports of the step added or met."""
    papers = set(project.papers.of_imports(step.imports))
    for number in step.imports:
        row = project.imports.get(number)
        papers |= known_papers(project, row) if row is not None else set[int]()
    return frozenset(papers)
