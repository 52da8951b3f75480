"""The papers that a receipt counts: those of an earlier file are noted at the import, since nothing else tells them later."""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from specter2_gui.app.staging import Fate, Stage
from specter2_gui.disk.atomic import write_text
from specter2_gui.project.paper_filters import PaperFilter

if TYPE_CHECKING:
    from specter2_gui.project.imports import ImportRow
    from specter2_gui.project.project import Project

Counted = Literal["there", "update", "kept", "title only"]
"""What a receipt counts: records of papers that were there, that were updated, that were changed by hand and kept; and
records without an abstract."""

_FATES: Final[tuple[Fate, ...]] = ("there", "update", "kept")


def keep_known(project: "Project", import_id: int, sha256: str, stage: Stage) -> None:
    """Note which papers of earlier files the records in ``stage`` are; a disk that refuses costs nothing but the note."""
    found = {fate: stage.papers(fate) for fate in _FATES}
    if any(found.values()):
        with suppress(OSError):
            write_text(_note(project, import_id, sha256), json.dumps(found))


def receipt_papers(project: "Project", row: "ImportRow", counted: Counted) -> list[int] | None:
    """The papers that the receipt of the import ``row`` counts so, those that are gone included; None if nobody knows any more."""
    known = _known(project, row)
    if counted != "title only":
        return known.get(counted, []) if known is not None else None
    papers = {*project.papers.of_imports([row.id]), *(paper for each in (known or {}).values() for paper in each)}
    return [paper for paper in project.papers.ids(PaperFilter(title_only=True, duplicates="shown")) if paper in papers]


def counted_now(project: "Project", row: "ImportRow") -> dict[str, int]:
    """What of the numbers in the receipt of the import ``row`` is left in the collection today, by their names.

    What cannot be told today is left out: papers of which nobody knows which they were.
    """
    added, repeated = project.papers.left_of_import(row.id)
    now = {"added": added, "duplicates": repeated}
    now |= {fate: project.papers.left_of(papers) for fate, papers in (_known(project, row) or {}).items()}
    if row.added == row.records:
        wanted = PaperFilter(sources=frozenset({row.id}), title_only=True, duplicates="shown")
        now["title only"] = project.papers.count(wanted)
    return now


def known_papers(project: "Project", row: "ImportRow") -> set[int]:
    """The papers of earlier files that the import ``row`` met, as far as it is known which they were."""
    return {paper for each in (_known(project, row) or {}).values() for paper in each}


def is_noted(project: "Project", row: "ImportRow") -> bool:
    """Whether it is known which papers of earlier files the import ``row`` met."""
    return _known(project, row) is not None


def _known(project: "Project", row: "ImportRow") -> dict[str, list[int]] | None:
    """The papers of earlier files by what became of their records; None where they are not known, or none were met."""
    mended = _mended_there(project, row)
    try:
        noted = dict(json.loads(_note(project, row.id, row.sha256).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {"there": mended} if mended and row.already_there == len(mended) else None
    return {**noted, "there": [*noted.get("there", []), *mended]}


def _mended_there(project: "Project", row: "ImportRow") -> list[int]:
    """The papers that rejects of the import ``row`` were mended to without adding them."""
    mended = {reject.mended: reject.line for reject in project.imports.rejects(row.id) if reject.mended is not None}
    added = {
        paper.id for paper in project.papers.rows(mended) if (paper.import_id, paper.line) == (row.id, mended[paper.id])
    }
    return [paper for paper in mended if paper not in added]


def _note(project: "Project", import_id: int, sha256: str) -> Path:
    """Named by the file's bytes as well: behind a restored backup the same number may be that of another import."""
    return project.place.cache / "receipts" / f"{import_id}-{sha256[:16]}.json"
