"""Papers, queries, judgements and triplets out of a project, into files that other programs and this one read."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from specter2_gui.app.paper_formats import COLUMNS, paper_cells, paper_object
from specter2_gui.app.project_data import rows_of, scores_of
from specter2_gui.app.ris_writing import ris_record
from specter2_gui.app.triplet_saving import save_triplets
from specter2_gui.app.troubles import trouble_in
from specter2_gui.disk.atomic import replacing
from specter2_gui.disk.places import shown
from specter2_gui.domain.csv_cells import harmless_cell
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.texts import counted

if TYPE_CHECKING:
    from specter2_gui.project.judgements import Judgement
    from specter2_gui.project.project import Project

FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "papers": ("ris", "csv", "jsonl"),
    "queries": ("jsonl", "csv"),
    "judgements": ("csv", "trec"),
    "triplets": ("json", "jsonl"),
}
"""What can be exported, and in which formats; the first is the usual one."""

GRADES: Final = {2: "relevant", 1: "partly", 0: "not relevant"}
"""What the grades of a judgement are called."""

_BOM: Final = "\ufeff"  # without it Excel takes UTF-8 for the system's own code page


def export(project: "Project", what: str, format: str, out: Path, papers: Sequence[int] | None = None) -> int:  # noqa: A002 - the option's word
    """Write ``what`` of ``project`` in ``format`` (see :data:`FORMATS`) into ``out``, and give the number of records.

    ``papers`` are the ids of the papers that are wanted, in their order (None: all, the hidden duplicates too). The
    whole file is written, or the old one stays.

    Raises:
        UserError: there is no such format, nothing to export, or the disk refused.
    """
    if format not in FORMATS.get(what, ()):
        raise UserError(
            f"{what.capitalize()} cannot be exported as '{format}'",
            f"They are written as {' or '.join(FORMATS.get(what, ('nothing',)))}",
            "Choose one of these formats",
        )
    if out.is_dir():
        raise UserError(
            f"'{shown(out)}' is a folder", "An export is written into one file", "Name a file in that folder"
        )
    if project.place.is_own(out):
        raise UserError(
            f"'{shown(out)}' is a place of the project's own files", "The export would take the place of one of them",
            "Choose another name or folder",
        )  # fmt: skip
    if what == "triplets":
        return _export_triplets(project, format, out)
    lines = _WRITERS[what, format](project, papers)
    return _write(out, lines, what)


def left_out(project: "Project", what: str) -> int:
    """How many records an export of ``what`` leaves out: the rows of triplets that cannot be used yet."""
    return sum(bool(row.problems) for row in project.workspace.rows()) if what == "triplets" else 0


def _export_triplets(project: "Project", format: str, out: Path) -> int:  # noqa: A002 - as above
    triplets = project.workspace.valid_triplets()
    if not triplets and (rows := left_out(project, "triplets")):
        raise UserError(
            "There are no triplets to export", f"{counted(rows, 'row', 'rows')} cannot be used yet",
            "Mend them on the page Curate, which says what is wrong with each",
        )  # fmt: skip
    if not triplets:
        raise _nothing("triplets")
    save_triplets(out, triplets, lines=format == "jsonl")
    return len(triplets)


def _write(out: Path, records: Iterator[str], what: str) -> int:
    """Write ``records``, of which the first is the head of the file; nothing is written where no other one follows."""
    head, first = next(records), next(records, None)
    if first is None:
        raise _nothing(what)
    count = 1
    try:
        with replacing(out) as file:
            file.write((head + first).encode("utf-8"))
            for record in records:
                file.write(record.encode("utf-8"))
                count += 1
    except OSError as error:
        trouble = trouble_in(error)
        if trouble is None:
            raise
        raise trouble from None
    return count


def _papers_as_ris(project: "Project", papers: Sequence[int] | None) -> Iterator[str]:
    notes = _notes(project)
    yield ""  # without a mark: some programs take one before the first record for a part of it
    for row in rows_of(project, papers):
        yield ris_record(row, notes.get(row.id, ()))


def _papers_as_csv(project: "Project", papers: Sequence[int] | None) -> Iterator[str]:
    notes = _notes(project)
    yield _BOM + _cells(COLUMNS)
    for row in rows_of(project, papers):
        yield _cells(paper_cells(row, notes.get(row.id, ())))


def _papers_as_jsonl(project: "Project", papers: Sequence[int] | None) -> Iterator[str]:
    yield ""
    for row in rows_of(project, papers):
        yield _line(paper_object(row))


def _queries_as_jsonl(project: "Project", _papers: Sequence[int] | None) -> Iterator[str]:
    yield ""
    for query in project.queries.list():
        yield _line({"id": query.key, "text": query.text, **({"note": query.note} if query.note else {})})


def _queries_as_csv(project: "Project", _papers: Sequence[int] | None) -> Iterator[str]:
    yield _BOM + _cells(("id", "text", "note", "judged", "relevant"))
    for query in project.queries.list():
        yield _cells((query.key, query.text, query.note, str(query.judged), str(query.relevant)))


def _judgements_as_csv(project: "Project", papers: Sequence[int] | None) -> Iterator[str]:
    yield _BOM + _cells(("query-id", "corpus-id", "score", "grade", "query", "title", "origin", "date"))
    queries = {row.id: row.text for row in project.queries.list()}
    for one, score in _judgements(project, papers):
        title = next((row.title for row in project.papers.rows([one.paper_id])), "")
        day = one.when.date().isoformat()
        query = queries.get(one.query_id, "")
        yield _cells((one.query_key, one.paper_key, str(score), GRADES[one.grade], query, title, one.origin, day))


def _judgements_as_trec(project: "Project", papers: Sequence[int] | None) -> Iterator[str]:
    yield ""
    for one, score in _judgements(project, papers):
        yield f"{one.query_key}\t0\t{one.paper_key}\t{score}\n"


def _judgements(project: "Project", papers: Sequence[int] | None) -> Iterator[tuple["Judgement", int]]:
    """The judgements of ``papers`` (None: all), query by query, each with the number that counts for it."""
    found = sorted(project.judgements.all(), key=lambda one: (one.query_id, one.id))
    scores = scores_of(found)
    wanted = None if papers is None else set(papers)
    return ((one, scores[one.id]) for one in found if wanted is None or one.paper_id in wanted)


def _notes(project: "Project") -> Mapping[int, Sequence[str]]:
    """What people judged of each paper, in sentences, by its id."""
    queries = {row.id: row.text for row in project.queries.list()}
    notes: dict[int, list[str]] = {}
    for one in project.judgements.all():
        note = f"Judged {GRADES[one.grade]} for the query “{queries.get(one.query_id, '')}” ({one.query_key})"
        notes.setdefault(one.paper_id, []).append(note)
    return notes


_WRITERS: Final[Mapping[tuple[str, str], Callable[["Project", Sequence[int] | None], Iterator[str]]]] = {
    ("papers", "ris"): _papers_as_ris,
    ("papers", "csv"): _papers_as_csv,
    ("papers", "jsonl"): _papers_as_jsonl,
    ("queries", "jsonl"): _queries_as_jsonl,
    ("queries", "csv"): _queries_as_csv,
    ("judgements", "csv"): _judgements_as_csv,
    ("judgements", "trec"): _judgements_as_trec,
}


def _cells(values: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([harmless_cell(value) for value in values])
    return text.getvalue()


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _nothing(what: str) -> UserError:
    return UserError(
        f"There are no {what} to export",
        f"The project holds no {what} yet",
        f"Add {what} first, or choose another project",
    )
