"""Triplets for measurements: a part of a file, all texts different, or words drawn at random."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from specter2_gui.app.triplet_files import load_triplets
from specter2_gui.domain.papers import Paper
from specter2_gui.domain.split import query_key, split_by_query
from specter2_gui.domain.triplets import Triplet, papers_of

SHARE = 0.05
"""Share of the queries that our side holds out; the smallest a training allows."""
SEED = 13

_WORDS = (
    "the of in and for with protein gene cells cancer brain heart lung infection water soil river ocean forest "
    "climate carbon energy language text retrieval ranking citation information library catalogue patients treatment"
)
WORDS = _WORDS.split()


def triplets_of(path: Path, most: int) -> list[Triplet]:
    """At most ``most`` (0: all) of the triplets in ``path``, from its beginning: a query's triplets stay together."""
    found = load_triplets(str(path)).triplets
    return list(found[:most] if most else found)


def all_distinct(triplets: Sequence[Triplet], most: int) -> list[Triplet]:
    """Triplets in which every text occurs once, made of the texts of ``triplets``; for speed alone, they mean nothing.

    Queries are those of ``triplets`` and then titles of papers that stand nowhere else. At most ``most`` (0: all).
    """
    papers = list({paper.abstract or paper.title: paper for paper in papers_of(list(triplets))}.values())
    queries = list(dict.fromkeys(triplet.query for triplet in triplets))
    made: list[Triplet] = []
    while len(papers) >= 3 and (not most or len(made) < most):
        query = queries.pop(0) if queries else papers.pop().title
        yes, no = papers.pop(0), papers.pop(0)
        if query.strip():
            made.append(Triplet(query, yes.title, yes.abstract, no.title, no.abstract))
    return made


def trained_part(triplets: Sequence[Triplet]) -> tuple[Triplet, ...]:
    """Those of ``triplets`` our side trains on under :data:`SHARE` and :data:`SEED`."""
    return split_by_query(triplets, SHARE, SEED)[0]


def divided(triplets: Sequence[Triplet], most: int) -> tuple[list[Triplet], list[Triplet]]:
    """What our side is given, and what of it our side trains on, at most ``most`` (0: all): what a peer is given.

    The rest is one triplet of each query our side has to hold out, as few as it allows.
    """
    training, held_out = split_by_query(triplets, SHARE, SEED)
    chosen = list(training[:most] if most else training)
    others = list({query_key(triplet.query): triplet for triplet in held_out}.values())
    queries = len({query_key(triplet.query) for triplet in chosen})
    fewest = next(n for n in range(1, len(others) + 1) if max(round(SHARE * (queries + n)), 1) <= n)
    return [*chosen, *others[:fewest]], chosen


def write_triplets(path: Path, triplets: Sequence[Triplet]) -> Path:
    """Write ``triplets`` as the JSON list that every side reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(triplet) for triplet in triplets], ensure_ascii=False), encoding="utf-8")
    return path


def random_papers(count: int, seed: int, words: int = 40) -> list[Paper]:
    """``count`` different papers of about ``words`` words."""
    draw = random.Random(seed)  # noqa: S311 - texts, not secrets
    return [
        Paper(f"p{number}", f"{_text(draw, 6)} {number}", _text(draw, draw.randint(words // 2, words + words // 2)))
        for number in range(count)
    ]


def random_triplets(count: int, seed: int, words: int = 40, per_query: int = 6) -> list[Triplet]:
    """``count`` triplets, ``per_query`` for each query; each of as many papers stands in two of them."""
    papers = random_papers(2 * max(count // 2, per_query), seed, words)
    made: list[Triplet] = []
    for number in range(count):
        place = number // per_query
        query = f"{' '.join(WORDS[(place + step) % len(WORDS)] for step in range(5))} {place}"
        yes, no = papers[2 * number % len(papers)], papers[(2 * number + 1) % len(papers)]
        made.append(Triplet(query, yes.title, yes.abstract, no.title, no.abstract))
    return made


def _text(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=max(words, 1)))
