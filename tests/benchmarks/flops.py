"""How many operations a text needs, and how many a device can do: the two sides of a utilisation."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import torch

from tests.benchmarks.random_bert import Size

PEAKS = {
    "H200": 989e12, "H100 PCIe": 756e12, "H100": 989e12, "A100": 312e12, "RTX 4090": 165e12, "L4": 121e12, "T4": 65e12,
}  # fmt: skip
"""Nominal dense operations a second in bf16 (T4: fp16, it has no bf16) by a part of the card's name; makers' figures."""

_REDUCTION = 16  # of the bottleneck adapters


@dataclass(frozen=True, slots=True)
class Peak:
    """Operations a second, and whether the maker says so or a matrix product here showed it."""

    flops: float
    source: str


def forward_flops(size: Size, lengths: Iterable[int]) -> float:
    """Operations of one forward pass over texts of ``lengths`` real tokens, padding not counted.

    A multiplication and an addition are two. A layer has 12 d^2 weights of its own and 2 d^2/16 of a bottleneck adapter,
    each used once a token, and attention takes 4 d L operations a token (Kaplan et al. 2020, section 2.1).
    """
    width = size.hidden
    weights = size.layers * (12 * width**2 + 2 * width * (width // _REDUCTION))
    tokens = squares = 0
    for length in lengths:
        tokens += length
        squares += length * length
    return 2.0 * weights * tokens + 4.0 * size.layers * width * squares


def training_flops(size: Size, lengths: Iterable[int]) -> float:
    """Operations of a forward and a backward pass when only adapters learn.

    The frozen body needs no gradient of its weights, so the backward pass costs one forward, not two; the adapters'
    own share (1 % of the weights) is left out.
    """
    return 2.0 * forward_flops(size, lengths)


def peak_of(device: torch.device) -> Peak:
    """The nominal peak of a known graphics card, else the speed of a large matrix product on ``device``."""
    if device.type == "cuda":
        name = torch.cuda.get_device_name(device)
        known = next((flops for part, flops in PEAKS.items() if part in name), None)
        if known is not None:
            return Peak(known, f"nominal, {name}")
        return Peak(_matmul_flops(device, 8192, torch.bfloat16), f"measured matrix product, {name}")
    return Peak(_matmul_flops(device, 512, torch.float32), f"measured matrix product, {device.type}")


def _matmul_flops(device: torch.device, width: int, kind: torch.dtype) -> float:
    one = torch.randn(width, width, device=device, dtype=kind)
    best = 0.0
    for _ in range(5):
        settle(device)
        begun = time.perf_counter()
        for _ in range(4):
            _ = one @ one
        settle(device)
        best = max(best, 4 * 2 * width**3 / (time.perf_counter() - begun))
    return best


def settle(device: torch.device) -> None:
    """Wait until ``device`` has done all that it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
