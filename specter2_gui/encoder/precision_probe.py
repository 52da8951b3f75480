"""A short trial that decides whether a device computes in bf16: fast enough there, and close enough in this body."""

from functools import lru_cache
from typing import Protocol

import torch
from torch.nn.functional import cosine_similarity, linear

from specter2_gui.domain.papers import Role
from specter2_gui.encoder.costs import best_seconds
from specter2_gui.encoder.device import Precision, has_bf16

FASTER = 1.15
"""By how much a linear map in bf16 has to be faster than in fp32."""

CLOSE = 0.999
"""The least cosine between vectors in bf16 and in fp32."""

NARROWEST = 128
"""In a body narrower than this the work around the products outweighs them, and nothing is gained."""

_TOKENS, _HIDDEN, _INNER = 512, 384, 1536
_TEXTS = (
    "Retrieval",
    "What do readers ask of a library catalogue?",
    "Effects of a protein-rich diet on lung function in patients with cystic fibrosis: a randomised trial over two years",
    "We measure the rotation of galaxies by radio. " * 4,
)


class Probed(Protocol):
    """What the trial needs of an encoder."""

    device: torch.device
    dim: int
    precision: Precision

    def tokenize(self, texts: tuple[str, ...]) -> list[list[int]]:
        """Token ids of texts."""
        ...

    def forward(self, role: Role, token_ids: list[list[int]]) -> torch.Tensor:
        """Vectors of token ids."""
        ...

    def use_precision(self, precision: Precision) -> None:
        """Compute in ``precision`` from now on."""
        ...


def choose_precision(encoder: Probed) -> None:
    """Let ``encoder`` compute in bf16 if its device is faster with it and its vectors stay close, else in fp32."""
    encoder.use_precision("fp32")
    if encoder.dim < NARROWEST or not bf16_is_faster(encoder.device):
        return
    exact = _vectors(encoder)
    encoder.use_precision("bf16")
    if not bool((cosine_similarity(_vectors(encoder), exact, dim=1) > CLOSE).all()):
        encoder.use_precision("fp32")


@lru_cache(maxsize=8)
def bf16_is_faster(device: torch.device) -> bool:
    """Whether a linear map as in a small body is faster in bf16 on ``device``; tried once per process, in a moment."""
    if not has_bf16(device):
        return False
    with torch.no_grad():
        seconds = {dtype: _seconds(dtype, device) for dtype in (torch.float32, torch.bfloat16)}
    return seconds[torch.float32] >= FASTER * seconds[torch.bfloat16]


def _seconds(dtype: torch.dtype, device: torch.device) -> float:
    states = torch.ones(_TOKENS, _HIDDEN, dtype=dtype, device=device)
    weight = torch.ones(_INNER, _HIDDEN, dtype=dtype, device=device)
    return best_seconds(lambda: linear(states, weight), device)


def _vectors(encoder: Probed) -> torch.Tensor:
    with torch.no_grad():
        ids = encoder.tokenize(_TEXTS)
        return torch.cat([encoder.forward(role, ids) for role in Role]).cpu()
