"""What is known of the two models the program names by itself, without reading them: there or not, where, how large."""

from dataclasses import dataclass
from pathlib import Path

from specter2_gui.disk.places import shown
from specter2_gui.encoder.hub_cache import complete_snapshot, files_in, hub_cache, repository_folder
from specter2_gui.encoder.repositories import SPECTER2, Repository, wanted_files
from specter2_gui.encoder.starter import INSTALL, starter_folder

SPECTER2_TITLE = "SPECTER2"
STARTER_TITLE = "Starter (all-MiniLM-L6-v2)"
SPECTER2_BYTES = 450_000_000
STARTER_BYTES = 90_000_000
"""Bytes to download, rounded; of SPECTER2 the hub states the exact number when asked."""


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Whether a model is on this computer, where, how large it is (or would be), and what to know about it."""

    name: str
    title: str
    present: bool
    where: str
    size_bytes: int
    note: str


def known_models() -> tuple[ModelStatus, ...]:
    """SPECTER2 and the starter, each with what is on this computer; files are looked for but not read."""
    return _specter2_status(), _starter_status()


def _specter2_status() -> ModelStatus:
    folders = [complete_snapshot(repository) for repository in SPECTER2]
    here = [folder for folder in folders if folder is not None]
    if len(here) == len(SPECTER2):
        size = sum(_size(repository, folder) for repository, folder in zip(SPECTER2, here, strict=True))
        return ModelStatus(
            "specter2",
            SPECTER2_TITLE,
            present=True,
            where=shown(hub_cache()),
            size_bytes=size,
            note="made for scientific papers",
        )
    partial = sum(_partial_bytes(repository) for repository in SPECTER2)
    note = "not on this computer" if not here and not partial else "downloaded in part; it goes on where it stopped"
    return ModelStatus("specter2", SPECTER2_TITLE, present=False, where="", size_bytes=SPECTER2_BYTES, note=note)


def _starter_status() -> ModelStatus:
    folder = starter_folder()
    if folder is None:
        return ModelStatus(
            "starter", STARTER_TITLE, present=False, where="", size_bytes=STARTER_BYTES, note=f"comes with: {INSTALL}"
        )
    size = sum((folder / name).stat().st_size for name in wanted_files("backbone", files_in(folder)))
    note = "a small general model, for a first try"
    return ModelStatus("starter", STARTER_TITLE, present=True, where=shown(folder), size_bytes=size, note=note)


def _size(repository: Repository, folder: Path) -> int:
    return sum((folder / name).stat().st_size for name in wanted_files(repository.kind, files_in(folder)))


def _partial_bytes(repository: Repository) -> int:
    blobs = repository_folder(repository) / "blobs"
    return sum(path.stat().st_size for path in blobs.glob("*.incomplete"))
