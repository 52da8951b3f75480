"""What a large collection costs: searching as one types, pages and orders of the table, facets, undoing an import.

``python -m tests.benchmarks.collection --papers 1000000`` prints one JSON object; times are seconds. The papers are made up
(seeded), come in imports of ``--import-size``, and lie in a project in a temporary folder (about 4 GB for a million).
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from specter2_gui.domain.records import Record
from specter2_gui.project.imports import ImportFacts
from specter2_gui.project.paper_filters import ALL, Column, Order, PaperFilter
from specter2_gui.project.papers import Papers
from specter2_gui.project.project import Project
from tests.benchmarks.made_papers import MadePapers
from tests.benchmarks.turns import rounded, show, tell

_SCREEN: Final = 50
_COLUMNS: Final[tuple[Column, ...]] = (
    "title", "authors", "year", "venue", "source", "language", "kind", "key", "doi", "added",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.collection")
    parser.add_argument("--papers", type=int, default=1_000_000)
    parser.add_argument("--import-size", type=int, default=100_000)
    parser.add_argument("--typed", type=int, default=60, help="how many searches are typed, letter by letter")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--folder", type=Path, help="where the temporary project goes")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        show({"benchmark": "collection"} | measure(Path(folder) / "project", chosen))


def measure(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Fill a project and measure what a person does in it."""
    dice = random.Random(chosen.seed)  # noqa: S311 - texts, not secrets
    with Project.open(folder) as project:
        found: dict[str, Any] = {"papers": chosen.papers, "filling": fill(project, chosen)}
    found["megabytes"] = {path.name: path.stat().st_size >> 20 for path in folder.rglob("*.sqlite")}
    begun = time.perf_counter()
    with Project.open(folder) as project:
        found["opening"] = rounded(time.perf_counter() - begun)
        found["first_table"] = rounded(seconds(project.papers.ids))
        found |= table(project.papers, dice)
        found["typing"] = typing(project.papers, dice, chosen.typed)
        found["undo"] = undo(project)
    return found


def fill(project: Project, chosen: argparse.Namespace) -> dict[str, Any]:
    """Import the papers, import by import, and make them searchable."""
    records = MadePapers(chosen.papers, chosen.seed).records()
    imports: list[float] = []
    for start in range(0, chosen.papers, chosen.import_size):
        page = list(islice(records, chosen.import_size))
        imports.append(seconds(lambda page=page, start=start: add(project, page, start)))
        tell(f"imported {start + len(page):,} papers, the last {len(page):,} in {imports[-1]:.1f} s")
    steps = list(timed(project.papers.catch_up()))
    return {
        "import_gestures": figures(imports),
        "indexing": rounded(sum(steps)),
        "indexing_step": figures(steps),
    }


def add(project: Project, records: Sequence[Record], start: int) -> None:
    """One import of ``records``; every thousandth pair of neighbours is a duplicate group."""
    facts = ImportFacts(f"file {start}.ris", "0" * 64, "ris", "utf-8", "made up", len(records), len(records))
    groups = [(-place, -place - 1) for place in range(1, len(records), 1000)]
    project.imports.add(facts, records, groups=groups)


def table(papers: Papers, dice: random.Random) -> dict[str, Any]:
    """Orders, pages anywhere in the table, and facets, each for the first time and again."""
    orders = {
        column: {
            "first": rounded(seconds(lambda column=column: papers.ids(ALL, Order(column)))),
            "again": rounded(seconds(lambda column=column: papers.ids(ALL, Order(column, descending=True)))),
        }
        for column in _COLUMNS
    }
    ids = papers.ids(ALL, Order("title"))
    starts = [dice.randrange(max(len(ids) - _SCREEN, 1)) for _ in range(300)]
    pages = [seconds(lambda start=start: papers.rows(ids[start : start + _SCREEN])) for start in starts]
    filters = [PaperFilter(years=(1990 + number, 2005)) for number in range(10)]
    facets = [seconds(lambda wanted=wanted: papers.facets(wanted)) for wanted in filters]
    edits = [seconds(lambda paper=paper: edit(papers, paper)) for paper in dice.sample(list(ids), 5)]
    return {"order": orders, "page": figures(pages), "facets": figures(facets), "edit_and_sort": figures(edits)}


def edit(papers: Papers, paper: int) -> None:
    """Change a title, and have the table sorted by title again."""
    papers.edit(paper, {"title": f"A new title for paper {paper}"})
    papers.ids(ALL, Order("title"))


def typing(papers: Papers, dice: random.Random, count: int) -> dict[str, Any]:
    """Type words of titles letter by letter; after each letter the hits and the first screen of them, marked."""
    every = papers.ids()
    times: list[float] = []
    lengths: dict[str, list[float]] = {}
    hits: list[int] = []
    for _ in range(count):
        [row] = papers.rows([dice.choice(every)])
        words = row.title.lower().split()
        start = dice.randrange(len(words) - 2)
        text = " ".join(words[start : start + dice.choice([1, 2, 3])])
        for end in range(1, len(text) + 1):
            if text[end - 1] != " ":
                spent, found = keystroke(papers, text[:end])
                times.append(spent)
                hits.append(found)
                lengths.setdefault("1" if end == 1 else "2" if end == 2 else "3" if end == 3 else "4+", []).append(
                    spent
                )
    facets = [seconds(lambda text=text: papers.facets(PaperFilter(text))) for text in ("ba", "sta", "quo tr")]
    return {
        "keystroke": figures(times),
        "by_letters": {name: figures(each) for name, each in sorted(lengths.items())},
        "hits": {"median": int(np.median(hits)), "most": max(hits)},
        "facets": figures(facets),
    }


def keystroke(papers: Papers, text: str) -> tuple[float, int]:
    """Seconds until the first screen of what ``text`` finds is there, and the number of hits."""
    begun = time.perf_counter()
    ids = papers.ids(PaperFilter(text))
    papers.rows(ids[:_SCREEN])
    papers.highlights(ids[:_SCREEN], text)
    return time.perf_counter() - begun, len(ids)


def undo(project: Project) -> dict[str, Any]:
    """Undo the newest import, search, do it again, and search."""
    while not (project.undo_label or "").startswith("Import"):
        project.undo()
    project.papers.count()
    times = {"papers": project.imports.list()[-1].added}
    return times | {
        "undo": rounded(seconds(project.undo)),
        "search_after_undo": rounded(seconds(lambda: project.papers.ids(PaperFilter("bra")))),
        "redo": rounded(seconds(project.redo)),
        "search_after_redo": rounded(seconds(lambda: project.papers.ids(PaperFilter("bra")))),
    }


def seconds(action: Callable[[], object]) -> float:
    """How long ``action`` takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def timed(steps: Iterator[object]) -> Iterator[float]:
    """How long each of ``steps`` takes."""
    begun = time.perf_counter()
    for _ in steps:
        yield time.perf_counter() - begun
        begun = time.perf_counter()


def figures(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and the longest."""
    middle, high = np.quantile(times, [0.5, 0.95])
    return {"p50": rounded(float(middle)), "p95": rounded(float(high)), "longest": rounded(max(times))}


if __name__ == "__main__":
    main()
