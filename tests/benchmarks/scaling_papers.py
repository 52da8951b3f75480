"""Encodes and searches the papers of a file: ``python -m tests.benchmarks.scaling_papers FILE MODEL THREADS``."""

import json
import sys
import time
from pathlib import Path

import torch

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Paper, Role
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.encoder.encoder import load_encoder
from specter2_gui.search.dense import rank
from tests.benchmarks.turns import show

_QUERIES = 32


def main(path: Path, model: str, threads: int) -> None:
    """Encode all papers, then search them with the first titles as queries."""
    torch.set_num_threads(threads)
    papers = [Paper(str(number), *parts) for number, parts in enumerate(json.loads(path.read_text(encoding="utf-8")))]
    encoder = load_encoder(find_backbone(model), Model(), device="cpu", precision="fp32")
    texts = encoder.texts_of(papers)
    encoder.encode(Role.PAPER, texts[:_QUERIES])
    begun = time.perf_counter()
    vectors = encoder.encode(Role.PAPER, texts)
    encoded = time.perf_counter()
    queries = encoder.encode(Role.QUERY, [paper.title for paper in papers[:_QUERIES]])
    searching = time.perf_counter()
    rank(queries, vectors, encoder.distance, 10)
    show(
        {
            "count": len(papers),
            "encode_seconds": encoded - begun,
            "search_seconds": time.perf_counter() - searching,
        }
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
