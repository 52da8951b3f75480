"""Seeded triplets and papers in words the tiny model knows: each query is about one of a few topics."""

import json
import random
from pathlib import Path
from typing import Any

from specter2_gui.domain.papers import Paper
from specter2_gui.domain.triplets import Triplet

TOPICS = (
    "protein gene genes cell cells cancer tumor brain",
    "river ocean water climate rain snow temperature soil",
    "quantum light star stars galaxy planet moon physics",
    "school teacher students children learning stress health cost",
    "bee bees honey plant plants leaf seed milk",
)


def make_papers(count: int = 20, seed: int = 5) -> list[Paper]:
    """``count`` distinct papers, one topic after the other; every seventh has no abstract."""
    random_ = random.Random(seed)  # noqa: S311 - test material, no secret
    papers: list[Paper] = []
    for number in range(count):
        words = TOPICS[number % len(TOPICS)].split()
        title = f"study of {' '.join(random_.sample(words, 2))} {number}"
        abstract = "" if number % 7 == 6 else f"the {' '.join(random_.choices(words, k=random_.randint(3, 12)))} effect"
        papers.append(Paper(f"p{number}", title, abstract))
    return papers


def make_triplets(queries: int = 10, per_query: int = 3, seed: int = 5) -> list[Triplet]:
    """``per_query`` distinct triplets for each of ``queries`` distinct queries."""
    random_ = random.Random(seed)  # noqa: S311 - test material, no secret
    papers = make_papers(40, seed)
    triplets: dict[Triplet, None] = {}
    for number in range(queries):
        topic = number % len(TOPICS)
        query = f"{' '.join(random_.sample(TOPICS[topic].split(), 2))} question {number}"
        inside = [paper for place, paper in enumerate(papers) if place % len(TOPICS) == topic]
        outside = [paper for place, paper in enumerate(papers) if place % len(TOPICS) != topic]
        wanted = len(triplets) + per_query
        while len(triplets) < wanted:
            yes, no = random_.choice(inside), random_.choice(outside)
            triplets.setdefault(Triplet(query, yes.title, yes.abstract, no.title, no.abstract))
    return list(triplets)


def write_triplets(path: Path, triplets: list[Triplet]) -> Path:
    """Write ``triplets`` as a JSON list."""
    fields = Triplet.__dataclass_fields__
    path.write_text(json.dumps([{name: getattr(t, name) for name in fields} for t in triplets]), encoding="utf-8")
    return path


def write_lines(path: Path, values: list[dict[str, str]]) -> Path:
    """Write ``values`` as JSON Lines."""
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return path


def make_judged(folder: Path, papers: int = 40) -> dict[str, Any]:
    """Three files in ``folder``, as settings that name them: papers, and queries with those of their topic as answers.

    The first three queries are also among :func:`make_triplets`.
    """
    folder.mkdir()
    collection = make_papers(papers)
    texts = [*dict.fromkeys(triplet.query for triplet in make_triplets(3, 1)), *TOPICS]
    lines = ["query-id\tcorpus-id\tscore"]
    for number in range(len(texts)):
        topic = number if number < 3 else number - 3
        lines += [f"q{number}\tp{place}\t1" for place in range(topic, papers, len(TOPICS))]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    corpus = [{"id": paper.id, "title": paper.title, "abstract": paper.abstract} for paper in collection]
    queries = [{"id": f"q{number}", "text": text} for number, text in enumerate(texts)]
    return {
        "data__collection": str(write_lines(folder / "corpus.jsonl", corpus)),
        "data__queries": str(write_lines(folder / "queries.jsonl", queries)),
        "data__qrels": str(folder / "qrels.tsv"),
    }
