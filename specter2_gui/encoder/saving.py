"""Writing an encoder's adapters and tokenizer into a folder, through the library's own functions."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from safetensors import SafetensorError

from specter2_gui.disk.atomic import sha256_of
from specter2_gui.domain.papers import Role
from specter2_gui.encoder.adapter_file import SAFE_WEIGHTS
from specter2_gui.encoder.body import Body
from specter2_gui.encoder.manifest import AdapterNote, adapter_folder
from specter2_gui.encoder.starts import RoleAdapters

TOKENIZER = "tokenizer"


def save_parts(body: Body, roles: Mapping[Role, RoleAdapters], folder: Path) -> dict[Role, tuple[AdapterNote, ...]]:
    """Write every adapter (as safetensors) and the tokenizer below the empty ``folder``; what was written, per role."""
    name = body.backbone.name  # the library would note where the model lies on this computer
    body.model.config.name_or_path = body.backbone.title if Path(name).is_absolute() else name
    notes = {role: _save_stack(body, role, adapters, folder) for role, adapters in roles.items()}
    body.tokenizer.save_pretrained(str(folder / TOKENIZER))
    return notes


def _save_stack(body: Body, role: Role, adapters: RoleAdapters, folder: Path) -> tuple[AdapterNote, ...]:
    notes: list[AdapterNote] = []
    for position, adapter in enumerate(adapters.stack):
        name = adapter_folder(role, position)
        place = folder / name
        place.mkdir(parents=True)
        try:
            body.model.save_adapter(str(place), adapter.slot, with_head=False, use_safetensors=True)
        except SafetensorError as error:
            raise _disk_error(error, place) from error
        notes.append(AdapterNote(name, adapter.config.kind, sha256_of(place / SAFE_WEIGHTS)))
    return tuple(notes)


def _disk_error(error: SafetensorError, place: Path) -> Exception:
    """The system's own error inside ``error``, which its library hands on as words alone; else ``error`` itself."""
    found = re.search(r"os error (\d+)", str(error))
    return OSError(int(found[1]), os.strerror(int(found[1])), str(place)) if found else error
