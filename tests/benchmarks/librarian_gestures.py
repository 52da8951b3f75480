"""An endless afternoon of gestures on a project: imports, edits and backups, always the same for the same project."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from specter2_gui.app.importing import FileImported, import_files
from specter2_gui.project.project import Project
from specter2_gui.project.schema import RECORDED
from tests.project.making import do_gesture

Gesture = Callable[[Project, random.Random, Path], object]

_WORDS: Final = (
    "bee",
    "honey",
    "river",
    "water",
    "rain",
    "forest",
    "moss",
    "archive",
    "reader",
    "shelf",
    "loan",
    "map",
)
_GRADES: Final = (0, 1, 2)
_TIMES: Final = "at"  # the column that says when, in which two histories differ


def gesture_of(number: int) -> str:
    """Which kind of gesture comes at ``number``: ``import``, ``edit`` or ``backup``."""
    return random.Random(number).choice(["import", "import", "edit", "edit", "edit", "backup"])  # noqa: S311 - histories, not secrets


def do(project: Project, number: int, scratch: Path) -> None:
    """Gesture ``number``; what is imported is written into ``scratch`` first."""
    dice = random.Random(f"{number}")  # noqa: S311 - histories, not secrets
    _KINDS[gesture_of(number)](project, dice, scratch)


def state(project: Project) -> dict[str, Any]:
    """Everything that is recorded, and what can be undone and redone; without the times of day."""
    return {table: _rows(project, table) for table in RECORDED} | {
        "labels": (project.undo_label, project.redo_label),
        "gestures": project.ledger.read("SELECT id, label, undone FROM gestures ORDER BY id"),
    }


def _rows(project: Project, table: str) -> list[tuple[Any, ...]]:
    names = [name for _, name, *_ in project.ledger.read(f"PRAGMA table_info({table})") if name != _TIMES]
    return project.ledger.read(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")  # noqa: S608 - our own tables


def _import(project: Project, dice: random.Random, scratch: Path) -> None:
    path = scratch / "import.ris"
    size = dice.choice([20, 100, 400, 1200])
    path.write_text("".join(_record(dice) for _ in range(size)), encoding="utf-8")
    events = list(import_files(project, [path]))
    assert isinstance(events[-1], FileImported), events[-1]


def _record(dice: random.Random) -> str:
    title, abstract = (" ".join(dice.choices(_WORDS, k=length)) for length in (6, 80))
    name = dice.randrange(20_000)  # so few that a file brings back papers of an earlier one
    return f"TY  - JOUR\nID  - {name}\nTI  - {title} {name}\nAB  - {abstract}\nPY  - 2020\nER  - \n\n"


def _edit(project: Project, dice: random.Random, _: Path) -> None:
    papers = [int(row) for (row,) in project.ledger.read("SELECT id FROM papers ORDER BY id")]
    match dice.choice(["paper", "paper", "papers", "delete", "query", "judgement", "triplets", "undo", "undo", "redo"]):
        case "paper" if papers:
            project.papers.edit(dice.choice(papers), {"title": f"changed {dice.random()}"})
        case "papers" if papers:
            project.papers.change(dice.sample(papers, 1 + len(papers) // 4), "venue", f"venue {dice.random()}")
        case "delete" if papers:
            project.papers.delete(dice.sample(papers, 1 + len(papers) // 2))
        case "judgement" if papers and (queries := project.queries.list()):
            project.judgements.set(dice.choice(queries).id, dice.choice(papers), dice.choice(_GRADES), "clicked")
        case "triplets":
            do_gesture(project.workspace, dice.randrange(10**6))
        case "undo":
            project.undo()
        case "redo":
            project.redo()
        case _:
            project.queries.add([f"query {dice.random()}"])


def _back_up(project: Project, _: random.Random, __: Path) -> None:
    project.back_up()


_KINDS: Final[dict[str, Gesture]] = {"import": _import, "edit": _edit, "backup": _back_up}
