"""Judgements from a file into a project: TREC qrels, tab-separated, or CSV; what contradicts itself is shown."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from specter2_gui.app.files import read_file
from specter2_gui.app.judgement_names import ALONE, Named, Step, named
from specter2_gui.app.mistaken_files import refuse_others
from specter2_gui.app.project_data import contradictory
from specter2_gui.domain.cleaning import doi_in
from specter2_gui.domain.collection_reading import read_qrels
from specter2_gui.domain.duplicates import Contradiction, contradiction_words
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.file_text import decode
from specter2_gui.domain.judgements import Qrels
from specter2_gui.domain.texts import counted, shortened
from specter2_gui.readers.column_names import normalised

if TYPE_CHECKING:
    from specter2_gui.project.project import Project

_QUERY: Final = (
    "queryid",
    "qid",
    "topicid",
    "query",
    "topic",
    "question",
    "anfrage",
    "frage",
    "suchanfrage",
    "requete",
)
_PAPER: Final = ("corpusid", "paperid", "docid", "documentid", "doi", "paper", "document", "dokument", "id")
_GRADE: Final = (
    "score", "grade", "relevance", "rel", "label", "judgement", "judgment", "included", "relevanz", "bewertung", "urteil",
    "pertinence",
)  # fmt: skip
_WORDS: Final = {
    "relevant": 2, "partly": 1, "partly relevant": 1, "not relevant": 0, "irrelevant": 0, "not": 0, "yes": 2, "no": 0,
    "included": 2, "excluded": 0, "true": 2, "false": 0, "ja": 2, "teilweise": 1, "nein": 0, "nicht relevant": 0, "oui": 2,
    "en partie": 1, "non": 0,
}  # fmt: skip
"""Names of columns, without capitals, accents, spaces and signs, the usual one first; and grades in words."""
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class JudgementReceipt:
    """What became of a file of judgements.

    ``found`` is all in the file: ``added``, ``changed`` in place of an earlier one, ``unchanged``, and left out because
    query or paper are not known here or because a line before it said otherwise of the same paper. ``contradictions`` are those in
    the project now that a judgement of this file is part of.
    """

    name: str
    found: int
    added: int
    changed: int
    unchanged: int
    unknown_queries: tuple[str, ...]
    unknown_papers: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    several_queries: tuple[str, ...] = ()
    several_papers: tuple[str, ...] = ()
    repeated: int = 0

    @property
    def left_out(self) -> int:
        """How many were not taken."""
        return self.found - self.added - self.changed - self.unchanged

    @property
    def words(self) -> tuple[str, ...]:
        """The account in sentences."""
        found = counted(self.found, "judgement", "judgements")
        became = (
            f"{self.added:,} added, {self.changed:,} changed, {self.unchanged:,} unchanged, {self.left_out:,} left out"
        )
        sentences = (
            f"{found} in the file: {became}.",
            _unknown("queries", self.unknown_queries),
            _unknown("papers", self.unknown_papers),
            _several("queries", self.several_queries),
            _several("papers", self.several_papers),
            f"{counted(self.repeated, 'judgement is', 'judgements are')} about a query and a paper that an earlier line judges "
            "under other ids; the earlier ones count."
            if self.repeated
            else "",
            contradiction_words(self.contradictions),
            *(f"For query {one.query}: {_grades(one)}." for one in self.contradictions),
        )
        return tuple(sentence for sentence in sentences if sentence)

    def as_object(self) -> dict[str, Any]:
        """The account for a program."""
        return {
            "name": self.name, "found": self.found, "added": self.added, "changed": self.changed,
            "unchanged": self.unchanged, "left_out": self.left_out, "unknown_queries": list(self.unknown_queries),
            "unknown_papers": list(self.unknown_papers),
            "several_queries": list(self.several_queries), "several_papers": list(self.several_papers), "repeated": self.repeated,
            "contradictory_groups": len(self.contradictions),
            "contradictions": [{"query": one.query, "grades": dict(one.grades)} for one in self.contradictions],
        }  # fmt: skip


def import_judgements(project: "Project", path: Path, step: Step = ALONE) -> JudgementReceipt:
    """Keep the judgements in the file ``path``, as one gesture; papers are named by their id or DOI, queries by id or text.

    An id is that which the file of the query or paper has; one that several have means what was imported in the same ``step``.

    Raises:
        UserError: the file is absent or no list of judgements, none of its queries is known here, or the disk refused;
            nothing is changed.
    """
    path = path.expanduser()
    read = read_judgement_file(path)
    found = named(project, read, step)
    qrels = found.qrels
    _refuse_unknown(project, path.name, read, found)
    done = project.judgements.import_qrels(qrels, path.name)
    if not (done.added or done.changed or done.unchanged):
        raise UserError(
            f"No judgement of “{path.name}” could be used", f"The collection has none of its papers: {_some(done.unknown_papers)}",
            "Import the papers first, under the ids or DOIs that the judgements use",
        )  # fmt: skip
    return JudgementReceipt(
        name=path.name,
        found=sum(map(len, read.values())),
        added=done.added,
        changed=done.changed,
        unchanged=done.unchanged,
        unknown_queries=done.unknown_queries,
        unknown_papers=done.unknown_papers,
        several_queries=found.queries,
        several_papers=found.papers,
        repeated=found.repeated,
        contradictions=tuple(one for one in contradictory(project) if _is_about(project, one, qrels)),
    )


def _refuse_unknown(project: "Project", name: str, read: Qrels, found: Named) -> None:
    """Where nothing of the file can be used, that is no import."""
    what = f"No judgement of “{name}” could be used"
    if found.queries and not found.qrels:
        how = "Import them together with the file of their queries, or name the queries by their texts"
        raise UserError(
            what, f"Several queries have the id {_some(found.queries)}, so nobody knows which are meant", how
        )
    if not {row.key for row in project.queries.list()} & found.qrels.keys():
        raise UserError(
            what, f"The project knows none of its queries: {_some(list(read))}",
            "Import the queries first, under the ids that the judgements use",
        )  # fmt: skip
    papers = list(dict.fromkeys(paper for judged in read.values() for paper in judged))
    if found.papers and len(found.papers) == len(papers):
        how = "Import them together with the file of these papers"
        raise UserError(what, f"Several papers have the id {_some(papers)}, so nobody knows which are meant", how)


def _is_about(project: "Project", contradiction: Contradiction, qrels: Qrels) -> bool:
    """Whether a judgement of ``qrels`` is one of those that contradict each other."""
    judged = qrels.get(contradiction.query, {})
    rows = (project.papers.get(key) for key, _ in contradiction.grades)
    return bool(judged) and any(row.key in judged or row.doi in judged for row in rows if row)


def read_judgement_file(path: Path) -> Qrels:
    """The judgements in the file ``path``: query id, paper id, grade, in the columns of TREC or under names of columns.

    Raises:
        UserError: it is absent, no text, empty, or a line is no judgement; the line is named.
    """
    data = read_file(path, "judgements")
    refuse_others(path, "judgements")
    rows = _table(decode(data, path.name))
    if rows is None:
        return read_qrels(data, path.name)
    qrels: Qrels = {}
    for line, query, paper, grade in rows:
        number = _number(grade)
        if not query or not paper or number is None:
            what = f"“{shortened(grade)}” is no grade" if query and paper else "an id is empty"
            raise UserError(
                f"“{path.name}”, line {line}: {what}", "Each line has a query, a paper, and a whole number as grade",
                f"Correct line {line} of the file",
            )  # fmt: skip
        if qrels.setdefault(query, {}).setdefault(paper, number) != number:
            raise UserError(
                f"“{path.name}”, line {line}: the same pair has another grade in an earlier line",
                "A paper has one grade for a query", f"Correct line {line} of the file",
            )  # fmt: skip
    return qrels


def _table(text: str) -> Iterator[tuple[int, str, str, str]] | None:
    """Line, query, paper and grade of each row of a table whose first line names the columns; None for other texts."""
    first = text.lstrip("\ufeff \t\r\n").splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    columns = _columns(next(csv.reader([first], delimiter=delimiter), list[str]()))
    if columns is None:
        return None
    return _rows(csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter), columns)


def names_judgements(names: Sequence[str]) -> bool:
    """Whether columns with these names hold judgements: there is one each for query, paper and grade, and no title."""
    return "title" not in map(normalised, names) and _columns(names) is not None


def _columns(names: Sequence[str]) -> list[int] | None:
    """The places of query, paper and grade, if all three are there."""
    header = [normalised(name) for name in names]
    places = [next((header.index(name) for name in each if name in header), -1) for each in (_QUERY, _PAPER, _GRADE)]
    return None if min(places) < 0 else places


def _rows(rows: Any, columns: Sequence[int]) -> Iterator[tuple[int, str, str, str]]:
    next(rows)
    for cells in rows:
        if any(cells):
            query, paper, grade = ((cells[place] if place < len(cells) else "").strip() for place in columns)
            yield rows.line_num, query.removeprefix("'"), doi_in(paper) or paper.removeprefix("'"), grade


def _number(text: str) -> int | None:
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    whole = text.removesuffix(".0")
    return int(whole) if whole.lstrip("+-").isdecimal() and len(whole) < 10 else None


def _unknown(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"The project does not know the {what} {_some(names)}; their judgements were left out."


def _several(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    return (
        f"Several {what} have the id {_some(names)}, so nobody knows which one is meant; these judgements were left out. "
        f"Import them together with the file of their {what}."
    )


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(f"“{shortened(name)}”" for name in names[:_NAMED]) + more


def _grades(one: Contradiction) -> str:
    return ", ".join(f"paper {paper} was given {grade}" for paper, grade in one.grades)
