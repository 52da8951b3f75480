"""Files of an invented library for the pictures: the sample's papers as a catalogue gives them out, and some with mistakes."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from specter2_gui.disk.places import resources
from tests.app.importing import ris, ris_file

VENUES = (
    "Annals of Rivers and Drains", "Orchard and Hive", "The Village Engineer", "Proceedings of the College of Land and Water",
    "Journal of Low Bridges", "Wards and Wells",
)  # fmt: skip
NAMES = ("Weir, Mathilda", "Alder, Tom", "Brack, Ines", "Culver, Samuel", "Dyke, Hanna", "Eyot, Paul", "Fenn, Ruth")
LOGBOOKS = ("Notes of a lock keeper", "A weir in winter", "Letters from the ferry house", "Boats, cattle and ice")
SAME_DOI = 6
CATALOGUE, LOAN = "catalogue of the college.ris", "loans from the next valley.ris"
LIST = "reading room list.csv"
ASKED = """how do fish pass a weir?
slow leaks, a little lost each night
kernel splitting
why do old mill ponds silt up
why do old mill ponds silt up
who keeps a village hall warm in February
"""
"""What a librarian might paste: new queries, one that is there, one that asks nearly the same, one twice."""


def sample_papers() -> list[dict[str, Any]]:
    """The papers of the sample collection."""
    lines = (resources() / "sample" / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def catalogue(folder: Path) -> Path:
    """All papers of the sample, with invented authors, years and venues."""
    records = [_record(number, paper) for number, paper in enumerate(sample_papers(), start=1)]
    return ris_file(folder / CATALOGUE, records)


def loans(folder: Path) -> Path:
    """A file as they come: some records are there already, some say nothing of themselves, one breaks off."""
    return ris_file(folder / LOAN, _damaged(sample_papers()[:24]))


def reading_list(folder: Path) -> Path:
    """A table whose columns have names of their own."""
    rows: list[Sequence[str]] = [("No", "Heading", "Who", "Year", "What it is about", "Shelf", "Loaned")]
    for number, paper in enumerate(sample_papers()[24:54], start=1):
        rows.append((str(number), f"{paper['title']}, with notes", NAMES[number % 7], str(1990 + number), paper["abstract"], f"Z {number}", "no"))  # fmt: skip
    with (folder / LIST).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return folder / LIST


def _record(number: int, paper: dict[str, Any]) -> str:
    authors = "\nAU  - ".join(NAMES[(number + place) % len(NAMES)] for place in range(1 + number % 3))
    return ris(
        number, ID=paper["id"], TI=paper["title"], AB=paper["abstract"] or None, AU=authors,
        PY=str(1996 + number * 7 % 29), JF=VENUES[number * 5 % len(VENUES)], KW=None,
        DO=f"10.9999/college.{number}" if number % 3 == 0 else None, LA="English" if number % 4 else "Welsh",
    )  # fmt: skip


def _damaged(papers: Sequence[dict[str, Any]]) -> Iterator[str]:
    for number, paper in enumerate(papers, start=1):
        if number % 7 == 3:
            yield ris(900 + number, TI=None, AB=None, KW=None, JF="Wards and Wells", AU=NAMES[number % 7])
        elif number % 4 == 0:  # the same paper in other words
            yield _record(number, {**paper, "id": f"v{number}", "title": f"{paper['title']}: a note", "abstract": ""})
        elif number == SAME_DOI:
            yield _record(number, {**paper, "id": "v6", "abstract": "As in the catalogue, with another abstract."})
        elif number % 2:
            yield _record(number, paper)
        else:
            yield ris(
                500 + number, TI=f"{LOGBOOKS[number % len(LOGBOOKS)]}: what the gates let through", KW=None,
                AB=f"The keeper wrote down each evening what came through the gates in the year {1950 + number}.",
                JF="The Village Engineer", AU=NAMES[number % 7], PY=str(1950 + number),
            )  # fmt: skip
    yield "TY  - JOUR\nAU  - Eyot, Paul\nPY  - 2003\n"
