"""Encoders with adapters that do something, ragged batches, and the comparison of the program's forward with the library's."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import torch

from specter2_gui.config.settings import Model
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.catalogue import Backbone
from specter2_gui.encoder.encoder import Encoder, load_encoder
from tests.tiny import MAX_LENGTH, shake

BOTH = (Role.QUERY, Role.PAPER)
RAGGED = {Role.QUERY: (3, 1, 7, 7, MAX_LENGTH, 2), Role.PAPER: (50, 1, MAX_LENGTH, 50, 9)}
"""Lengths of texts: one token alone, the longest there can be, and two of one length."""

_Key = TypeVar("_Key")
Ids = Mapping[Role, Sequence[Sequence[int]]]
Vectors = Mapping[Role, torch.Tensor]


def shaken_encoder(
    backbone: Backbone, kind: str = "seq_bn", pooling: str = "cls", *, unit: bool = False, dtype: str = "float64"
) -> Encoder:
    """An encoder all of whose adapters are random and far from zero, everything but frozen weights as in a training."""
    settings = Model.model_validate({"adapter": kind, "pooling": pooling})
    encoder = load_encoder(replace(backbone, normalize=unit), settings, device="cpu", precision="fp32")
    to_dtype(encoder, getattr(torch, dtype))
    every = [each for role in BOTH for adapter in encoder.roles[role].stack for each in adapter.parameters.values()]
    shake(every, by=0.3)
    return encoder


def to_dtype(encoder: Encoder, dtype: torch.dtype) -> None:
    """Let the whole model compute in ``dtype``."""
    encoder.body.model.to(dtype)  # pyright: ignore[reportArgumentType] - narrowed to devices in the program


def ragged(lengths: Mapping[Role, Sequence[int]] = RAGGED, seed: int = 0) -> dict[Role, list[list[int]]]:
    """Token ids of texts of the given lengths."""
    chance = random.Random(seed)  # noqa: S311 - content, not a secret
    return {role: [[chance.randrange(5, 300) for _ in range(n)] for n in each] for role, each in lengths.items()}


def by_library(encoder: Encoder, ids: Ids) -> Vectors:
    """The oracle: one padded forward of the library for each role."""
    return {role: encoder.library_forward(role, texts) for role, texts in ids.items()}


def gradients(encoder: Encoder, vectors: Vectors) -> dict[str, torch.Tensor]:
    """The gradient of every parameter that learns, of a sum that weighs each number of the vectors differently."""
    learning = {name: each for name, each in encoder.body.model.named_parameters() if each.requires_grad}
    total = torch.stack([(each * _weights(each)).sum() for each in vectors.values()]).sum()
    found = torch.autograd.grad(total, list(learning.values()))
    return dict(zip(learning, found, strict=True))


def difference(ours: Mapping[_Key, torch.Tensor], theirs: Mapping[_Key, torch.Tensor]) -> float:
    """The largest difference between the two, relative to the largest number there is."""
    assert ours.keys() == theirs.keys()
    assert all(ours[key].shape == theirs[key].shape for key in theirs)
    scale = max(float(each.detach().abs().max()) for each in theirs.values() if each.numel())
    assert scale > 0
    return max(float((ours[key] - theirs[key]).detach().abs().max()) for key in theirs if theirs[key].numel()) / scale


def faults(encoder: Encoder, ids: Ids) -> tuple[float, float]:
    """How far vectors and gradients are from the oracle's."""
    ours, theirs = encoder.forward_roles(ids), by_library(encoder, ids)
    return difference(ours, theirs), difference(gradients(encoder, ours), gradients(encoder, theirs))


def _weights(vectors: torch.Tensor) -> torch.Tensor:
    generator = torch.Generator().manual_seed(vectors.shape[0])
    return torch.randn(vectors.shape, generator=generator, dtype=vectors.dtype)
