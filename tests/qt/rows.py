"""Triplets for tests of the window: short, of several queries, good and bad."""

import json
from pathlib import Path
from typing import Any

TOPICS = (
    "rivers",
    "bridges",
    "lichens",
    "dialects",
    "glass",
    "tides",
    "maps",
    "yeast",
    "looms",
    "comets",
    "salt",
    "owls",
)


def good_rows(queries: int = 12, each: int = 4) -> list[dict[str, Any]]:
    """``each`` triplets for each of ``queries`` queries."""
    return [
        {
            "query": f"How do {TOPICS[query]} change over time?",
            "positive_title": f"A study of {TOPICS[query]}, part {number}",
            "positive_abstract": f"We measured {TOPICS[query]} for {number + 2} years and report how they change.",
            "negative_title": f"A study of {TOPICS[(query + 1 + number) % len(TOPICS)]}, volume {number}",
            "negative_abstract": f"Nothing but {TOPICS[(query + 1 + number) % len(TOPICS)]} is described here.",
        }
        for query in range(queries)
        for number in range(each)
    ]


BAD_ROWS: list[Any] = [
    {"query": "Only a query"},
    {**good_rows(1, 1)[0], "positive_title": "", "positive_abstract": ""},
    "no triplet at all",
]


def write_rows(folder: Path, rows: list[Any], name: str = "triplets.json") -> Path:
    """A file of triplets."""
    file = folder / name
    file.write_text(json.dumps(rows), encoding="utf-8")
    return file
