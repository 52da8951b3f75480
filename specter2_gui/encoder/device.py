"""Where the model computes and how precisely: what was asked for, what is there, and a plain refusal otherwise."""

from typing import Literal

import torch

from specter2_gui.domain.errors import UserError

Precision = Literal["fp32", "bf16"]

_NAMES = {"cuda": "an NVIDIA graphics card", "mps": "an Apple graphics processor"}


def resolve_device(asked: str) -> torch.device:
    """The device for ``auto``, ``cpu``, ``cuda`` or ``mps``; ``auto`` prefers them in the order cuda, mps, cpu.

    Raises:
        UserError: the device asked for is not there.
    """
    there = _devices()
    if asked == "auto":
        return torch.device(there[0])
    if asked not in there:
        raise UserError(
            f"The device '{asked}' is not available",
            f"the program finds no {_NAMES.get(asked, 'such device').removeprefix('an ')} that it can use on this computer",
            f"Choose 'auto' or one of these devices: {', '.join(there)}",
        )
    return torch.device(asked)


def resolve_precision(asked: str, device: torch.device) -> Precision:
    """The precision for ``auto``, ``fp32`` or ``bf16``; ``auto`` is bf16 where a short trial shows it to be faster.

    Whether bf16 is close enough as well depends on the model: see :mod:`specter2_gui.encoder.precision_probe`.

    Raises:
        UserError: bf16 is asked of a graphics card that does not have it.
    """
    if asked == "auto":
        from specter2_gui.encoder.precision_probe import bf16_is_faster  # it needs this module itself

        return "bf16" if bf16_is_faster(device) else "fp32"
    if asked not in ("fp32", "bf16"):
        raise UserError(f"The precision '{asked}' is not known", "it can be auto, fp32 or bf16", "Choose one of these")
    if asked == "bf16" and not has_bf16(device):
        raise UserError(
            "The precision 'bf16' is not available",
            f"the device '{device.type}' of this computer cannot compute with it",
            "Choose 'auto' or 'fp32' as precision",
        )
    return asked


def _devices() -> list[str]:
    """The devices of this computer, best first."""
    there = ["cuda"] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        there.append("mps")
    return [*there, "cpu"]


def has_bf16(device: torch.device) -> bool:
    """Whether ``device`` can compute in bf16 at all, fast or not."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if device.type == "mps":
        return torch.backends.mps.is_available() and torch.backends.mps.is_macos_or_newer(14, 0)
    return device.type == "cpu"
