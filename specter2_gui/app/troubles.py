"""What goes wrong outside the program, in plain words: disk, folders, memory, graphics card."""

import errno
from pathlib import Path

from specter2_gui.disk.atomic import intended
from specter2_gui.disk.places import shown
from specter2_gui.domain.errors import UserError

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.EINVAL}


def trouble_in(error: BaseException) -> UserError | None:
    """``error`` in words for a person who can mend it, or nothing when it is a fault of the program.

    The classes of torch are told by their names, so that asking does not load it.
    """
    if isinstance(error, UserError):
        return error
    if isinstance(error, OSError):
        return _disk_trouble(error)
    return _machine_trouble(error)


def _disk_trouble(error: OSError) -> UserError | None:
    name = f"'{_shown(error.filename)}'" if error.filename else "a file"
    if error.errno in _FULL:
        return UserError(
            f"There is no room left to write {name}",
            "The disk is full, or the space allowed to you is used up",
            "Free some space or choose a folder on another disk, then try again; what was saved before is safe",
        )
    if error.errno in _FORBIDDEN:
        return UserError(
            f"You may not write or read {name}",
            "The folder or file is read-only for you",
            "Choose another folder, or ask for the right to write there",
        )
    if error.errno in _NO_FOLDER:
        return UserError(
            f"{name} cannot be made", "Something of that name is in the way, or the name is not allowed",
            "Choose another name or folder",
        )  # fmt: skip
    if error.errno == errno.ENOENT:
        return UserError(
            f"{name} is not there and cannot be used",
            "The folder it belongs in does not exist, or it was moved or deleted meanwhile",
            "Check the name, put it back, or choose another folder",
        )
    if error.errno == errno.EIO:
        return UserError(
            f"The disk failed at {name}",
            "The system reports an error of the device",
            "Use another disk, and check this one",
        )
    return None


def _machine_trouble(error: BaseException) -> UserError | None:
    kind, words = type(error).__name__, str(error)
    if kind == "OutOfMemoryError":
        return UserError(
            "The graphics card has not enough memory for this training",
            "A step with these texts needs more than is free",
            "Choose a smaller batch or a shorter longest text, close other programs that use the card, or take the device cpu",
        )
    if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "not enough memory" in words):
        return UserError(
            "The computer has not enough memory",
            "A step with these texts needs more than is free",
            "Choose a smaller batch or a shorter longest text, or close other programs",
        )
    if kind == "AcceleratorError" or (isinstance(error, RuntimeError) and "CUDA error" in words):
        return UserError(
            "The graphics card stopped answering",
            "Its driver reported an error, and this program cannot use the card any more",
            "Start the program again, or take the device cpu; the best model until then is kept",
        )
    return None


def _shown(name: object) -> str:
    return shown(intended(Path(name.decode(errors="replace") if isinstance(name, bytes) else str(name))))
