"""Hashes of tensors by name, type, shape and bytes: the same weights have the same hash whatever file held them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import torch


def tensors_sha256(tensors: Iterable[tuple[str, torch.Tensor]]) -> str:
    """SHA-256 in lower-case hexadecimal digits over (name, dtype, shape, bytes), sorted by name."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors, key=lambda named: named[0]):
        plain = tensor.detach().to("cpu").contiguous()
        head = f"{name}\0{str(plain.dtype).removeprefix('torch.')}\0{list(plain.shape)}\0"
        digest.update(head.encode())
        digest.update(plain.view(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def json_sha256(value: Mapping[str, Any]) -> str:
    """SHA-256 over ``value`` as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
