"""What a forward costs by the book, and what a device can do at most, both in floating-point operations."""

import time
from collections.abc import Callable
from functools import lru_cache

import torch

from specter2_gui.encoder.device import Precision

_SIZES = {"cpu": 1024, "mps": 4096, "cuda": 8192}
_SECONDS = 0.1
_LEAST = 3


def forward_flops(*, layers: int, hidden: int, inner: int, tokens: float, first_only: bool) -> float:
    """Floating-point operations of a forward for each token of a text of ``tokens`` tokens; a backward not counted.

    Per token and layer 2 for each weight of the linear maps, 8 hidden^2 + 4 hidden inner, and 4 tokens hidden for the two
    products of attention (Narayanan et al. 2021, arXiv:2104.04473, appendix; Chowdhery et al. 2022, arXiv:2204.02311,
    appendix B). With ``first_only`` the last layer needs keys and values of all tokens, and the rest of the first alone.
    Look-ups, norms, activations and adapters (a hundredth) are left out, as usual.
    """
    maps, attention = 8 * hidden**2 + 4 * hidden * inner, 4 * tokens * hidden
    if not first_only:
        return layers * (maps + attention)
    pairs = 4 * hidden**2
    return (layers - 1) * (maps + attention) + pairs + (maps - pairs + attention) / tokens


@lru_cache(maxsize=8)
def measured_peak(device: torch.device, precision: Precision) -> float:
    """The most floating-point operations per second ``device`` does here: a large product of matrices, best of a few.

    Takes about a tenth of a second, once per process; on a shared computer it is what is left for this program.
    """
    size = _SIZES.get(device.type, _SIZES["cpu"])
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    with torch.no_grad():
        left, right = (torch.ones(size, size, dtype=dtype, device=device) for _ in range(2))
        return 2 * size**3 / best_seconds(lambda: left @ right, device)


def best_seconds(work: Callable[[], object], device: torch.device) -> float:
    """The shortest of several times that ``work`` takes on ``device``, in seconds, after one for warming up."""
    _finish(work, device)
    found: list[float] = []
    while len(found) < _LEAST or sum(found) < _SECONDS:
        begun = time.perf_counter()
        _finish(work, device)
        found.append(time.perf_counter() - begun)
    return min(found)


def _finish(work: Callable[[], object], device: torch.device) -> None:
    """Do ``work`` and wait until the device has done it."""
    work()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
