"""The most memory this program has taken: on the graphics card if one computes, else in the computer."""

import sys

import torch

_MB = 1e6


def peak_memory_mb(device: torch.device) -> float:
    """In megabytes (10^6 bytes); on a processor the largest resident size of the whole program so far.

    0 where the system does not tell.
    """
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / _MB
    if sys.platform == "win32":
        return _windows_peak() / _MB
    import resource  # there is none on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MB if sys.platform == "darwin" else peak * 1024 / _MB


def _windows_peak() -> int:
    """The peak working set in bytes, asked of the system itself."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak_working_set", ctypes.c_size_t),
            *((f"other_{number}", ctypes.c_size_t) for number in range(7)),
        )

    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return 0
    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    process = windows.kernel32.GetCurrentProcess()
    if not windows.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.size):
        return 0
    return int(counters.peak_working_set)
