"""What the tests of the workspace put into it."""

import json
import random
from pathlib import Path
from typing import Any

from specter2_gui.domain.triplet_reading import TripletReport, read_triplets
from specter2_gui.domain.triplets import FIELDS, Triplet
from specter2_gui.project.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


def triplet(number: int, query: str = "query") -> Triplet:
    """A valid triplet like no other."""
    return Triplet(f"{query} {number}", f"good {number}", f"on {number}", f"bad {number}", "")


def row(number: int, **changed: Any) -> dict[str, Any]:
    """A good row of a file, with some fields changed."""
    texts = triplet(number)
    return {name: getattr(texts, name) for name in FIELDS} | changed


def report(*rows: Any, name: str = "file.json") -> TripletReport:
    """What is read from a file of ``rows``."""
    return read_triplets(json.dumps(rows).encode(), name)


def do_gesture(workspace: Workspace, number: int) -> None:
    """Gesture ``number`` of an endless history that is always the same for the same workspace."""
    dice = random.Random(number)  # noqa: S311 - histories, not secrets
    rows = workspace.rows()
    match dice.choice(["add", "add", "load", "edit", "delete", "clear", "undo", "undo", "redo"]):
        case "load":
            size = dice.choice([1, 5, 400])
            workspace.load(report(*(row(1000 * number + place) for place in range(size)), {"query": "no papers"}))
        case "edit" if rows:
            workspace.edit(dice.choice(rows).id, triplet(number, "edited"))
        case "delete" if rows:
            workspace.delete(stored.id for stored in dice.sample(rows, 1 + len(rows) // 3))
        case "clear":
            workspace.clear()
        case "undo":
            workspace.undo()
        case "redo":
            workspace.redo()
        case _:
            workspace.add(triplet(number))
