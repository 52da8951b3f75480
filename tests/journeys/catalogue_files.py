"""The files of a journey with a collection: a catalogue with damaged records, a table, queries and judgements, all invented."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.app.importing import ris, ris_file
from tests.benchmarks.made_papers import made_words

MANY = 2000
"""Records that are read while the window is looked at."""
TORN = "TY  - JOUR\nAU  - Eyot, Paul\nPY  - 2003\n"
EELS = "The migration of young eels past weirs in northern rivers"
PASTED = "do eels climb over weirs\nwho pays for an old bridge\ndo eels climb over weirs\n"
HEADINGS = ("No", "Bezeichnung", "Wer", "Inhalt", "Signatur")
ROWS: tuple[tuple[str, str, str], ...] = (
    ("Tolls on wooden bridges and who paid them", "Dirks, Ulf", "Carts paid twice as much as riders."),
    ("Ferries of the upper valley", "Claassen, Ida", "Three ferries crossed before there was a bridge."),
    ("Moss on slate roofs", "Brandt, Ole", "Moss grew faster on the side that faces north."),
)


@dataclass(frozen=True)
class Files:
    """Where they are."""

    catalogue: Path
    table: Path
    loans: Path
    judgements: Path


def write_files(folder: Path) -> Files:
    """Write all of them into ``folder``."""
    files = Files(
        folder / "catalogue.ris", folder / "reading room.csv", folder / "loans.ris", folder / "judgements.tsv"
    )
    ris_file(files.catalogue, [*_eels(), *_others(), _nameless(), TORN])
    with files.table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *_lines()])
    ris_file(files.loans, [ris(5000 + number, TI=f"Loans of the year {number}", AB="Lent.") for number in range(3)])
    return files


def write_judgements(file: Path, query: str) -> None:
    """Two judgements about ``query``, in the format that TREC uses."""
    file.write_text(f"query-id\tcorpus-id\tscore\n{query}\teels1\t2\n{query}\tr7\t0\n", encoding="utf-8")


def _eels() -> Sequence[str]:
    """The same paper twice, with another subtitle and without the DOI."""
    shared = {"AB": "We counted eels at night.", "PY": "2014", "JF": "River Research", "AU": "Ahlborn, Grete"}
    return [
        ris(9001, ID="eels1", TI=EELS, DO="10.1000/eels", **shared),
        ris(9002, ID="eels2", TI=EELS.replace("past weirs", "past the weirs"), DO=None, **shared),
    ]


def _others() -> Iterator[str]:
    """Papers that have no word in common, so that none of them is probably another one."""
    words = made_words(6 * MANY)
    for number in range(1, MANY):
        yield ris(number, TI=" ".join(words[6 * number : 6 * number + 6]), KW=None)


def _nameless() -> str:
    return ris(9003, ID="nameless", TI=None, AB=None)


def _lines() -> list[tuple[str, ...]]:
    return [(str(place), title, who, text, f"Z {place}") for place, (title, who, text) in enumerate(ROWS, start=1)]
