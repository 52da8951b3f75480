"""What to know when something does not work: versions, device, models, disk, and where the files lie."""

import os
import platform
import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import specter2_gui
from specter2_gui.app.device import describe_device
from specter2_gui.disk.fault_log import log_file
from specter2_gui.disk.places import home, resources, shown
from specter2_gui.encoder import downloads_forbidden
from specter2_gui.encoder.catalogue import ModelStatus, known_models
from specter2_gui.encoder.hub_cache import hub_cache

_PACKAGES = {
    "Qt for Python": ("PySide6-Essentials", "PySide6"),
    "PyTorch": ("torch",),
    "transformers": ("transformers",),
    "adapters": ("adapters",),
    "huggingface_hub": ("huggingface-hub",),
}


def report() -> list[tuple[str, str]]:
    """Pairs of name and value for people to read and to copy; loads torch, so call it off the GUI thread.

    Nothing is asked of the network, and the home folder is shown as ``~``.
    """
    return [*_versions(), ("Device", describe_device().short), *_models(), *_places()]


def _versions() -> Iterator[tuple[str, str]]:
    yield "specter2_gui", specter2_gui.__version__
    yield "Python", f"{platform.python_version()} on {platform.system()} {platform.release()} ({platform.machine()})"
    for title, names in _PACKAGES.items():
        yield title, next((version for name in names if (version := _version(name))), "not installed")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _models() -> Iterator[tuple[str, str]]:
    try:
        for status in known_models():
            yield f"Model {status.name}", _model_words(status)
    except OSError:
        yield "Models", "the model cache cannot be looked at"
    yield "Downloads", "switched off by the environment" if downloads_forbidden() else "only when you ask for one"


def _model_words(status: ModelStatus) -> str:
    size = f"{status.size_bytes / 1e6:.0f} MB"
    return f"{status.title}, {size}, in {status.where}" if status.present else f"{status.title}: {status.note} ({size})"


def _places() -> Iterator[tuple[str, str]]:
    yield "Runs and workspace", f"{shown(home())}, {_room(home())}"
    yield "Model cache", f"{shown(hub_cache())}, {_room(hub_cache())}"
    yield "Default settings", shown(resources() / "conf" / "specter2_conf.yaml")
    log = log_file()
    yield "Log", shown(log) if os.path.isfile(log) else f"{shown(log)} (nothing written yet)"  # noqa: PTH113 - as below


def _room(folder: Path) -> str:
    """Free room where ``folder`` lies or would lie, or why nothing can be written there."""
    places = (folder.absolute(), *folder.absolute().parents)
    # The functions of os, unlike those of Path, raise nothing for a name no system can have.
    existing = next((place for place in places if os.path.exists(place)), None)  # noqa: PTH110 - see above
    if existing is None:
        return "its disk is not there"
    if not existing.is_dir():
        return f"which cannot be made: '{shown(existing)}' is no folder"
    try:
        free = f"{shutil.disk_usage(existing).free / 1e9:.1f} GB free"
    except OSError:
        return "its disk does not answer"
    return free if os.access(existing, os.W_OK | os.X_OK) else f"{free}, but you may not write there"
