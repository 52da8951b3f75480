"""The files of a journey: the sample's real triplets with bad rows of every kind among them, and a collection's own."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from specter2_gui.domain.triplets import Triplet

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "triplets.json"
Row = dict[str, Any]


def sample_rows() -> list[Row]:
    """The triplets of the sample collection as they stand in its file."""
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def write_mixed(file: Path) -> dict[int, str]:
    """Write the sample's triplets with bad rows among them; gives the number of each bad row and why, as the pane tells it."""
    good = sample_rows()
    first, second = good[0], good[1]
    bad: list[tuple[int, object, str]] = [
        (4, {name: text for name, text in first.items() if name != "negative_title"}, "the text is missing"),
        (9, {**second, "query": "   "}, "the text is empty"),
        (17, {**second, "positive_title": 1984}, "the value is a number"),
        (30, {**first, **_as("negative", first, "positive")}, "positive and negative are the same paper"),
        (58, first, "The same triplet is already in row 1"),
        (
            90,
            {**good[-1], "query": first["query"], **_as("positive", first, "negative")},
            "this paper is a negative for the same query in row 1",
        ),
        (121, "a line of notes", "The row is a text"),
        (len(good) + 8, {"question": "?", "answer": "!"}, "None of the five fields is there"),
    ]
    rows: list[object] = list(good)
    for number, row, _reason in bad:
        rows.insert(number - 1, row)
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return {number: reason for number, _row, reason in bad}


def another_triplet(rows: Iterable[Row]) -> Triplet:
    """One that none of ``rows`` is and none contradicts: their first query and its positive, and a paper of the last."""
    first, *_others, last = rows
    return Triplet(
        first["query"],
        first["positive_title"],
        first["positive_abstract"],
        last["positive_title"],
        last["positive_abstract"],
    )


def write_scirepeval(source: Path, file: Path) -> tuple[int, int]:
    """Write the triplets of SciRepEval's sample in the program's format; gives how many, and of how many queries."""
    lines = source.read_text(encoding="utf-8").splitlines()
    rows = [_flat(json.loads(line)) for line in lines]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return len(rows), len({row["query"] for row in rows})


def _flat(record: dict[str, dict[str, str | None]]) -> Row:
    return {
        "query": record["query"]["title"],
        "positive_title": record["pos"]["title"],
        "positive_abstract": record["pos"]["abstract"] or "",
        "negative_title": record["neg"]["title"],
        "negative_abstract": record["neg"]["abstract"] or "",
    }


def _as(role: str, row: Row, other: str) -> Row:
    """The paper in the role ``other`` of ``row``, put into ``role``."""
    return {f"{role}_{part}": row[f"{other}_{part}"] for part in ("title", "abstract")}
