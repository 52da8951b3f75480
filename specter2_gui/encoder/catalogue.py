"""Which models are on this computer, and where: SPECTER2, the starter, a folder, or a model in the hub's cache.

Nothing here goes to the network: a name that is not found on this computer is an error that says how to get it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.folders import Distance, Pooling, making_of
from specter2_gui.encoder.hub_cache import complete_snapshot, damaged_file, files_in
from specter2_gui.encoder.model_status import SPECTER2_TITLE, STARTER_TITLE
from specter2_gui.encoder.model_status import ModelStatus as ModelStatus
from specter2_gui.encoder.model_status import known_models as known_models
from specter2_gui.encoder.repositories import (
    ADHOC_QUERY,
    BASE,
    PROXIMITY,
    SPECTER2,
    SPECTER2_NAMES,
    Repository,
    is_hub_name,
    missing_files,
)
from specter2_gui.encoder.starter import INSTALL, checked_starter, starter_folder

_GET_SPECTER2 = "Open the window and press 'Download SPECTER2', or run: specter2-gui fetch specter2 (about 450 MB)"
_ADAPTERS = {Role.PAPER: PROXIMITY, Role.QUERY: ADHOC_QUERY}


@dataclass(frozen=True, slots=True)
class Backbone:
    """A model found complete on this computer, and how its vectors are made and compared.

    ``published`` holds the folders of the adapters that came with it; a role without one starts from a zero adapter.
    """

    name: str
    title: str
    folder: Path
    pooling: Pooling
    distance: Distance
    max_length: int
    normalize: bool
    published: Mapping[Role, Path]


def find_backbone(name: str) -> Backbone:
    """The backbone called ``name``: ``auto``, ``specter2``, ``starter``, a folder, or a hub name.

    ``auto`` is SPECTER2 when it is complete on this computer, else the starter. Files of SPECTER2 and of the starter
    are compared with their digests, once per process.

    Raises:
        UserError: it is not on this computer, not complete or damaged; the error says how to get it.
    """
    if name == "auto":
        name = _best_here()
    if name in SPECTER2_NAMES:
        return _find_specter2()
    if name == "starter":
        return _described(checked_starter(), "starter", STARTER_TITLE, {})
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _find_in_folder(folder.resolve())
    if is_hub_name(name):
        return _find_in_cache(Repository(name, "main", "backbone"))
    raise UserError(
        f"There is no model '{name}' on this computer",
        "It is neither the name of a model nor a folder",
        "Use 'specter2', 'starter', the folder of a model, or the name of a model on the hub such as 'organisation/model'",
    )


def _best_here() -> str:
    if all(complete_snapshot(repository) for repository in SPECTER2):
        return "specter2"
    if starter_folder() is not None:
        return "starter"
    raise UserError(
        "There is no model on this computer",
        "Neither SPECTER2 nor the starter model was found",
        f"{_GET_SPECTER2}; the starter (90 MB) comes with: {INSTALL}",
    )


def _find_specter2() -> Backbone:
    folders = {repository: complete_snapshot(repository) for repository in SPECTER2}
    here = {repository: folder for repository, folder in folders.items() if folder is not None}
    if len(here) < len(SPECTER2):
        missing = ", ".join(repository.name for repository in SPECTER2 if repository not in here)
        raise UserError(
            "SPECTER2 is not on this computer" if not here else "SPECTER2 is not complete on this computer",
            f"{len(SPECTER2) - len(here)} of its {len(SPECTER2)} parts are missing: {missing}",
            _GET_SPECTER2,
        )
    for repository, folder in here.items():
        refuse_damaged(repository, folder, _GET_SPECTER2)
    published = {role: here[repository] for role, repository in _ADAPTERS.items()}
    return _described(here[BASE], "specter2", SPECTER2_TITLE, published)


def _find_in_folder(folder: Path) -> Backbone:
    """A model in ``folder``, or SPECTER2's three parts side by side under the names they have on the hub."""
    beside = folder / _last(BASE)
    if not (folder / "config.json").is_file() and beside.is_dir():
        folder = beside
    missing = missing_files("backbone", files_in(folder))
    if missing:
        raise UserError(
            f"The folder '{folder.name}' holds no complete model",
            f"It lacks {', '.join(missing)}",
            "Choose the folder that holds config.json, the weights and the vocabulary of one model",
        )
    published = _adapters_beside(folder) if folder.name == _last(BASE) else {}
    return _described(folder, str(folder), "", published)


def _adapters_beside(folder: Path) -> dict[Role, Path]:
    places = {role: folder.parent / _last(repository) for role, repository in _ADAPTERS.items()}
    return {role: place for role, place in places.items() if not missing_files("adapter", files_in(place))}


def _find_in_cache(repository: Repository) -> Backbone:
    fetch = f"Run: specter2-gui fetch {repository.name}; or name the folder of a model that you have"
    folder = complete_snapshot(repository)
    if folder is None:
        raise UserError(
            f"The model '{repository.name}' is not on this computer",
            "There is no folder of this name, and no complete model of this name has been downloaded from the hub",
            fetch,
        )
    refuse_damaged(repository, folder, fetch)
    return _described(folder, repository.name, "", {})


def refuse_damaged(repository: Repository, folder: Path, how: str) -> None:
    """Keep out a downloaded model or adapter that has changed on the disk since.

    Raises:
        UserError: the content of a file is not what its digest promises.
    """
    file = damaged_file(repository, folder)
    if file:
        raise UserError(
            f"The model '{repository.name}' on this computer is damaged",
            f"The content of its file {file} is not what the hub gave out",
            f"Fetch it again, only what is damaged is downloaded. {how}",
        )


def _described(folder: Path, name: str, title: str, published: Mapping[Role, Path]) -> Backbone:
    called = title or (name if is_hub_name(name) else folder.name)
    making = making_of(folder, called)
    shown_as = title or f"{called} ({making.words})"
    return Backbone(
        name, shown_as, folder, making.pooling, making.distance, making.max_length, making.normalize, published
    )


def _last(repository: Repository) -> str:
    return repository.name.rpartition("/")[2]
