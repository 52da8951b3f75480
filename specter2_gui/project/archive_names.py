"""Which names a project's zip file may hold: those that a project writes, on any computer, and no others."""

import re
from typing import Final

_ORIGINAL: Final = re.compile(r"originals/[0-9a-f]{64}")
_RUN: Final = re.compile(r"runs/(?P<run>[^/]+)/(?:run\.json|settings\.yaml|events\.jsonl|best/(?P<file>.+))")
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in "123456789¹²³"}
)
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_UNSEEN: Final = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_LONGEST: Final = 200
_DEEPEST: Final = 8


def belongs(name: str) -> bool:
    """Whether ``name``, a path with slashes, is one that the zip file of a project holds."""
    if name == "project.sqlite" or _ORIGINAL.fullmatch(name):
        return True
    found = _RUN.fullmatch(name)
    return found is not None and is_safe(name)


def is_safe(name: str) -> bool:
    """Whether ``name`` stays inside its folder and means the same file on every system.

    Refused are ways up, absolute names, drives, names of devices, names that Windows would change, and characters
    that cannot be seen or that turn the direction of reading.
    """
    parts = name.split("/")
    return len(parts) <= _DEEPEST and all(map(_is_safe_part, parts))


def is_litter(name: str) -> bool:
    """Whether ``name`` is something that a system adds to a zip file by itself, or a folder, which has no content."""
    return name.endswith("/") or name.startswith("__MACOSX/") or name.rpartition("/")[2] in {".DS_Store", "Thumbs.db"}


def _is_safe_part(part: str) -> bool:
    stem = part.split(".")[0].rstrip(" ").casefold()
    return (
        0 < len(part) <= _LONGEST
        and part not in {".", ".."}
        and part[-1] not in " ."
        and stem not in _RESERVED
        and not _UNSAFE.search(part)
        and not _UNSEEN.search(part)
    )
