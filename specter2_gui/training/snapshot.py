"""The triplets of a run as they were when it began, kept in its folder while it can be resumed."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from specter2_gui.disk.atomic import write_text
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.triplets import Triplet
from specter2_gui.training.run_files import TRIPLETS_FILE


def save_snapshot(run_dir: Path, triplets: Sequence[Triplet]) -> None:
    """Write ``triplets`` into the folder of the run; each distinct text once, since papers come in many triplets.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    places: dict[str, int] = {}
    rows = [[places.setdefault(text, len(places)) for text in astuple(triplet)] for triplet in triplets]
    write_text(run_dir / TRIPLETS_FILE, json.dumps({"texts": list(places), "rows": rows}, ensure_ascii=True))


def load_snapshot(run_dir: Path) -> tuple[Triplet, ...]:
    """What :func:`save_snapshot` wrote.

    Raises:
        UserError: it is not there or cannot be read.
    """
    try:
        found: Any = json.loads((run_dir / TRIPLETS_FILE).read_bytes())
        texts = found["texts"]
        return tuple(Triplet(*(texts[place] for place in row)) for row in found["rows"])
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise UserError(
            f"The training in '{run_dir.name}' cannot be resumed",
            "The triplets it was learning from are not in its folder, or cannot be read",
            "Train again; the best model of this run, if it has one, can be searched with as it is",
        ) from None
