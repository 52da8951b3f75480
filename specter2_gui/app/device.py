"""Where a training would compute, in words, and what to do when that is only the processor."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviceWords:
    """``short`` fits a status bar; ``advice`` is empty when there is nothing to do about it."""

    short: str
    advice: str


def describe_device(device: str = "auto", precision: str = "auto") -> DeviceWords:
    """What ``device`` and ``precision`` of the settings mean on this computer.

    Loads what the first training or search needs as well, so call it off the GUI thread; from then on a processor
    computes with all of its cores but one.

    Raises:
        UserError: the device or precision asked for is not there.
    """
    # Seconds: the window must be up before. The encoder is not used here, but the first training or search waits for it.
    import torch

    import specter2_gui.encoder.encoder as _warm
    from specter2_gui.encoder.device import resolve_device, resolve_precision

    del _warm
    # One core stays free for the window; with all of them taken, torch's threads wait for one another as well.
    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
    found = resolve_device(device)
    number = resolve_precision(precision, found)
    if found.type == "cuda":
        memory = torch.cuda.mem_get_info(found)[1]
        return DeviceWords(f"{torch.cuda.get_device_name(found)}, {memory / 2**30:.0f} GB, {number}", "")
    if found.type == "mps":
        return DeviceWords(f"Apple graphics processor, {number}", "")
    threads = torch.get_num_threads()
    words = "1 thread" if threads == 1 else f"{threads} threads"
    return DeviceWords(f"CPU only, {words}, {number}", _cpu_advice(torch.version.cuda))


def _cpu_advice(cuda: str | None) -> str:
    start = (
        "Training runs on the processor. “Queries only” takes minutes that way; “Queries and papers” may take hours. "
    )
    if cuda is None:
        return start + (
            "If this computer has an NVIDIA graphics card: this installation of PyTorch cannot use it. Install the program once "
            "more, in its folder, with\n"
            'uv tool install --reinstall "specter2_gui[starter] @ ." --torch-backend auto\n'
            "and start it again. Without such a card there is nothing to do."
        )
    return start + (
        "This installation of PyTorch can use an NVIDIA graphics card, but found none. If there is one, "
        "update its driver and start the program again."
    )
