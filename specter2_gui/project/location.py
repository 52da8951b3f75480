"""Whether a folder lies where a cloud service copies it or a network carries it, and what to say about that."""

import os
import sys
from pathlib import Path
from typing import Final

_CLOUDS: Final = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "sciebo": "sciebo",
    "pcloud": "pCloud",
    "pclouddrive": "pCloud",
    "box sync": "Box",
    "megasync": "MEGA",
    "tresorit": "Tresorit",
    "cloudstorage": "a cloud service",
}
_NETWORKS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2",
     "fuse.gvfsd-fuse"}
)  # fmt: skip
_MOUNTS: Final = Path("/proc/self/mounts")
_DRIVE_REMOTE: Final = 4  # what Windows calls a drive of another computer


def location_warning(folder: Path, mounts: str | None = None) -> str:
    """What to say about where ``folder`` lies, or "" where there is nothing to say.

    ``mounts`` is the system's list of mounted disks, if not that of this computer.
    """
    if cloud := _cloud_of(folder):
        return (
            f"The project lies in a folder that {cloud} copies. Close it here before you open it on another computer, "
            "or keep it in a folder of this computer alone and pass it on as a zip file."
        )
    if _is_on_network(folder, mounts):
        return (
            "The project lies on a network drive. It is slower there, and a lost connection can stop your work; what "
            "was saved before stays. Keep it in a folder of this computer if you can."
        )
    return ""


def _cloud_of(folder: Path) -> str:
    for part in folder.parts:
        name = part.casefold()
        for known in (name, name.split(" - ")[0]):  # OneDrive - University of X
            if known in _CLOUDS:
                return _CLOUDS[known]
    return ""


def _is_on_network(folder: Path, mounts: str | None) -> bool:
    if os.name == "nt":
        return _is_on_remote_drive(folder)
    try:
        text = _MOUNTS.read_text(encoding="utf-8", errors="replace") if mounts is None else mounts
    except OSError:  # macOS keeps no such list
        return False
    kinds = {Path(_unescaped(row[1])): row[2] for row in map(str.split, text.splitlines()) if len(row) > 2}
    nearest = next((kinds[parent] for parent in (folder, *folder.parents) if parent in kinds), "")
    return nearest in _NETWORKS


def _unescaped(point: str) -> str:
    """A mount point as the system writes it: a space is a backslash and 040."""
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")


def _is_on_remote_drive(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # its windll is there on Windows only

    anchor = folder.anchor
    return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
