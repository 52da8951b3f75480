"""Writing triplets to a file that :mod:`specter2_gui.app.triplet_files` reads back as the same triplets."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from specter2_gui.app.troubles import trouble_in
from specter2_gui.disk.atomic import write_json, write_text
from specter2_gui.domain.triplets import Triplet

LINES_ENDINGS = (".jsonl", ".ndjson")
"""A file with one of these endings gets one row a line; every other one a JSON list."""


def save_triplets(path: Path, triplets: Sequence[Triplet], *, lines: bool | None = None) -> None:
    """Put ``triplets`` into ``path``: the whole file is written, or the old one stays.

    One row a line if ``lines``, else a JSON list; None: as the ending of the file's name has it.

    Raises:
        UserError: the disk is full, or the folder is gone or may not be written.
    """
    rows = [asdict(triplet) for triplet in triplets]
    try:
        if path.suffix.lower() in LINES_ENDINGS if lines is None else lines:
            write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        else:
            write_json(path, rows)
    except OSError as error:
        trouble = trouble_in(error)
        if trouble is None:
            raise
        raise trouble from None
