"""Where the time of embedding goes: one side as a program under torch's profiler, beside what the processor can do at all.

Prints one JSON object: the share of the time in matrix products, attention and the rest, the speed reached in the products
(GFLOP/s), the highest speed of this processor for products of the same shapes, and how much of what was computed was padding.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import linear

from specter2_gui.encoder.reordered import can_reorder, product, reordered
from tests.benchmarks.embedding_side import Encode, encoders_of
from tests.benchmarks.turns import rounded, show

_KINDS = {
    "products": ("aten::addmm", "aten::mm", "aten::linear", "aten::mkldnn_linear", "mkldnn::_linear_pointwise"),
    "attention": ("scaled_dot_product", "aten::bmm", "aten::baddbmm", "softmax"),
    "activation": ("aten::gelu",),
    "norms": ("layer_norm",),
}
_ROWS, _TRIES = 2048, 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Profile one side as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.embedding_profile")
    parser.add_argument("side", choices=("ours", "sentence-transformers"))
    parser.add_argument("texts", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--precision", choices=("fp32", "bf16", "autocast"), default="fp32")
    parser.add_argument("--batches", default="32")
    parser.add_argument("--max-length", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    texts: list[str] = json.loads(chosen.texts.read_text(encoding="utf-8"))
    show(profiled(chosen, texts))


def profiled(chosen: argparse.Namespace, texts: Sequence[str]) -> dict[str, Any]:
    """The figures of the side ``chosen`` on ``texts``."""
    encoders, _, counted = encoders_of(chosen)
    encode = next(iter(encoders.values()))
    encode(texts)  # the caches of the processor and of torch are warm
    before = counted()
    begun = time.perf_counter()
    encode(texts)
    seconds = time.perf_counter() - begun
    computed, padding = (after - earlier for after, earlier in zip(counted(), before, strict=True))
    shares = shares_of(times_of(encode, texts))
    sizes = _sizes(chosen.model)
    flops = computed * _flops_of_token(sizes)
    return {
        "seconds": rounded(seconds),
        "tokens": computed - padding,
        "padding_share": rounded(padding / computed),
        "shares": shares,
        "gflops_in_products": rounded(flops / 1e9 / (seconds * shares["products"])) if shares["products"] else 0.0,
        "peak_gflops": rounded(peak(sizes, torch.float32 if chosen.precision == "fp32" else torch.bfloat16)),
        "gflop_needed": rounded((computed - padding) * _flops_of_token(sizes) / 1e9),
    }


def times_of(encode: Encode, texts: Sequence[str]) -> dict[str, float]:
    """Seconds in each operation itself, by its name, and under ``outside`` those outside of torch."""
    from torch.profiler import ProfilerActivity, profile

    begun = time.perf_counter()
    with profile(activities=[ProfilerActivity.CPU]) as found:
        encode(texts)
        spent = time.perf_counter() - begun
    times = {each.key: each.self_cpu_time_total / 1e6 for each in found.key_averages()}
    return times | {"outside": max(spent - sum(times.values()), 0.0)}


def shares_of(times: dict[str, float]) -> dict[str, float]:
    """The share of each kind of operation, and of the rest."""
    total = sum(times.values())
    kinds = dict.fromkeys([*_KINDS, "other"], 0.0)
    for name, seconds in times.items():
        kind = next((kind for kind, parts in _KINDS.items() if any(part in name for part in parts)), "other")
        kinds[kind] += seconds
    return {kind: rounded(seconds / total) for kind, seconds in kinds.items()}


def peak(sizes: tuple[int, int, int], dtype: torch.dtype) -> float:
    """GFLOP/s of the products of one layer, each by the quicker of torch's two ways, with everything at hand."""
    seconds = flops = 0.0
    for inner, outer in _shapes(sizes):
        states, weight, bias = (torch.randn(*shape).to(dtype) for shape in ((_ROWS, inner), (outer, inner), (outer,)))
        with torch.inference_mode():
            ways: list[Callable[[], torch.Tensor]] = [lambda s=states, w=weight, b=bias: linear(s, w, b)]
            if can_reorder(dtype, states.device):
                quick = reordered(weight)
                ways.append(lambda s=states, q=quick, b=bias: product(s, q, b))
            seconds += min(_shortest(way) for way in ways)
        flops += 2 * _ROWS * inner * outer
    return flops / seconds / 1e9


def _shortest(work: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(_TRIES):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def _sizes(model: Path) -> tuple[int, int, int]:
    """Layers, hidden size and inner size of the model."""
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    return config["num_hidden_layers"], config["hidden_size"], config["intermediate_size"]


def _shapes(sizes: tuple[int, int, int]) -> list[tuple[int, int]]:
    _, hidden, inner = sizes
    return [(hidden, 3 * hidden), (hidden, hidden), (hidden, inner), (inner, hidden)]


def _flops_of_token(sizes: tuple[int, int, int]) -> float:
    return 2.0 * sizes[0] * sum(inner * outer for inner, outer in _shapes(sizes))


if __name__ == "__main__":
    main()
