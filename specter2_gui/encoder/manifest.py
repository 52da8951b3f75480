"""The note beside saved adapters: which backbone they belong to, how vectors are made, and the hash of every file."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from specter2_gui.disk.atomic import write_json
from specter2_gui.domain.errors import UserError
from specter2_gui.domain.papers import Role

FORMAT = "specter2_gui adapters 1"
MANIFEST = "manifest.json"

_LARGEST = 2**22
MOST_IN_STACK = 4
"""Adapters that may lie on one another in a role; each run that changes their kind adds one."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BackboneNote:
    """The backbone the adapters were trained on, and how its vectors were made and compared then."""

    name: str
    title: str
    sha256: str
    vocabulary_sha256: str
    pooling: str
    distance: str
    max_length: int
    normalize: bool


@dataclass(frozen=True, slots=True)
class AdapterNote:
    """One adapter: its folder below the manifest's, its kind, and the SHA-256 of its weight file."""

    folder: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies in the folder; the adapters of a role in the order in which a text passes through them."""

    backbone: BackboneNote
    adapters: Mapping[Role, tuple[AdapterNote, ...]]


def adapter_folder(role: Role, position: int) -> str:
    """Where the adapter at ``position`` (from 0) of the stack of ``role`` lies, relative to the manifest."""
    return f"{role.value}/{position}"


def write_manifest(folder: Path, manifest: Manifest, extra: Mapping[str, Any]) -> None:
    """Write ``manifest.json`` into ``folder``, with the further entries ``extra``; entries of its own name win."""
    own = {
        "format": FORMAT,
        "backbone": asdict(manifest.backbone),
        "adapters": {role.value: [asdict(note) for note in notes] for role, notes in manifest.adapters.items()},
    }
    write_json(folder / MANIFEST, own | {key: value for key, value in extra.items() if key not in own})


def read_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``.

    Raises:
        UserError: it is missing, damaged or of a newer form.
    """
    try:
        with (folder / MANIFEST).open("rb") as file:
            data = file.read(_LARGEST + 1)
        value: Any = json.loads(data[:_LARGEST].decode("utf-8"))
        if value["format"] != FORMAT:
            raise _unusable(folder, f"its {MANIFEST} is of a form this version does not know")
        return Manifest(_backbone(value["backbone"]), {role: _notes(role, value["adapters"]) for role in Role})
    except FileNotFoundError as error:
        raise _unusable(folder, f"there is no {MANIFEST} in it") from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unusable(folder, f"its {MANIFEST} is damaged") from error


def _backbone(value: Any) -> BackboneNote:
    note = BackboneNote(**value)
    texts: list[Any] = [value["name"], value["title"]]
    hashes = (note.sha256, note.vocabulary_sha256)
    if not all(isinstance(text, str) and text for text in texts) or not all(map(_SHA256.fullmatch, hashes)):
        raise ValueError("names and hashes")
    if note.pooling not in ("cls", "mean") or note.distance not in ("l2", "cosine") or type(note.normalize) is not bool:
        raise ValueError("how vectors are made")
    if type(note.max_length) is not int or not 1 <= note.max_length <= 100_000:
        raise ValueError("longest text")
    return note


def _notes(role: Role, value: Any) -> tuple[AdapterNote, ...]:
    notes = tuple(AdapterNote(**entry) for entry in cast("list[dict[str, Any]]", value[role.value]))
    if not 1 <= len(notes) <= MOST_IN_STACK:
        raise ValueError("number of adapters")
    for position, note in enumerate(notes):
        if note.folder != adapter_folder(role, position) or not _SHA256.fullmatch(note.sha256):
            raise ValueError("folder or hash")
    return notes


def _unusable(folder: Path, why: str) -> UserError:
    return UserError(
        f"The folder '{folder.name}' holds no trained model that can be used",
        why,
        "Choose the folder of a finished run, or train again",
    )
