"""Rows of triplet files for the tests."""

import json
from typing import Any

from specter2_gui.domain.triplet_reading import TripletReport, read_triplets


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A good row, different for each number; ``changes`` replace fields."""
    return {
        "query": f"how do moths find query {number}",
        "positive_title": f"Pheromone plumes {number}",
        "positive_abstract": f"Moths follow plume {number}.",
        "negative_title": f"Wing scales {number}",
        "negative_abstract": f"Scales shed water {number}.",
    } | changes


def without(number: int, *fields: str) -> dict[str, Any]:
    """A row that lacks ``fields``."""
    return {name: text for name, text in row(number).items() if name not in fields}


def read(value: object) -> TripletReport:
    """The report on a file that holds ``value``: bytes, a text, or anything to be written as JSON."""
    if isinstance(value, bytes):
        return read_triplets(value, "pairs.json")
    return read_triplets((value if isinstance(value, str) else json.dumps(value)).encode(), "pairs.json")


def told(report: TripletReport) -> list[str]:
    """The words of all problems."""
    return [problem.text for problem in report.problems]
