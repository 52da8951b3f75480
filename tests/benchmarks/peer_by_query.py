"""The peer's program as it is, and then nDCG@10 of each test query with the model it has trained.

``python -m tests.benchmarks.peer_by_query PROGRAM DATA_DIR ...`` runs PROGRAM with the rest of the command line, which prints
its own JSON object, and prints that once more with ``by_query``. Needs no part of this project but plain functions.
"""

import contextlib
import csv
import io
import json
import runpy
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from specter2_gui.domain.metrics import ndcg_at

_DEPTH = 10


def main(arguments: Sequence[str]) -> None:
    """Run the program, then try each query."""
    program, data = arguments[0], Path(arguments[1])
    printed = io.StringIO()
    sys.argv = list(arguments)
    with contextlib.redirect_stdout(printed):
        found = runpy.run_path(program, run_name="__main__")
    told = json.loads(printed.getvalue().splitlines()[-1])
    print(json.dumps({**told, "by_query": _by_query(found["m"], data)}), flush=True)


def _by_query(model: Any, data: Path) -> dict[str, float]:
    """nDCG@10 by query id; texts are put together as the program does."""
    papers, queries = (_lines(data / name) for name in ("corpus.jsonl", "test_queries.jsonl"))
    texts = [f"{paper.get('title') or ''} {paper.get('abstract') or ''}".strip() for paper in papers]
    paper_vectors = model.encode(texts, batch_size=64, normalize_embeddings=True)
    query_vectors = model.encode([query["text"] for query in queries], normalize_embeddings=True)
    judged = _judgements(data / "test_qrels.tsv")
    found: dict[str, float] = {}
    for query, scores in zip(queries, query_vectors @ paper_vectors.T, strict=True):
        nearest = (-scores).argsort()[:_DEPTH].tolist()
        found[query["id"]] = ndcg_at([papers[row]["id"] for row in nearest], judged[query["id"]], _DEPTH)
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _judgements(path: Path) -> Mapping[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
