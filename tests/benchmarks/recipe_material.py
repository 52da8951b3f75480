"""A judged collection as triplets to learn from and queries that are never learned from, for the series of recipes."""

import csv
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from specter2_gui.app.judged import read_judged
from specter2_gui.app.searching import read_collection
from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.judgements import Qrels, Query
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplets import Triplet
from specter2_gui.search.bm25 import BM25
from tests.benchmarks.material import write_triplets

_RANKS = slice(4, 60)
"""Negatives come from these places of keyword search: not the very first, which may well be relevant."""
_SPLIT = "triplets.json"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a collection is used; 0 is all of it."""

    papers: int = 0
    triplets: int = 0
    queries: int = 0
    positives: int = 6
    negatives: int = 2

    @property
    def key(self) -> str:
        """A short name that tells limits apart."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Material:
    """A collection divided by query: ``learned`` queries are in the triplets, ``unseen`` ones in none."""

    name: str
    papers: Sequence[Paper]
    triplets: Sequence[Triplet]
    learned: Sequence[Query]
    learned_qrels: Qrels
    unseen: Sequence[Query]
    unseen_qrels: Qrels

    def write(self, folder: Path) -> dict[str, str]:
        """Write what a training needs into ``folder``; gives the settings of ``data`` that name the files."""
        folder.mkdir(parents=True, exist_ok=True)
        _write_lines(folder / "corpus.jsonl", [asdict(paper) for paper in self.papers])
        _write_lines(folder / "queries.jsonl", [asdict(query) for query in self.learned])
        with (folder / "qrels.tsv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter="\t", lineterminator="\n")
            rows.writerow(("query-id", "corpus-id", "score"))
            rows.writerows(
                (query, paper, grade) for query, of in self.learned_qrels.items() for paper, grade in of.items()
            )
        names = {"collection": "corpus.jsonl", "queries": "queries.jsonl", "qrels": "qrels.tsv"}
        triplets = write_triplets(folder / _SPLIT, self.triplets)
        return {"triplets": str(triplets)} | {name: str(folder / file) for name, file in names.items()}


def read_material(folder: Path, limits: Limits) -> Material:
    """The collection in ``folder`` (corpus.jsonl, queries.jsonl, qrels.tsv), or what ``make_triplets.py`` made of one."""
    papers = read_collection(folder / "corpus.jsonl")
    if (folder / _SPLIT).is_file():
        learned, learned_qrels = read_judged(folder / "train_queries.jsonl", folder / "train_qrels.tsv")
        unseen, unseen_qrels = read_judged(folder / "test_queries.jsonl", folder / "test_qrels.tsv")
        triplets = list(load_triplets(str(folder / _SPLIT)).triplets)
    else:
        queries, qrels = read_judged(folder / "queries.jsonl", folder / "qrels.tsv")
        learned, unseen = _halves(_answerable(queries, qrels, papers, limits.queries))
        learned_qrels, unseen_qrels = (_of(qrels, side) for side in (learned, unseen))
        triplets = triplets_from(papers, learned, learned_qrels, limits)
    papers = fewer_papers(papers, (learned_qrels, unseen_qrels), triplets, limits.papers)
    chosen = triplets[: limits.triplets] if limits.triplets else triplets
    return Material(folder.name, papers, chosen, learned, learned_qrels, unseen, unseen_qrels)


def triplets_from(papers: Sequence[Paper], queries: Sequence[Query], qrels: Qrels, limits: Limits) -> list[Triplet]:
    """For each query some of its relevant papers, each with unjudged papers that keyword search ranks 5th to 60th.

    What is drawn for a query depends on that query alone. The triplets of a query follow one another.
    """
    by_id, keywords, made = {paper.id: paper for paper in papers}, BM25(papers), list[Triplet]()
    try:
        for query in queries:
            draw = random.Random(f"13/{query.id}")  # noqa: S311 - a choice of papers, not a secret
            relevant = sorted(paper for paper, grade in qrels[query.id].items() if grade > 0 and paper in by_id)
            found = [paper for paper, _ in keywords.search(query.text, _RANKS.stop)][_RANKS]
            others = [paper for paper in found if paper not in qrels[query.id]]
            for positive in draw.sample(relevant, min(limits.positives, len(relevant))):
                for negative in draw.sample(others, min(limits.negatives, len(others))):
                    yes, no = by_id[positive], by_id[negative]
                    made.append(Triplet(query.text, yes.title, yes.abstract, no.title, no.abstract))
    finally:
        keywords.close()
    return made


def fewer_papers(
    papers: Sequence[Paper], qrels: Sequence[Qrels], triplets: Sequence[Triplet], most: int
) -> list[Paper]:
    """At most ``most`` papers (0: all) in their order: those that are judged or in a triplet, and others drawn.

    Judged papers and those of triplets all stay, even where they are more than ``most``.
    """
    if not most or most >= len(papers):
        return list(papers)
    judged = {paper for side in qrels for grades in side.values() for paper in grades}
    texts = {text for triplet in triplets for text in (triplet.positive, triplet.negative)}
    needed = {paper.id for paper in papers if paper.id in judged or (paper.title, paper.abstract) in texts}
    others = sorted((paper.id for paper in papers if paper.id not in needed), key=_drawn)
    kept = needed | set(others[: max(most - len(needed), 0)])
    return [paper for paper in papers if paper.id in kept]


def _answerable(queries: Sequence[Query], qrels: Qrels, papers: Sequence[Paper], most: int) -> list[Query]:
    there = {paper.id for paper in papers}
    found = [query for query in queries if any(g > 0 and p in there for p, g in qrels.get(query.id, {}).items())]
    return sorted(found, key=lambda query: _drawn(f"few/{query.id}"))[:most] if most else found


def _halves(queries: Sequence[Query]) -> tuple[list[Query], list[Query]]:
    """Half of the queries to learn from, half never to be seen; a query's side depends on its id alone."""
    sides: tuple[list[Query], list[Query]] = ([], [])
    for query in queries:
        sides[_drawn(f"half/{query.id}")[0] % 2].append(query)
    return sides


def _of(qrels: Qrels, queries: Sequence[Query]) -> Qrels:
    return {query.id: qrels[query.id] for query in queries}


def _drawn(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def _write_lines(path: Path, values: Sequence[Mapping[str, str]]) -> None:
    path.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), encoding="utf-8")
