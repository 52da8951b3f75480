"""One side of the embedding comparison as a program: encodes a file of texts, prints papers a second, keeps the vectors."""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from tests.benchmarks.turns import show

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Counted = Callable[[], tuple[int, int]]
"""Tokens computed so far, padding included, and how many of them were padding."""

_WARM = 16


def main(arguments: Sequence[str] | None = None) -> None:
    """Encode as the command line says, once, after a few texts that warm everything up."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.embedding_side")
    parser.add_argument("side", choices=("ours", "sentence-transformers"))
    parser.add_argument("texts", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--precision", choices=("fp32", "bf16", "autocast", "auto"), default="fp32")
    parser.add_argument("--batches", default="32", help="batch sizes to try in turn, with commas")
    parser.add_argument("--max-length", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--vectors", type=Path, help="keep the vectors of the last batch size here")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    texts = json.loads(chosen.texts.read_text(encoding="utf-8"))
    encoders, precision, _ = encoders_of(chosen)
    speeds: dict[str, float] = {}
    for size, encode in encoders.items():
        encode(texts[:_WARM])
        speeds[size], vectors = timed(encode, texts)
        if chosen.vectors:
            np.save(chosen.vectors, vectors)
    best = max(speeds, key=lambda size: speeds[size])
    show({"papers_per_s": speeds[best], "batch": best, "speeds": speeds, "precision": precision})


def encoders_of(chosen: Any) -> tuple[dict[str, Encode], str, Counted]:
    """The ways of the side ``chosen`` by their names, its precision, and what it has computed so far."""
    sizes = [int(size) for size in chosen.batches.split(",")]
    return _ours(chosen) if chosen.side == "ours" else _sentence_transformers(chosen, sizes)


def timed(encode: Encode, texts: Sequence[str]) -> tuple[float, NDArray[np.float32]]:
    """Texts a second, and their vectors."""
    begun = time.perf_counter()
    vectors = encode(texts)
    return len(texts) / (time.perf_counter() - begun), vectors


def _ours(chosen: Any) -> tuple[dict[str, Encode], str, Counted]:
    from specter2_gui.config.settings import Model
    from specter2_gui.domain.papers import Role
    from specter2_gui.encoder.catalogue import find_backbone
    from specter2_gui.encoder.encoder import load_encoder

    encoder = load_encoder(
        find_backbone(str(chosen.model)), Model(max_length=chosen.max_length), precision=chosen.precision
    )

    def counted() -> tuple[int, int]:
        found = encoder.counts
        return found.tokens + found.padded_tokens, found.padded_tokens

    return {"tokens": lambda texts: encoder.encode(Role.PAPER, texts)}, encoder.precision, counted


def _sentence_transformers(chosen: Any, sizes: Sequence[int]) -> tuple[dict[str, Encode], str, Counted]:
    """The peer with bf16 weights, or with fp32 weights under autocast (``autocast``)."""
    from sentence_transformers import SentenceTransformer

    kind = {"torch_dtype": torch.bfloat16} if chosen.precision == "bf16" else {}
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = SentenceTransformer(str(chosen.model), device=device, model_kwargs=kind, local_files_only=True)
    model.max_seq_length = chosen.max_length
    seen = [0, 0]

    def count(_module: Any, given: tuple[Any, ...]) -> None:
        mask = given[0]["attention_mask"]
        seen[0] += mask.numel()
        seen[1] += mask.numel() - int(mask.sum())

    model[0].register_forward_pre_hook(count)

    def encode(texts: Sequence[str], size: int) -> NDArray[np.float32]:
        with torch.autocast(device, torch.bfloat16, enabled=chosen.precision == "autocast"):
            found: Any = model.encode(list(texts), batch_size=size, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(found, dtype=np.float32)

    def of_size(size: int) -> Encode:
        return lambda texts: encode(texts, size)

    return {str(size): of_size(size) for size in sizes}, chosen.precision, lambda: (seen[0], seen[1])


if __name__ == "__main__":
    main()
