"""Training and embedding on a graphics card: speed, share of the card's peak, and memory, beside plain padded loops.

``python -m tests.benchmarks.gpu`` needs this package, torch, transformers and adapters, nothing of Qt, no data and no
weights: a random BERT of SPECTER2's size is made unless ``--model`` names a folder. It prints one JSON object. Every
text is different, so nothing is saved by sharing and each token counted was computed; utilisation (MFU) counts
operations of real tokens alone. ``--tiny`` tries it all on any computer in seconds.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when the libraries are first imported

import torch

from specter2_gui.app.finetuning import finetune
from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.domain.triplets import Triplet
from specter2_gui.encoder.catalogue import find_backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from specter2_gui.training.control import Control
from tests.benchmarks.flops import Peak, forward_flops, peak_of, settle, training_flops
from tests.benchmarks.gpu_loops import PaddedEncoding, PlainLoop, parts, timed
from tests.benchmarks.material import trained_part
from tests.benchmarks.ours import Training
from tests.benchmarks.random_bert import BASE, TINY, Size, distinct_triplets, make_random_bert, random_texts
from tests.benchmarks.turns import ratio, rounded, show, tell
from tests.benchmarks.watching import watch

MARK = 0.40
"""The utilisation to reach on a card of the H100 class."""
_SIZES = (16, 32, 64, 128, 256)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where and with what is measured."""

    model: Path
    size: Size
    device: torch.device
    precision: str
    peak: Peak
    paper_tokens: int
    steps: int
    plain_steps: int
    papers: int
    rounds: int
    folder: Path


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    chosen = _options().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        bench = _bench(chosen, Path(folder))
        encoder = _encoder(bench)
        budgets = [int(each) for each in chosen.tokens.split(",")]
        training = {str(budget): _training(bench, encoder, budget) for budget in budgets}
        embedding = _embedding(bench, encoder)
    show(
        {
            "benchmark": "gpu", "device": str(bench.device), "peak_flops": rounded(bench.peak.flops),
            "peak_source": bench.peak.source, "precision": bench.precision, "mark": MARK,
            "training": training, "embedding": embedding,
        }
    )  # fmt: skip


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gpu")
    parser.add_argument("--tiny", action="store_true", help="a tiny model on the processor: only to try the command")
    parser.add_argument("--model", type=Path, help="folder of a BERT; default: random weights of SPECTER2's size")
    parser.add_argument("--precision", choices=("fp32", "bf16"), help="default: bf16 on a card, else fp32")
    parser.add_argument("--tokens", help="tokens of a training step, with commas; default: 8192,32768")
    parser.add_argument("--paper-tokens", type=int, default=220, help="mean length of a paper")
    parser.add_argument("--steps", type=int, default=30, help="training steps of our side")
    parser.add_argument("--plain-steps", type=int, default=10, help="training steps of the plain loop")
    parser.add_argument("--papers", type=int, default=20_000, help="papers to embed")
    parser.add_argument("--rounds", type=int, default=3, help="how often the sides are measured in turn")
    return parser


def _bench(chosen: argparse.Namespace, folder: Path) -> Bench:
    device = torch.device("cuda" if torch.cuda.is_available() and not chosen.tiny else "cpu")
    size = TINY if chosen.tiny else BASE
    model = chosen.model or make_random_bert(folder / "model", size)
    if chosen.model:
        size = _size_of(model)
    chosen.tokens = chosen.tokens or ("256,512" if chosen.tiny else "8192,32768")
    return Bench(
        model, size, device, chosen.precision or ("bf16" if device.type == "cuda" else "fp32"), peak_of(device),
        24 if chosen.tiny else chosen.paper_tokens, 4 if chosen.tiny else chosen.steps,
        2 if chosen.tiny else chosen.plain_steps, 64 if chosen.tiny else chosen.papers,
        1 if chosen.tiny else chosen.rounds, folder,
    )  # fmt: skip


def _size_of(model: Path) -> Size:
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    names = ("hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size", "max_position_embeddings")
    return Size(*(config[name] for name in names))


def _encoder(bench: Bench) -> Encoder:
    model = Model(max_length=bench.size.positions, pooling="cls")
    return load_encoder(find_backbone(str(bench.model)), model, device=bench.device.type, precision=bench.precision)


def _training(bench: Bench, encoder: Encoder, budget: int) -> dict[str, Any]:
    """Our training and the plain loop in turn, with about ``budget`` tokens a step."""
    batch = max(round(budget / (2 * bench.paper_tokens + 14)), 1)
    # Some queries are held out: a little more than the steps need.
    triplets = distinct_triplets(bench.size, -(-batch * bench.steps * 20 // 19) + 2, bench.paper_tokens, 13)
    lengths = [len(ids) for ids in encoder.tokenize(_texts_of(trained_part(triplets)))]
    flops = training_flops(bench.size, lengths)
    ours: list[dict[str, Any]] = []
    plain: list[dict[str, Any]] = []
    for number in range(bench.rounds):
        tell(f"training, {budget} tokens a step, round {number + 1} of {bench.rounds}")
        ours.append(_our_training(bench, triplets, batch, number))
        plain.append(_plain_training(bench, triplets, batch))
    seconds = median(each["seconds"] for each in ours)
    speeds = [median(each["triplets_per_s"] for each in side) for side in (ours, plain)]
    return {
        "batch": batch, "triplets": ours[0]["triplets"], "steps": ours[0]["steps"],
        "triplets_per_s": rounded(speeds[0]), "tokens_per_s": rounded(sum(lengths) / seconds),
        "mfu": rounded(flops / seconds / bench.peak.flops), "peak_mb": ours[-1]["peak_mb"],
        "plain": {"triplets_per_s": rounded(speeds[1]), "peak_mb": plain[-1]["peak_mb"]},
        "ratio": ratio(*speeds),
    }  # fmt: skip


def _our_training(bench: Bench, triplets: Sequence[Triplet], batch: int, number: int) -> dict[str, Any]:
    training = Training(
        Path("generated"), bench.model, bench.precision, bench.size.positions, batch, device=bench.device.type
    )
    _forget_peak(bench)
    run_dir = bench.folder / f"run-{batch}-{number}"
    watched = watch(finetune(training.settings(), triplets, run_dir, Control()), lambda: settle(bench.device))
    return {
        "seconds": watched.step_seconds, "triplets_per_s": watched.triplets_per_s, "triplets": watched.triplets,
        "steps": watched.steps, "peak_mb": _peak_mb(bench),
    }  # fmt: skip


def _plain_training(bench: Bench, triplets: Sequence[Triplet], batch: int) -> dict[str, Any]:
    loop = PlainLoop(bench.model, bench.device, bench.precision, bench.size.positions)
    chosen = list(parts(triplets, batch))[: bench.plain_steps]
    _forget_peak(bench)
    try:
        loop.step(chosen[0])
        seconds = timed(lambda: [loop.step(part) for part in chosen], bench.device)
    except torch.OutOfMemoryError:  # a figure of its own: this loop does not fit where ours does
        return {"triplets_per_s": 0.0, "peak_mb": None}
    return {"triplets_per_s": len(chosen) * batch / seconds, "peak_mb": _peak_mb(bench)}


def _embedding(bench: Bench, encoder: Encoder) -> dict[str, Any]:
    texts = encoder.texts_of(random_texts(bench.size, bench.papers, bench.paper_tokens, 13))
    lengths = [len(ids) for ids in encoder.tokenize(texts)]
    plain = PaddedEncoding(bench.model, bench.device, bench.precision, bench.size.positions)
    few = texts[: min(len(texts), 2048)]
    plain.encode(few[:64], 32)
    batch = min(_SIZES, key=lambda size: timed(lambda: plain.encode(few, size), bench.device))
    encoder.encode(Role.PAPER, few[:64])
    _forget_peak(bench)
    sides: list[Callable[[], object]] = [
        lambda: encoder.encode(Role.PAPER, texts),
        lambda: plain.encode(texts, batch),
    ]
    rounds = [[timed(side, bench.device) for side in sides] for _ in range(bench.rounds)]
    ours, theirs = (median(each[side] for each in rounds) for side in (0, 1))
    return {
        "papers": len(texts), "papers_per_s": rounded(len(texts) / ours), "tokens_per_s": rounded(sum(lengths) / ours),
        "mfu": rounded(forward_flops(bench.size, lengths) / ours / bench.peak.flops), "peak_mb": _peak_mb(bench),
        "plain": {"papers_per_s": rounded(len(texts) / theirs), "batch": batch}, "ratio": ratio(theirs, ours),
    }  # fmt: skip


def _texts_of(triplets: Sequence[Triplet]) -> list[str]:
    return [
        text
        for each in triplets
        for text in (each.query, " [SEP] ".join(each.positive), " [SEP] ".join(each.negative))
    ]  # fmt: skip


def _forget_peak(bench: Bench) -> None:
    if bench.device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(bench.device)


def _peak_mb(bench: Bench) -> int | None:
    """Megabytes that tensors took at most on the card since the last call of :func:`_forget_peak`."""
    return round(torch.cuda.max_memory_allocated(bench.device) / 2**20) if bench.device.type == "cuda" else None


if __name__ == "__main__":
    main()
