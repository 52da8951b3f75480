"""The sample collection as data, and the rule by which its triplets follow from its judgements."""

import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sample"
TRIPLETS_PER_QUERY = 7
"""As many as one query may contribute, so that no query outweighs another."""

Judgements = dict[str, dict[str, int]]
"""For each query its judged papers with their scores: 2 answers it, 1 does in part, 0 does not."""


@dataclass(frozen=True)
class Paper:
    """An invented paper; the abstract may be empty."""

    id: str
    title: str
    abstract: str


@dataclass(frozen=True)
class Query:
    """A reader's question and whether it is for training or for the test."""

    id: str
    text: str
    split: str


@dataclass(frozen=True)
class Collection:
    """All that ``resources/sample`` holds except the triplets."""

    papers: list[Paper]
    queries: list[Query]
    judgement_rows: list[tuple[str, str, int]]

    def queries_of(self, split: str) -> list[Query]:
        """The queries of ``split``, in the order of the file."""
        return [query for query in self.queries if query.split == split]

    def judgements(self) -> Judgements:
        """The rows of ``qrels.tsv``, gathered by query."""
        gathered: Judgements = {query.id: {} for query in self.queries}
        for query_id, paper_id, score in self.judgement_rows:
            gathered[query_id][paper_id] = score
        return gathered


def read_collection(folder: Path = FOLDER) -> Collection:
    """Read papers, queries and judgements; a key too many or too few is an error."""
    return Collection(
        papers=[Paper(**json.loads(line)) for line in lines_of(folder / "papers.jsonl")],
        queries=[Query(**json.loads(line)) for line in lines_of(folder / "queries.jsonl")],
        judgement_rows=[judgement(line) for line in lines_of(folder / "qrels.tsv")[1:]],
    )


def lines_of(path: Path) -> list[str]:
    """The lines of a UTF-8 file, as they were written."""
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def judgement(line: str) -> tuple[str, str, int]:
    """One row of ``qrels.tsv``."""
    query_id, paper_id, score = line.split("\t")
    return query_id, paper_id, int(score)


def positives_of(scores: dict[str, int]) -> list[str]:
    """The papers that answer the query, by id; those that do in part join in where fewer than two answer it."""
    full = sorted(paper for paper, score in scores.items() if score == 2)
    return full if len(full) > 1 else full + sorted(paper for paper, score in scores.items() if score == 1)


def negatives_of(scores: dict[str, int]) -> list[str]:
    """The papers judged not relevant, by id."""
    return sorted(paper for paper, score in scores.items() if score == 0)


def pairs_of(scores: dict[str, int]) -> list[tuple[str, str]]:
    """Up to :data:`TRIPLETS_PER_QUERY` pairs of a positive and a negative paper, each pair at most once.

    In every round each positive meets another negative, so that a short list still shows many papers.
    """
    positives, negatives = positives_of(scores), negatives_of(scores)
    every_pair = (
        (positive, negatives[(place + turn) % len(negatives)])
        for turn in range(len(negatives))
        for place, positive in enumerate(positives)
    )
    return list(islice(every_pair, TRIPLETS_PER_QUERY))


def triplets_of(collection: Collection) -> list[dict[str, str]]:
    """The triplets that follow from the judgements of the training queries, query by query."""
    papers = {paper.id: paper for paper in collection.papers}
    judgements = collection.judgements()
    return [
        triplet(query, papers[positive], papers[negative])
        for query in collection.queries_of("train")
        for positive, negative in pairs_of(judgements[query.id])
    ]


def triplet(query: Query, positive: Paper, negative: Paper) -> dict[str, str]:
    """One entry of ``triplets.json``."""
    return {
        "query": query.text,
        "positive_title": positive.title,
        "positive_abstract": positive.abstract,
        "negative_title": negative.title,
        "negative_abstract": negative.abstract,
    }


def as_json(triplets: list[dict[str, str]]) -> str:
    """The text of ``triplets.json``."""
    return json.dumps(triplets, ensure_ascii=False, indent=1) + "\n"
