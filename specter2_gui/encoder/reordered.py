"""Weights in the order in which a processor's kernels read them, so that no product has to put them into it again.

torch makes these operations for its own compiler; where they are not to be had, the weights are used as they lie.
"""

import platform
from typing import Any, Final

import torch

_MACHINES: Final = ("x86_64", "AMD64")
_REORDER: Final = "_reorder_linear_weight"
_MULTIPLY: Final = "_linear_pointwise"
_LOW: Final = "_is_mkldnn_bf16_supported"


def can_reorder(dtype: torch.dtype, device: torch.device) -> bool:
    """Whether there are kernels for such weights in ``dtype`` on ``device``."""
    if device.type != "cpu" or platform.machine() not in _MACHINES or not torch.backends.mkldnn.is_available():
        return False
    if not all(hasattr(torch.ops.mkldnn, name) for name in (_REORDER, _MULTIPLY, _LOW)):
        return False
    return dtype == torch.float32 or (dtype == torch.bfloat16 and bool(_operation(_LOW)()))


def reordered(weight: torch.Tensor) -> torch.Tensor:
    """A copy of ``weight`` (out, in) as :func:`product` takes it; nothing else can read it."""
    return _operation(_REORDER)(weight.contiguous(), None)


def product(states: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """``states`` (tokens, in) through the linear map of a :func:`reordered` weight; it has no gradient."""
    return _operation(_MULTIPLY)(states, weight, bias, "none", [], "")


def _operation(name: str) -> Any:
    return getattr(torch.ops.mkldnn, name)
